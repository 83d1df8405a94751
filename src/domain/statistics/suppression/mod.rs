//! Suppression of small numbers before anything is published (M-12).
//!
//! Row rule first, then the cell rule on what is left. `row` hides whole rows, `cell` finds the small cells,
//! `complementary` hides more so that subtraction does not give them back, `disclosure` checks what a reader can still
//! conclude, `published` is the table with x. `line` is the rule for the table of one item, which is the whole town.

mod complementary;
mod disclosure;
mod grid;
mod line;
mod published;
mod row;

pub use line::{Line, hide_options};
pub use published::{PublishedCell, PublishedRow, publish};
pub use row::{RowRule, hide_rows, hide_rows_and};

use grid::Grid;

/// Why a whole table is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenReason {
    /// A small cell could still be found out exactly.
    Disclosed,
    /// More than 60 % of the positive cells would be x.
    TooMany,
    /// The row rule left no row.
    NothingLeft,
}

impl HiddenReason {
    /// The key in files.
    pub fn key(self) -> &'static str {
        match self {
            HiddenReason::Disclosed => "disclosed",
            HiddenReason::TooMany => "too_many",
            HiddenReason::NothingLeft => "nothing_left",
        }
    }
}

/// A cell by row and column.
pub type At = (usize, usize);

/// The result of the cell rule. All tables are `[row][column]`, of the size of the counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRule {
    /// The counts that were judged.
    pub counts: Vec<Vec<u64>>,
    /// 0 < count < k.
    pub primary: Vec<Vec<bool>>,
    /// Every x: primary and complementary.
    pub suppressed: Vec<Vec<bool>>,
    /// Complementary cells in the order in which they were hidden.
    pub complementary_steps: Vec<At>,
    /// Those of them that the disclosure check asked for.
    pub protection_steps: Vec<At>,
    /// Primary cells a reader could still find out.
    pub disclosed: Vec<At>,
    /// Why the table is not shown at all.
    pub hidden: Option<HiddenReason>,
}

impl CellRule {
    /// Number of primary cells.
    pub fn n_primary(&self) -> usize {
        count(&self.primary)
    }

    /// Number of x.
    pub fn n_suppressed(&self) -> usize {
        count(&self.suppressed)
    }

    /// Number of cells with anybody in them.
    pub fn n_positive(&self) -> usize {
        self.counts.iter().flatten().filter(|c| **c > 0).count()
    }

    /// Whether a cell may be shown: not x, and the table is not hidden.
    pub fn shows(&self, row: usize, column: usize) -> bool {
        let suppressed = self.suppressed.get(row).and_then(|r| r.get(column));
        self.hidden.is_none() && suppressed == Some(&false)
    }

    /// Whether a figure made from these columns of a row (a sum, mean, net score) may be shown: none of them is x.
    ///
    /// For a base without some columns (無回答 outside `answered`) pass those columns too: the n of such a base would
    /// give them away (M-12.2).
    pub fn shows_figure(&self, row: usize, columns: impl IntoIterator<Item = usize>) -> bool {
        columns.into_iter().all(|column| self.shows(row, column))
    }
}

fn count(table: &[Vec<bool>]) -> usize {
    table.iter().flatten().filter(|x| **x).count()
}

/// What is hidden beside the small numbers of one table. Nothing, when it stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// Rows that are not shown whatever their number of people: they were not shown before (M-12.5).
    pub rows: Vec<usize>,
    /// Cells that are x whatever their count: they were x before. A zero stays shown.
    pub forced: Vec<At>,
    /// Columns whose totals are x in another table, in groups of which the sum is published. All their cells are x.
    pub hidden_totals: Vec<Vec<usize>>,
}

/// Applies the cell rule to a table whose row and column sums are published. Zeros are published, so an x is ≥ 1.
pub fn hide_cells(counts: &[Vec<u64>], k: u64) -> CellRule {
    hide_cells_beside(counts, k, &Beside::default())
}

fn hide_cells_beside(counts: &[Vec<u64>], k: u64, beside: &Beside) -> CellRule {
    let mut grid = Grid::new(counts, k, beside);
    let small = |row: &Vec<u64>| row.iter().map(|count| (1..k).contains(count)).collect();
    let (complementary_steps, protection_steps) = complementary::complete(&mut grid);
    let disclosed = disclosure::disclosed(&grid);
    let mut rule = CellRule {
        counts: counts.to_vec(),
        primary: counts.iter().map(small).collect(),
        suppressed: grid.hidden_table(counts.len()),
        complementary_steps,
        protection_steps,
        disclosed,
        hidden: None,
    };
    rule.hidden = if !rule.disclosed.is_empty() {
        Some(HiddenReason::Disclosed)
    } else if rule.n_suppressed() * 10 > rule.n_positive() * 6 {
        Some(HiddenReason::TooMany)
    } else {
        None
    };
    rule
}

/// Both rules: the row rule, then the cell rule on the shown rows and one last row with the sum of the hidden ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCellRule {
    /// What the row rule hid.
    pub rows: RowRule,
    /// Indexes of the rows that are left, in order.
    pub shown: Vec<usize>,
    /// Whether the last judged row is the sum of the hidden ones.
    pub has_hidden_row: bool,
    /// The cell rule on `shown` and, where rows are hidden, their sum.
    pub cells: CellRule,
}

impl RowCellRule {
    /// Why the table is not shown at all; the row rule speaks first.
    pub fn hidden(&self) -> Option<HiddenReason> {
        self.rows.hidden.or(self.cells.hidden)
    }
}

/// Applies the row rule to the people of each row, then the cell rule (M-12).
pub fn hide_rows_and_cells(
    people: &[u64],
    counts: &[Vec<u64>],
    min_base: u64,
    k: u64,
) -> RowCellRule {
    hide_rows_and_cells_beside(people, counts, (min_base, k), &Beside::default())
}

/// The same for a table of which more is hidden than its own small numbers ask for. `beside` counts all rows.
pub fn hide_rows_and_cells_beside(
    people: &[u64],
    counts: &[Vec<u64>],
    (min_base, k): (u64, u64),
    beside: &Beside,
) -> RowCellRule {
    let rows = hide_rows_and(people, min_base, &beside.rows);
    let is_hidden = |row: &usize| rows.hides(*row);
    let shown: Vec<usize> = (0..counts.len()).filter(|row| !is_hidden(row)).collect();
    let width = counts.iter().map(Vec::len).max().unwrap_or(0);
    let row = |at: usize| counts.get(at).cloned().unwrap_or_default();
    let mut left: Vec<Vec<u64>> = shown.iter().map(|at| row(*at)).collect();
    let mut sum = vec![0u64; width];
    for at in (0..counts.len()).filter(is_hidden) {
        for (total, count) in sum.iter_mut().zip(row(at)) {
            *total += count;
        }
    }
    let has_hidden_row = rows.hides_any();
    if has_hidden_row {
        left.push(sum);
    }
    let forced = beside.forced.iter().filter_map(|(row, column)| {
        let at = shown.iter().position(|shown| shown == row)?;
        Some((at, *column))
    });
    let beside = Beside {
        rows: Vec::new(),
        forced: forced.collect(),
        hidden_totals: beside.hidden_totals.clone(),
    };
    RowCellRule {
        cells: hide_cells_beside(&left, k, &beside),
        rows,
        shown,
        has_hidden_row,
    }
}
