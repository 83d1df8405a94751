//! The chart of an item, of the rows of a grid or of the groups of a cross table: bars under their names, a legend, and
//! the sentence that says what it shows.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::Cell;
use crate::views::chart::{self, Segment, Tone, tones};
use crate::views::numbers::count;
use crate::views::say::{Say, Wording};

use super::figures::{NONE, X, n, percent};
use super::matrix::{Line, Made, labels};

/// A chart.
#[derive(Serialize)]
pub(super) struct Chart {
    /// What it says, for those who do not see it.
    description: Option<Say>,
    legend: Vec<Legend>,
    bands: Vec<BandView>,
}

/// A name in the legend.
#[derive(Serialize)]
struct Legend {
    svg: String,
    label: Wording,
}

/// One bar and what it is about.
#[derive(Serialize)]
struct BandView {
    n: Option<String>,
    label: Option<Wording>,
    svg: String,
}

impl Chart {
    /// The groups of an attribute.
    pub(super) fn of_groups(
        by: &str,
        lines: &[Line],
        choices: &[Choice],
        language: &Language,
    ) -> Self {
        let said = Say::new("chart-groups").with("by", by);
        Self {
            description: Some(said.with("rows", lines.len().to_string())),
            ..Self::of_lines(lines, choices, language)
        }
    }

    /// The rows of a grid, the places of a ranking: a bar of segments for each.
    pub(super) fn of_lines(lines: &[Line], choices: &[Choice], language: &Language) -> Self {
        let named = |line: &Line| BandView {
            label: Some(line.label.clone()),
            ..band(line, choices)
        };
        Self {
            description: Some(Say::new("chart-rows").with("rows", lines.len().to_string())),
            legend: legend(lines, choices, language),
            bands: lines.iter().map(named).collect(),
        }
    }

    /// A question with one answer: one bar.
    pub(super) fn of_line(line: &Line, choices: &[Choice], language: &Language) -> Self {
        Self {
            description: most_chosen(line, choices, language),
            legend: legend(std::slice::from_ref(line), choices, language),
            bands: vec![band(line, choices)],
        }
    }

    /// A question with several answers: a bar for each option.
    pub(super) fn of_options(line: &Line, choices: &[Choice], language: &Language) -> Self {
        let options = labels(choices, language).into_iter().zip(&line.cells);
        let bar = |(label, cell): (Wording, &Cell<Made>)| BandView {
            n: None,
            label: Some(label),
            svg: match cell {
                Cell::X => chart::bar(None, X),
                Cell::Shown(made) => {
                    let shown = percent(made.count, made.percent.as_deref());
                    chart::bar(Some((made.count, line.n.unwrap_or(0))), &shown)
                }
            },
        };
        Self {
            description: most_chosen(line, choices, language),
            legend: Vec::new(),
            bands: options.map(bar).collect(),
        }
    }
}

/// The sentence that says what a chart of one item shows.
fn most_chosen(line: &Line, choices: &[Choice], language: &Language) -> Option<Say> {
    let cells = line.cells.iter().zip(choices);
    let shown = cells.filter_map(|(cell, choice)| Some((cell.shown()?, choice)));
    let (made, choice) = shown.max_by_key(|(made, _)| made.count)?;
    let say = Say::new("chart-most")
        .with("n", line.n.map_or_else(|| X.to_owned(), count))
        .with("option", choice.label.get(language))
        .with("percent", made.percent.as_deref().unwrap_or(NONE));
    Some(say)
}

/// The bar of a line; what is x is one part at the end.
fn band(line: &Line, choices: &[Choice]) -> BandView {
    let tones = tones(choices).into_iter().chain([Tone::NoAnswer]);
    let shown = line.cells.iter().zip(tones).filter_map(|(cell, tone)| {
        let made = cell.shown()?;
        Some(Segment {
            count: made.count,
            percent: made.percent.clone(),
            tone,
        })
    });
    let mut segments: Vec<Segment> = shown.collect();
    let together: u64 = segments.iter().map(|segment| segment.count).sum();
    if line.has_x() {
        segments.push(Segment {
            count: line.n.map_or(1, |n| n.saturating_sub(together)),
            percent: Some(X.to_owned()),
            tone: Tone::Hidden,
        });
    }
    let star = if line.reference { "*" } else { "" };
    let people = line.n.map_or_else(|| format!("n={X}"), n);
    BandView {
        n: Some(format!("{people}{star}")),
        label: None,
        svg: chart::band(&segments),
    }
}

/// The legend of these lines: x only where there is one.
fn legend(lines: &[Line], choices: &[Choice], language: &Language) -> Vec<Legend> {
    let tones = tones(choices).into_iter().chain([Tone::NoAnswer]);
    let named = labels(choices, language).into_iter().zip(tones);
    let has_x = lines.iter().any(Line::has_x);
    let x = has_x.then(|| (Say::new("legend-x").into(), Tone::Hidden));
    let named = named.chain(x).map(|(label, tone)| Legend {
        svg: chart::patch(tone),
        label,
    });
    named.collect()
}
