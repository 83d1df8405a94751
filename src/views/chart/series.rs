//! A series over the years: line of values with their margins, ring of the baseline, milestones as printed.
//!
//! All words are placed as boxes before anything is drawn ([`ground`](super::ground)); the drawing is then as high as
//! they need.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::axes::{Axes, HEIGHT, WIDTH, is_measured, place, years};
use super::ground::{EDGE, Ground, Side, Spot};
use super::rect::{Rect, Stroke};
use super::said::is_bare;
use super::words::{Anchor, GOAL, LABEL, QUIET, Style, Words};
use super::{Link, Mark, Point};
use crate::domain::language::Language;
use crate::views::say::Say;

/// Words beside a mark are no wider.
const WIDEST: f64 = 170.0;

/// Half the width of a band.
const BAND: f64 = 10.0;

/// From the axis to its years.
const BELOW: f64 = 8.0;

/// Draws a series.
///
/// # Errors
/// Why there is nothing to draw, in words: nothing was measured, or all numbers are of one year.
pub fn series(points: &[Point], unit: &str, language: &Language) -> Result<String, Say> {
    if !points.iter().any(is_measured) {
        return Err(Say::new("chart-none"));
    }
    let numbered = points.iter().filter(|point| !is_bare(point));
    let numbered: BTreeSet<i32> = numbered.map(|point| point.year).collect();
    match numbered.len() {
        0 | 1 => Err(Say::new("chart-one-year")),
        _ => Ok(Drawing::new(points, unit, language).svg()),
    }
}

/// The class of the line that leads to a point; none where the series starts again.
pub(super) fn class_of(link: Link) -> Option<&'static str> {
    match link {
        Link::Line => Some("c-line"),
        Link::Dash => Some("c-line c-dash"),
        Link::Break => None,
    }
}

/// A series with all its words in their places.
pub(super) struct Drawing<'a> {
    points: &'a [Point],
    axes: Axes,
    pub(super) ground: Ground,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(points: &'a [Point], unit: &str, language: &Language) -> Self {
        let axes = Axes::new(points, unit, language);
        let ground = Ground {
            width: WIDTH,
            start: axes.left,
            floor: HEIGHT + BELOW,
            ceiling: -14.0,
            ..Ground::default()
        };
        let mut drawing = Self {
            points,
            axes,
            ground,
        };
        drawing.place_axes(unit);
        drawing.place_marks();
        drawing.place_labels();
        drawing
    }

    /// The part of the picture that is drawn in.
    pub(super) fn frame(&self) -> Rect {
        let plot = Rect::sized((0.0, 0.0), (WIDTH, HEIGHT));
        let all = self.ground.whole().map_or(plot, |whole| whole.joined(plot));
        Rect {
            left: 0.0,
            right: WIDTH,
            ..all.grown(2.0)
        }
    }

    fn place_axes(&mut self, unit: &str) {
        let unit = Words::new(unit, QUIET, WIDTH - 2.0 * EDGE);
        if unit.extent().0 > 0.0 {
            self.ground.put_above(unit, 0.0, Anchor::Start);
        }
        for (tick, words) in &self.axes.ticks {
            let (width, y) = (words.extent().0, self.axes.y.at(*tick));
            let rect = words.beside(self.axes.left - 8.0 - width, y);
            self.ground.put(words.clone(), rect, Anchor::End);
        }
        for (year, words) in years(self.points) {
            self.place_year(year, words);
        }
    }

    /// A year stands on the second line where the first is taken, and is left out where both are.
    fn place_year(&mut self, year: i32, words: Words) {
        let (width, height) = words.extent();
        let left = self.axes.x(year) - width / 2.0;
        for line in [0.0, 1.0] {
            let top = HEIGHT + BELOW + 1.0 + line * (height + 2.0);
            let rect = Rect::sized((left, top), (width, height)).between(EDGE, WIDTH - EDGE);
            let around = Rect {
                left: rect.left - 6.0,
                right: rect.right + 6.0,
                ..rect
            };
            if self.ground.is_free(&around) {
                return self.ground.put(words, rect, Anchor::Middle);
            }
        }
    }

    fn place_marks(&mut self) {
        for point in self.points {
            match self.spot(point) {
                Some(spot) => self.ground.marks.extend([spot.core, spot.whole]),
                None => self.ground.strokes.push(self.goal(point)),
            }
        }
        let lines = self.lines().into_iter().map(|(line, _)| line);
        self.ground.strokes.extend(lines);
    }

    /// What was measured last has the best place, what was measured between the others the rest; what has no place
    /// beside its mark stands above the drawing.
    fn place_labels(&mut self) {
        let points = self.points;
        for point in points.iter().filter(|point| is_bare(point)) {
            let x = self.axes.x(point.year);
            let words = Words::new(&point.label, GOAL, WIDEST);
            self.ground.put_above(words, x, Anchor::Middle);
        }
        let values = points.iter().filter(|point| point.mark == Mark::Value);
        let last = values.map(|point| point.year).max();
        let mut ordered: Vec<&Point> = points.iter().rev().collect();
        ordered.sort_by_key(|point| match point.mark {
            Mark::Value if Some(point.year) == last => 0,
            Mark::Baseline => 1,
            Mark::Target => 2,
            Mark::Value => 3,
        });
        for point in ordered {
            self.place_label(point);
        }
    }

    fn place_label(&mut self, point: &Point) {
        let Some(spot) = self.spot(point) else { return };
        let (style, sides) = dress(point.mark);
        let words = Words::new(&point.label, style, WIDEST);
        self.ground.put_beside(words, &spot, &sides);
    }

    /// Where a point stands, and how large its mark is; none where it has no number.
    fn spot(&self, point: &Point) -> Option<Spot> {
        if let Some((low, high)) = point.range {
            let band = self.band(point.year, place(low)?, place(high)?);
            let at = (
                self.axes.x(point.year),
                f64::midpoint(band.top, band.bottom),
            );
            let (core, whole) = (band, band);
            return Some(Spot { at, core, whole });
        }
        let at = self.axes.at(point)?;
        let core = Rect::around(at, if point.mark == Mark::Target { 9.0 } else { 7.0 });
        let margin = point.interval.and_then(|(low, high)| {
            let (top, bottom) = (self.axes.y.at(place(high)?), self.axes.y.at(place(low)?));
            Some(Rect::sized((at.0 - 6.0, top), (12.0, bottom - top)))
        });
        let whole = margin.map_or(core, |margin| core.joined(margin));
        Some(Spot { at, core, whole })
    }

    fn band(&self, year: i32, low: f64, high: f64) -> Rect {
        let (x, low, high) = (self.axes.x(year), self.axes.y.at(low), self.axes.y.at(high));
        Rect::sized((x - BAND, high), (2.0 * BAND, low - high))
    }

    /// The line of a milestone without a number.
    fn goal(&self, point: &Point) -> Stroke {
        let x = self.axes.x(point.year);
        Stroke {
            from: (x, 0.0),
            to: (x, HEIGHT),
        }
    }

    /// The lines through baseline and values, and how each leads to the later one.
    fn lines(&self) -> Vec<(Stroke, Link)> {
        let measured = self.points.iter().filter(|point| is_measured(point));
        let measured: Vec<_> = measured
            .filter_map(|point| Some((self.axes.at(point)?, point.link)))
            .collect();
        let pairs = measured.iter().zip(measured.iter().skip(1));
        let line = |((from, _), (to, link)): (&(_, _), &(_, _))| {
            let (from, to) = (*from, *to);
            (Stroke { from, to }, *link)
        };
        pairs.map(line).collect()
    }

    fn svg(&self) -> String {
        let Rect { top, bottom, .. } = self.frame();
        let mut svg = String::with_capacity(4_096);
        let _ = write!(
            svg,
            r#"<svg viewBox="0 {top:.1} {WIDTH} {:.1}" aria-hidden="true" focusable="false">"#,
            bottom - top
        );
        self.draw_grid(&mut svg);
        for (line, link) in self.lines() {
            draw_link(&mut svg, &line, link);
        }
        for leader in &self.ground.leaders {
            draw_line(&mut svg, "c-leader", leader);
        }
        for point in self.points {
            self.draw_point(&mut svg, point);
        }
        for placed in &self.ground.texts {
            placed.write(&mut svg);
        }
        svg.push_str("</svg>");
        svg
    }

    fn draw_grid(&self, svg: &mut String) {
        for (tick, _) in &self.axes.ticks {
            let y = self.axes.y.at(*tick);
            let (from, to) = ((self.axes.left, y), (WIDTH, y));
            draw_line(svg, "c-grid", &Stroke { from, to });
        }
        for (year, _) in years(self.points) {
            let x = self.axes.x(year);
            let (from, to) = ((x, HEIGHT), (x, HEIGHT + 6.0));
            draw_line(svg, "c-grid", &Stroke { from, to });
        }
    }

    fn draw_point(&self, svg: &mut String, point: &Point) {
        let Some(Spot { at, core, .. }) = self.spot(point) else {
            return draw_line(svg, "c-mile", &self.goal(point));
        };
        if let Some((low, high)) = point.interval {
            self.draw_margin(svg, at.0, (place(low), place(high)));
        }
        let (x, y) = at;
        let _ = match point.mark {
            Mark::Target if point.range.is_some() => write!(
                svg,
                r#"<rect class="c-band" x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}"/>"#,
                core.left,
                core.top,
                core.right - core.left,
                core.bottom - core.top,
            ),
            Mark::Target => write!(
                svg,
                r#"<path class="c-diamond" d="M{x:.1} {:.1}l8 8l-8 8l-8 -8z"/>"#,
                y - 8.0
            ),
            Mark::Baseline => write!(
                svg,
                r#"<circle class="c-ring" cx="{x:.1}" cy="{y:.1}" r="6"/>"#
            ),
            Mark::Value => write!(
                svg,
                r#"<circle class="c-dot" cx="{x:.1}" cy="{y:.1}" r="6"/>"#
            ),
        };
    }

    /// A vertical bar with feet from the lower to the upper end of the interval.
    fn draw_margin(&self, svg: &mut String, x: f64, ends: (Option<f64>, Option<f64>)) {
        let (Some(low), Some(high)) = ends else {
            return;
        };
        let (low, high, left) = (self.axes.y.at(low), self.axes.y.at(high), x - 6.0);
        let _ = write!(
            svg,
            r#"<path class="c-margin" d="M{x:.1} {high:.1}V{low:.1}M{left:.1} {high:.1}h12M{left:.1} {low:.1}h12"/>"#,
        );
    }
}

/// How the words of a mark are painted, and on which sides they stand best.
fn dress(mark: Mark) -> (Style, [Side; 8]) {
    use Side::{Above, AboveLeft, AboveRight, Below, BelowLeft, BelowRight, Left, Right};
    let sides = match mark {
        Mark::Value => [
            AboveRight, AboveLeft, Right, Left, BelowRight, BelowLeft, Above, Below,
        ],
        Mark::Baseline => [
            Below, Above, BelowRight, AboveRight, Left, BelowLeft, AboveLeft, Right,
        ],
        Mark::Target => [
            Above, Below, AboveLeft, AboveRight, BelowLeft, BelowRight, Left, Right,
        ],
    };
    let style = match mark {
        Mark::Baseline | Mark::Value => LABEL,
        Mark::Target => GOAL,
    };
    (style, sides)
}

/// A line as a link says: whole, dashed, or none and ‖ where it would be.
fn draw_link(svg: &mut String, line: &Stroke, link: Link) {
    if let Some(class) = class_of(link) {
        return draw_line(svg, class, line);
    }
    let x = f64::midpoint(line.from.0, line.to.0);
    let y = f64::midpoint(line.from.1, line.to.1) - 9.0;
    let _ = write!(
        svg,
        r#"<path class="c-break" d="M{:.1} {y:.1}v18M{:.1} {y:.1}v18"/>"#,
        x - 3.0,
        x + 3.0
    );
}

fn draw_line(svg: &mut String, class: &str, Stroke { from, to }: &Stroke) {
    let _ = write!(
        svg,
        r#"<line class="{class}" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/>"#,
        from.0, from.1, to.0, to.1
    );
}
