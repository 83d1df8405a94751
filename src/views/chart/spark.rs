//! A series as small as a word: its measured points and the lines between them, as in the large one.

use std::fmt::Write as _;

use super::axes::place;
use super::scale::Scale;
use super::series::class_of;
use super::{Mark, Point};

/// Draws it; `None` when there are not two values to compare.
#[must_use]
pub fn spark(points: &[Point]) -> Option<String> {
    let measured = points.iter().filter(|point| point.mark != Mark::Target);
    let drawn = measured.filter_map(|point| Some((point, place(point.value?)?)));
    let drawn: Vec<(&Point, f64)> = drawn.collect();
    let years = || drawn.iter().map(|(point, _)| point.year);
    let (first, last) = (years().min()?, years().max()?);
    if drawn.len() < 2 || first == last {
        return None;
    }
    let values: Vec<f64> = drawn.iter().map(|(_, value)| *value).collect();
    let y = Scale::fitting(&values, None, 28.0, 4.0);
    let x = |year: i32| 8.0 + 80.0 * f64::from(year - first) / f64::from(last - first);
    let at = |(point, value): &(&Point, f64)| (x(point.year), y.at(*value));
    let mut svg = String::from(r#"<svg class="spark" viewBox="0 0 96 32" aria-hidden="true">"#);
    for pair in drawn.windows(2) {
        let [before, after] = pair else { continue };
        let Some(class) = class_of(after.0.link) else {
            continue;
        };
        let ((x1, y1), (x2, y2)) = (at(before), at(after));
        let _ = write!(
            svg,
            r#"<path class="{class}" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"/>"#
        );
    }
    for point in &drawn {
        let class = match point.0.mark {
            Mark::Baseline => "c-ring",
            Mark::Value | Mark::Target => "c-dot",
        };
        let (x, y) = at(point);
        let _ = write!(
            svg,
            r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="3.5"/>"#
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::super::tests::sunagawa;
    use super::super::{Link, Mark};
    use super::*;

    #[test]
    fn its_lines_are_those_of_the_large_one() {
        let mut points = sunagawa();
        let svg = spark(&points).unwrap();
        assert_eq!(svg.matches(r#"class="c-line c-dash""#).count(), 1);
        assert_eq!(svg.matches(r#"class="c-line""#).count(), 1);
        assert_eq!(svg.matches("c-ring").count(), 1);
        for point in &mut points {
            point.link = Link::Break;
        }
        assert!(!spark(&points).unwrap().contains("c-line"));
        points.retain(|point| point.mark == Mark::Target);
        assert_eq!(spark(&points), None);
    }
}
