//! What a reader can conclude from a table with x whose sums are published (M-12.4).
//!
//! An x may grow without limit and shrink down to 1. A primary cell is safe when it can do one of the two while other x
//! make up for it: a walk through the residual graph back to its own row or column.

use super::At;
use super::grid::{Grid, Node, Reached};

/// The primary cells that can be found out exactly, row by row.
pub(super) fn disclosed(grid: &Grid) -> Vec<At> {
    let primary = grid.cells().filter(|at| grid.is_primary(*at));
    primary.filter(|at| is_disclosed(grid, *at)).collect()
}

fn is_disclosed(grid: &Grid, at: At) -> bool {
    let (row, column) = at;
    let can_grow = from_column(grid, at).has_row(row);
    let can_shrink = || {
        grid.count(at) > 1
            && grid
                .reachable(Node::Row(row), at, |_| true, |count| count > 1)
                .has_column(column)
    };
    !can_grow && !can_shrink()
}

/// Nodes reachable from the column of a cell in the residual graph without the cell.
pub(super) fn from_column(grid: &Grid, at: At) -> Reached {
    grid.reachable(Node::Column(at.1), at, |_| true, |count| count > 1)
}

/// Nodes from which the row of a cell is reachable: the same graph walked backwards.
pub(super) fn to_row(grid: &Grid, at: At) -> Reached {
    grid.reachable(Node::Row(at.0), at, |count| count > 1, |_| true)
}
