//! Where the citizen's pages are: each address that is put together of parts is put together here. The first page of a
//! survey is where the survey itself is ([`LiveSurvey::path`]).

use crate::domain::language::Language;
use crate::domain::secret::Secret;
use crate::domain::token::Receipt;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::page::Display;
use crate::web::town::Town;

/// Ends the address of a first page that a key has led to: a browser that comes there without the key keeps no cookie.
pub(super) const TRIED: &str = "&tried";

/// The town's own page, and what all its pages begin with.
pub(super) fn town(town: &Town) -> String {
    format!("/{}", town.slug)
}

/// Where keys are typed: short, it is printed on letters.
pub(super) fn keys(town: &Town) -> String {
    format!("/{}/a", town.slug)
}

/// The pictures of the town's questionnaires, each under its hash.
pub(super) fn pictures(town: &Town) -> String {
    format!("/{}/pictures", town.slug)
}

/// The first page, after a key has led to it.
pub(super) fn tried(live: &LiveSurvey, language: &Language, display: Display) -> String {
    display.shown(&live.path(), language) + TRIED
}

/// Where the next person on this device begins: this device forgets whose answers it kept.
pub(super) fn another(live: &LiveSurvey) -> String {
    format!("{}?another=1", live.path())
}

/// Where that leads: to the field for a letter of their own, or to the first page at once.
pub(super) fn afresh(live: &LiveSurvey, language: &Language, display: Display) -> String {
    let path = match live.survey.anonymity.needs_key() {
        true => keys(&live.town),
        false => live.path(),
    };
    display.shown(&path, language)
}

/// Where a draft is begun and gone on with.
pub(super) fn draft(live: &LiveSurvey) -> String {
    format!("{}/draft", live.path())
}

/// A section, counted from 0.
pub(super) fn section(live: &LiveSurvey, section: usize) -> String {
    format!("{}/sections/{}", live.path(), section + 1)
}

/// A question of a section, by its code.
pub(super) fn question(live: &LiveSurvey, at: usize, code: &str) -> String {
    format!("{}#{code}", section(live, at))
}

/// The check page.
pub(super) fn check(live: &LiveSurvey) -> String {
    format!("{}/check", live.path())
}

/// Where answers are sent to.
pub(super) fn responses(live: &LiveSurvey) -> String {
    format!("{}/responses", live.path())
}

/// A receipt just given: the address proves that it is ours.
pub(super) fn receipt(
    secret: &Secret,
    live: &LiveSurvey,
    receipt: &Receipt,
    language: &Language,
    display: Display,
) -> String {
    let path = format!("{}/receipts/{receipt}", live.path());
    let thanks = receipt.thanks(secret, live.survey.id);
    format!("{}&thanks={thanks}", display.shown(&path, language))
}

/// Where is said what was noticed in a trial.
pub(super) fn notes(live: &LiveSurvey) -> String {
    format!("{}/notes", live.path())
}

/// There, after something was said.
pub(super) fn noted(live: &LiveSurvey, language: &Language, display: Display) -> String {
    display.shown(&notes(live), language) + "&noted=1"
}

/// What is published of the survey once it is over.
pub(super) fn results(live: &LiveSurvey) -> String {
    format!("{}/results", live.path())
}
