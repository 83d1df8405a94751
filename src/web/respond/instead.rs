//! How a handler ends early: with a page that takes the place of its own (there is no draft, two drafts meet, the form
//! has to come again), or with an error. Whoever asks for what such a page may stand before writes `?`.
//!
//! A page is no error of the program: it is answered as it was written, with its own status.

use actix_web::HttpResponse;
use actix_web::error::InternalError;

use crate::web::error::Error;

/// What is answered instead.
#[derive(Debug)]
pub enum Instead {
    /// This page.
    Page(HttpResponse),
    /// The page of an error, or its problem document.
    Error(Error),
    /// Another tab saved the draft at the same moment: nothing of this one is kept yet.
    SavedMeanwhile,
}

impl From<HttpResponse> for Instead {
    fn from(page: HttpResponse) -> Self {
        Self::Page(page)
    }
}

impl From<Error> for Instead {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Instead> for actix_web::Error {
    fn from(instead: Instead) -> Self {
        match instead {
            Instead::Page(page) => InternalError::from_response("another page", page).into(),
            Instead::Error(error) => error.into(),
            Instead::SavedMeanwhile => Error::Busy(1).into(),
        }
    }
}
