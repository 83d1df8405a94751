//! A section of a draft as citizens will see it, in a frame beside the form: made by the templates of the real page.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::draft_answers::Typed;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::refusal::{AnswerError, AnswerErrorKind};
use crate::domain::words::words;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::{Display, Visitor};
use crate::web::respond::section;
use crate::web::staff::{Staff, pictures};

use super::editor::At;
use super::{Opened, Way};

words! {
    /// What stands in the page that is looked at.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum State {
        /// Nothing: somebody has just come.
        Empty = "empty",
        /// Answers.
        Answered = "answered",
        /// Nothing, though something was asked for.
        Wrong = "wrong",
    }
}

impl State {
    pub(super) fn of_query(staff: &Staff<EditQuestionnaires>) -> Self {
        let asked = staff.query("state").and_then(Self::from_word);
        asked.unwrap_or(Self::Empty)
    }
}

/// The address of the frame; none where the draft has no section yet.
pub(super) fn frame(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    at: &At,
    state: State,
) -> Option<String> {
    let draft = &opened.row.document;
    let own = opened.path(staff, "/preview");
    let (section, state) = (at.section(draft), state.word());
    let seen = opened.row.revision;
    let frame = || format!("{own}&page={section}&state={state}&seen={seen}");
    (!draft.sections.is_empty()).then(frame)
}

/// The ways to the same page in another state.
pub(super) fn states(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    at: &At,
    now: State,
) -> Vec<Way> {
    let own = format!("{}{}", opened.path(staff, ""), at.query());
    let link = |state: State| Way {
        href: format!("{own}&state={}", state.word()),
        text: Say::new(format!("draft-preview-{}", state.word())).into(),
        current: state == now,
    };
    State::ALL.into_iter().map(link).collect()
}

/// `GET /staff/drafts/{draft}/preview`: the section at the position `?page=`, in the `?state=`.
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let page = staff.query("page").and_then(|page| page.parse().ok());
    let page: usize = page.ok_or(Error::NotFound)?;
    let reader = Reader::new(opened.row.document.clone());
    let page = reader.questionnaire().first_of(page);
    let page = page.ok_or(Error::NotFound)?;
    let (typed, faults) = standing(&reader, page, State::of_query(&staff));
    let document = reader.questionnaire();
    let said = (&opened.language, &typed, faults.as_slice());
    let shown = section::preview(pictures::PATH, &reader, page, said)?;
    let visitor = Visitor::new(
        &staff.app,
        &staff.town,
        &opened.language,
        Display::default(),
        &document.languages,
    );
    let about = document.title.get(&opened.language);
    visitor.about(about, false).show(&shown)
}

/// What stands in the fields of a section, and what is wrong there.
fn standing(reader: &Reader, section: usize, state: State) -> (Typed, Vec<AnswerError>) {
    let items = reader.items().iter().filter(|item| item.section == section);
    match state {
        State::Empty => (Typed::new(), Vec::new()),
        State::Answered => (items.filter_map(answer).collect(), Vec::new()),
        State::Wrong => (Typed::new(), items.map(missing).collect()),
    }
}

/// An answer that somebody might give.
fn answer(item: &Item) -> Option<(String, Vec<String>)> {
    let first = |codes: &[_]| codes.first().map(ToString::to_string);
    let typed = match &item.accepts {
        Accepts::One(codes) => first(codes)?,
        Accepts::Many { codes, .. } => first(codes)?,
        Accepts::Consent(code) => code.to_string(),
        Accepts::Number { min, .. } => min.to_string(),
        Accepts::Time { min, .. } => min.to_string(),
        Accepts::Date { .. } | Accepts::Text { .. } => return None,
    };
    Some((item.code.clone(), vec![typed]))
}

fn missing(item: &Item) -> AnswerError {
    AnswerError {
        item: item.code.clone(),
        kind: AnswerErrorKind::Required,
    }
}
