//! A cross table as the public sees it: rows with few people are gone, small cells are x (M-12).

use super::making::Making;
use super::{Cell, Crosstab, Row, RowFigures};
use crate::domain::report::{self, RowOf};
use crate::domain::statistics::rounding;
use crate::domain::statistics::suppression::{
    At, Beside, Blocks, Line, RowCellRule, hide_rows_and_cells_beside,
};

/// A cross table with what is x in it; hidden without a rule.
pub(super) fn told(tab: &report::Crosstab, judged: Option<(&Line, &RowCellRule)>) -> Crosstab {
    let Some((item, rule)) = judged else {
        return hidden(tab);
    };
    let whole = !item.hides_any() && rule.is_whole();
    Crosstab {
        by: tab.by.clone(),
        item: tab.item.clone(),
        rows: Some(rows(tab, item, rule)),
        hidden_rows: count(rule.rows.primary.len() + rule.rows.complementary.len()),
        chi_square: tab.chi_square.filter(|_| whole),
    }
}

fn hidden(tab: &report::Crosstab) -> Crosstab {
    Crosstab {
        by: tab.by.clone(),
        item: tab.item.clone(),
        rows: None,
        hidden_rows: 0,
        chi_square: None,
    }
}

/// Both rules; none when the table is hidden, or was hidden before. Rows that are x in the attribute's own table are
/// not shown: their n would give it away.
pub(super) fn rule(
    making: &Making,
    tab: &report::Crosstab,
    (item, by): (&Line, &Line),
    blocks: &Blocks,
) -> Option<RowCellRule> {
    let categories = categories(tab);
    let x_of_attribute = (0..categories.len()).filter(|row| by.hides(*row));
    let (rows_before, x_before) = before(making, tab)?;
    let beside = Beside {
        rows: x_of_attribute.chain(rows_before).collect(),
        forced: x_before,
        hidden_totals: item.groups.clone(),
        blocks: blocks.clone(),
    };
    let people: Vec<u64> = categories.iter().map(|row| row.n).collect();
    let counts: Vec<Vec<u64>> = categories.iter().map(counts).collect();
    let limits = (making.design.min_base, making.design.k);
    let rule = hide_rows_and_cells_beside(&people, &counts, limits, &beside);
    rule.hidden().is_none().then_some(rule)
}

/// The rows without the total: options of the attribute in order, missing last.
fn categories(tab: &report::Crosstab) -> &[report::Row] {
    tab.rows.split_first().map_or(&[], |(_, rest)| rest)
}

pub(super) fn counts(row: &report::Row) -> Vec<u64> {
    let cells = row.counts.iter().chain(std::iter::once(&row.no_answer));
    cells.copied().collect()
}

/// Rows that were not shown and cells that were x when the table was shown before (M-12.5); none when it was hidden.
fn before(making: &Making, tab: &report::Crosstab) -> Option<(Vec<usize>, Vec<At>)> {
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    for known in making.crossed_before(&tab.by, &tab.item) {
        let known = known.rows.as_ref()?;
        for (at, row) in categories(tab).iter().enumerate() {
            let Some(known) = known.iter().find(|known| known.of == row.of) else {
                rows.push(at);
                continue;
            };
            let x = known.cells.iter().enumerate();
            cells.extend(
                x.filter(|(_, cell)| **cell == Cell::X)
                    .map(|(column, _)| (at, column)),
            );
        }
    }
    Some((rows, cells))
}

fn rows(tab: &report::Crosstab, item: &Line, rule: &RowCellRule) -> Vec<Row> {
    let total = tab.rows.first().filter(|row| row.of == RowOf::Total);
    let total = total.map(|total| row(total, |column| item.hides(column)));
    let categories = categories(tab);
    let shown = rule.shown.iter().enumerate().filter_map(|(at, place)| {
        let category = categories.get(*place)?;
        Some(row(category, |column| !rule.cells.shows(at, column)))
    });
    total.into_iter().chain(shown).collect()
}

/// One row. What weights make of a row with an x is not shown either.
fn row(row: &report::Row, hides: impl Fn(usize) -> bool) -> Row {
    let counts = counts(row);
    let heavy: Option<f64> = row.weights.as_ref().map(|weights| weights.iter().sum());
    let cell = |(column, count): (usize, &u64)| {
        if hides(column) {
            return Cell::X;
        }
        let weight = row.weights.as_ref().and_then(|w| w.get(column));
        let weighted = weight.zip(heavy).filter(|(_, heavy)| *heavy > 0.0);
        Cell::Shown(RowFigures {
            count: *count,
            percent: rounding::percent(*count, row.n, 1),
            weighted_percent: weighted
                .map(|(weight, heavy)| rounding::float(100.0 * weight / heavy, 1)),
        })
    };
    let cells: Vec<_> = counts.iter().enumerate().map(cell).collect();
    let whole = !cells.contains(&Cell::X);
    Row {
        of: row.of.clone(),
        n: row.n,
        n_eff: row.n_eff.filter(|_| whole),
        reference_only: row.reference_only,
        cells,
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
