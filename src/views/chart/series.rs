//! A series over the years: line of values with their margins, ring of the baseline, milestones as printed.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::scale::Scale;
use super::{Link, Mark, Point};
use crate::domain::language::Language;
use crate::domain::year::FiscalYear;
use crate::views::ruby::escaped;

const LEFT: f64 = 48.0;
const RIGHT: f64 = 392.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 240.0;

/// Draws the inside of a picture of 400 × 280; `None` when there is nothing with a number and a year.
#[must_use]
pub fn series(points: &[Point], unit: &str, language: &Language) -> Option<String> {
    let drawing = Drawing::new(points)?;
    let mut svg = String::with_capacity(4_096);
    drawing.axes(&mut svg, unit, language);
    drawing.line(&mut svg);
    for point in points {
        drawing.point(&mut svg, point);
    }
    Some(svg)
}

/// Draws a series as small as a word; `None` when there are not two values to compare.
#[must_use]
pub fn spark(points: &[Point]) -> Option<String> {
    let drawn: Vec<(i32, f64, &Point)> = points
        .iter()
        .filter(|p| p.mark != Mark::Target)
        .filter_map(|p| Some((p.year, place(p.value)?, p)))
        .collect();
    let years = || drawn.iter().map(|p| p.0);
    let (first, last) = (years().min()?, years().max()?);
    if drawn.len() < 2 || first == last {
        return None;
    }
    let values: Vec<f64> = drawn.iter().map(|p| p.1).collect();
    let y = Scale::fitting(&values, 28.0, 4.0);
    let x = |year: i32| 8.0 + 80.0 * f64::from(year - first) / f64::from(last - first);
    let mut path = String::new();
    for (year, value, point) in &drawn {
        let starts = path.is_empty() || point.link == Link::Break;
        let pen = if starts { 'M' } else { 'L' };
        let _ = write!(path, "{pen}{:.1} {:.1}", x(*year), y.at(*value));
    }
    let mut svg = format!(
        r#"<svg class="spark" viewBox="0 0 96 32" aria-hidden="true"><path class="c-line" d="{path}"/>"#
    );
    for (year, value, point) in drawn {
        let class = if point.mark == Mark::Baseline {
            "c-ring"
        } else {
            "c-dot"
        };
        let _ = write!(
            svg,
            r#"<circle class="{class}" cx="{:.1}" cy="{:.1}" r="3.5"/>"#,
            x(year),
            y.at(value)
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn place(value: Option<Decimal>) -> Option<f64> {
    value.and_then(|value| value.to_f64())
}

struct Drawing<'a> {
    points: &'a [Point],
    first: i32,
    last: i32,
    y: Scale,
}

impl<'a> Drawing<'a> {
    fn new(points: &'a [Point]) -> Option<Self> {
        let ends = |interval: (Decimal, Decimal)| [interval.0.to_f64(), interval.1.to_f64()];
        let values = points.iter().flat_map(|point| {
            let interval = point.interval.map(ends).into_iter().flatten().flatten();
            place(point.value)
                .into_iter()
                .chain(interval)
                .collect::<Vec<_>>()
        });
        let values: Vec<f64> = values.collect();
        let first = points.iter().map(|point| point.year).min()?;
        let last = points.iter().map(|point| point.year).max()?;
        (!values.is_empty()).then(|| Self {
            points,
            first,
            last,
            y: Scale::fitting(&values, BOTTOM, TOP),
        })
    }

    fn x(&self, year: i32) -> f64 {
        if self.first == self.last {
            return f64::midpoint(LEFT, RIGHT);
        }
        let inset = 28.0;
        LEFT + inset
            + (RIGHT - LEFT - 2.0 * inset) * f64::from(year - self.first)
                / f64::from(self.last - self.first)
    }

    fn axes(&self, svg: &mut String, unit: &str, language: &Language) {
        let digits = self.y.digits();
        for tick in self.y.ticks() {
            let y = self.y.at(tick);
            let _ = write!(
                svg,
                r#"<line class="c-grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1}" y2="{y:.1}"/><text class="c-text" x="{:.1}" y="{:.1}" text-anchor="end">{tick:.digits$}</text>"#,
                LEFT - 8.0,
                y + 5.0,
            );
        }
        let _ = write!(
            svg,
            r#"<text class="c-text" x="{:.1}" y="22" text-anchor="end">{}</text>"#,
            LEFT - 8.0,
            escaped(unit)
        );
        let mut years: Vec<i32> = self.points.iter().map(|point| point.year).collect();
        years.sort_unstable();
        years.dedup();
        for year in self.apart(&years) {
            let label = if *language == Language::english() {
                year.to_string()
            } else {
                FiscalYear(year).short()
            };
            let _ = write!(
                svg,
                r#"<text class="c-text" x="{:.1}" y="{:.1}" text-anchor="middle">{label}</text>"#,
                self.x(year),
                BOTTOM + 28.0
            );
        }
    }

    /// The years whose labels do not touch; the last one always stands.
    fn apart(&self, years: &[i32]) -> Vec<i32> {
        let mut kept: Vec<i32> = Vec::new();
        for year in years.iter().rev() {
            if kept
                .last()
                .is_none_or(|after| self.x(*after) - self.x(*year) >= 40.0)
            {
                kept.push(*year);
            }
        }
        kept
    }

    /// The line through baseline and values, dashed where it is not known how the earlier one was made, broken (‖) where
    /// the series starts again.
    fn line(&self, svg: &mut String) {
        let drawn: Vec<&Point> = self
            .points
            .iter()
            .filter(|point| point.mark != Mark::Target)
            .collect();
        for pair in drawn.windows(2) {
            let [from, to] = pair else { continue };
            let (Some(before), Some(after)) = (place(from.value), place(to.value)) else {
                continue;
            };
            let class = match to.link {
                Link::Line => "c-line",
                Link::Dash => "c-line c-dash",
                Link::Break => {
                    let middle = f64::midpoint(self.x(from.year), self.x(to.year));
                    let height = f64::midpoint(self.y.at(before), self.y.at(after));
                    let _ = write!(
                        svg,
                        r#"<text class="c-label" x="{middle:.1}" y="{:.1}" text-anchor="middle">‖</text>"#,
                        height + 5.0
                    );
                    continue;
                }
            };
            let _ = write!(
                svg,
                r#"<line class="{class}" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/>"#,
                self.x(from.year),
                self.y.at(before),
                self.x(to.year),
                self.y.at(after),
            );
        }
    }

    fn point(&self, svg: &mut String, point: &Point) {
        let x = self.x(point.year);
        let Some(value) = place(point.value) else {
            return Self::goal(svg, x, &point.label);
        };
        let y = self.y.at(value);
        if let Some((low, high)) = point.interval {
            self.margin(
                svg,
                x,
                place(Some(low)).unwrap_or(value),
                place(Some(high)).unwrap_or(value),
            );
        }
        let _ = match point.mark {
            Mark::Baseline => write!(
                svg,
                r#"<circle class="c-ring" cx="{x:.1}" cy="{y:.1}" r="6"/>"#
            ),
            Mark::Value => write!(
                svg,
                r#"<circle class="c-dot" cx="{x:.1}" cy="{y:.1}" r="6"/>"#
            ),
            Mark::Target => write!(
                svg,
                r#"<path class="c-diamond" d="M{x:.1} {:.1}l8 8l-8 8l-8 -8z"/>"#,
                y - 8.0
            ),
        };
        self.label(svg, (x, y), point);
    }

    /// A milestone without a number: its year, and above it what is printed.
    fn goal(svg: &mut String, x: f64, label: &str) {
        let (above, label) = (TOP - 12.0, escaped(label));
        let _ = write!(
            svg,
            r#"<line class="c-mile" x1="{x:.1}" x2="{x:.1}" y1="{TOP}" y2="{BOTTOM}"/><text class="c-goal" x="{x:.1}" y="{above:.1}" text-anchor="middle">{label}</text>"#,
        );
    }

    /// What stands beside a point: above a milestone, below a baseline, beside a value on the side with more room.
    fn label(&self, svg: &mut String, (x, y): (f64, f64), point: &Point) {
        let near = self
            .points
            .iter()
            .any(|other| other.year > point.year && self.x(other.year) - x < 64.0);
        let (class, dx, dy, anchor) = match point.mark {
            Mark::Target => ("c-goal", 0.0, -16.0, "middle"),
            Mark::Baseline => ("c-label", 0.0, 26.0, "middle"),
            Mark::Value if near || x > RIGHT - 64.0 => ("c-label", -12.0, -10.0, "end"),
            Mark::Value => ("c-label", 12.0, -10.0, "start"),
        };
        let (x, y, label) = (x + dx, y + dy, escaped(&point.label));
        let _ = write!(
            svg,
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{label}</text>"#
        );
    }

    /// A vertical bar with feet from the lower to the upper end of the interval.
    fn margin(&self, svg: &mut String, x: f64, low: f64, high: f64) {
        let (low, high) = (self.y.at(low), self.y.at(high));
        let _ = write!(
            svg,
            r#"<path class="c-margin" d="M{x:.1} {high:.1}V{low:.1}M{:.1} {high:.1}h12M{:.1} {low:.1}h12"/>"#,
            x - 6.0,
            x - 6.0,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sunagawa;
    use super::*;

    #[test]
    fn a_series_shows_every_point_and_its_margin() {
        let svg = series(&sunagawa(), "<％>", &Language::japanese()).unwrap();
        assert_eq!(svg.matches("c-ring").count(), 1);
        assert_eq!(svg.matches("c-dot").count(), 2);
        assert_eq!(svg.matches("c-margin").count(), 2);
        assert_eq!(svg.matches("c-mile").count(), 2);
        assert!(svg.contains("&lt;％&gt;") && !svg.contains("style="));
    }

    #[test]
    fn a_series_that_starts_again_is_broken() {
        let mut points = sunagawa();
        let lines = |points: &[Point]| {
            let svg = series(points, "", &Language::japanese()).unwrap();
            (svg.matches("c-line").count(), svg.matches('‖').count())
        };
        assert_eq!(lines(&points), (2, 0));
        for point in &mut points {
            if point.year == 2025 {
                point.link = Link::Break;
            }
        }
        assert_eq!(lines(&points), (1, 1));
        assert_eq!(spark(&points).unwrap().matches('M').count(), 2);
    }

    #[test]
    fn without_a_number_there_is_no_chart() {
        let arrows: Vec<Point> = sunagawa()
            .into_iter()
            .filter(|point| point.mark == Mark::Target)
            .collect();
        assert_eq!(series(&arrows, "", &Language::japanese()), None);
        assert_eq!(spark(&arrows), None);
        assert!(spark(&sunagawa()).is_some());
    }
}
