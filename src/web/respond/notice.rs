//! Pages that say kindly why something cannot be done now, and what to do instead.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder};

use crate::domain::language::Language;
use crate::domain::survey::Refusal;
use crate::domain::time::Zone;
use crate::views::datum::Datum;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::page::Display;
use crate::web::page::notice::NoticePage;
use crate::web::state::AppState;

use super::{paths, visitor};

/// Why a person is shown such a page.
pub enum Notice {
    /// The survey takes no answers.
    Refused(Refusal),
    /// The key was used.
    AlreadyAnswered,
    /// The form was sent before with other answers; its receipt.
    AlreadySent(String),
    /// There is no room for now; where it can be sent from again.
    Busy(Again),
    /// The answer to the commit was lost; where it can be sent from again.
    Unsure(Again),
    /// The key is not (any more) one of this survey.
    UnknownKey,
    /// There is no draft (any more).
    Lost,
    /// The answers lead past every question: there is nothing to send.
    NothingAsked,
    /// The form was sent from this device.
    SentHere,
    /// The trial has as many answers as anybody reads.
    TrialFull,
}

/// From where something can be sent again with everything still there.
pub enum Again {
    /// A page with an address.
    Page(String),
    /// A page that the sealed slip leads to.
    Slip(String),
    /// Only the browser has it.
    Browser,
}

/// Writes the page.
///
/// # Errors
/// When the template meets a value it does not expect: a fault of the program.
pub fn page(
    app: &AppState,
    live: &LiveSurvey,
    language: &Language,
    display: Display,
    notice: Notice,
) -> Result<HttpResponse, Error> {
    let (status, key) = notice.situation();
    let is_over = matches!(notice, Notice::Refused(Refusal::Closed { .. }));
    let is_over = is_over && live.trial.is_none();
    let results = is_over.then(|| paths::results(live));
    let page = NoticePage::new(key, notice.date(live.town.zone));
    let mut page = notice.lead(page, live);
    page.results = results;
    page.receipt = match notice {
        Notice::AlreadySent(receipt) => Some(receipt),
        _ => None,
    };
    page.switch = Some(live.path());
    visitor(app, live, language, display).answer(builder(status), &page)
}

impl Notice {
    /// Status of the answer and translation key of its page.
    fn situation(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Refused(Refusal::NotYetOpen { .. }) => (StatusCode::FORBIDDEN, "not-yet"),
            Self::Refused(Refusal::Closed { .. }) => (StatusCode::GONE, "closed"),
            Self::Refused(Refusal::Cancelled) => (StatusCode::GONE, "cancelled"),
            Self::AlreadyAnswered => (StatusCode::CONFLICT, "already"),
            Self::AlreadySent(_) => (StatusCode::CONFLICT, "already-sent"),
            Self::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Unsure(_) => (StatusCode::BAD_GATEWAY, "unsure"),
            Self::UnknownKey => (StatusCode::FORBIDDEN, "unknown-key"),
            Self::Lost => (StatusCode::GONE, "lost"),
            Self::NothingAsked => (StatusCode::OK, "nothing-asked"),
            Self::SentHere => (StatusCode::OK, "sent-here"),
            Self::TrialFull => (StatusCode::CONFLICT, "trial-full"),
        }
    }

    /// The day or moment its sentence names.
    fn date(&self, zone: Zone) -> Option<Datum> {
        match self {
            Self::Refused(Refusal::NotYetOpen { opens_at: Some(at) }) => {
                Some(Datum::moment(*at, zone))
            }
            Self::Refused(Refusal::Closed { closed_at }) => {
                Some(Datum::Date(zone.last_day(*closed_at)))
            }
            _ => None,
        }
    }

    /// The page with its button, if it has one.
    fn lead(&self, page: NoticePage, live: &LiveSurvey) -> NoticePage {
        let href = match self {
            Self::Busy(again) | Self::Unsure(again) => match again {
                Again::Page(path) => path.clone(),
                Again::Slip(slip) => {
                    return page.carrying(slip.clone(), paths::draft(live));
                }
                Again::Browser => return page,
            },
            Self::UnknownKey => paths::keys(&live.town),
            Self::Lost => live.path(),
            Self::SentHere => paths::another(live),
            Self::Refused(_)
            | Self::AlreadyAnswered
            | Self::AlreadySent(_)
            | Self::TrialFull
            | Self::NothingAsked => paths::town(&live.town),
        };
        page.leading_to(href)
    }
}

fn builder(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((actix_web::http::header::RETRY_AFTER, "5"));
    }
    response
}
