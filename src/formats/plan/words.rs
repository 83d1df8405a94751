//! The words of the typed columns ⇄ the types of the domain.

use crate::domain::plan::figure::Bound;
use crate::domain::plan::indicator::{Direction, Fed};

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

fn of<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
