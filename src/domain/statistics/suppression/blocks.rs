//! Tables of which sums over some rows and some columns are published too: they fall into blocks.
//!
//! A question that is asked of those who chose 3 or 4 publishes how many these are in every group; a figure about women
//! publishes how many of them chose what. Rows that are in the same such sums are one part, columns likewise. Of every
//! block, a part of the rows by a part of the columns, all sums of rows and of columns count as published. That is more
//! than is known, never less; and whoever is moved within a block changes none of these sums.

use super::At;

/// Which part each row and each column is in; whatever is missing is in part 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocks {
    rows: Vec<usize>,
    columns: Vec<usize>,
}

impl Blocks {
    /// Rows that are in the same `row_sums` are one part; columns likewise.
    #[must_use]
    pub fn new(
        (rows, row_sums): (usize, &[Vec<usize>]),
        (columns, column_sums): (usize, &[Vec<usize>]),
    ) -> Self {
        Self {
            rows: parts(rows, row_sums),
            columns: parts(columns, column_sums),
        }
    }

    /// The part of a row.
    pub(super) fn of_row(&self, row: usize) -> usize {
        self.rows.get(row).copied().unwrap_or(0)
    }

    fn of_column(&self, column: usize) -> usize {
        self.columns.get(column).copied().unwrap_or(0)
    }

    /// The same columns over other rows.
    pub(super) fn with_rows(&self, rows: Vec<usize>) -> Self {
        Self {
            rows,
            columns: self.columns.clone(),
        }
    }

    /// How many parts the columns and the rows have.
    fn sizes(&self) -> (usize, usize) {
        let most = |parts: &[usize]| parts.iter().max().map_or(1, |most| most + 1);
        (most(&self.columns), most(&self.rows))
    }

    /// Where a cell is in the table that [`Self::spread`] makes.
    pub(super) fn place(&self, (row, column): At) -> At {
        let (column_parts, row_parts) = self.sizes();
        let row_at = row * column_parts + self.of_column(column);
        (row_at, column * row_parts + self.of_row(row))
    }

    /// The cell that is at a place of that table.
    pub(super) fn cell(&self, (row, column): At) -> At {
        let (column_parts, row_parts) = self.sizes();
        (row / column_parts, column / row_parts)
    }

    /// A table with one row for every row and part of the columns, and one column for every column and part of the
    /// rows: its sums are those of the blocks. Its other cells are 0.
    pub(super) fn spread(&self, counts: &[Vec<u64>]) -> Vec<Vec<u64>> {
        let (column_parts, row_parts) = self.sizes();
        let width = counts.iter().map(Vec::len).max().unwrap_or(0);
        let mut spread = vec![vec![0; width * row_parts]; counts.len() * column_parts];
        for (row, cells) in counts.iter().enumerate() {
            for (column, count) in cells.iter().enumerate() {
                let (to_row, to_column) = self.place((row, column));
                let cell = spread.get_mut(to_row).and_then(|r| r.get_mut(to_column));
                if let Some(cell) = cell {
                    *cell = *count;
                }
            }
        }
        spread
    }

    /// Groups of columns in that table: one for each part of the rows.
    pub(super) fn spread_groups(&self, groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let (_, row_parts) = self.sizes();
        let of_part = |group: &Vec<usize>, part: usize| -> Vec<usize> {
            group.iter().map(|at| at * row_parts + part).collect()
        };
        let parts = |group| (0..row_parts).map(move |part| of_part(group, part));
        groups.iter().flat_map(parts).collect()
    }
}

/// The part of each place: places that are in the same sums share one.
pub(super) fn parts(places: usize, sums: &[Vec<usize>]) -> Vec<usize> {
    let mut known: Vec<Vec<bool>> = Vec::new();
    let part = |place: usize| {
        let inside: Vec<bool> = sums.iter().map(|sum| sum.contains(&place)).collect();
        known.iter().position(|k| *k == inside).unwrap_or_else(|| {
            known.push(inside);
            known.len() - 1
        })
    };
    (0..places).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_found_again() {
        let blocks = Blocks::new((3, &[vec![1]]), (4, &[vec![0, 1], vec![1, 2]]));
        assert_eq!(
            (blocks.rows.clone(), blocks.columns.clone()),
            (vec![0, 1, 0], vec![0, 1, 2, 3])
        );
        let counts: Vec<Vec<u64>> = (0..3)
            .map(|r| (0..4).map(|c| 10 * r + c).collect())
            .collect();
        let spread = blocks.spread(&counts);
        for (row, cells) in counts.iter().enumerate() {
            for (column, count) in cells.iter().enumerate() {
                let (r, c) = blocks.place((row, column));
                assert_eq!(spread[r][c], *count);
                assert_eq!(blocks.cell((r, c)), (row, column));
            }
        }
        let whole = Blocks::default();
        assert_eq!(
            whole.spread(&counts),
            counts,
            "without further sums a table is one block"
        );
    }
}
