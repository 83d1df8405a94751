//! What a condition asks of a number or a day, in words: 「2以上」「2020年3月31日以前」.

use super::datum::Datum;
use super::say::{Say, Wording};
use crate::domain::between::Between;
use crate::domain::questionnaire::routing::Test;

/// The limits of a test; none for one that asks for something else.
#[must_use]
pub fn said(test: Test<'_>) -> Option<Say> {
    match test {
        Test::Number(between) => of(between, Datum::HowMany, ["number-from", "number-until"]),
        Test::Day(between) => of(between, Datum::Date, ["day-from", "day-until"]),
        Test::AnyOf(_) | Test::Answered => None,
    }
}

fn of<T>(
    between: Between<T>,
    print: impl Fn(T) -> Datum,
    [from, until]: [&'static str; 2],
) -> Option<Say> {
    let print = |value: T| Wording::from(print(value));
    let say = match (between.min.map(&print), between.max.map(&print)) {
        (Some(min), Some(max)) => Say::new("limits-both").with("min", min).with("max", max),
        (Some(min), None) => Say::new(from).with("min", min),
        (None, Some(max)) => Say::new(until).with("max", max),
        (None, None) => return None,
    };
    Some(say)
}
