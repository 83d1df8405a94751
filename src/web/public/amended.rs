//! The changes of a plan (新旧対照) as citizens read them: what changed is named in words, each change stands once, and
//! what only follows from another cell or is a note of whoever typed the plan is not told. How an indicator is measured is
//! no word of the plan: its changes stand apart.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::amendment::{Amendment, Cause};
use crate::domain::plan::baseline::Start;
use crate::read::indicator::IndicatorRecord;
use crate::storage::amendments::AmendmentRow;
use crate::views::say::{Say, Wording};

use super::defined::Definitions;
use super::printed;
use super::wording;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// What changed.
    pub(super) label: Wording,
    pub(super) old: Wording,
    pub(super) new: Wording,
    pub(super) reason: Option<String>,
}

/// What was changed of an indicator, oldest first.
#[derive(Default)]
pub(super) struct Told {
    /// In the plan.
    pub(super) printed: Vec<Line>,
    /// In how it is measured.
    pub(super) measured: Vec<Line>,
}

/// Changes made at the same time for one reason, and what they are told with.
struct Act<'a> {
    amendments: Vec<&'a Amendment>,
    start: &'a Start,
    /// Whether the indicator never had more than one target.
    one_target: bool,
}

/// What the plan calls the figure an indicator starts from, or called it while there was one.
fn start(record: &IndicatorRecord) -> Start {
    let baseline = &record.version.document.baseline;
    let documents = record.amendments.iter().map(|stored| &stored.document);
    let mut before = documents.filter(|amendment| amendment.field == "baseline_label");
    match before.find_map(|amendment| amendment.old.as_deref()) {
        Some(word) if baseline.label.is_none() => Start::named(Some(word)),
        _ => Start::of(baseline),
    }
}

/// The changes of an indicator.
pub(super) fn told(record: &IndicatorRecord, language: &Language) -> Told {
    let definitions = Definitions {
        readers: &record.readers,
        start: start(record),
    };
    let stored = &record.amendments;
    let together = |one: &AmendmentRow, other: &AmendmentRow| {
        let cause = (&one.document.cause, &one.document.reason);
        one.amended_at == other.amended_at
            && cause == (&other.document.cause, &other.document.reason)
    };
    let another = |row: &AmendmentRow| {
        let target = target(&row.document.field);
        target.is_some_and(|(number, _)| number != "1")
    };
    let one_target = record.series.milestones().len() < 2 && !stored.iter().any(another);
    let mut told = Told::default();
    for together in stored.chunk_by(together) {
        let act = Act {
            amendments: together.iter().map(|stored| &stored.document).collect(),
            start: &definitions.start,
            one_target,
        };
        let of_definition = |one: &&Amendment| one.cause == Cause::Definition;
        if act.amendments.iter().any(of_definition) {
            told.measured
                .extend(act.lines(|one| defined(one, &definitions, language)));
        } else {
            told.printed
                .extend(act.lines(|one| act.cell(one).into_iter().collect()));
        }
    }
    told
}

/// A changed definition; an older record of how a baseline was made has its own words.
fn defined(amendment: &Amendment, definitions: &Definitions<'_>, language: &Language) -> Vec<Line> {
    if let Some(defined) = amendment.definitions() {
        return definitions.lines(&defined, language);
    }
    let label = match amendment.field.as_str() {
        "baseline_method" => "amended-baseline-method",
        _ => "amended-definition",
    };
    let label = Say::new(label).with("baseline", printed::start_word(&definitions.start));
    vec![plain(label, amendment)]
}

impl Act<'_> {
    /// The lines of all; one reason for what changed together stands beside the first.
    fn lines(&self, of: impl Fn(&Amendment) -> Vec<Line>) -> Vec<Line> {
        let mut lines: Vec<Line> = self.amendments.iter().flat_map(|one| of(one)).collect();
        let reason = self
            .amendments
            .first()
            .and_then(|one| one.reason.as_deref());
        if let Some(first) = lines.first_mut() {
            first.reason = reason.map(wording::printed);
        }
        lines
    }

    fn changed(&self, is_field: impl Fn(&str) -> bool) -> bool {
        self.amendments.iter().any(|other| is_field(&other.field))
    }

    /// A changed cell of the plan's table; none for what is not printed in the plan.
    fn cell(&self, amendment: &Amendment) -> Option<Line> {
        let field = amendment.field.as_str();
        if let Some((number, column)) = target(field) {
            return self.goal(amendment, (number, column));
        }
        let goals = || self.changed(|field| matches!(target(field), Some((_, "raw"))));
        let label = match field {
            "row" if amendment.old.is_none() => "amended-came",
            "row" => "amended-went",
            "indicator_name" => "col-indicator",
            "indicator_name_raw" if !self.changed(|field| field == "indicator_name") => {
                "col-indicator"
            }
            "indicator_kind" | "indicator_subkind" => "amended-kind",
            "indicator_no" => "amended-number",
            "unit" => "amended-unit",
            "baseline_raw" => {
                return plain(printed::start_heading(self.start), amendment).changed();
            }
            "baseline_year_raw" => "amended-baseline-year",
            "explanation_raw" | "explanation_inherited" => "explanation",
            "footnotes" => "amended-notes",
            "direction" if !goals() => "amended-direction",
            _ if is_a_place(field) => "amended-place",
            _ => return None,
        };
        let say = Say::new(label).with("baseline", printed::start_word(self.start));
        let mut line = plain(say, amendment);
        if label == "amended-direction" {
            let way =
                |cell: &Option<String>| Say::new(direction(cell.as_deref().unwrap_or_default()));
            (line.old, line.new) = (way(&amendment.old).into(), way(&amendment.new).into());
        }
        line.changed()
    }

    /// A changed target: what is printed; which side is fine only where that alone changed.
    fn goal(&self, amendment: &Amendment, (number, column): (&str, &str)) -> Option<Line> {
        let raw = format!("target{number}_raw");
        let said = !self.changed(|field| field == raw || field == "direction");
        let label = match (column, self.one_target) {
            ("raw", true) => "col-target",
            ("raw", false) => "amended-target",
            ("year_raw", true) => "amended-only-target-year",
            ("year_raw", false) => "amended-target-year",
            ("type", true) if said => "amended-only-target-side",
            ("type", false) if said => "amended-target-side",
            _ => return None,
        };
        let mut line = plain(Say::new(label).with("number", number), amendment);
        if column == "type" {
            let side = |text: &Option<String>| match text.as_deref() {
                Some(word) => Wording::from(side(word)),
                None => "".into(),
            };
            (line.old, line.new) = (side(&amendment.old), side(&amendment.new));
        }
        Some(line)
    }
}

impl Line {
    /// None where both read the same.
    fn changed(self) -> Option<Self> {
        (self.old != self.new).then_some(self)
    }
}

/// `target12_raw` is (`12`, `raw`).
fn target(field: &str) -> Option<(&str, &str)> {
    field.strip_prefix("target")?.split_once('_')
}

/// Where in the tree of the plan: `section_code`, `goal_name`.
fn is_a_place(field: &str) -> bool {
    let level = field.strip_suffix("_code").or(field.strip_suffix("_name"));
    level.is_some_and(|level| matches!(level, "goal" | "policy" | "section" | "subsection"))
}

fn plain(label: impl Into<Wording>, amendment: &Amendment) -> Line {
    Line {
        label: label.into(),
        old: shown(&amendment.old),
        new: shown(&amendment.new),
        reason: None,
    }
}

fn shown(text: &Option<String>) -> Wording {
    let printed = text.as_deref().map(wording::printed);
    printed.unwrap_or_default().into()
}

/// Which side of a number is fine, as staff said it.
fn side(word: &str) -> Say {
    Say::new(match word {
        "at_least" => "side-at-least",
        "at_most" => "side-at-most",
        "below" => "side-below",
        "above" => "side-above",
        "number" => "side-unsaid",
        other => direction(other),
    })
}

/// Which way is good, as staff said it.
pub(super) fn direction(word: &str) -> &'static str {
    match word {
        "increase" => "direction-increase",
        "decrease" => "direction-decrease",
        "maintain" => "direction-maintain",
        "range" => "direction-range",
        "keep_below" => "direction-keep-below",
        "keep_above" => "direction-keep-above",
        "" => "direction-unsaid",
        _ => "direction-other",
    }
}
