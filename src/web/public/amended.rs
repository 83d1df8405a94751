//! The changes of a plan (新旧対照) as citizens read them: what changed is named in words, each change stands once, and
//! what only follows from another cell or is a note of whoever typed the plan is not told.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::amendment::{Amendment, Cause};
use crate::storage::amendments::AmendmentRow;
use crate::views::say::{Say, Wording};

use super::defined::Definitions;
use super::wording;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// What changed.
    pub(super) label: Say,
    pub(super) old: Wording,
    pub(super) new: Wording,
    pub(super) reason: Option<String>,
}

/// The changes of an indicator, oldest first.
pub(super) fn lines(
    stored: &[AmendmentRow],
    definitions: &Definitions<'_>,
    language: &Language,
) -> Vec<Line> {
    let together = |one: &AmendmentRow, other: &AmendmentRow| {
        let cause = (&one.document.cause, &one.document.reason);
        one.amended_at == other.amended_at
            && cause == (&other.document.cause, &other.document.reason)
    };
    let mut lines = Vec::new();
    for act in stored.chunk_by(together) {
        let act: Vec<&Amendment> = act.iter().map(|stored| &stored.document).collect();
        let mut told: Vec<Line> = act
            .iter()
            .flat_map(|amendment| match &amendment.cause {
                Cause::Definition => defined(amendment, definitions, language),
                Cause::Import | Cause::Revision { .. } => {
                    cell(amendment, &act).into_iter().collect()
                }
            })
            .collect();
        // One reason for all that changed together: it stands beside the first.
        if let (Some(first), Some(amendment)) = (told.first_mut(), act.first()) {
            first.reason = amendment.reason.as_deref().map(wording::printed);
        }
        lines.append(&mut told);
    }
    lines
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
    vec![plain(label, amendment)]
}

/// A changed cell of the plan's table; none for what is not printed in the plan.
fn cell(amendment: &Amendment, act: &[&Amendment]) -> Option<Line> {
    let field = amendment.field.as_str();
    if let Some((number, column)) = target(field) {
        return goal(amendment, (number, column), act);
    }
    let changed = |name: &str| act.iter().any(|other| other.field == name);
    let goals = || {
        act.iter()
            .any(|a| matches!(target(&a.field), Some((_, "raw"))))
    };
    let label = match field {
        "row" if amendment.old.is_none() => "amended-came",
        "row" => "amended-went",
        "indicator_name" => "col-indicator",
        "indicator_name_raw" if !changed("indicator_name") => "col-indicator",
        "indicator_kind" | "indicator_subkind" => "amended-kind",
        "indicator_no" => "amended-number",
        "unit" => "amended-unit",
        "baseline_raw" => "col-baseline",
        "baseline_year_raw" => "amended-baseline-year",
        "explanation_raw" | "explanation_inherited" => "explanation",
        "direction" if !goals() => "amended-direction",
        _ if is_a_place(field) => "amended-place",
        _ => return None,
    };
    let mut line = plain(label, amendment);
    if label == "amended-direction" {
        let way = |cell: &Option<String>| Say::new(direction(cell.as_deref().unwrap_or_default()));
        (line.old, line.new) = (way(&amendment.old).into(), way(&amendment.new).into());
    }
    (line.old != line.new).then_some(line)
}

/// A changed target: what is printed; which side is fine only where that alone changed.
fn goal(amendment: &Amendment, (number, column): (&str, &str), act: &[&Amendment]) -> Option<Line> {
    let raw = format!("target{number}_raw");
    let changed = |name: &str| act.iter().any(|other| other.field == name);
    let said = !changed(&raw) && !changed("direction");
    let line = match column {
        "raw" => plain("amended-target", amendment),
        "year_raw" => plain("amended-target-year", amendment),
        "type" if said => {
            let side = |text: &Option<String>| match text.as_deref() {
                Some(word) => Wording::from(side(word)),
                None => "".into(),
            };
            Line {
                old: side(&amendment.old),
                new: side(&amendment.new),
                ..plain("amended-target-side", amendment)
            }
        }
        _ => return None,
    };
    Some(Line {
        label: line.label.with("number", number),
        ..line
    })
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

fn plain(label: &'static str, amendment: &Amendment) -> Line {
    Line {
        label: Say::new(label),
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
