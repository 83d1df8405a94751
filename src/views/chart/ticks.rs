//! What stands at the rounds of an axis: numbers as plans print them, in 万 and 億 where they are long.

use std::str::FromStr as _;

use rust_decimal::Decimal;

use super::words::wide;
use crate::domain::language::Language;
use crate::views::numbers;

/// From this width on, in letters, numbers are written in thousands or more.
const LONG: f64 = 5.0;

/// Wider than this they leave no room for what they measure.
const TOO_LONG: f64 = 11.0;

/// The ticks in words. `unit`: what they are of; where it counts in thousands itself, nothing is shortened.
pub(super) fn written(
    ticks: &[f64],
    digits: usize,
    unit: &str,
    language: &Language,
) -> Vec<String> {
    let round = |tick: &f64| Decimal::from_str(&format!("{tick:.digits$}")).ok();
    let exact: Option<Vec<Decimal>> = ticks.iter().map(round).collect();
    let plain = exact
        .as_deref()
        .map(|exact| exact.iter().map(|tick| numbers::number(*tick)));
    let plain: Option<Vec<String>> = plain.map(Iterator::collect);
    let short = exact.filter(|_| !unit.starts_with(['百', '千', '万', '億', '兆']));
    let short = short.and_then(|exact| shortened(&exact, language));
    let written = match (plain, short) {
        (Some(plain), Some(short)) if widest(&plain) > LONG => short,
        (Some(plain), _) => plain,
        (None, _) => Vec::new(),
    };
    match written.is_empty() || widest(&written) > TOO_LONG {
        true => ticks.iter().map(|tick| format!("{tick:.1e}")).collect(),
        false => written,
    }
}

fn widest(texts: &[String]) -> f64 {
    texts.iter().map(|text| wide(text)).fold(0.0, f64::max)
}

/// All in the greatest count that takes one digit after the point at most.
fn shortened(ticks: &[Decimal], language: &Language) -> Option<Vec<String>> {
    let most = ticks.iter().map(Decimal::abs).max()?;
    let mut fitting = numbers::counts(language)
        .iter()
        .filter(|(count, _)| most >= Decimal::from(*count));
    let each = |(count, name): &(i64, &str)| {
        let one = |tick: &Decimal| in_counts(*tick, Decimal::from(*count), name);
        ticks.iter().map(one).collect::<Option<Vec<String>>>()
    };
    fitting.find_map(each)
}

fn in_counts(tick: Decimal, count: Decimal, name: &str) -> Option<String> {
    let counted = (tick / count).normalize();
    match counted.is_zero() {
        true => Some("0".to_owned()),
        false => (counted.scale() <= 1).then(|| format!("{}{name}", numbers::number(counted))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_have_separators_and_long_ones_are_short() {
        let ja = |ticks: &[f64], unit| written(ticks, 0, unit, &Language::japanese());
        assert_eq!(ja(&[4_500.0, 5_000.0], "人"), ["4,500", "5,000"]);
        assert_eq!(ja(&[0.0, 1e9, 5e9], "円"), ["0", "10億", "50億"]);
        assert_eq!(ja(&[4.4e6, 5e6], "人"), ["440万", "500万"]);
        assert_eq!(ja(&[1e6, 2e6], "千円"), ["1,000,000", "2,000,000"]);
        assert_eq!(ja(&[-1e5, 123_456.0], "円"), ["△100,000", "123,456"]);
        assert_eq!(ja(&[7e28], "円").concat(), "7.0e28");
        let en = written(&[4.4e6, 5e6], 0, "人", &Language::english());
        assert_eq!(en, ["4.4m", "5m"]);
        let small = written(&[0.58, 0.59], 2, "", &Language::japanese());
        assert_eq!(small, ["0.58", "0.59"]);
    }
}
