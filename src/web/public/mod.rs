//! What the public meets: the towns, a town's own page, its plans and indicators, the results of its surveys.
//!
//! Nothing here may name single responses: the public sees what was released, never what was sent in.

mod amended;
pub mod data;
mod defined;
mod download;
mod drawn;
pub mod home;
pub mod indicator;
pub mod plan;
mod record;
pub mod results;
mod state;
mod targets;
mod verdict;
mod wording;

use actix_web::HttpRequest;

use crate::domain::language::Language;
use crate::web::state::AppState;

use super::page::{Chrome, Display, asked_language, query};
use crate::web::extract::tenant::Town;

/// The languages of plans: the plan is printed in Japanese, the frame around it also speaks English.
fn languages() -> Vec<Language> {
    vec![Language::japanese(), Language::english()]
}

/// The frame of a public page.
fn chrome(app: &AppState, request: &HttpRequest, town: &Town, title: &str) -> Chrome {
    let offered = languages();
    let language = asked_language(request, &offered);
    let display = Display::read(query(request, "display").unwrap_or_default());
    let mut chrome = Chrome::new(app, town, &language, display, &offered);
    chrome.entitle_before(title);
    chrome
}
