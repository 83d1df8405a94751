//! Conditions, in the documented form.

use schemars::JsonSchema;

use super::{Code, Day, Number};

/// When something is asked: exactly one of these. What hangs on an item without a valid answer is not asked, also behind
/// `not`; but `not` of `answered` holds for whoever was asked and left it blank.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Condition {
    /// The answer to an item is (contains) one of these codes.
    AnyOf(AnyOf),
    /// The answer to an item is a number between two, ends included: `{item: children, min: 2}`.
    Number(Numbers),
    /// The answer to an item is a day between two, ends included: `{item: moved, max: 2020-03-31}`.
    Date(Days),
    /// There is a valid answer to an item: `{item: q5}`.
    Answered(Answered),
    /// All of them hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// At least one of the limits.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Numbers {
    /// An item that is answered with a number.
    item: String,
    #[schemars(default)]
    min: Option<Number>,
    #[schemars(default)]
    max: Option<Number>,
}

/// At least one of the limits.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Days {
    /// An item that is answered with a day.
    item: String,
    #[schemars(default)]
    min: Option<Day>,
    #[schemars(default)]
    max: Option<Day>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Answered {
    /// Any item.
    item: String,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AnyOf {
    /// `q5`, or `q7.r1` for a row of a grid.
    item: String,
    codes: Vec<Code>,
}
