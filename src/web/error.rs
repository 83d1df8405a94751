//! What can go wrong with a request, by situation, and the problem document each one gets. People get a page instead:
//! `middleware::error_pages`.
//!
//! Invalid answers are not errors: the handler shows the form again with 422.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use diesel_async::pooled_connection::deadpool::PoolError;
use serde::Serialize;

use crate::storage;

use super::log::room_in_the_log;

/// A situation that ends a request. Users get its key, never its cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is none of the asker's business.
    #[error("not found")]
    NotFound,
    /// The path exists, but not for this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The body cannot be read.
    #[error("bad request")]
    BadRequest,
    /// The address asks a list for an order or a kind that it does not have.
    #[error("unknown choice")]
    UnknownChoice,
    /// The body is not a form.
    #[error("unsupported media type")]
    UnsupportedType,
    /// The body is too large.
    #[error("too large")]
    TooLarge,
    /// The body did not arrive in time.
    #[error("too slow")]
    TooSlow,
    /// Whoever asks is known, and may not do this.
    #[error("forbidden")]
    Forbidden,
    /// The town is served no longer.
    #[error("suspended")]
    Suspended,
    /// Another site's page sent this.
    #[error("cross-site request")]
    CrossSite,
    /// Too many tries; again after so many seconds.
    #[error("too many requests")]
    TooMany(u64),
    /// No room for now; again after so many seconds. Nothing was recorded.
    #[error("busy")]
    Busy(u64),
    /// A fault of the program. Made by [`Error::fault`] only, which knows the database's faults from its own.
    #[error(transparent)]
    Internal(anyhow::Error),
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            other => Self::fault(other),
        }
    }
}

impl From<PoolError> for Error {
    fn from(error: PoolError) -> Self {
        Self::fault(error)
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::fault(error)
    }
}

impl From<crate::views::ViewError> for Error {
    fn from(error: crate::views::ViewError) -> Self {
        Self::fault(error)
    }
}

/// How long a visitor waits for a database that is away: most restarts take less.
const AWAY_SECONDS: u64 = 5;

impl Error {
    /// What went wrong behind the door: [`Error::Busy`] where the database is away or has no room, whoever met it and
    /// however deep it is wrapped; else a fault of the program.
    pub fn fault(cause: impl Into<anyhow::Error>) -> Self {
        let cause = cause.into();
        let away = cause.chain().any(|link| {
            link.is::<PoolError>()
                || link
                    .downcast_ref::<diesel::result::Error>()
                    .is_some_and(storage::is_away)
        });
        if away {
            if room_in_the_log() {
                tracing::warn!(error = said(&cause), "the database is away");
            }
            Self::Busy(AWAY_SECONDS)
        } else {
            Self::Internal(cause)
        }
    }

    /// The translation key of its page, also the last part of the problem's type.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::NotFound | Self::MethodNotAllowed => "not-found",
            Self::BadRequest | Self::UnsupportedType | Self::TooSlow => "bad-request",
            Self::UnknownChoice => "unknown-choice",
            Self::TooLarge => "too-large",
            Self::CrossSite => "refused",
            Self::Forbidden => "forbidden",
            Self::Suspended => "suspended",
            Self::TooMany(_) => "too-many",
            Self::Busy(_) => "busy",
            Self::Internal(_) => "failed",
        }
    }

    pub(super) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) | Self::Busy(seconds) => Some(*seconds),
            _ => None,
        }
    }
}

/// A cause for the log. The database's messages repeat what was sent to it: so many characters of it, on one line.
fn said(cause: &anyhow::Error) -> String {
    let whole = format!("{cause:#}");
    let visible = whole.chars().filter(|c| !c.is_control());
    visible.take(SAID).collect()
}

/// Characters of a cause that are written into the log.
const SAID: usize = 300;

/// RFC 9457.
#[derive(Serialize)]
struct Problem {
    r#type: String,
    title: String,
    status: u16,
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest | Self::UnknownChoice => StatusCode::BAD_REQUEST,
            Self::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::CrossSite | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::Suspended => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(cause) = self {
            tracing::error!(error = said(cause), "a request failed");
        }
        let status = self.status_code();
        let title = status.canonical_reason().unwrap_or_default().to_owned();
        let problem = Problem {
            r#type: format!("urn:kocho:problem:{}", self.key()),
            title,
            status: status.as_u16(),
        };
        let mut response = HttpResponse::build(status);
        if let Some(seconds) = self.retry_after() {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        let body = serde_json::to_string(&problem).unwrap_or_default();
        response
            .content_type("application/problem+json")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(body)
    }
}
