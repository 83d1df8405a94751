//! A table of several rows over the same options: the rows of a grid, the places of a ranking, the groups of a cross
//! table.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{Cell, Table};
use crate::domain::statistics::rounding;
use crate::views::chart;
use crate::views::numbers::count;
use crate::views::say::{Say, Wording};

use super::super::wording;
use super::figures::{NONE, X, people, percent};

/// The table.
#[derive(Serialize)]
pub(super) struct Matrix {
    /// What it is of, for who does not see what stands above it.
    pub caption: Wording,
    /// What its rows are.
    pub corner: Wording,
    pub columns: Vec<Wording>,
    pub rows: Vec<Row>,
    pub means: bool,
    /// Several could be chosen: the shares of a row add up to more than 100 %.
    pub several: bool,
}

/// One row.
#[derive(Serialize)]
pub(super) struct Row {
    pub label: Wording,
    pub n: String,
    pub reference: bool,
    pub n_eff: Option<Say>,
    pub cells: Vec<Figure>,
    pub weighted: Option<Vec<String>>,
    pub mean: Wording,
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
    pub label: Wording,
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

impl Line {
    /// The whole town, on all whom the item applies to.
    pub fn of_table(label: Wording, table: &Table, options: usize) -> Self {
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

    /// Whether something of it is hidden.
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
            n_eff: self
                .n_eff
                .map(|n| Say::new("n-eff").with("n", rounding::float(n, 0))),
            cells: self.cells.iter().map(figure).collect(),
            weighted: self
                .cells
                .iter()
                .any(is_weighted)
                .then(|| self.cells.iter().map(weighted).collect()),
            mean: self.mean.as_deref().map_or(NONE.into(), wording::signed),
        }
    }
}

/// The table of these lines. Where several options could be chosen (`several`) their shares fill no bar together: each
/// has one of its own in its cell.
pub(super) fn matrix(
    (caption, corner): (Wording, Wording),
    lines: &[Line],
    choices: &[Choice],
    several: bool,
    language: &Language,
) -> Matrix {
    let rows: Vec<Row> = lines.iter().map(|line| line.row(several)).collect();
    Matrix {
        caption,
        corner,
        columns: labels(choices, language),
        means: lines.iter().any(|line| line.mean.is_some()),
        several,
        rows,
    }
}

/// The names of the options, 無回答 last.
pub(super) fn labels(choices: &[Choice], language: &Language) -> Vec<Wording> {
    let options = choices.iter().map(|c| c.label.get(language).into());
    options.chain([Say::new("no-answer").into()]).collect()
}
