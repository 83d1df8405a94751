//! A page: what its template sees and how it is called, the frame around it, and the headers that guard it.
//!
//! A handler gathers what a page shows and hands it to the [`Visitor`]: `visitor.show(&page)`.

mod chrome;
mod display;
pub mod form;
pub mod list;
pub mod notice;
pub mod parts;
pub mod summary;
mod visitor;

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};

use form::FormView;

pub use crate::views::locale::{of_staff, shipped};
pub use chrome::{AccountView, DeskView, MenuEntry};
pub use display::{Display, asked_language, chosen_language, query};
pub use visitor::{Visitor, public_at};

/// A page. Its fields are what its template sees as `page`.
pub trait Page: Serialize {
    /// Whom it is for.
    const FRAME: Frame;
    /// `respond/check` for `templates/respond/check.hbs`.
    const TEMPLATE: &'static str;

    /// Its title.
    fn title(&self) -> Title;

    /// What the frame has to know of it.
    fn around(&self) -> Around {
        Around::default()
    }
}

/// The title of a page.
pub enum Title {
    /// The name of the survey or the town it belongs to.
    Plain,
    /// What it is about, before that name: a sentence, or a text such as a survey's title (`title.get(language).into()`).
    Before(Wording),
    /// Words of the program alone.
    Alone(Say),
}

/// What the frame has to know of a page.
#[derive(Default)]
pub struct Around {
    /// Whether a form came back with faults: the title says so first, the answer is 422.
    pub failed: bool,
    /// Whether the language switch is a button of the form `answers`, so that nothing typed is lost.
    pub form: bool,
    /// After so many seconds the page is looked at again where no script does that: something goes on.
    pub again: Option<u32>,
    /// Rules of this page alone, beside those of its frame.
    pub style: Option<String>,
    /// Where the language switch leads, where the page answers a form and has no address of its own, or one with more in
    /// it than the language.
    pub switch: Option<String>,
    /// Whether it may stand in a frame of our own pages.
    pub framed: bool,
    /// Whether it holds such a frame.
    pub frames: bool,
    /// Whether it stands in columns of its own: the ways between the rooms are above it then.
    pub wide: bool,
}

impl Around {
    /// A page with a form whose language switch is a link: nothing typed is worth keeping, or there is nothing to type.
    #[must_use]
    pub fn of_form(form: &FormView) -> Self {
        Self {
            failed: form.failed(),
            ..Self::default()
        }
    }
}

/// 303 to an address of our own.
#[must_use]
pub fn see_other(path: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response
        .insert_header((header::LOCATION, path))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}
