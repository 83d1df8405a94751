//! Numbers as plans print them, the same in every language.

use rust_decimal::Decimal;

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
