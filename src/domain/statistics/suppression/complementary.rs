//! Complementary suppression: which further cells are hidden, deterministic and greedy (M-12.3).

use super::At;
use super::disclosure::{disclosed, from_column, to_row};
use super::grid::{Grid, Node, Reached, joins};

/// Hides cells until nothing more is asked for. Returns all of them in order, and those of step (4).
pub(super) fn complete(grid: &mut Grid) -> (Vec<At>, Vec<At>) {
    let (mut all, mut protection) = (Vec::new(), Vec::new());
    loop {
        let stable = single_in_row(grid)
            .or_else(|| single_in_column(grid))
            .or_else(|| bridge(grid));
        let step = stable.or_else(|| {
            let step = protect(grid);
            protection.extend(step);
            step
        });
        let Some(at) = step else {
            return (all, protection);
        };
        grid.hide(at);
        all.push(at);
    }
}

/// (1) The first row whose only x could be found by subtraction.
fn single_in_row(grid: &Grid) -> Option<At> {
    let alone = (0..grid.rows).filter(|row| grid.hidden_in(grid.row(*row)) == 1);
    alone
        .filter_map(|row| {
            let open = grid.row(row).filter(|at| grid.is_open(*at));
            open.min_by_key(|at| {
                let crossing = grid.hidden_in(grid.column(at.1));
                (grid.count(*at), preference(crossing), at.1)
            })
        })
        .next()
}

/// (2) The same for columns.
fn single_in_column(grid: &Grid) -> Option<At> {
    let alone = (0..grid.columns).filter(|column| grid.hidden_in(grid.column(*column)) == 1);
    alone
        .filter_map(|column| {
            let open = grid.column(column).filter(|at| grid.is_open(*at));
            open.min_by_key(|at| {
                let crossing = grid.hidden_in(grid.row(at.0));
                (grid.count(*at), preference(crossing), at.0)
            })
        })
        .next()
}

/// Among equal cells: the crossing line with exactly one x, then with more, then with none.
fn preference(hidden_in_crossing: usize) -> u8 {
    match hidden_in_crossing {
        1 => 0,
        0 => 2,
        _ => 1,
    }
}

/// (3) The first x that alone connects two parts of the graph of x: its value follows from the sums of one part.
fn bridge(grid: &Grid) -> Option<At> {
    let hidden = grid.cells().filter(|at| grid.is_hidden(*at));
    hidden
        .filter_map(|at| {
            let side = |start| grid.reachable(start, at, |_| true, |_| true);
            let rows_side = side(Node::Row(at.0));
            if rows_side.has_column(at.1) {
                return None;
            }
            smallest_joining(grid, &rows_side, &side(Node::Column(at.1)))
        })
        .next()
}

/// (4) A cell that lets the first disclosed primary cell grow.
fn protect(grid: &Grid) -> Option<At> {
    disclosed(grid)
        .into_iter()
        .filter_map(|at| {
            let joining = smallest_joining(grid, &from_column(grid, at), &to_row(grid, at));
            joining.or_else(|| {
                let near = grid.cells().filter(|c| c.0 == at.0 || c.1 == at.1);
                smallest(grid, near)
            })
        })
        .next()
}

fn smallest_joining(grid: &Grid, a: &Reached, b: &Reached) -> Option<At> {
    smallest(grid, grid.cells().filter(|at| joins(*at, a, b)))
}

/// The smallest open cell; ties: lower row, then lower column.
fn smallest(grid: &Grid, cells: impl Iterator<Item = At>) -> Option<At> {
    cells
        .filter(|at| grid.is_open(*at))
        .min_by_key(|at| (grid.count(*at), *at))
}
