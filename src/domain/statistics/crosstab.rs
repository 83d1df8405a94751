//! Cross tables: an attribute by a variable (M-8).
//!
//! Rows: every attribute category and `missing`; the total includes the missing. Columns: options and 無回答
//! (no_answer + invalid). 非該当 responses are outside the table. Hiding small numbers belongs to `suppression`.

use super::chi_square::{self, ChiSquare};
use super::columns::Column;
use super::counts::Counts;
use super::groups::{Group, Groups};
use super::tally::{Filter, Sums, Tally};
use super::variable::{Accepts, OptionKind, Variable};

/// A row with fewer people (but anybody) is marked 参考値 (M-8, default).
pub const REFERENCE_BELOW: u64 = 30;

/// One row of a cross table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// People the variable applies to.
    pub people: Sums,
    /// People who answered it.
    pub answered: Sums,
    /// Per option of the column variable.
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
    /// Per option of the row variable.
    pub categories: Vec<Row>,
    /// People whose attribute is missing.
    pub missing: Row,
    /// Single-choice column variables only, and only where there is something to test.
    pub chi_square: Option<ChiSquare>,
}

/// Counts a table in one pass over the column. All columns are parallel to the valid responses; the groups bring the
/// weights, and only who passes the filter is counted.
pub fn crosstab(
    (by, row_column): (&Variable, &Column),
    (variable, column): (&Variable, &Column),
    (groups, weighted): (&Groups, bool),
    filter: Filter,
) -> Crosstab {
    let groups = groups.split(row_column);
    let at = groups
        .groups()
        .first()
        .map_or(0, |g| g.codes.len().saturating_sub(1));
    let counts = Counts::of(variable, column, &groups, filter);
    of_counts((by, at), (variable, &counts), &groups, weighted)
}

/// The table of a variable that is counted already; `at` is the place of the attribute among the columns the groups
/// were split by.
pub fn of_counts(
    (by, at): (&Variable, usize),
    (variable, counts): (&Variable, &Counts),
    groups: &Groups,
    weighted: bool,
) -> Crosstab {
    let width = by.options().len();
    let code = |group: &Group| group.codes.get(at).copied().flatten().map(usize::from);
    let rows =
        |is_in: &dyn Fn(&Group) -> bool| row(&counts.tally(groups, weighted, is_in), variable);
    let categories: Vec<Row> = (0..width)
        .map(|option| rows(&|group| code(group) == Some(option)))
        .collect();
    let single = matches!(variable.accepts, Accepts::One(_));
    let opinions: Vec<Vec<u64>> = categories
        .iter()
        .map(|row| opinions(row, variable))
        .collect();
    Crosstab {
        total: rows(&|_| true),
        missing: rows(&|group| code(group).is_none_or(|option| option >= width)),
        chi_square: single.then(|| chi_square::test(&opinions)).flatten(),
        categories,
    }
}

fn row(tally: &Tally, variable: &Variable) -> Row {
    let mut cells = tally.codes.clone();
    cells.resize(variable.options().len(), Sums::default());
    Row {
        people: tally.eligible(),
        answered: tally.answered,
        cells,
        no_answer: tally.no_answer.and(tally.invalid),
    }
}

fn opinions(row: &Row, variable: &Variable) -> Vec<u64> {
    variable
        .options()
        .iter()
        .zip(&row.cells)
        .filter(|(option, _)| option.kind == OptionKind::Substantive)
        .map(|(_, cell)| cell.count)
        .collect()
}
