//! A cross table with its chart: the total and the groups of one attribute.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::question::Choice;
use crate::domain::report::release::{Cell, Crosstab, Row, RowFigures};
use crate::domain::report::{ChiSquare, RowOf};
use crate::domain::statistics::rounding;
use crate::views::say::Say;

use super::PublishedSurvey;
use super::chart::Chart;
use super::matrix::{self, Line, Made, Matrix};
use super::names;

/// Below this least expected count the reader is warned of the test.
const FEW_EXPECTED: f64 = 5.0;

/// Everything about one cross table.
#[derive(Serialize)]
pub(super) struct Crossing {
    id: String,
    heading: String,
    chart: Option<Chart>,
    matrix: Option<Matrix>,
    hidden_rows: Option<Say>,
    reference: bool,
    has_x: bool,
    test: Option<Test>,
}

/// The line about the χ² test.
#[derive(Serialize)]
struct Test {
    said: Say,
    few: bool,
}

impl Crossing {
    /// None when the attribute is not in the questionnaire.
    pub fn new(published: &PublishedSurvey, item: &Item, tab: &Crosstab) -> Option<Self> {
        let (form, language) = (&published.live.reader, &published.language);
        let questionnaire = form.questionnaire();
        let (_, by) = form.item(&tab.by)?;
        let heading = by.name(questionnaire, language);
        let caption = names::crossed(names::item(published, item), &heading);
        let corner = heading.as_str().into();
        let choices = item.choices(questionnaire);
        let groups = by.choices(questionnaire);
        let lines: Vec<Line> = tab
            .rows
            .iter()
            .flatten()
            .map(|row| line(row, groups, language))
            .collect();
        // The parts of a multiple choice do not fill a bar: each has one of its own, in its cell.
        let single = matches!(item.accepts, Accepts::One(_));
        let drawn = tab.rows.is_some() && single;
        Some(Self {
            id: tab.by.replace('.', "-"),
            chart: drawn.then(|| Chart::of_groups(&heading, &lines, choices, language)),
            matrix: tab
                .rows
                .is_some()
                .then(|| matrix::matrix((caption, corner), &lines, choices, !single, language)),
            heading,
            hidden_rows: hidden_rows(tab.hidden_rows),
            reference: lines.iter().any(|line| line.reference),
            has_x: lines.iter().any(Line::has_x),
            // Not beside weighted percentages (M-8), nor where words are easy: it has none.
            test: tab
                .chi_square
                .filter(|_| published.figures().weights.is_none() && !published.is_easy())
                .map(Test::new),
        })
    }
}

/// How many groups are too small to be shown; nothing where none is.
fn hidden_rows(count: u64) -> Option<Say> {
    (count > 0).then(|| Say::new("hidden-rows").with("count", count))
}

fn line(row: &Row, groups: &[Choice], language: &Language) -> Line {
    let label = match &row.of {
        RowOf::Total => Say::new("row-total").into(),
        RowOf::Missing => Say::new("no-answer").into(),
        RowOf::Option(code) => {
            let group = groups.iter().find(|choice| choice.code.as_str() == code);
            group
                .map_or(code.as_str(), |choice| choice.label.get(language))
                .into()
        }
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
        let p = match rounding::reads_zero(&p) {
            true => "<0.001".to_owned(),
            false => format!("={p}"),
        };
        let said = Say::new("chi2")
            .with("x2", rounding::float(test.x2, 2))
            .with("df", test.df)
            .with("p", p)
            .with("v", rounding::float(test.cramers_v, 2));
        Self {
            said,
            few: test.min_expected < FEW_EXPECTED,
        }
    }
}
