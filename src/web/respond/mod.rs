//! The citizen's pages: first page, sections, check, sending, receipt, keys.
//!
//! Every page works without script and without cookies. A section is POST → 303 → GET over a draft, so that going
//! back and reloading are harmless; where the draft cannot lie in the database it is POST → page ([`draft`]).

mod answer_view;
pub mod check;
pub mod draft;
mod held_back;
mod jar;
pub mod key;
mod long_lists;
mod messages;
mod notice;
mod old_slip;
mod one_page;
mod promise;
mod questions;
pub mod receipt;
pub mod response;
pub mod room;
mod sealed;
pub mod section;
pub mod slip;
pub mod start;
mod steps;
mod two_drafts;
mod uncounted;

use serde::Serialize;

use crate::domain::language::Language;
use crate::web::state::AppState;

use super::page::{Chrome, Display};
use crate::web::cache::surveys::LiveSurvey;

/// A field that travels along unseen.
#[derive(Debug, Clone, Serialize)]
struct Hidden {
    name: &'static str,
    value: String,
}

/// The frame of a survey's page.
fn chrome(app: &AppState, live: &LiveSurvey, language: &Language, display: Display) -> Chrome {
    let questionnaire = live.reader.questionnaire();
    let mut chrome = Chrome::new(app, &live.town, language, display, &questionnaire.languages);
    chrome.entitle_as(live.survey.title.get(language));
    chrome.synthetic |= live.survey.synthetic;
    chrome
}
