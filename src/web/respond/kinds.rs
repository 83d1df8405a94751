//! Pages that say kindly why something cannot be done now, and what to do instead.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder};

use crate::app::App;
use crate::domain::language::Language;
use crate::domain::survey::Refusal;
use crate::views::dates;
use crate::web::error::{Error, KindPage};
use crate::web::known::Asked;
use crate::web::page::{Display, respond};

use super::chrome;

/// Why a person is shown such a page.
pub enum Kind {
    /// The survey takes no answers.
    Refused(Refusal),
    /// The key was used.
    AlreadyAnswered,
    /// The form was sent before with other answers; its receipt.
    AlreadySent(String),
    /// There is no room for now.
    Busy,
    /// The answer to the commit was lost.
    Unsure,
    /// The key is not (any more) one of this survey.
    UnknownKey,
    /// There is no draft (any more).
    Lost,
}

/// Writes the page.
///
/// # Errors
/// When the template meets a value it does not expect: a fault of the program.
pub fn page(
    app: &App,
    asked: &Asked,
    language: &Language,
    display: Display,
    kind: Kind,
) -> Result<HttpResponse, Error> {
    let zone = &asked.town.zone.to_string();
    let home = format!("/{}", asked.town.slug);
    let until = |at| dates::until(at, zone, language);
    let (status, key, date, action) = match &kind {
        Kind::Refused(Refusal::NotYetOpen { opens_at }) => (
            StatusCode::FORBIDDEN,
            "not-yet",
            opens_at.map_or_else(String::new, |at| dates::moment(at, zone, language)),
            home,
        ),
        Kind::Refused(Refusal::Closed { closed_at }) => {
            (StatusCode::GONE, "closed", until(*closed_at), home)
        }
        Kind::Refused(Refusal::Cancelled) => (StatusCode::GONE, "cancelled", String::new(), home),
        Kind::AlreadyAnswered => (StatusCode::CONFLICT, "already", String::new(), home),
        Kind::AlreadySent(_) => (StatusCode::CONFLICT, "already-sent", String::new(), home),
        Kind::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            String::new(),
            format!("{}/check", asked.path()),
        ),
        Kind::Unsure => (
            StatusCode::BAD_GATEWAY,
            "unsure",
            String::new(),
            format!("{}/check", asked.path()),
        ),
        Kind::UnknownKey => (
            StatusCode::FORBIDDEN,
            "unknown-key",
            String::new(),
            super::key::path(&asked.town.slug),
        ),
        Kind::Lost => (StatusCode::GONE, "lost", String::new(), asked.path()),
    };
    let receipt = if let Kind::AlreadySent(receipt) = kind {
        Some(receipt)
    } else {
        None
    };
    let mut chrome = chrome(app, asked, language, display);
    chrome.title = chrome.text(app, &format!("{key}-title"), 0);
    respond(
        app,
        builder(status),
        "respond/kind",
        &chrome,
        &KindPage {
            key,
            date,
            action: Some(action),
            receipt,
        },
    )
}

fn builder(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((actix_web::http::header::RETRY_AFTER, "5"));
    }
    response
}
