//! What a series shows, in words: its points, and the marks that are drawn of it.

use super::axes::is_measured;
use super::{Link, Mark, Point};
use crate::views::say::{Say, Wording};

/// What a series shows: its baseline, its values and its targets.
#[must_use]
pub fn describe(points: &[Point], start: &Wording) -> Wording {
    let sentence = |(key, mark): (&'static str, Mark)| {
        let points = points.iter().filter(|point| point.mark == mark);
        let points: Vec<Say> = points.map(said).collect();
        let between = Say::new("between-points");
        (!points.is_empty()).then(|| {
            let say = starting(key, mark, start);
            say.with("points", Wording::several(points, between))
        })
    };
    let sentences = [
        ("chart-baseline", Mark::Baseline),
        ("chart-values", Mark::Value),
        ("chart-targets", Mark::Target),
    ];
    let sentences = sentences.into_iter().filter_map(sentence);
    Wording::several(sentences, Say::new("between-sentences"))
}

/// A sentence about points; about the baseline in the plan's word for it.
fn starting(key: &'static str, mark: Mark, start: &Wording) -> Say {
    let say = Say::new(key);
    match mark {
        Mark::Baseline => say.with("baseline", start.clone()),
        _ => say,
    }
}

fn said(point: &Point) -> Say {
    Say::new("chart-point")
        .with("year", point.when.clone())
        .with("value", point.said.clone())
}

/// What the marks mean: only those that are there.
#[must_use]
pub fn legend(points: &[Point], start: &Wording) -> Say {
    let has = |holds: fn(&Point) -> bool| points.iter().any(holds);
    let is_target = |point: &Point| point.mark == Mark::Target;
    let measured = points.iter().filter(|point| is_measured(point));
    let links: Vec<Link> = measured.skip(1).map(|point| point.link).collect();
    let marks = [
        ("legend-ring", has(|point| point.mark == Mark::Baseline)),
        ("legend-disc", has(|point| point.mark == Mark::Value)),
        ("legend-margin", has(|point| point.interval.is_some())),
        (
            "legend-diamond",
            has(|point| point.mark == Mark::Target && point.value.is_some()),
        ),
        ("legend-band", has(|point| point.range.is_some())),
        (
            "legend-year",
            points
                .iter()
                .any(|point| is_target(point) && is_bare(point)),
        ),
        ("legend-dash", links.contains(&Link::Dash)),
        ("legend-break", links.contains(&Link::Break)),
    ];
    let drawn = marks.into_iter().filter(|(_, is_drawn)| *is_drawn);
    let named = drawn.map(|(key, _)| match key {
        "legend-ring" => starting(key, Mark::Baseline, start),
        _ => Say::new(key),
    });
    Say::new("chart-legend").with("marks", Wording::several(named, Say::new("between-points")))
}

/// Whether it is a target without any number.
pub(super) fn is_bare(point: &Point) -> bool {
    point.value.is_none() && point.range.is_none()
}

#[cfg(test)]
mod tests {
    use super::super::tests::sunagawa;
    use super::*;
    use crate::domain::language::Language;
    use crate::views::locale::Locales;

    fn written(wording: &Wording) -> String {
        let locales = Locales::load().unwrap();
        locales.write(&Language::japanese(), wording).unwrap()
    }

    #[test]
    fn the_sentence_names_every_point() {
        assert_eq!(
            written(&describe(&sunagawa(), &"現状値".into())),
            "現状値は令和元年度 32.3％。実績値は令和5年度 34.1％、令和7年度 36.8％。\
             目標は令和7年度 増やす、令和12年度 増やす。"
        );
    }

    #[test]
    fn the_legend_names_what_is_drawn_and_nothing_else() {
        let of = |points: &[Point]| written(&legend(points, &"現状値".into()).into());
        let all = of(&sunagawa());
        for mark in ["○", "●", "縦の線", "縦の点線", "破線"] {
            assert!(all.contains(mark), "{mark} in {all}");
        }
        assert!(!all.contains('◇') && !all.contains('‖'), "{all}");
        let mut points = sunagawa();
        points.retain(|point| point.year != 2023);
        for point in &mut points {
            (point.interval, point.link) = (None, Link::Line);
            point.value = point.value.or_else(|| "50".parse().ok());
        }
        assert_eq!(of(&points), "○は計画の現状値、●は実績値、◇は目標値です。");
        points.retain(|point| point.mark != Mark::Value);
        assert_eq!(of(&points), "○は計画の現状値、◇は目標値です。");
    }
}
