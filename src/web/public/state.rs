//! How an indicator stands, as one word with a shape (M-14).

use crate::domain::plan::definition::Comparability;
use crate::domain::plan::indicator::Version;
use crate::domain::plan::progress::{Progress, judge};
use crate::domain::plan::value::Value;
use crate::domain::statistics::achievement::State;
use crate::storage::values::StoredValue;

/// The words a state is shown and filtered by, in the order of the filter.
pub(super) const ALL: [&str; 8] = [
    "achieved",
    "improved",
    "flat",
    "within-margin",
    "not-achieved",
    "worsened",
    "unjudged",
    "no-value",
];

/// Judges the newest value against the milestone it is on the way to: the first that is not past, else the last.
pub(super) fn of(
    version: &Version,
    values: &[StoredValue],
    comparability: Comparability,
) -> &'static str {
    let Some(latest) = values.last() else {
        return "no-value";
    };
    let ahead = |year: Option<i32>| year.is_some_and(|year| year >= latest.fiscal_year);
    let mut milestones = version.milestones.iter();
    let milestone = milestones
        .find(|milestone| ahead(milestone.period.year))
        .or(version.milestones.last());
    let Some(milestone) = milestone else {
        return "unjudged";
    };
    let values: Vec<Value> = values
        .iter()
        .map(|stored| stored.document.clone())
        .collect();
    match judge(&version.baseline, milestone, &values, comparability) {
        Progress::Judged(achievement) => achievement.state.map_or("unjudged", word),
        Progress::CannotBeJudged(_) => "unjudged",
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Achieved => "achieved",
        State::NotAchieved => "not-achieved",
        State::Improved => "improved",
        State::Flat => "flat",
        State::Worsened => "worsened",
        State::WithinMargin => "within-margin",
    }
}
