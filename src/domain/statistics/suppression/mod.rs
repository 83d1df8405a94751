//! Suppression of small numbers before anything is published (M-12).
//!
//! Row rule first, then the cell rule on what is left. `row` hides whole rows, `cell` finds the small cells,
//! `complementary` hides more so that subtraction does not give them back, `disclosure` checks what a reader can still
//! conclude, `published` is the table with x. `line` is the rule for the table of one item, which is the whole town.
//! `blocks` are tables of which more sums are published than those of their rows and columns.

mod blocks;
mod complementary;
mod disclosure;
mod grid;
mod line;
mod published;
mod row;

pub use blocks::Blocks;
pub use line::{Line, hide_options, parts_of};
pub use published::{PublishedCell, PublishedRow, publish};
pub use row::{RowRule, hide_rows, hide_rows_and};

use crate::domain::words::words;
use std::collections::{BTreeMap, BTreeSet};

use grid::Grid;

words! {
    /// Why a whole table is not shown.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum HiddenReason {
        /// A small cell could still be found out exactly.
        Disclosed = "disclosed",
        /// More than 60 % of the positive cells would be x.
        TooMany = "too_many",
        /// The row rule left no row.
        NothingLeft = "nothing_left",
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
    /// Which further sums are published.
    pub blocks: Blocks,
}

/// Applies the cell rule to a table whose row and column sums are published. Zeros are published, so an x is ≥ 1.
pub fn hide_cells(counts: &[Vec<u64>], k: u64) -> CellRule {
    hide_cells_beside(counts, k, &Beside::default())
}

fn hide_cells_beside(counts: &[Vec<u64>], k: u64, beside: &Beside) -> CellRule {
    let blocks = &beside.blocks;
    let inner = Beside {
        forced: beside.forced.iter().map(|at| blocks.place(*at)).collect(),
        hidden_totals: blocks.spread_groups(&beside.hidden_totals),
        ..Beside::default()
    };
    let mut grid = Grid::new(&blocks.spread(counts), k, &inner);
    let back = |cells: Vec<At>| cells.into_iter().map(|at| blocks.cell(at)).collect();
    let (complementary_steps, protection_steps) = complementary::complete(&mut grid);
    let mut rule = CellRule {
        counts: counts.to_vec(),
        primary: marks(counts, |_, count| (1..k).contains(&count)),
        suppressed: marks(counts, |at, _| grid.is_hidden(blocks.place(at))),
        complementary_steps: back(complementary_steps),
        protection_steps: back(protection_steps),
        disclosed: back(disclosure::disclosed(&grid)),
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

fn marks(counts: &[Vec<u64>], is_marked: impl Fn(At, u64) -> bool) -> Vec<Vec<bool>> {
    let row = |(row, cells): (usize, &Vec<u64>)| {
        let cells = cells.iter().enumerate();
        cells.map(|(at, n)| is_marked((row, at), *n)).collect()
    };
    counts.iter().enumerate().map(row).collect()
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
///
/// Of the hidden rows the sum over each part of the rows (`Blocks`) follows from what is shown.
pub fn hide_rows_and_cells_beside(
    people: &[u64],
    counts: &[Vec<u64>],
    (min_base, k): (u64, u64),
    beside: &Beside,
) -> RowCellRule {
    let part = |row: usize| beside.blocks.of_row(row);
    let rows = row::hide_rows_of(people, min_base, &beside.rows, &part);
    let shown: Vec<usize> = (0..counts.len()).filter(|row| !rows.hides(*row)).collect();
    let hidden = (0..counts.len()).filter(|row| rows.hides(*row));
    let mut sums: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for at in hidden {
        add(sums.entry(part(at)).or_default(), counts.get(at));
    }
    let row = |at: &usize| (part(*at), counts.get(*at).cloned().unwrap_or_default());
    let (parts, left): (Vec<usize>, Vec<Vec<u64>>) = shown.iter().map(row).chain(sums).unzip();
    let forced = beside.forced.iter().filter_map(|(row, column)| {
        let at = shown.iter().position(|shown| shown == row)?;
        Some((at, *column))
    });
    let beside = Beside {
        rows: Vec::new(),
        forced: forced.collect(),
        hidden_totals: beside.hidden_totals.clone(),
        blocks: beside.blocks.with_rows(parts),
    };
    RowCellRule {
        cells: hide_cells_beside(&left, k, &beside),
        has_hidden_row: rows.hides_any(),
        rows,
        shown,
    }
}

fn add(sum: &mut Vec<u64>, row: Option<&Vec<u64>>) {
    let row = row.map(Vec::as_slice).unwrap_or_default();
    sum.resize(sum.len().max(row.len()), 0);
    for (total, count) in sum.iter_mut().zip(row) {
        *total = total.saturating_add(*count);
    }
}

impl RowCellRule {
    /// Whether a person of some row could have chosen `to` instead of `from` and nothing that is shown would differ but
    /// the totals of these two columns. `blocks` are those the table was judged with.
    pub fn could_shift(&self, from: usize, to: usize, blocks: &Blocks) -> bool {
        let parts: Vec<usize> = self.parts(blocks);
        let blocks = blocks.with_rows(parts.clone());
        let grid = Grid::judged(&self.cells, &blocks);
        parts.iter().enumerate().any(|(row, _)| {
            let (start, end) = (blocks.place((row, from)), blocks.place((row, to)));
            grid.leads(start.1, end.1)
        })
    }

    /// Whether every row and cell is shown.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.hidden().is_none() && !self.rows.hides_any() && self.cells.n_suppressed() == 0
    }

    /// The rows that are not shown, those of one part together: their sum follows. `blocks` as above.
    #[must_use]
    pub fn hidden_rows(&self, blocks: &Blocks) -> Vec<Vec<usize>> {
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in self.rows.primary.iter().chain(&self.rows.complementary) {
            parts.entry(blocks.of_row(*row)).or_default().push(*row);
        }
        parts.into_values().collect()
    }

    /// The part of each judged row.
    fn parts(&self, blocks: &Blocks) -> Vec<usize> {
        let mut parts: Vec<usize> = self.shown.iter().map(|at| blocks.of_row(*at)).collect();
        let hidden = self.rows.primary.iter().chain(&self.rows.complementary);
        let hidden: BTreeSet<usize> = hidden.map(|at| blocks.of_row(*at)).collect();
        parts.extend(hidden);
        parts
    }
}
