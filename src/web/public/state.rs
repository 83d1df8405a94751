//! How an indicator stands, as one word with a shape (M-14).

use crate::domain::plan::series::Series;
use crate::domain::report::Milestone;
use crate::domain::statistics::achievement::State;

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

/// How the newest value stands against the first milestone it is on the way to. Of small numbers nothing is told (M-12).
pub(super) fn of(series: &Series) -> &'static str {
    let Some(latest) = series.values.last() else {
        return "no-value";
    };
    if latest.is_small() {
        return "unjudged";
    }
    let ahead = Milestone::all(series, latest);
    let judgement = ahead.into_iter().next().and_then(|first| first.judgement);
    judgement
        .and_then(|judgement| judgement.state)
        .map_or("unjudged", word)
}

/// The word of a state.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Achieved => "achieved",
        State::NotAchieved => "not-achieved",
        State::Improved => "improved",
        State::Flat => "flat",
        State::Worsened => "worsened",
        State::WithinMargin => "within-margin",
    }
}
