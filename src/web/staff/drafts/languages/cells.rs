//! The texts of a row: one in each language, with what is hard in it.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::language::easy::{Hard, hard};
use crate::domain::language::readings::Readings;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::at::At;
use crate::domain::text::Text;
use crate::views::datum::Datum;
use crate::views::designing;
use crate::views::say::Say;
use crate::web::page::form::FormView;
use crate::web::staff::Staff;

/// A text of the questionnaire in all its languages.
#[derive(Serialize)]
pub(super) struct Row {
    place: Say,
    cells: Vec<Cell>,
}

/// A text in one language.
#[derive(Serialize)]
struct Cell {
    name: String,
    tag: String,
    language: String,
    value: String,
    error: Option<Say>,
    /// How many lines it is given.
    lines: usize,
    hard: Vec<Say>,
    /// The text with the readings that a list knows, where it knows some that are missing.
    proposal: Option<Proposal>,
}

/// Readings that a person may take.
#[derive(Serialize)]
struct Proposal {
    text: String,
    name: String,
    value: &'static str,
}

/// The name of a field.
pub(super) fn name(at: &At, language: &Language) -> String {
    format!("{}:{}", language.tag(), at.key())
}

impl Row {
    pub(super) fn of(
        staff: &Staff<EditQuestionnaires>,
        draft: &Questionnaire,
        (at, text): (&At, &Text),
        form: &FormView,
        readings: &Readings,
    ) -> Self {
        let place = designing::text(at, draft, staff.language());
        let cell = |language: &Language| cell((at, text), language, form, readings);
        Self {
            place: place.unwrap_or_else(|| Say::new("draft-head")),
            cells: draft.languages.iter().map(cell).collect(),
        }
    }
}

fn cell(
    (at, text): (&At, &Text),
    language: &Language,
    form: &FormView,
    readings: &Readings,
) -> Cell {
    let name = name(at, language);
    let value = match form.has(&name) {
        true => form.value(&name).to_owned(),
        false => text.exact(language).unwrap_or_default().to_owned(),
    };
    let is_easy = *language == Language::easy_japanese();
    let proposed = is_easy.then(|| readings.proposed(&value).text);
    let proposed = proposed.filter(|proposed| *proposed != value);
    Cell {
        tag: language.tag().to_owned(),
        language: language.own_name(),
        error: form.error(&name).cloned(),
        lines: value.chars().count().div_ceil(20).clamp(1, 8),
        hard: match is_easy {
            true => hard(&value, readings).iter().map(said).collect(),
            false => Vec::new(),
        },
        proposal: proposed.map(|text| {
            let (name, value) = super::take(&name);
            Proposal { text, name, value }
        }),
        value,
        name,
    }
}

fn said(hard: &Hard) -> Say {
    match hard {
        Hard::Long(length) => Say::new("hard-long").with("length", Datum::how_many(*length)),
        Hard::Word(word, easier) => Say::new("hard-word")
            .with("word", *word)
            .with("easier", *easier),
        Hard::Unread(kanji) => Say::new("hard-unread").with("kanji", kanji.as_str()),
    }
}
