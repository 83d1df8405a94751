//! Cross tables: an attribute by an item (M-8).
//!
//! Rows: every attribute category and `missing`; the total includes the missing. Columns: options and 無回答
//! (no_answer + invalid). 非該当 responses are outside the table. Hiding small numbers belongs to `suppression`.

use super::chi_square::{self, ChiSquare};
use super::columns::Column;
use super::item::{Accepts, Item, OptionKind};
use super::tally::{Sums, Tally, Weights};

/// A row with fewer people (but anybody) is marked 参考値 (M-8, default).
pub const REFERENCE_BELOW: u64 = 30;

/// One row of a cross table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// People the item applies to.
    pub people: Sums,
    /// People who answered it.
    pub answered: Sums,
    /// Per option of the column item.
    pub cells: Vec<Sums>,
    /// 無回答 and 無効 together.
    pub no_answer: Sums,
}

impl Row {
    /// Whether the row is only for reference: 0 < n < 30.
    pub fn reference_only(&self) -> bool {
        (1..REFERENCE_BELOW).contains(&self.people.count)
    }

    /// The counts of the cells with 無回答 last, as `suppression` takes them.
    pub fn counts(&self) -> Vec<u64> {
        let cells = self.cells.iter().chain(std::iter::once(&self.no_answer));
        cells.map(|c| c.count).collect()
    }
}

/// A cross table.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosstab {
    /// Everybody, people with missing attribute included.
    pub total: Row,
    /// Per option of the row item.
    pub categories: Vec<Row>,
    /// People whose attribute is missing.
    pub missing: Row,
    /// Single-choice column items only, and only where there is something to test.
    pub chi_square: Option<ChiSquare>,
}

/// Counts a table in one pass per row category. Both columns are parallel to the valid responses.
pub fn crosstab(
    (row_item, row_column): (&Item, &Column),
    (item, column): (&Item, &Column),
    weights: Weights,
) -> Crosstab {
    let width = row_item.options().len();
    let place: Vec<Option<u8>> = (0..row_column.len())
        .map(|at| row_column.code(at))
        .collect();
    let row_of = |wanted: &dyn Fn(Option<u8>) -> bool| {
        let filter: Vec<bool> = place.iter().map(|code| wanted(*code)).collect();
        row(
            &Tally::of(column, item.options(), weights, Some(&filter)),
            item,
        )
    };
    let categories: Vec<Row> = (0..width)
        .map(|at| row_of(&|code| code.map(usize::from) == Some(at)))
        .collect();
    let single = matches!(item.accepts, Accepts::One(_));
    let opinions: Vec<Vec<u64>> = categories.iter().map(|row| opinions(row, item)).collect();
    Crosstab {
        total: row(&Tally::of(column, item.options(), weights, None), item),
        missing: row_of(&|code| code.is_none_or(|c| usize::from(c) >= width)),
        chi_square: single.then(|| chi_square::test(&opinions)).flatten(),
        categories,
    }
}

fn row(tally: &Tally, item: &Item) -> Row {
    let mut cells = tally.codes.clone();
    cells.resize(item.options().len(), Sums::default());
    Row {
        people: tally.eligible(),
        answered: tally.answered,
        cells,
        no_answer: tally.no_answer.and(tally.invalid),
    }
}

fn opinions(row: &Row, item: &Item) -> Vec<u64> {
    item.options()
        .iter()
        .zip(&row.cells)
        .filter(|(option, _)| option.kind == OptionKind::Substantive)
        .map(|(_, cell)| cell.count)
        .collect()
}
