//! What can go wrong at a door, by situation, and the page or problem document each one gets.
//!
//! Invalid answers are not errors: the handler shows the form again with 422.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use diesel_async::pooled_connection::deadpool::PoolError;
use serde::Serialize;

use crate::storage;
use crate::web::state::AppState;

use super::edge::room_in_the_log;
use super::page::Chrome;

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
    /// The body is not a form.
    #[error("unsupported media type")]
    UnsupportedType,
    /// The body is too large.
    #[error("too large")]
    TooLarge,
    /// The body did not arrive in time.
    #[error("too slow")]
    TooSlow,
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
    fn key(&self) -> &'static str {
        match self {
            Self::NotFound | Self::MethodNotAllowed => "not-found",
            Self::BadRequest | Self::UnsupportedType | Self::TooSlow => "bad-request",
            Self::TooLarge => "too-large",
            Self::CrossSite => "refused",
            Self::TooMany(_) => "too-many",
            Self::Busy(_) => "busy",
            Self::Internal(_) => "failed",
        }
    }

    fn retry_after(&self) -> Option<u64> {
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
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
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

/// A page that says what to do instead.
#[derive(Serialize)]
pub struct KindPage {
    /// Translation key of the situation: `{key}-title`, `{key}-text`, `{key}-action`.
    pub key: &'static str,
    /// The day, moment or wait its sentence names.
    pub date: String,
    /// Where its button leads.
    pub action: Option<String>,
    /// The slip that its button takes there, where what was typed lies in nothing else.
    pub carried: Option<String>,
    /// The receipt of what was recorded before.
    pub receipt: Option<String>,
    /// Where the results of the survey are or will be.
    pub results: Option<String>,
    /// Where keys are typed, on pages whose reader may have one.
    pub keys: Option<String>,
}

/// Turns the problem document into a page where the client reads pages. A middleware, because an error does not know
/// the request it ended. Never keeps the request itself: routing needs it undivided.
///
/// # Errors
/// Passes on what the service inside fails with.
pub async fn pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let reads_pages = accepts_html(&request);
    let response = other_methods(next.call(request).await?);
    Ok(if response.response().error().is_some() && reads_pages {
        as_page(response)
    } else {
        response
    })
}

/// An address that is asked with a method it does not have: the routing says so by itself and names those it has.
fn other_methods<B>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let unsaid = response.response().error().is_none();
    if !unsaid || response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response.map_into_left_body();
    }
    let allowed = response.headers().get(header::ALLOW).cloned();
    let (request, _) = response.into_parts();
    let mut refusal = ServiceResponse::from_err(Error::MethodNotAllowed, request);
    if let Some(allowed) = allowed {
        refusal.headers_mut().insert(header::ALLOW, allowed);
    }
    refusal.map_into_right_body()
}

fn accepts_html(request: &ServiceRequest) -> bool {
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    accept.contains("text/html")
}

fn as_page<B>(
    response: ServiceResponse<EitherBody<B, BoxBody>>,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let asked = response.request().clone();
    let Some(app) = asked.app_data::<actix_web::web::Data<AppState>>() else {
        return response;
    };
    let Some(error) = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Error>())
    else {
        return response;
    };
    let chrome = Chrome::bare(app, &asked, error.key());
    let minutes = error.retry_after().unwrap_or(0).div_ceil(60).max(1);
    let page = KindPage {
        key: error.key(),
        date: chrome.text(app, "minutes", minutes),
        action: Some(action(error, &chrome.home)),
        carried: None,
        receipt: None,
        results: None,
        keys: (chrome.in_town && error.key() == "not-found").then(|| format!("{}/a", chrome.home)),
    };
    let Ok(html) = app
        .views
        .render("respond/kind", &chrome.language, &chrome, &page)
    else {
        return response;
    };
    let mut fresh = HttpResponse::build(response.status());
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            fresh.append_header((name.clone(), value.clone()));
        }
    }
    let page = super::page::finish(app, fresh, "respond", html);
    ServiceResponse::new(asked, page).map_into_right_body()
}

/// Where the page's button leads.
fn action(error: &Error, home: &str) -> String {
    match error {
        Error::TooMany(_) if home.len() > 1 => format!("{home}/a"),
        _ => home.to_owned(),
    }
}
