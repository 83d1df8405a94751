//! Nothing in a drawing is cut and no words cover others: for the series of a real plan and for a thousand thrown ones.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_decimal::Decimal;

use super::ground::Ground;
use super::series::Drawing;
use super::{Link, Mark, Point, series};
use crate::domain::language::Language;
use crate::domain::year::FiscalYear;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};

/// A point of a year, of which only its number is said.
pub(crate) fn point(year: i32, value: Option<&str>, mark: Mark) -> Point {
    let label = value.unwrap_or("↗").to_owned();
    Point {
        year,
        tick: FiscalYear(year).short(),
        when: Datum::FiscalYear(year).into(),
        value: value.map(|value| value.parse().unwrap()),
        range: None,
        interval: None,
        mark,
        link: Link::Line,
        said: match value {
            Some(value) => format!("{value}％").into(),
            None => Say::new("chart-up").into(),
        },
        label,
    }
}

pub(crate) fn sunagawa() -> Vec<Point> {
    let interval = |low: &str, high: &str| Some((low.parse().unwrap(), high.parse().unwrap()));
    vec![
        point(2019, Some("32.3"), Mark::Baseline),
        Point {
            interval: interval("31.0", "37.3"),
            link: Link::Dash,
            ..point(2023, Some("34.1"), Mark::Value)
        },
        Point {
            interval: interval("33.7", "40.0"),
            ..point(2025, Some("36.8"), Mark::Value)
        },
        point(2025, None, Mark::Target),
        point(2030, None, Mark::Target),
    ]
}

/// What is wrong with the places of a drawing's words.
pub(crate) fn faults(points: &[Point], unit: &str, language: &Language) -> Vec<String> {
    let drawing = Drawing::new(points, unit, language);
    let frame = drawing.frame().grown(-1.0);
    let Ground { texts, .. } = &drawing.ground;
    let mut faults = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if text.rect.joined(frame) != frame {
            faults.push(format!("{text:?} leaves {frame:?}"));
        }
        let covered = texts
            .iter()
            .take(at)
            .filter(|other| other.rect.overlaps(&text.rect));
        faults.extend(covered.map(|other| format!("{text:?} covers {other:?}")));
    }
    faults
}

fn japanese(points: &[Point], unit: &str) -> Result<String, Say> {
    series(points, unit, &Language::japanese())
}

#[test]
fn a_series_shows_every_point_and_its_margin() {
    let svg = japanese(&sunagawa(), "<％>").unwrap();
    for (class, count) in [("c-ring", 1), ("c-dot", 2), ("c-margin", 2), ("c-mile", 2)] {
        assert_eq!(svg.matches(class).count(), count, "{class}");
    }
    assert!(svg.contains("&lt;％&gt;") && !svg.contains("style="));
    assert!(svg.starts_with("<svg ") && svg.contains(r#"aria-hidden="true""#));
    assert_eq!(faults(&sunagawa(), "％", &Language::japanese()), [""; 0]);
}

#[test]
fn a_series_that_starts_again_is_broken() {
    let mut points = sunagawa();
    let lines = |points: &[Point]| {
        let svg = japanese(points, "").unwrap();
        let count = |class: &str| svg.matches(class).count();
        (count("c-line"), count("c-dash"), count("c-break"))
    };
    assert_eq!(lines(&points), (2, 1, 0));
    for point in points.iter_mut().filter(|point| point.year == 2025) {
        point.link = Link::Break;
    }
    assert_eq!(lines(&points), (1, 1, 1));
}

#[test]
fn a_range_is_a_band() {
    let range = Point {
        range: Some((40.into(), 60.into())),
        label: "40％以上60％以下".to_owned(),
        ..point(2025, None, Mark::Target)
    };
    let points = [point(2021, Some("39.8"), Mark::Baseline), range];
    let svg = japanese(&points, "％").unwrap();
    assert!(svg.contains("c-band") && !svg.contains("c-mile"), "{svg}");
    assert!(
        svg.contains(">60</tspan>"),
        "the axis goes to its end: {svg}"
    );
    assert_eq!(faults(&points, "％", &Language::japanese()), [""; 0]);
}

#[test]
fn without_a_measured_point_or_a_second_year_there_is_a_sentence() {
    let goals = [
        point(2025, Some("80"), Mark::Target),
        point(2030, Some("90"), Mark::Target),
    ];
    assert_eq!(japanese(&goals, ""), Err(Say::new("chart-none")));
    let alone = [
        point(2021, Some("8"), Mark::Baseline),
        point(2021, Some("8"), Mark::Target),
        point(2030, None, Mark::Target),
    ];
    assert_eq!(japanese(&alone, ""), Err(Say::new("chart-one-year")));
    assert_eq!(japanese(&[], ""), Err(Say::new("chart-none")));
}

#[test]
fn long_numbers_make_room_for_themselves() {
    let points = [
        point(2016, Some("3890000000"), Mark::Baseline),
        Point {
            label: "18 億円以上".to_owned(),
            ..point(2026, Some("1800000000"), Mark::Target)
        },
    ];
    let svg = japanese(&points, "円").unwrap();
    assert!(svg.contains(">20億</tspan>"), "{svg}");
    assert_eq!(faults(&points, "円", &Language::japanese()), [""; 0]);
}

/// A number as plans have them: small, percent, thousands, thousands of millions, below zero.
fn number() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (-20_i64..200).prop_map(Decimal::from),
        (0_i64..1_000).prop_map(|tenths| Decimal::new(tenths, 1)),
        (0_i64..10_000).prop_map(|parts| Decimal::new(parts, 4)),
        (0_i64..10_000_000).prop_map(Decimal::from),
        any::<i64>().prop_map(Decimal::from),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9]{1,3}(,[0-9]{3}){0,3}",
        4 => "[0-9]{1,3}\\.[0-9]",
        2 => "[0-9]{1,2}％以上[0-9]{1,2}％以下",
        1 => "[あ-ん一-龠]{1,40}",
        1 => "[A-Z0-9 ,.]{1,60}",
        1 => Just("↗".to_owned()),
    ]
}

prop_compose! {
    fn any_point()(
        year in 2005_i32..2045,
        value in number(),
        spread in proptest::option::of(0_i64..50),
        kind in 0_u8..5,
        link in prop_oneof![Just(Link::Line), Just(Link::Dash), Just(Link::Break)],
        tick in prop_oneof![Just("R7".to_owned()), "（平成[0-9]{2}年）", "[0-9]{4}年度末"],
        label in words(),
    ) -> Point {
        let ends = |spread: i64| Some((value.checked_sub(spread.into())?, value.checked_add(spread.into())?));
        let mark = match kind {
            0 => Mark::Baseline,
            1 | 2 => Mark::Value,
            _ => Mark::Target,
        };
        let has_range = kind == 3 && spread.is_some();
        let is_bare = kind == 4 && spread.is_none();
        Point {
            year,
            tick,
            when: Wording::from(""),
            value: (!has_range && !is_bare).then_some(value),
            range: spread.and_then(ends).filter(|_| has_range),
            interval: spread.and_then(ends).filter(|_| mark == Mark::Value),
            mark,
            link,
            label,
            said: Wording::from(""),
        }
    }
}

#[test]
fn no_words_of_a_thousand_series_are_cut_or_covered() {
    let config = Config {
        cases: 1_000,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let unit = prop_oneof![
        Just(""),
        Just("％"),
        Just("円"),
        Just("千円"),
        Just("回（隔年有）/年")
    ];
    let series = (
        proptest::collection::vec(any_point(), 1..14),
        unit,
        any::<bool>(),
    );
    TestRunner::new_with_rng(config, seed)
        .run(&series, |(points, unit, english)| {
            let language = match english {
                true => Language::english(),
                false => Language::japanese(),
            };
            prop_assert_eq!(faults(&points, unit, &language), Vec::<String>::new());
            Ok(())
        })
        .unwrap();
}
