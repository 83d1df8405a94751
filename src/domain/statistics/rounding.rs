//! Rounding and display of figures (M-7): 四捨五入, half away from zero.
//!
//! Counts are rounded as exact fractions, floating figures with one fixed nudge. Formatting with `{:.1}` is wrong in
//! 1,700 of the fractions up to 2000 and belongs nowhere. Units (％, ポイント) and languages belong to the views.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// Added before a floating figure is cut, so that a tie that fell one ulp short is still a tie (M-7).
const NUDGE: f64 = 1e-9;

/// `numerator / denominator` rounded to `decimals` places, half away from zero; `None` for a denominator of 0.
///
/// Exact: nothing passes through floating point. A negative zero is printed as zero.
pub fn fraction(numerator: i128, denominator: u128, decimals: u32) -> Option<String> {
    let scale = 10u128.checked_pow(decimals)?;
    let doubled = numerator
        .unsigned_abs()
        .checked_mul(scale)?
        .checked_mul(2)?;
    let units = doubled
        .checked_add(denominator)?
        .checked_div(denominator.checked_mul(2)?)?;
    Some(placed(numerator < 0, units, decimals))
}

/// The percentage `100·count/base` to `decimals` places; `None` (printed ―) for an empty base (M-4).
pub fn percent(count: u64, base: u64, decimals: u32) -> Option<String> {
    signed_percent(i128::from(count), base, decimals)
}

/// Like [`percent`] for a signed count, e.g. positives minus negatives of a net score.
pub fn signed_percent(count: i128, base: u64, decimals: u32) -> Option<String> {
    fraction(count.checked_mul(100)?, u128::from(base), decimals)
}

/// The table cell of a percentage: "-" where nobody answered so, "0.0" where somebody did but it rounds to nothing.
pub fn mark(count: u64, base: u64, decimals: u32) -> Option<String> {
    let shown = percent(count, base, decimals)?;
    Some(if count == 0 { "-".to_owned() } else { shown })
}

/// A floating figure (weighted shares, means) to `decimals` places.
///
/// The nudge also serves unweighted means: a fraction with a base below 10⁷ is never nearer than 1e-9 to a tie it
/// does not reach.
pub fn float(value: f64, decimals: u32) -> String {
    let units = whole((value.abs() * scale(decimals) + 0.5 + NUDGE).floor());
    placed(value < 0.0, units, decimals)
}

/// Rounded towards minus infinity, for the lower end of an interval that must not look narrower than it is.
pub fn down(value: f64, decimals: u32) -> String {
    let units = (value * scale(decimals) + NUDGE).floor();
    placed(units < 0.0, whole(units.abs()), decimals)
}

/// Rounded towards plus infinity, for the upper end of an interval.
pub fn up(value: f64, decimals: u32) -> String {
    let units = (value * scale(decimals) - NUDGE).ceil();
    placed(units < 0.0, whole(units.abs()), decimals)
}

/// Whether a printed figure reads as zero ("0", "0.0", "0.00").
pub fn reads_zero(shown: &str) -> bool {
    shown.chars().all(|c| matches!(c, '0' | '.' | '-'))
}

fn scale(decimals: u32) -> f64 {
    10f64.powi(i32::try_from(decimals).unwrap_or(0))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a non-negative whole number; figures beyond 10³⁸ saturate"
)]
fn whole(units: f64) -> u128 {
    units as u128
}

fn placed(negative: bool, units: u128, decimals: u32) -> String {
    let sign = if negative && units > 0 { "-" } else { "" };
    let Some(scale) = 10u128.checked_pow(decimals).filter(|_| decimals > 0) else {
        return format!("{sign}{units}");
    };
    let width = usize::try_from(decimals).unwrap_or(0);
    format!("{sign}{}.{:0width$}", units / scale, units % scale)
}

/// A difference of displayed values with its sign: "+1.4", "-2.0"; what displays as zero has none: "0.0" (M-11).
pub fn signed(difference: Decimal) -> String {
    match difference.cmp(&Decimal::ZERO) {
        Ordering::Greater => format!("+{difference}"),
        Ordering::Equal => difference.abs().to_string(),
        Ordering::Less => difference.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_goes_away_from_zero() {
        assert_eq!(percent(913, 2000, 1).as_deref(), Some("45.7"));
        assert_eq!(percent(1, 16, 1).as_deref(), Some("6.3"));
        assert_eq!(fraction(-1, 20, 1).as_deref(), Some("-0.1"));
        assert_eq!(float(-0.05, 1), "-0.1");
    }

    #[test]
    fn negative_zero_is_zero() {
        assert_eq!(fraction(-1, 25, 1).as_deref(), Some("0.0"));
        assert_eq!(float(-0.0, 1), "0.0");
        assert_eq!(float(-0.01, 1), "0.0");
    }

    #[test]
    fn a_difference_of_nothing_has_no_sign() {
        for (now, then, shown) in [
            ("37.9", "36.5", "+1.4"),
            ("36.5", "38.5", "-2.0"),
            ("36.5", "36.5", "0.0"),
            ("-0.20", "-0.20", "0.00"),
            ("2", "2", "0"),
        ] {
            let [now, then]: [Decimal; 2] = [now, then].map(|text| text.parse().unwrap());
            assert_eq!(signed(now - then), shown);
        }
    }

    #[test]
    fn an_empty_base_has_no_percentage() {
        assert_eq!(percent(0, 0, 1), None);
        assert_eq!(mark(0, 8, 1).as_deref(), Some("-"));
        assert_eq!(mark(1, 10_000, 1).as_deref(), Some("0.0"));
    }

    #[test]
    fn bounds_open_outwards() {
        assert_eq!(down(96.87, 1), "96.8");
        assert_eq!(up(3.11, 1), "3.2");
        assert_eq!(up(100.0, 1), "100.0");
        assert_eq!(down(-0.31, 1), "-0.4");
    }
}
