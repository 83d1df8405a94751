//! A cross table with its chart: the total and the groups of one attribute.

use serde::Serialize;

use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{Cell, Crosstab, Row, RowFigures};
use crate::domain::report::{ChiSquare, RowOf};
use crate::domain::statistics::rounding;

use super::PublishedSurvey;
use super::matrix::{self, Legend, Line, Made, Matrix};
use super::words::Words;

/// Below this least expected count the reader is warned of the test.
const FEW_EXPECTED: f64 = 5.0;

/// Everything about one cross table.
#[derive(Serialize)]
pub(super) struct Crossing {
    id: String,
    heading: String,
    description: String,
    legend: Vec<Legend>,
    svg: Option<String>,
    matrix: Option<Matrix>,
    hidden_rows: u64,
    reference: bool,
    has_x: bool,
    test: Option<Test>,
}

/// The line about the χ² test.
#[derive(Serialize)]
struct Test {
    x2: String,
    df: u64,
    p: String,
    v: String,
    few: bool,
}

impl Crossing {
    /// None when the attribute is not in the questionnaire.
    pub fn new(
        published: &PublishedSurvey,
        words: &Words<'_>,
        item: &Item,
        tab: &Crosstab,
    ) -> Option<Self> {
        let form = &published.live.reader;
        let questionnaire = form.questionnaire();
        let (_, by) = form.item(&tab.by)?;
        let choices = item.choices(questionnaire);
        let groups = by.choices(questionnaire);
        let lines: Vec<Line> = tab
            .rows
            .iter()
            .flatten()
            .map(|row| line(row, groups, words))
            .collect();
        let heading = by.question(questionnaire)?.text.get(&published.language);
        // The parts of a multiple choice do not fill a bar: each has one of its own, in its cell.
        let single = matches!(item.accepts, Accepts::One(_));
        let drawn = tab.rows.is_some() && single;
        Some(Self {
            id: tab.by.replace('.', "-"),
            heading: heading.to_owned(),
            description: words.plain("chart-rows", &[("rows", &lines.len().to_string())]),
            legend: match drawn {
                true => matrix::legend(&lines, choices, words),
                false => Vec::new(),
            },
            svg: drawn.then(|| matrix::bands(&lines, choices, true)),
            matrix: tab
                .rows
                .is_some()
                .then(|| matrix::matrix(&lines, choices, !single, words)),
            hidden_rows: tab.hidden_rows,
            reference: lines.iter().any(|line| line.reference),
            has_x: lines.iter().any(Line::has_x),
            // Not beside weighted percentages (M-8).
            test: tab
                .chi_square
                .filter(|_| published.figures().weights.is_none())
                .map(Test::new),
        })
    }
}

fn line(row: &Row, groups: &[Choice], words: &Words<'_>) -> Line {
    let label = match &row.of {
        RowOf::Total => words.say("row-total", &[]),
        RowOf::Missing => words.say("no-answer", &[]),
        RowOf::Option(code) => groups
            .iter()
            .find(|choice| choice.code.as_str() == code)
            .map_or_else(
                || code.clone(),
                |choice| choice.label.get(words.language).to_owned(),
            ),
    };
    let cell = |cell: &Cell<RowFigures>| match cell {
        Cell::X => Cell::X,
        Cell::Shown(figures) => Cell::Shown(Made {
            count: figures.count,
            percent: figures.percent.clone(),
            weighted: figures.weighted_percent.clone(),
        }),
    };
    Line {
        label,
        n: Some(row.n),
        reference: row.reference_only,
        n_eff: row.n_eff,
        cells: row.cells.iter().map(cell).collect(),
        mean: None,
    }
}

impl Test {
    fn new(test: ChiSquare) -> Self {
        let p = rounding::float(test.p, 3);
        Self {
            x2: rounding::float(test.x2, 2),
            df: test.df,
            p: match rounding::reads_zero(&p) {
                true => "<0.001".to_owned(),
                false => format!("={p}"),
            },
            v: rounding::float(test.cramers_v, 2),
            few: test.min_expected < FEW_EXPECTED,
        }
    }
}
