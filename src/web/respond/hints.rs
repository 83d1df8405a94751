//! What a field says of how it is filled in, to people and to their browsers: how many options, in which form, with
//! which keys.

use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Exactness, Kind};
use crate::views::say::{Say, so_many};

/// How many options may be chosen; none where any number may. At least one need not be said.
pub(super) fn limit(min: Option<u16>, max: Option<u16>) -> Option<Say> {
    Some(match (min.filter(|min| *min > 1 || max == Some(1)), max) {
        (Some(min), Some(max)) if min == max => {
            Say::new("choose-exactly").with("count", so_many(max))
        }
        (Some(min), Some(max)) => {
            let say = Say::new("choose-between").with("min", so_many(min));
            say.with("max", so_many(max))
        }
        (Some(min), None) => Say::new("choose-at-least").with("min", so_many(min)),
        (None, max) => Say::new("choose-up-to").with("max", so_many(max?)),
    })
}

/// An example of what is typed.
pub(super) fn format(kind: &Kind) -> Option<Say> {
    Some(Say::new(match kind {
        Kind::Date {
            exact_to: Exactness::Day,
            ..
        } => "date-hint",
        Kind::Date {
            exact_to: Exactness::Month,
            ..
        } => "month-hint",
        Kind::Time { .. } => "time-hint",
        Kind::Text { pattern, .. } => match (*pattern)? {
            Pattern::PostalCode => "postal-code-hint",
            Pattern::Telephone => "telephone-hint",
        },
        _ => return None,
    }))
}

/// The keys a telephone shows; none for all of them.
pub(super) fn keys(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Number { decimals: 0, .. } | Kind::NumberGrid { decimals: 0, .. } => Some("numeric"),
        Kind::Number { .. } | Kind::NumberGrid { .. } => Some("decimal"),
        Kind::Place { .. } => Some("text"),
        // Without hyphens it is read as well, and most keys for numbers have none.
        Kind::Text { pattern, .. } => (*pattern).map(|pattern| match pattern {
            Pattern::PostalCode => "numeric",
            Pattern::Telephone => "tel",
        }),
        _ => None,
    }
}

/// What a browser may fill in that knows its owner: only what is asked of everybody in the same form.
pub(super) fn autocomplete(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text {
            pattern: Some(Pattern::PostalCode),
            ..
        } => "postal-code",
        Kind::Text {
            pattern: Some(Pattern::Telephone),
            ..
        } => "tel",
        _ => "off",
    }
}
