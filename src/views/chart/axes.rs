//! The axes of a series: years from left to right, values from the bottom up, with room for what stands at them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::ground::EDGE;
use super::scale::Scale;
use super::ticks;
use super::words::{QUIET, Words, wide};
use super::{Mark, Point};
use crate::domain::language::Language;

/// The width of the drawing.
pub(super) const WIDTH: f64 = 400.0;

/// The height of the part that values stand in: from 0 at its upper edge.
pub(super) const HEIGHT: f64 = 200.0;

/// Between the numbers of an axis and its lines.
const BESIDE: f64 = 8.0;

/// How far the first and the last year stand from the edges.
const INSET: f64 = 22.0;

/// No word at the axis of years is wider.
const WIDEST: f64 = 130.0;

pub(super) struct Axes {
    /// Where the lines begin, right of the numbers.
    pub(super) left: f64,
    /// Values to heights.
    pub(super) y: Scale,
    /// The heights that are named, and their names.
    pub(super) ticks: Vec<(f64, Words)>,
    first: i32,
    last: i32,
}

/// A number as a place.
pub(super) fn place(value: Decimal) -> Option<f64> {
    value.to_f64()
}

/// The numbers of a point: its value, its range, the ends of its margin.
fn numbers(point: &Point) -> impl Iterator<Item = f64> {
    let pairs = [point.range, point.interval].into_iter().flatten();
    let ends = pairs.flat_map(|(low, high)| [low, high]);
    point.value.into_iter().chain(ends).filter_map(place)
}

impl Axes {
    pub(super) fn new(points: &[Point], unit: &str, language: &Language) -> Self {
        let values: Vec<f64> = points.iter().flat_map(numbers).collect();
        let is_share = matches!(unit, "％" | "%") && values.iter().all(|value| *value <= 100.0);
        let y = Scale::fitting(&values, is_share.then_some(100.0), HEIGHT, 0.0);
        let ticks = y.ticks();
        let written = ticks::written(&ticks, y.digits(), unit, language);
        let widths = written.iter().map(|text| wide(text));
        let words = written.iter().map(|text| Words::new(text, QUIET, WIDTH));
        let years = || points.iter().map(|point| point.year);
        Self {
            left: EDGE + widths.fold(0.0, f64::max) * QUIET.size() + BESIDE,
            ticks: ticks.into_iter().zip(words).collect(),
            y,
            first: years().min().unwrap_or_default(),
            last: years().max().unwrap_or_default(),
        }
    }

    /// The place of a year.
    pub(super) fn x(&self, year: i32) -> f64 {
        let (from, to) = (self.left + INSET, WIDTH - INSET);
        let years = self.last.saturating_sub(self.first);
        if years <= 0 {
            return f64::midpoint(from, to);
        }
        let since = f64::from(year.saturating_sub(self.first));
        from + (to - from) * since / f64::from(years)
    }

    /// The place of a point that has a number.
    pub(super) fn at(&self, point: &Point) -> Option<(f64, f64)> {
        let value = place(point.value?)?;
        Some((self.x(point.year), self.y.at(value)))
    }
}

/// The years that something stands at, the last one first, in the words of their first point.
pub(super) fn years(points: &[Point]) -> Vec<(i32, Words)> {
    let mut years: Vec<(i32, &str)> = Vec::new();
    for point in points {
        if !years.iter().any(|(year, _)| *year == point.year) {
            years.push((point.year, &point.tick));
        }
    }
    years.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
    let named = years.into_iter();
    named
        .map(|(year, tick)| (year, Words::new(tick, QUIET, WIDEST)))
        .collect()
}

/// Whether it was measured: a baseline or a value with a number.
pub(super) fn is_measured(point: &Point) -> bool {
    point.mark != Mark::Target && point.value.is_some()
}
