//! A table of counts with marks for hidden cells; rows and columns as nodes of the graphs of M-12.3 and M-12.4.

use super::{At, Beside, Blocks, CellRule};

/// More than any count: what a total that is not published is taken from.
const MANY: u64 = u64::MAX / 2;

/// A rectangular table; short rows count as filled with zeros.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    counts: Vec<u64>,
    hidden: Vec<bool>,
    primary: Vec<bool>,
    pub rows: usize,
    pub columns: usize,
}

impl Grid {
    /// Marks the primary cells (0 < count < k) and what is hidden beside them.
    ///
    /// Each group of totals that are not published becomes one more row with `MANY − total` in its columns: then all
    /// sums are known, and a total is found out exactly when its cell of that row is. Such a cell grows where its total
    /// shrinks; a total of 1 cannot, and neither can the only cell of its column, so no walk passes there.
    pub fn new(table: &[Vec<u64>], k: u64, beside: &Beside) -> Grid {
        let columns = table.iter().map(Vec::len).max().unwrap_or(0);
        let padded = |row: &Vec<u64>| -> Vec<u64> {
            (0..columns)
                .map(|at| row.get(at).copied().unwrap_or(0))
                .collect()
        };
        let mut counts: Vec<u64> = table.iter().flat_map(padded).collect();
        let mut primary: Vec<bool> = counts.iter().map(|c| (1..k).contains(c)).collect();
        for group in &beside.hidden_totals {
            let total = |column: usize| -> u64 {
                let cells = table.iter().filter_map(|row| row.get(column));
                cells.fold(0, |sum, count| sum.saturating_add(*count))
            };
            let rest = (0..columns).map(|at| (group.contains(&at), MANY.saturating_sub(total(at))));
            counts.extend(
                rest.clone()
                    .map(|(inside, rest)| if inside { rest } else { 0 }),
            );
            primary.extend(rest.map(|(inside, _)| inside));
        }
        let mut grid = Grid {
            hidden: primary.clone(),
            counts,
            primary,
            rows: table.len() + beside.hidden_totals.len(),
            columns,
        };
        let of_totals = |at: &At| {
            beside
                .hidden_totals
                .iter()
                .any(|group| group.contains(&at.1))
        };
        let also: Vec<At> = grid
            .cells()
            .filter(|at| grid.is_open(*at) && (beside.forced.contains(at) || of_totals(at)))
            .collect();
        also.into_iter().for_each(|at| grid.hide(at));
        grid
    }

    /// A table as it was judged, without the totals that are not published.
    pub fn judged(rule: &CellRule, blocks: &Blocks) -> Grid {
        let nothing = Beside::default();
        let mut grid = Grid::new(&blocks.spread(&rule.counts), 0, &nothing);
        for (row, hidden) in rule.suppressed.iter().enumerate() {
            let x = hidden.iter().enumerate().filter(|(_, hidden)| **hidden);
            x.for_each(|(column, _)| grid.hide(blocks.place((row, column))));
        }
        grid
    }

    /// Whether one person less in column `from` and one more in column `to` fits all that is shown of the table.
    pub fn leads(&self, from: usize, to: usize) -> bool {
        let nowhere = (self.rows, self.columns);
        let reached = self.reachable(Node::Column(from), nowhere, |_| true, |count| count > 1);
        reached.has_column(to)
    }

    pub fn count(&self, (row, column): At) -> u64 {
        let at = row * self.columns + column;
        self.counts.get(at).copied().unwrap_or(0)
    }

    pub fn is_hidden(&self, (row, column): At) -> bool {
        let at = row * self.columns + column;
        self.hidden.get(at).copied().unwrap_or(false)
    }

    pub fn is_primary(&self, (row, column): At) -> bool {
        let at = row * self.columns + column;
        self.primary.get(at).copied().unwrap_or(false)
    }

    /// Positive and not yet hidden: what may still be hidden.
    pub fn is_open(&self, at: At) -> bool {
        self.count(at) > 0 && !self.is_hidden(at)
    }

    pub fn hide(&mut self, (row, column): At) {
        let at = row * self.columns + column;
        if let Some(hidden) = self.hidden.get_mut(at) {
            *hidden = true;
        }
    }

    /// All cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = At> + use<> {
        let columns = self.columns;
        (0..self.rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    pub fn row(&self, row: usize) -> impl Iterator<Item = At> + use<> {
        (0..self.columns).map(move |column| (row, column))
    }

    pub fn column(&self, column: usize) -> impl Iterator<Item = At> + use<> {
        (0..self.rows).map(move |row| (row, column))
    }

    pub fn hidden_in(&self, line: impl Iterator<Item = At>) -> usize {
        line.filter(|at| self.is_hidden(*at)).count()
    }

    /// Rows and columns that can be reached from `start` over hidden cells other than `without`.
    ///
    /// `row_to_column` and `column_to_row` say whether a cell may be walked in that direction.
    pub fn reachable(
        &self,
        start: Node,
        without: At,
        row_to_column: impl Fn(u64) -> bool,
        column_to_row: impl Fn(u64) -> bool,
    ) -> Reached {
        let mut reached = Reached {
            rows: vec![false; self.rows],
            columns: vec![false; self.columns],
        };
        let mut waiting = vec![start];
        while let Some(node) = waiting.pop() {
            if !reached.enter(node) {
                continue;
            }
            let walk = |at: &At| *at != without && self.is_hidden(*at);
            match node {
                Node::Row(row) => waiting.extend(
                    self.row(row)
                        .filter(|at| walk(at) && row_to_column(self.count(*at)))
                        .map(|(_, column)| Node::Column(column)),
                ),
                Node::Column(column) => waiting.extend(
                    self.column(column)
                        .filter(|at| walk(at) && column_to_row(self.count(*at)))
                        .map(|(row, _)| Node::Row(row)),
                ),
            }
        }
        reached
    }
}

/// A row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Row(usize),
    Column(usize),
}

/// The nodes a walk has reached, its start included.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    rows: Vec<bool>,
    columns: Vec<bool>,
}

impl Reached {
    /// False when it was there before.
    fn enter(&mut self, node: Node) -> bool {
        let slot = match node {
            Node::Row(row) => self.rows.get_mut(row),
            Node::Column(column) => self.columns.get_mut(column),
        };
        slot.is_some_and(|seen| !std::mem::replace(seen, true))
    }

    pub fn has_row(&self, row: usize) -> bool {
        self.rows.get(row) == Some(&true)
    }

    pub fn has_column(&self, column: usize) -> bool {
        self.columns.get(column) == Some(&true)
    }
}

/// Whether a cell has one end in `a` and the other in `b`.
pub(super) fn joins((row, column): At, a: &Reached, b: &Reached) -> bool {
    (a.has_row(row) && b.has_column(column)) || (a.has_column(column) && b.has_row(row))
}
