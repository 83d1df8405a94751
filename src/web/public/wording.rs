//! Figures, years and states of plans in words.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::domain::plan::definition::Base;
use crate::domain::plan::indicator::Version;
use crate::domain::plan::printed;
use crate::views::numbers::number;
use crate::views::say::{Say, Wording};

/// A number with its unit: `36.8％`, `9,400人`.
pub fn with_unit(value: Decimal, unit: Option<&str>) -> String {
    format!("{}{}", number(value), unit.unwrap_or_default())
}

/// A cell as printed, its line breaks as spaces.
pub fn printed(raw: &str) -> String {
    printed::plain(raw)
}

/// The unit of a row none of whose cells prints it: it is said once, beside them.
pub fn unit_of(version: &Version) -> Option<&str> {
    let targets = version.milestones.iter().map(|target| target.raw.as_str());
    let mut cells = targets.chain([version.baseline.printed.raw.as_str()]);
    let unit = version.unit.as_deref()?;
    let printed = |cell: &str| printed::parse(cell).unit.is_some() || cell.contains(unit);
    (!cells.any(printed)).then_some(unit)
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

/// A number as it is displayed, a negative one with △ or with the sign of the language (M-7).
pub fn signed(shown: &str) -> Wording {
    match shown.strip_prefix(['-', '△']) {
        Some(number) => Say::new("negative").with("number", number).into(),
        None => shown.into(),
    }
}

/// A difference of displayed values, so that readers can recompute it (M-7): `+1.4ポイント`, `△2.0ポイント`,
/// `±0.0ポイント` (M-11).
pub fn difference(change: Decimal, is_share: bool, unit: Option<&str>) -> Wording {
    let sign = match change.cmp(&Decimal::ZERO) {
        Ordering::Greater => "+",
        Ordering::Equal => "±",
        Ordering::Less => "",
    };
    let number = signed(&format!("{sign}{}", number(change)));
    let unit = match is_share {
        true => Say::new("unit-points").into(),
        false => unit.unwrap_or_default().into(),
    };
    Wording::several([number, unit], "")
}

/// Digits and their marks only, understood as a number.
fn bare(raw: &str) -> bool {
    let mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '０'..='９');
    raw.chars().all(mark) && printed::parse(raw).number().is_some()
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
    use crate::domain::language::Language;
    use crate::views::locale::Locales;

    #[test]
    fn a_difference_of_nothing_is_plus_minus_nothing() {
        let (locales, ja) = (Locales::load().unwrap(), Language::japanese());
        let written = |change: &str, language: &Language| {
            let difference = difference(change.parse().unwrap(), true, None);
            locales.write(language, &difference).unwrap()
        };
        for (change, text) in [
            ("1.4", "+1.4ポイント"),
            ("-2.0", "△2.0ポイント"),
            ("0.0", "±0.0ポイント"),
            ("-0.00", "±0.00ポイント"),
        ] {
            assert_eq!(written(change, &ja), text);
        }
        assert_eq!(written("1.4", &Language::english()), "+1.4 points");
    }
}
