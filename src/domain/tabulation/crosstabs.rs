//! The cross tables of a report: every closed item by every attribute (M-8).

use super::counted::{Counted, Split};
use crate::domain::report::{Crosstab, Row, RowOf};
use crate::domain::statistics::crosstab::{self, of_counts};
use crate::domain::statistics::tally::Sums;
use crate::domain::statistics::variable::Variable;

/// In order of the attributes, then of the items.
#[must_use]
pub fn crosstabs(counted: &Counted<'_>) -> Vec<Crosstab> {
    let closed: Vec<(usize, &Variable)> = counted
        .items()
        .filter(|(_, variable, _)| variable.is_closed())
        .map(|(at, variable, _)| (at, variable))
        .collect();
    let weighted = counted.is_weighted();
    let mut tables = Vec::new();
    for (by, split) in counted.splits() {
        let others = closed.iter().filter(|(at, _)| *at != by);
        tables.extend(others.filter_map(|(at, variable)| table(&split, *at, variable, weighted)));
    }
    tables
}

fn table(split: &Split<'_>, at: usize, variable: &Variable, weighted: bool) -> Option<Crosstab> {
    let by = (split.by, split.place);
    let table = of_counts(
        by,
        (variable, split.counts.get(at)?),
        split.groups,
        weighted,
    );
    let row = |of: RowOf, counted: &crosstab::Row| row(of, counted, weighted);
    let options = split.by.options().iter().zip(&table.categories);
    let rows = std::iter::once(row(RowOf::Total, &table.total))
        .chain(options.map(|(option, counted)| row(RowOf::Option(option.code.clone()), counted)))
        .chain(std::iter::once(row(RowOf::Missing, &table.missing)))
        .collect();
    Some(Crosstab {
        by: split.by.id.clone(),
        item: variable.id.clone(),
        rows,
        chi_square: table.chi_square,
    })
}

fn row(of: RowOf, row: &crosstab::Row, weighted: bool) -> Row {
    let cells = || row.cells.iter().chain(std::iter::once(&row.no_answer));
    Row {
        of,
        n: row.people.count,
        answered: row.answered.count,
        counts: row.cells.iter().map(|cell| cell.count).collect(),
        no_answer: row.no_answer.count,
        reference_only: row.reference_only(),
        weights: weighted.then(|| cells().map(|cell| cell.weight).collect()),
        n_eff: n_eff(row.people).filter(|_| weighted),
    }
}

/// (Σw)²/Σw² (M-9.7); none for nobody.
fn n_eff(people: Sums) -> Option<f64> {
    (people.count > 0).then(|| people.weight * people.weight / people.weight_squared)
}
