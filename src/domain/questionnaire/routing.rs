//! Which questions are asked: show-if conditions over answers given before.

use serde::{Deserialize, Serialize};

use super::question::Code;

/// When a section or a question is asked. Refers to questions before it only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The answer to an item is (multiple: contains) one of these codes.
    /// Unanswered, invalid or not asked is never one of them (M-3).
    AnyOf {
        /// Item code: `q5`, or `q7.r1` for a row of a grid.
        item: String,
        /// Option codes.
        codes: Vec<Code>,
    },
    /// All of them hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}
