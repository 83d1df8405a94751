//! Figures, years and states of plans in words.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::domain::language::Language;
use crate::domain::plan::definition::Base;
use crate::domain::plan::indicator::Version;
use crate::domain::plan::period::Period;
use crate::domain::plan::printed;
use crate::domain::plan::target::Milestone;
use crate::views::dates;
pub use crate::views::numbers::{count, number};
use crate::views::say::Say;

/// A number with its unit: `36.8％`, `9,400人`.
pub fn with_unit(value: Decimal, unit: Option<&str>) -> String {
    format!("{}{}", number(value), unit.unwrap_or_default())
}

/// The time of a figure: as printed where it is more than a year.
pub fn period(period: &Period, language: &Language) -> Option<String> {
    match (period.year, &period.raw) {
        (Some(at), _) => Some(dates::fiscal_year(at, language)),
        (None, Some(raw)) => Some(printed(raw)),
        (None, None) => None,
    }
}

/// A cell as printed, its line breaks as spaces.
pub fn printed(raw: &str) -> String {
    printed::plain(raw)
}

/// A baseline as printed; a bare number with the unit that stands elsewhere in its row.
pub fn baseline(version: &Version) -> String {
    let cell = &version.baseline.printed;
    self::cell(&cell.raw, version.printed_unit())
}

/// A target as printed; a bare number with its unit.
pub fn goal(milestone: &Milestone, unit: Option<&str>) -> String {
    cell(&milestone.raw, milestone.unit.as_deref().or(unit))
}

/// A cell as printed, with the unit where it is a bare number.
pub fn cell(raw: &str, unit: Option<&str>) -> String {
    let raw = printed(raw);
    if bare(&raw) {
        format!("{raw}{}", unit.unwrap_or_default())
    } else {
        raw
    }
}

/// A difference of displayed values, so that readers can recompute it (M-7): `+1.4ポイント`, `△2.0ポイント`,
/// `±0.0ポイント` (M-11).
pub fn difference(
    change: Decimal,
    is_share: bool,
    unit: Option<&str>,
    language: &Language,
) -> String {
    let sign = match change.cmp(&Decimal::ZERO) {
        Ordering::Greater => "+",
        Ordering::Equal => "±",
        Ordering::Less => "",
    };
    let unit = match (is_share, *language == Language::english()) {
        (true, true) => " points",
        (true, false) => "ポイント",
        (false, _) => unit.unwrap_or_default(),
    };
    format!("{sign}{}{unit}", number(change))
}

/// Digits and their marks only, understood as a number.
fn bare(raw: &str) -> bool {
    let mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '０'..='９');
    raw.chars().all(mark) && printed::parse(raw).number().is_some()
}

/// The plan's explanation of an indicator: its own, or the one of the row it shares a cell with.
pub fn explanation(version: &Version) -> Option<String> {
    version
        .explanation
        .as_deref()
        .or(version.shared_explanation.as_deref())
        .map(printed)
}

/// The name of a base (M-4).
pub fn base(base: Base) -> Say {
    Say::new(match base {
        Base::Everyone => "base-everyone",
        Base::All => "base-all",
        Base::Answered => "base-answered",
        Base::Substantive => "base-substantive",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_nothing_is_plus_minus_nothing() {
        let ja = Language::japanese();
        for (change, text) in [
            ("1.4", "+1.4ポイント"),
            ("-2.0", "△2.0ポイント"),
            ("0.0", "±0.0ポイント"),
            ("-0.00", "±0.00ポイント"),
        ] {
            assert_eq!(difference(change.parse().unwrap(), true, None, &ja), text);
        }
    }

    #[test]
    fn numbers_are_printed_as_plans_print_them() {
        for (value, text) in [
            ("36.8", "36.8"),
            ("3890000000", "3,890,000,000"),
            ("-1234.50", "△1,234.50"),
            ("0.0", "0.0"),
        ] {
            assert_eq!(number(value.parse().unwrap()), text);
        }
    }
}
