//! A series as points of a chart.

use crate::domain::plan::definition::Comparability;
use crate::domain::plan::series::Series;
use crate::domain::plan::value::{Provenance, Value};
use crate::views::chart::{Link, Mark, Point};
use crate::views::numbers;

use super::wording;

/// The series of an indicator, in its unit: the baseline as a ring, published values with their margins, targets as printed. Values
/// with small numbers are not there (M-12).
pub(super) fn points(series: &Series) -> Vec<Point> {
    let shown: Vec<&Value> = series.values.iter().filter(|v| !v.is_small()).collect();
    let before = std::iter::once(None).chain(shown.iter().map(Some));
    let measured = shown.iter().zip(before).map(|(value, before)| Point {
        year: value.fiscal_year.0,
        value: Some(value.shown),
        interval: interval(value),
        mark: Mark::Value,
        link: link(match before {
            Some(before) => series.between(before, value),
            None => series.with_baseline(value),
        }),
        label: numbers::number(value.shown),
    });
    let targets = series.milestones().iter().filter_map(|milestone| {
        Some(Point {
            year: milestone.period.year?,
            value: milestone.target.value(),
            interval: None,
            mark: Mark::Target,
            link: Link::Line,
            label: wording::printed(&milestone.raw),
        })
    });
    start(series)
        .into_iter()
        .chain(measured)
        .chain(targets)
        .collect()
}

fn start(series: &Series) -> Option<Point> {
    let baseline = series.baseline();
    Some(Point {
        year: baseline.period.year?,
        value: Some(baseline.printed.number()?),
        interval: None,
        mark: Mark::Baseline,
        link: Link::Line,
        label: wording::printed(&baseline.printed.raw),
    })
}

/// Drawn only where a margin is shown in words too (M-10).
fn interval(value: &Value) -> Option<(rust_decimal::Decimal, rust_decimal::Decimal)> {
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
