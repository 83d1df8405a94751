//! The words of the typed columns ⇄ the types of the domain.

use rust_decimal::Decimal;

use crate::domain::plan::figure::{Bound, Component, Figure};
use crate::domain::plan::indicator::{Direction, Fed};
use crate::domain::plan::period::{Kind, Period};
use crate::domain::plan::printed;
use crate::domain::plan::target::Target;

/// `at_least`, `at_most`, `below`, `above`.
pub(super) fn bound(word: &str) -> Option<Bound> {
    of(word)
}

/// The word for a bound.
pub(super) fn bound_word(bound: Bound) -> String {
    word(&bound)
}

/// `increase`, `keep_below` …
pub(super) fn direction(word: &str) -> Option<Direction> {
    of(word)
}

/// The word for a direction.
pub(super) fn direction_word(direction: Direction) -> String {
    word(&direction)
}

/// `true`, `false`, `partial`.
pub(super) fn fed(word: &str) -> Option<Fed> {
    match word {
        "true" => Some(Fed::Survey),
        "false" => Some(Fed::Register),
        "partial" => Some(Fed::Partly),
        _ => None,
    }
}

/// The word for what feeds an indicator.
pub(super) fn fed_word(fed: Fed) -> &'static str {
    match fed {
        Fed::Survey => "true",
        Fed::Partly => "partial",
        Fed::Register => "false",
    }
}

/// `True`, `False`, in any case.
pub(super) fn yes(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// `True` or `False`.
pub(super) fn yes_word(yes: bool) -> &'static str {
    if yes { "True" } else { "False" }
}

/// A number, or labelled ones, with the operator.
pub(super) fn numbered(
    value: Option<Decimal>,
    parts: Option<Vec<Component>>,
    bound: Option<Bound>,
) -> Option<Target> {
    match (value, parts) {
        (Some(value), _) => Some(Target::number(value, bound)),
        (None, Some(parts)) => Some(Target::Composite { bound, parts }),
        (None, None) => None,
    }
}

/// Words: a state where staff said that they are ordered, a set where they are a list.
pub(super) fn wording(text: String, direction: Option<Direction>) -> Figure {
    if direction == Some(Direction::Status) {
        return Figure::Status(text);
    }
    match printed::parse(&text).figure {
        Figure::Set(items) if items.join("、") == text => Figure::Set(items),
        _ => Figure::Text(text),
    }
}

/// The target that words are.
pub(super) fn worded(text: String, direction: Option<Direction>) -> Target {
    match wording(text.clone(), direction) {
        Figure::Status(state) => Target::Status(state),
        Figure::Set(items) => Target::Set(items),
        _ => Target::Words(text),
    }
}

/// The kind of a baseline's period by its column.
pub(super) fn kind(word: &str, read: &Period) -> Option<Kind> {
    let several = matches!(
        read.kind,
        Kind::Span | Kind::Sum | Kind::Average | Kind::RunningTotal
    );
    match word {
        "single" if several => Some(if read.year.is_some() {
            Kind::Year
        } else {
            Kind::Unstated
        }),
        "single" => Some(read.kind),
        "period" => Some(Kind::Span),
        "average" => Some(Kind::Average),
        "cumulative" if read.span.is_some() => Some(Kind::Sum),
        "cumulative" => Some(Kind::RunningTotal),
        _ => None,
    }
}

fn of<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
