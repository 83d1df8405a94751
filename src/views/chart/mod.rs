//! Charts drawn by the server as SVG: no script, right in light, dark and black print.
//!
//! Colours come from the style sheet by class; every chart has a title, a sentence that says what it shows, and its
//! table stands below it on the page.

mod bands;
mod scale;
mod series;
mod tones;

use rust_decimal::Decimal;

use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};

pub use bands::{Segment, band, bar, patch, share};
pub use series::{series, spark};
pub use tones::{Tone, tones};

/// One thing in a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The fiscal year.
    pub year: i32,
    /// Where it stands; none for a target without a number (↗).
    pub value: Option<Decimal>,
    /// The 95 % interval, where a margin is shown (M-10).
    pub interval: Option<(Decimal, Decimal)>,
    /// What it is.
    pub mark: Mark,
    /// How it goes on from the point before.
    pub link: Link,
    /// What stands beside it: the value, or the target as printed.
    pub label: String,
}

/// What a point of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The printed baseline: a ring.
    Baseline,
    /// A published value: a disc with its margin.
    Value,
    /// A milestone: a diamond at its number, or an arrow where none is printed.
    Target,
}

/// How a point goes on from the one before (M-11b).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// They may be compared.
    Line,
    /// How the earlier one was made is not documented, or they compare only roughly: dashed.
    Dash,
    /// The series starts again: no line, and ‖ between them.
    Break,
}

/// What a series shows, in words: its baseline, its values and its targets.
#[must_use]
pub fn describe(points: &[Point], unit: &str) -> Wording {
    let sentence = |(key, mark): (&'static str, Mark)| {
        let points = points.iter().filter(|point| point.mark == mark);
        let points: Vec<Say> = points.map(|point| said(point, unit)).collect();
        let between = Say::new("between-points");
        (!points.is_empty())
            .then(|| Say::new(key).with("points", Wording::several(points, between)))
    };
    let sentences = [
        ("chart-baseline", Mark::Baseline),
        ("chart-values", Mark::Value),
        ("chart-targets", Mark::Target),
    ];
    let sentences = sentences.into_iter().filter_map(sentence);
    Wording::several(sentences, Say::new("between-sentences"))
}

/// One point: a bare number gets its unit.
fn said(point: &Point, unit: &str) -> Say {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let unit = if point.label.chars().all(digit) {
        unit
    } else {
        ""
    };
    Say::new("chart-point")
        .with("year", Datum::FiscalYear(point.year))
        .with("value", format!("{}{unit}", point.label))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::language::Language;
    use crate::views::locale::Locales;

    pub(crate) fn sunagawa() -> Vec<Point> {
        let point =
            |year, value: Option<&str>, interval: Option<(&str, &str)>, mark, label: &str| Point {
                year,
                value: value.map(|value| value.parse().unwrap()),
                interval: interval.map(|(low, high)| (low.parse().unwrap(), high.parse().unwrap())),
                mark,
                link: if year == 2023 { Link::Dash } else { Link::Line },
                label: label.to_owned(),
            };
        vec![
            point(2019, Some("32.3"), None, Mark::Baseline, "32.3"),
            point(
                2023,
                Some("34.1"),
                Some(("31.0", "37.3")),
                Mark::Value,
                "34.1",
            ),
            point(
                2025,
                Some("36.8"),
                Some(("33.7", "40.0")),
                Mark::Value,
                "36.8",
            ),
            point(2025, None, None, Mark::Target, "↗"),
            point(2030, None, None, Mark::Target, "↗"),
        ]
    }

    #[test]
    fn the_sentence_names_every_point() {
        let ja = Language::japanese();
        let said = describe(&sunagawa(), "％");
        let text = Locales::load().unwrap().write(&ja, &said).unwrap();
        assert_eq!(
            text,
            "基準値は令和元年度 32.3％。実績値は令和5年度 34.1％、令和7年度 36.8％。目標は令和7年度 ↗、令和12年度 ↗。"
        );
    }
}
