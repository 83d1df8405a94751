//! A row of a plan as its pages show it: the cells as printed with their times, the plan's own word for where an
//! indicator starts, its kind and its notes.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::baseline::Start;
use crate::domain::plan::indicator::{Footnote, Version};
use crate::domain::plan::target::Milestone;
use crate::views::say::{Say, Wording};

use super::when::When;
use super::wording;

/// What a plan calls the figures its indicators start from, over a column.
pub(super) fn start_heading(start: &Start) -> Wording {
    match start {
        Start::Base => Say::new("col-base-value").into(),
        Start::Current => Say::new("col-baseline").into(),
        Start::Word(word) => word.as_str().into(),
    }
}

/// The same in a sentence.
pub(super) fn start_word(start: &Start) -> Wording {
    match start {
        Start::Base => Say::new("base-value").into(),
        Start::Current => Say::new("current-value").into(),
        Start::Word(word) => word.as_str().into(),
    }
}

/// The cells of a row.
#[derive(Serialize)]
pub(super) struct Cells {
    start: Wording,
    baseline: String,
    when: Option<When>,
    targets: Vec<Goal>,
}

/// A target as printed.
#[derive(Serialize)]
struct Goal {
    /// What its column is called, where that is more than its time.
    label: Option<String>,
    when: Option<When>,
    printed: String,
}

impl Cells {
    /// None where the plan sets no indicator.
    pub(super) fn of(version: &Version) -> Option<Self> {
        version.not_set().is_none().then(|| Self {
            start: start_heading(&Start::of(&version.baseline)),
            baseline: wording::printed(&version.baseline.printed.raw),
            when: When::of(&version.baseline.period),
            targets: version.milestones.iter().map(Goal::of).collect(),
        })
    }
}

impl Goal {
    fn of(milestone: &Milestone) -> Self {
        let label = milestone.label.as_deref().map(wording::printed);
        let when = When::of(&milestone.period);
        let is_when = |label: &String| when.as_ref().is_some_and(|when| when.printed == *label);
        Self {
            label: label.filter(|label| !is_when(label)),
            printed: wording::printed(&milestone.raw),
            when,
        }
    }
}

/// How a plan's own words are told from the others, on pages in another language than the plan's.
pub(super) fn foreign_words(language: &Language) -> Option<Say> {
    (*language != Language::japanese()).then(|| Say::new("plan-words"))
}

/// 指標No.1: its number in the plan.
pub(super) fn number(version: &Version) -> Option<Say> {
    let number = version.number.as_deref().map(wording::printed)?;
    Some(Say::new("indicator-number").with("number", number))
}

/// 単位：％, where no cell prints it.
pub(super) fn unit(version: &Version) -> Option<Say> {
    let unit = wording::unit_of(version)?;
    Some(Say::new("indicator-unit").with("unit", unit))
}

/// What kind of indicator it is, in the plan's words.
pub(super) fn kind(version: &Version) -> Option<String> {
    let kinds = [&version.kind, &version.subkind].into_iter().flatten();
    let kinds: Vec<String> = kinds.map(|kind| wording::printed(kind)).collect();
    (!kinds.is_empty()).then(|| kinds.join("・"))
}

/// A note of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Note {
    mark: String,
    words: String,
}

/// The notes of a row.
pub(super) fn notes(version: &Version) -> Vec<Note> {
    let note = |note: Footnote| Note {
        mark: note.mark,
        words: wording::printed(&note.words),
    };
    version.marked_notes().into_iter().map(note).collect()
}

/// That a mark is explained elsewhere in the plan.
pub(super) fn elsewhere(version: &Version) -> Option<Say> {
    let mark = version.unexplained_mark()?;
    Some(Say::new("note-elsewhere").with("mark", mark))
}
