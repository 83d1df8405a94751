//! A series as points of a chart, and the chart with what stands beside it.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::baseline::Start;
use crate::domain::plan::definition::Comparability;
use crate::domain::plan::period::{Kind, Period};
use crate::domain::plan::series::Series;
use crate::domain::plan::target::{Milestone, Target};
use crate::domain::plan::value::{Provenance, Value};
use crate::domain::year::FiscalYear;
use crate::views::arrows;
use crate::views::chart::{self, Link, Mark, Point};
use crate::views::datum::Datum;
use crate::views::numbers;
use crate::views::say::{Say, Wording};

use super::when::{When, unbracketed};
use super::{printed, wording};

/// A word of a plan of so many signs stands under an axis.
const TICK: usize = 7;

/// The chart of an indicator.
#[derive(Serialize)]
pub(super) struct ChartView {
    svg: String,
    description: Wording,
    legend: Say,
    /// That something of the series is not in it.
    left_out: Option<Say>,
}

impl ChartView {
    /// The chart.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub(super) fn new(series: &Series, language: &Language) -> Result<Self, Say> {
        let points = points(series, language);
        let unit = series.unit().unwrap_or_default();
        let left_out = leaves_out(series).then(|| Say::new("chart-spans"));
        let start = printed::start_word(&Start::of(series.baseline()));
        match chart::series(&points, unit, language) {
            Ok(svg) => Ok(Self {
                svg,
                description: chart::describe(&points, &start),
                legend: chart::legend(&points, &start),
                left_out,
            }),
            Err(why) => Err(left_out.unwrap_or(why)),
        }
    }
}

/// The series as small as a word: without any words.
pub(super) fn spark(series: &Series) -> Option<String> {
    chart::spark(&points(series, &Language::japanese()))
}

/// The series of an indicator, in its unit: the baseline as a ring, published values with their margins, targets as
/// printed. Values with small numbers are not there (M-12), nor is what is of several years: what was added up or
/// averaged over other years than its neighbours does not stand on one axis with them.
fn points(series: &Series, language: &Language) -> Vec<Point> {
    let unit = series.unit();
    let shown: Vec<&Value> = series.values.iter().filter(|v| !v.is_small()).collect();
    let before = std::iter::once(None).chain(shown.iter().map(Some));
    let measured = shown.iter().zip(before).map(|(value, before)| Point {
        value: Some(value.shown),
        interval: interval(value),
        mark: Mark::Value,
        link: link(match before {
            Some(before) => series.between(before, value),
            None => series.with_baseline(value),
        }),
        label: numbers::number(value.shown),
        said: wording::with_unit(value.shown, unit).into(),
        ..in_year(value.fiscal_year.0, language)
    });
    let targets = series.milestones().iter();
    let targets = targets.filter(|milestone| fits(series, &milestone.period));
    start(series, language)
        .into_iter()
        .chain(measured)
        .chain(targets.filter_map(|milestone| goal(milestone, unit, language)))
        .collect()
}

fn is_english(language: &Language) -> bool {
    *language == Language::english()
}

/// A point of a year, of which nothing else is said yet.
fn in_year(year: i32, language: &Language) -> Point {
    let tick = match is_english(language) {
        true => year.to_string(),
        false => FiscalYear(year).short(),
    };
    Point {
        year,
        tick,
        when: Datum::FiscalYear(year).into(),
        value: None,
        range: None,
        interval: None,
        mark: Mark::Target,
        link: Link::Line,
        label: String::new(),
        said: "".into(),
    }
}

/// A point of a time that the plan prints: in its word, where that is short enough to stand under an axis.
fn at(period: &Period, language: &Language) -> Option<Point> {
    let point = in_year(period.year?, language);
    let printed = period.raw.as_deref().map(wording::printed);
    let word = printed.as_deref().map(unbracketed);
    let word = word.filter(|word| word.chars().count() <= TICK && !is_english(language));
    Some(Point {
        tick: word.map_or(point.tick, str::to_owned),
        when: When::in_a_sentence(period, language).unwrap_or(point.when),
        ..point
    })
}

fn goal(milestone: &Milestone, unit: Option<&str>, language: &Language) -> Option<Point> {
    let range = match &milestone.target {
        Target::Between { low, high, .. } => Some((*low, *high)),
        _ => None,
    };
    let label = wording::printed(&milestone.raw);
    let unit = milestone.unit.as_deref().or(unit);
    let printed = || wording::cell(&milestone.raw, unit).into();
    Some(Point {
        value: milestone.target.value(),
        range,
        said: arrows::key(&label).map_or_else(printed, |key| Say::new(key).into()),
        label,
        ..at(&milestone.period, language)?
    })
}

/// The baseline, unless what is measured or aimed at since is of another kind.
fn start(series: &Series, language: &Language) -> Option<Point> {
    let baseline = series.baseline();
    let others = series.milestones().iter().map(|goal| goal.period.kind);
    let is_measured = !series.values.is_empty();
    let kind = baseline.period.kind;
    let stands = !is_of_years(&baseline.period)
        && (!is_measured
            || others
                .filter(|other| !is_summed(*other))
                .all(|o| kind.comparable(o)));
    let label = wording::printed(&baseline.printed.raw);
    Some(Point {
        value: Some(baseline.printed.number()?),
        mark: Mark::Baseline,
        said: wording::cell(&label, series.unit()).into(),
        label,
        ..at(&baseline.period, language).filter(|_| stands)?
    })
}

/// Whether a target stands on one axis with what was measured: with values, each of one year, or else the baseline.
fn fits(series: &Series, period: &Period) -> bool {
    let baseline = &series.baseline().period;
    !is_of_years(period) && (!series.values.is_empty() || period.kind.comparable(baseline.kind))
}

/// Whether a time is several years.
fn is_of_years(period: &Period) -> bool {
    period.span.is_some() || is_summed(period.kind)
}

fn is_summed(kind: Kind) -> bool {
    matches!(kind, Kind::Span | Kind::Sum | Kind::Average)
}

/// Whether something with a number is left out because it is of several years.
fn leaves_out(series: &Series) -> bool {
    let baseline = series.baseline();
    let numbered = series.milestones().iter();
    let mut numbered = numbered.filter(|milestone| milestone.target.is_a_number());
    let has_baseline = baseline.printed.number().is_some();
    numbered.any(|milestone| !fits(series, &milestone.period))
        || has_baseline && is_of_years(&baseline.period)
}

/// Drawn only where a margin is shown in words too (M-10).
fn interval(value: &Value) -> Option<(Decimal, Decimal)> {
    match &value.provenance {
        Provenance::Survey(measured) if measured.figure.margin_shown().is_some() => {
            measured.figure.interval
        }
        _ => None,
    }
}

fn link(comparability: Comparability) -> Link {
    match comparability {
        Comparability::Same | Comparability::Minor => Link::Line,
        Comparability::Limited | Comparability::Unknown => Link::Dash,
        Comparability::Broken => Link::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::plan::{Form, read};

    /// The series of every indicator of the four plans, by the name of its row.
    fn printed() -> Vec<(String, Series)> {
        let file = include_bytes!("../../../config/demo/plans/indicators.csv");
        let plans = read(file, Form::Csv).unwrap();
        let editions = plans.iter().flat_map(|plan| &plan.versions);
        let rows = editions.flat_map(|edition| &edition.rows);
        let of = |row: &crate::domain::plan::Row| {
            let series = Series::new(&row.indicator, Vec::new(), Vec::new());
            (row.indicator.row_id.clone(), series)
        };
        rows.map(of).collect()
    }

    fn of(name: &str) -> Result<ChartView, Say> {
        let all = printed();
        let (_, series) = all.iter().find(|(row, _)| row == name).unwrap();
        ChartView::new(series, &Language::japanese())
    }

    #[test]
    fn no_words_in_the_charts_of_the_four_plans_are_cut_or_covered() {
        let (mut charts, mut sentences) = (0, 0);
        for (name, series) in printed() {
            for language in [Language::japanese(), Language::english()] {
                match ChartView::new(&series, &language) {
                    Ok(_) => charts += 1,
                    Err(_) => sentences += 1,
                }
                let points = points(&series, &language);
                let unit = series.unit().unwrap_or_default();
                let faults = chart::tests::faults(&points, unit, &language);
                assert_eq!(faults, [""; 0], "{name}");
            }
        }
        assert!(charts > 60 && sentences > 60, "{charts}, {sentences}");
    }

    #[test]
    fn a_chart_needs_something_measured_and_two_years() {
        for name in ["BRT-06", "SNG-06", "SZK-20", "SZK-23", "SGS-11b", "SGS-17b"] {
            assert_eq!(of(name).err(), Some(Say::new("chart-none")), "{name}");
        }
        for name in ["SGS-07b", "SGS-10b", "NYR-05", "NYR-22", "SNG-05"] {
            assert_eq!(of(name).err(), Some(Say::new("chart-one-year")), "{name}");
        }
    }

    #[test]
    fn what_is_of_several_years_stands_on_no_axis() {
        for name in ["SZK-16", "NYR-16", "NYR-24"] {
            assert_eq!(of(name).err(), Some(Say::new("chart-spans")), "{name}");
        }
        assert_eq!(of("SZK-04").unwrap().left_out, None);
    }

    #[test]
    fn a_range_is_drawn_to_its_end() {
        let svg = of("NYR-06").unwrap().svg;
        assert!(
            svg.contains("c-band") && svg.contains(">60</tspan>"),
            "{svg}"
        );
        let svg = of("SZK-09").unwrap().svg;
        assert!(
            svg.contains(">100</tspan>") && !svg.contains(">100.5"),
            "{svg}"
        );
        let svg = of("SZK-04").unwrap().svg;
        assert!(
            svg.contains(">5,000,000</tspan>") && svg.contains("万</tspan>"),
            "{svg}"
        );
    }
}
