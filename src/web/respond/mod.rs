//! The citizen's pages: first page, sections, check, sending, receipt, keys.
//!
//! Every page works without script and without cookies. A section is POST → 303 → GET over a draft, so that going
//! back and reloading are harmless; where the draft cannot lie in the database it is POST → page ([`draft`]).

mod answer_view;
pub mod check;
pub mod draft;
mod finder;
mod fresh;
mod going_on;
mod held_back;
mod hints;
mod instead;
mod jar;
pub mod key;
mod long_lists;
mod messages;
mod notice;
mod old_slip;
mod one_page;
mod paths;
pub mod picture;
mod promise;
mod questions;
pub mod receipt;
pub mod response;
pub mod room;
mod row;
mod rows;
mod same;
mod sealed;
pub mod section;
mod sent;
pub mod slip;
pub mod start;
mod steps;
pub mod trial;
mod two_drafts;
mod uncounted;

use serde::Serialize;

use crate::domain::language::Language;
use crate::web::state::AppState;

use super::page::{Display, Visitor};
use crate::web::cache::surveys::LiveSurvey;

/// A field that travels along unseen.
#[derive(Debug, Clone, Serialize)]
struct Hidden {
    name: &'static str,
    value: String,
}

/// Somebody who answers a survey.
fn visitor<'a>(
    app: &'a AppState,
    live: &'a LiveSurvey,
    language: &Language,
    display: Display,
) -> Visitor<'a> {
    let offered = &live.reader.questionnaire().languages;
    let survey = &live.survey;
    Visitor::new(app, &live.town, language, display, offered)
        .about(survey.title.get(language), survey.synthetic)
        .on_trial(live.trial.is_some())
}
