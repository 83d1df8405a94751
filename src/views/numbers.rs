//! Numbers as plans print them, the same in every language; and the counts that long ones are said in.

use rust_decimal::Decimal;

use crate::domain::language::Language;

const JAPANESE: [(i64, &str); 4] = [
    (10_000_000_000_000_000, "京"),
    (1_000_000_000_000, "兆"),
    (100_000_000, "億"),
    (10_000, "万"),
];

const ENGLISH: [(i64, &str); 3] = [
    (1_000_000_000_000, "tn"),
    (1_000_000_000, "bn"),
    (1_000_000, "m"),
];

/// What long numbers are counted in, the greatest first, and how that is written behind them: `5億`, `5bn`.
#[must_use]
pub fn counts(language: &Language) -> &'static [(i64, &'static str)] {
    match *language == Language::english() {
        true => &ENGLISH,
        false => &JAPANESE,
    }
}

/// A number as plans print it: thousands separated, digits after the point kept.
#[must_use]
pub fn number(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let digits: Vec<char> = whole.chars().collect();
    let groups: Vec<String> = digits
        .rchunks(3)
        .rev()
        .map(|group| group.iter().collect())
        .collect();
    let sign = if value.is_sign_negative() && !value.is_zero() {
        "△"
    } else {
        ""
    };
    let rest = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
    format!("{sign}{}{rest}", groups.join(","))
}

/// How many: `1,234`.
#[must_use]
pub fn count(how_many: impl Into<Decimal>) -> String {
    number(how_many.into())
}

#[cfg(test)]
mod tests {
    use super::*;

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
