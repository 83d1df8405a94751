//! Units as plans print them: how many of what, per what. `億円` is 100,000,000 of 円, `回/年` is 回 per 年.
//!
//! Numbers are compared in one unit only. What cannot be brought to it exactly is not compared at all: nothing is rounded
//! here, and no kind of thing is taken for another.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

/// A unit, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// How many of `what` one of it is.
    ones: Decimal,
    what: String,
    per: Option<String>,
}

/// Units that are many of a smaller one.
const METRIC: [(&str, i64, &str); 11] = [
    ("t", 1_000_000, "g"),
    ("kg", 1_000, "g"),
    ("km", 1_000, "m"),
    ("km2", 1_000_000, "m2"),
    ("ha", 10_000, "m2"),
    ("kL", 1_000, "L"),
    ("kl", 1_000, "L"),
    ("l", 1, "L"),
    ("GWh", 1_000_000, "kWh"),
    ("MWh", 1_000, "kWh"),
    ("MW", 1_000, "kW"),
];

/// Other spellings of the same unit, folded.
const SPELLINGS: [(&str, &str); 17] = [
    ("パーセント", "%"),
    ("名", "人"),
    ("カ所", "か所"),
    ("ヵ所", "か所"),
    ("ヶ所", "か所"),
    ("ケ所", "か所"),
    ("箇所", "か所"),
    ("個所", "か所"),
    ("トン", "t"),
    ("キログラム", "kg"),
    ("グラム", "g"),
    ("キロメートル", "km"),
    ("メートル", "m"),
    ("平方キロメートル", "km2"),
    ("平方メートル", "m2"),
    ("ヘクタール", "ha"),
    ("リットル", "L"),
];

/// Words that begin like a scale and are none.
const NOT_SCALED: [&str; 3] = ["百分", "万引", "万博"];

/// Months of a year: the one way in which rates per another period are the same rate.
const MONTHS: i64 = 12;

/// How many ones a scale word is.
pub(super) fn scale_of(c: char) -> Option<Decimal> {
    let ones = match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '億' => 100_000_000,
        '兆' => 1_000_000_000_000_i64,
        _ => return None,
    };
    Some(Decimal::from(ones))
}

impl Unit {
    /// Takes a printed unit apart: `千円`, `万件`, `回（隔年有）`, `人/年`, `㎢`. Never an error: a word nobody knows is
    /// itself.
    #[must_use]
    pub fn parse(printed: &str) -> Self {
        let plain: String = printed.nfkc().filter(|c| !c.is_whitespace()).collect();
        let (whole, per) = match plain.split_once('/') {
            Some((whole, per)) => (whole, Some(period(per))),
            None => (plain.as_str(), None),
        };
        let bare = whole.split_once('(').map_or(whole, |(bare, _)| bare);
        let bare = if whole.contains('%') { "%" } else { bare };
        let (mut ones, rest) = scaled(bare);
        let mut what = spelled(rest);
        if let Some((_, many, of)) = METRIC.iter().find(|(name, ..)| *name == what) {
            // At most 10^16 · 10^6: far below where a decimal ends.
            (ones, what) = (ones * Decimal::from(*many), of);
        }
        Self {
            ones,
            what: what.to_owned(),
            per,
        }
    }

    /// Of what it is, without scale and period: `円` of 億円.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Whether it is said per month or per year.
    #[must_use]
    pub fn is_a_rate_in_time(&self) -> bool {
        matches!(self.per.as_deref(), Some("年" | "月"))
    }

    /// Whether it is said per anything.
    #[must_use]
    pub fn is_a_rate(&self) -> bool {
        self.per.is_some()
    }

    /// The one of its kind: 円 of 億円, 回/年 of 千回/年.
    #[must_use]
    pub fn single(&self) -> Self {
        Self {
            ones: Decimal::ONE,
            ..self.clone()
        }
    }

    /// A number of this unit in another one, exactly; none where they are not of one kind, or where it would have to be
    /// rounded. A unit without a period is read as an abbreviation of one with it (`900g` in a column of `g/人・日`), but
    /// not the other way round: `月1回` is not once.
    #[must_use]
    pub fn convert(&self, value: Decimal, to: &Self) -> Option<Decimal> {
        if self.what != to.what {
            return None;
        }
        let (times, parts) = match (self.per.as_deref(), to.per.as_deref()) {
            (one, other) if one == other || one.is_none() => (1, 1),
            (Some("月"), Some("年")) => (MONTHS, 1),
            (Some("年"), Some("月")) => (1, MONTHS),
            _ => return None,
        };
        let from = self.ones.checked_mul(times.into())?;
        let into = to.ones.checked_mul(parts.into())?;
        if from == into {
            return Some(value);
        }
        let all = value.checked_mul(from)?;
        let converted = all.checked_div(into)?.normalize();
        (converted.checked_mul(into)? == all).then_some(converted)
    }
}

/// Whether a number of one unit is the same number of the other; a number without a unit is one of any.
#[must_use]
pub fn same(own: Option<&str>, other: Option<&str>) -> bool {
    own.zip(other).is_none_or(|(own, other)| {
        let (own, other) = (Unit::parse(own), Unit::parse(other));
        own.convert(Decimal::ONE, &other) == Some(Decimal::ONE)
    })
}

/// The scale words a unit begins with.
fn scaled(unit: &str) -> (Decimal, &str) {
    if NOT_SCALED.iter().any(|word| unit.starts_with(word)) {
        return (Decimal::ONE, unit);
    }
    let (mut ones, mut rest) = (Decimal::ONE, unit);
    while let Some(first) = rest.chars().next() {
        let Some(product) = scale_of(first).and_then(|scale| ones.checked_mul(scale)) else {
            break;
        };
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        if product > Decimal::from(MOST) {
            break;
        }
        (ones, rest) = (product, after);
    }
    (ones, rest)
}

/// The greatest scale of a unit: 京. More is no unit, and would leave no digits to a number.
const MOST: i64 = 10_000_000_000_000_000;

fn spelled(what: &str) -> &str {
    let known = SPELLINGS.iter().find(|(other, _)| *other == what);
    known.map_or(what, |(_, usual)| usual)
}

fn period(per: &str) -> String {
    let usual = match per {
        "年度" | "年間" | "1年" => "年",
        "か月" | "ヶ月" | "ヵ月" | "カ月" | "月間" | "1月" => "月",
        other => other,
    };
    usual.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(value: &str, from: &str, to: &str) -> Option<String> {
        let value: Decimal = value.parse().unwrap();
        let found = Unit::parse(from).convert(value, &Unit::parse(to))?;
        Some(found.to_string())
    }

    #[test]
    fn numbers_are_brought_to_another_scale_of_their_unit() {
        for (value, from, to, expected) in [
            ("130000000000", "円", "億円", Some("1300")),
            ("1500000", "人", "千人", Some("1500")),
            ("3", "千人", "人", Some("3000")),
            ("660000", "件", "万件", Some("66")),
            ("1234.5", "千t-CO₂", "t-CO2", Some("1234500")),
            ("12.30", "百万円", "百万円", Some("12.30")),
            ("36.8", "％", "%", Some("36.8")),
            ("2", "回", "回（隔年有）", Some("2")),
            ("900", "g", "g/人・日", Some("900")),
            ("1", "回/月", "回/年", Some("12")),
            ("12", "回/年", "回/月", Some("1")),
            ("1.5", "ha", "㎡", Some("15000")),
            ("5", "名", "人", Some("5")),
            ("3", "ヶ所", "か所", Some("3")),
        ] {
            assert_eq!(
                convert(value, from, to).as_deref(),
                expected,
                "{value}{from}"
            );
        }
    }

    #[test]
    fn what_is_not_of_one_kind_or_not_exact_is_not_converted() {
        for (value, from, to) in [
            ("46", "％", "t-CO2"),
            ("1", "回/月", "回"),
            ("1", "回/週", "回/年"),
            ("7", "回/年", "回/月"),
            ("5", "人増", "人"),
            ("5", "千", "人"),
            ("79228162514264337593543950335", "億円", "円"),
        ] {
            assert_eq!(convert(value, from, to), None, "{value}{from} in {to}");
        }
    }

    #[test]
    fn a_word_that_begins_like_a_scale_is_a_word() {
        assert_eq!(Unit::parse("百分率").what(), "百分率");
        assert_eq!(Unit::parse("万引件数").what(), "万引件数");
        assert_eq!(Unit::parse("百万円").what(), "円");
        assert_eq!(Unit::parse("").what(), "");
        assert_eq!(Unit::parse("億億億億億億円").ones, Decimal::from(MOST));
    }
}
