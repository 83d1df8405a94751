//! A table of several rows over the same options: the rows of a grid, the places of a ranking, the groups of a cross
//! table; with its 帯グラフ.

use serde::Serialize;

use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{Cell, Table};
use crate::domain::statistics::rounding;
use crate::views::chart::{self, Band, Segment, Tone, tones};
use crate::web::public::wording::count;

use super::words::{NONE, Words, X, mean, n, people, percent};

/// The table.
#[derive(Serialize)]
pub(super) struct Matrix {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    pub means: bool,
}

/// One row.
#[derive(Serialize)]
pub(super) struct Row {
    pub label: String,
    pub n: String,
    pub reference: bool,
    pub n_eff: Option<String>,
    pub cells: Vec<Figure>,
    pub weighted: Option<Vec<String>>,
    pub mean: String,
}

/// One cell: percent above, a bar where nothing else draws it, people below.
#[derive(Serialize)]
pub(super) struct Figure {
    pub percent: String,
    pub svg: Option<String>,
    pub count: String,
}

/// What one bar and one row are made of: options and 無回答.
pub(super) struct Line {
    pub label: String,
    /// None where it is x.
    pub n: Option<u64>,
    pub reference: bool,
    pub n_eff: Option<f64>,
    pub cells: Vec<Cell<Made>>,
    pub mean: Option<String>,
}

/// One figure of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Made {
    pub count: u64,
    pub percent: Option<String>,
    pub weighted: Option<String>,
}

/// A name in the legend.
#[derive(Serialize)]
pub(super) struct Legend {
    pub svg: String,
    pub label: String,
}

impl Line {
    /// The whole town, on all whom the item applies to.
    pub fn of_table(label: String, table: &Table, options: usize) -> Self {
        let n = table.bases.all.shown().copied();
        let all = n.unwrap_or(0);
        let mut cells: Vec<Cell<Made>> = match &table.options {
            Some(options) => options
                .iter()
                .map(|option| match &option.figures {
                    Cell::X => Cell::X,
                    Cell::Shown(figures) => Cell::Shown(Made {
                        count: figures.count,
                        percent: figures.percent.all.clone(),
                        weighted: figures
                            .weighted_percent
                            .as_ref()
                            .and_then(|w| w.all.clone()),
                    }),
                })
                .collect(),
            None => vec![Cell::X; options],
        };
        cells.push(match table.no_answer.shown().zip(table.invalid.shown()) {
            Some((no_answer, invalid)) => Cell::Shown(Made {
                count: no_answer + invalid,
                percent: rounding::percent(no_answer + invalid, all, 1),
                weighted: None,
            }),
            None => Cell::X,
        });
        Self {
            label,
            n,
            reference: (1..30).contains(&all),
            n_eff: None,
            cells,
            mean: table.mean.as_ref().map(|mean| mean.shown.clone()),
        }
    }

    /// Its bar; what is x is one part at the end.
    pub fn band(&self, choices: &[Choice], named: bool) -> Band {
        let tones = tones(choices).into_iter().chain([Tone::NoAnswer]);
        let shown = self.cells.iter().zip(tones).filter_map(|(cell, tone)| {
            let made = cell.shown()?;
            Some(Segment {
                count: made.count,
                percent: made.percent.clone(),
                tone,
            })
        });
        let mut segments: Vec<Segment> = shown.collect();
        let together: u64 = segments.iter().map(|segment| segment.count).sum();
        if self.has_x() {
            segments.push(Segment {
                count: self.n.map_or(1, |n| n.saturating_sub(together)),
                percent: Some(X.to_owned()),
                tone: Tone::Hidden,
            });
        }
        let star = if self.reference { "*" } else { "" };
        Band {
            label: named.then(|| self.label.clone()),
            n: format!("{}{star}", self.n.map_or_else(|| format!("n={X}"), n)),
            segments,
        }
    }

    pub fn has_x(&self) -> bool {
        self.cells.contains(&Cell::X)
    }

    fn row(&self, drawn: bool) -> Row {
        let figure = |cell: &Cell<Made>| match cell {
            Cell::X => Figure {
                percent: X.to_owned(),
                svg: None,
                count: X.to_owned(),
            },
            Cell::Shown(made) => Figure {
                percent: percent(made.count, made.percent.as_deref()),
                svg: drawn.then(|| chart::share(made.count, self.n.unwrap_or(0))),
                count: people(made.count),
            },
        };
        let weighted = |cell: &Cell<Made>| match cell {
            Cell::X => X.to_owned(),
            Cell::Shown(made) => percent(made.count, made.weighted.as_deref()),
        };
        let is_weighted = |cell: &Cell<Made>| cell.shown().is_some_and(|m| m.weighted.is_some());
        Row {
            label: self.label.clone(),
            n: self.n.map_or_else(|| X.to_owned(), count),
            reference: self.reference,
            n_eff: self.n_eff.map(|n| rounding::float(n, 0)),
            cells: self.cells.iter().map(figure).collect(),
            weighted: self
                .cells
                .iter()
                .any(is_weighted)
                .then(|| self.cells.iter().map(weighted).collect()),
            mean: self.mean.as_deref().map_or_else(|| NONE.to_owned(), mean),
        }
    }
}

/// The table of these lines; `drawn` puts a bar into each cell.
pub(super) fn matrix(lines: &[Line], choices: &[Choice], drawn: bool, words: &Words<'_>) -> Matrix {
    let rows: Vec<Row> = lines.iter().map(|line| line.row(drawn)).collect();
    Matrix {
        columns: labels(choices, words),
        means: lines.iter().any(|line| line.mean.is_some()),
        rows,
    }
}

/// The names of the options, 無回答 last.
fn labels(choices: &[Choice], words: &Words<'_>) -> Vec<String> {
    let options = choices
        .iter()
        .map(|c| c.label.get(words.language).to_owned());
    options.chain([words.say("no-answer", &[])]).collect()
}

/// The legend of these lines: x only where there is one.
pub(super) fn legend(lines: &[Line], choices: &[Choice], words: &Words<'_>) -> Vec<Legend> {
    let tones = tones(choices).into_iter().chain([Tone::NoAnswer]);
    let named = labels(choices, words).into_iter().zip(tones);
    let x = lines
        .iter()
        .any(Line::has_x)
        .then(|| (words.say("legend-x", &[]), Tone::Hidden));
    named
        .chain(x)
        .map(|(label, tone)| Legend {
            svg: chart::patch(tone),
            label,
        })
        .collect()
}

/// The bars of these lines.
pub(super) fn bands(lines: &[Line], choices: &[Choice], named: bool) -> String {
    let bands: Vec<Band> = lines.iter().map(|line| line.band(choices, named)).collect();
    chart::bands(&bands)
}
