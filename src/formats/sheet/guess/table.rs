//! Tables: rows that are answered on one scale or on two, in cells or laid out with spaces.

use std::collections::BTreeMap;

use super::blanks::is_mark;
use super::laid_out;
use super::marks::{self, Offer};
use super::piece::{Piece, Taken, eat_space, ringed};
use super::scales;
use crate::formats::sheet::{Line, Where};

/// A cell: its lines.
pub(super) type Cell<'l> = Vec<Piece<'l>>;

/// A table: its rows, by column.
pub(super) type Rows<'l> = Vec<Row<'l>>;

/// A row: its cells by column.
pub(super) type Row<'l> = BTreeMap<usize, Cell<'l>>;

/// A table of rows that share their options.
#[derive(Debug, Clone)]
pub(super) struct Grid<'l> {
    /// What is judged: the pieces of each row's cells.
    pub rows: Vec<Cell<'l>>,
    /// One scale or two, with its heading.
    pub axes: Vec<Axis<'l>>,
    /// Headings that became nothing.
    pub headings: Vec<Piece<'l>>,
    /// What is there to be marked.
    pub marks: Vec<Piece<'l>>,
}

/// A scale of a table.
#[derive(Debug, Clone)]
pub(super) struct Axis<'l> {
    /// Its heading; none where there is none.
    pub heading: Option<Piece<'l>>,
    /// Its steps; none where only numbers stand over the columns.
    pub options: Vec<Step<'l>>,
}

/// A step of a scale, over a column.
#[derive(Debug, Clone)]
pub(super) struct Step<'l> {
    /// The first of its lines with what is kept of it, then the others.
    pub taken: Vec<Taken<'l>>,
    /// The number that is printed.
    pub number: Option<u16>,
}

/// The table that begins at a line: its rows, and how many lines it takes.
pub(super) fn at<'l>(lines: &'l [Line], from: usize) -> Option<(Rows<'l>, usize)> {
    match lines.get(from)?.place {
        Where::Cell { table, .. } => Some(of_cells(lines, from, table)),
        _ => laid_out::rows(lines, from),
    }
}

fn of_cells<'l>(lines: &'l [Line], from: usize, number: usize) -> (Rows<'l>, usize) {
    let mut rows: BTreeMap<usize, BTreeMap<usize, Cell<'l>>> = BTreeMap::new();
    let mut count = 0;
    for (at, line) in lines.iter().enumerate().skip(from) {
        let Where::Cell { table, row, column } = line.place else {
            break;
        };
        if table != number {
            break;
        }
        let cells = rows.entry(row).or_default();
        cells.entry(column).or_default().push(whole(at, line));
        count += 1;
    }
    (rows.into_values().collect(), count)
}

/// All of a line.
pub(super) fn whole(at: usize, line: &Line) -> Piece<'_> {
    Piece {
        line: at,
        start: 0,
        text: &line.text,
    }
}

fn says(cell: &Cell<'_>) -> bool {
    cell.iter().any(|piece| !is_mark(piece.text))
}

/// The grid a table is; none where it is another table.
pub(super) fn grid<'l>(rows: &Rows<'l>) -> Option<Grid<'l>> {
    (0..=2).rev().find_map(|over| with_header(rows, over))
}

/// Where a table has what.
struct Shape {
    /// Its first column.
    begins: usize,
    /// The first column that is not of what is judged.
    first: usize,
}

fn marked(row: &&Row<'_>) -> bool {
    row.values().any(|cell| !says(cell))
}

/// The last column of a row that says something.
fn said_last(row: &Row<'_>) -> Option<usize> {
    let said = row.iter().filter(|(_, cell)| says(cell));
    said.map(|(column, _)| *column).max()
}

/// The grid of a table with so many lines over its rows.
fn with_header<'l>(rows: &Rows<'l>, over: usize) -> Option<Grid<'l>> {
    let (headers, body) = rows.split_at_checked(over)?;
    let shape = Shape {
        begins: rows
            .iter()
            .filter_map(|row| row.keys().next())
            .min()
            .copied()?,
        first: body.iter().filter_map(said_last).max()?.saturating_add(1),
    };
    let first = shape.first;
    let are_rows = body.iter().all(|row| said_last(row).is_some());
    if body.len() < 2 || first > shape.begins + 2 || !are_rows {
        return None;
    }
    let columns: Vec<Row<'l>> = headers.iter().map(|row| behind(row, first)).collect();
    let steps = over_columns(&columns, body, first)?;
    let groups = match columns.as_slice() {
        [groups, _] => Some(groups).filter(|groups| !groups.is_empty()),
        _ => None,
    };
    // The lower of two lines over the columns holds the steps, and nothing of what is judged.
    let judges = headers
        .last()
        .and_then(|row| label_in(row, first))
        .is_some();
    let is_lower = groups.is_some() && steps.values().all(says) && !judges;
    if steps.len() < 2 || (over == 2 && !is_lower) {
        return None;
    }
    let axes = axes(&steps, groups, body, over > 0)?;
    let single = groups.filter(|_| axes.len() == 1);
    let mut grid = Grid {
        rows: Vec::new(),
        axes,
        headings: headings(headers, single, first),
        marks: Vec::new(),
    };
    grid.fill(body, &shape);
    Some(grid)
}

/// What stands right over the columns; without a header, what is marked in the first row.
fn over_columns<'l>(columns: &[Row<'l>], body: &[Row<'l>], first: usize) -> Option<Row<'l>> {
    let marks = || body.iter().find(marked).map(|row| behind(row, first));
    columns.last().cloned().or_else(marks)
}

/// What stands over the rows and over a single scale.
fn headings<'l>(headers: &[Row<'l>], over: Option<&Row<'l>>, first: usize) -> Vec<Piece<'l>> {
    let single = over.into_iter().flat_map(|row| row.values().flatten());
    let rows = headers.iter().flat_map(|row| before(row, first));
    rows.chain(single.copied()).collect()
}

impl<'l> Grid<'l> {
    /// Takes the rows under the header.
    fn fill(&mut self, body: &[Row<'l>], shape: &Shape) {
        let most = body.iter().filter(marked).count() * 2 > body.len();
        // A column that only some rows have is one of headings over several rows.
        let columns = shape.begins..shape.first;
        let sparse: Vec<usize> = columns
            .filter(|column| {
                shape.first > shape.begins + 1 && body.iter().any(|row| !row.contains_key(column))
            })
            .collect();
        for row in body {
            let is_heading = most && !marked(&row);
            let mut said = Vec::new();
            for (column, cell) in row {
                let is_over = is_heading || sparse.contains(column);
                for piece in cell {
                    match (is_mark(piece.text) && *column >= shape.first, is_over) {
                        (true, _) => self.marks.push(*piece),
                        (false, true) => self.headings.push(*piece),
                        (false, false) => said.push(*piece),
                    }
                }
            }
            if !said.is_empty() {
                self.rows.push(said);
            }
        }
    }
}

fn label_in<'a, 'l>(row: &'a BTreeMap<usize, Cell<'l>>, first: usize) -> Option<&'a Cell<'l>> {
    row.range(..first)
        .map(|(_, cell)| cell)
        .find(|cell| says(cell))
}

fn behind<'l>(row: &BTreeMap<usize, Cell<'l>>, first: usize) -> BTreeMap<usize, Cell<'l>> {
    row.range(first..)
        .map(|(column, cell)| (*column, cell.clone()))
        .collect()
}

fn before<'l>(row: &BTreeMap<usize, Cell<'l>>, first: usize) -> Vec<Piece<'l>> {
    row.range(..first)
        .flat_map(|(_, cell)| cell.iter().copied())
        .collect()
}

/// The scales over the columns; none where there are more than two.
fn axes<'l>(
    steps: &BTreeMap<usize, Cell<'l>>,
    groups: Option<&BTreeMap<usize, Cell<'l>>>,
    body: &[BTreeMap<usize, Cell<'l>>],
    is_header: bool,
) -> Option<Vec<Axis<'l>>> {
    let options = |from: usize, to: usize| -> Vec<Step<'l>> {
        let columns = steps.range(from..to).filter(|_| is_header);
        columns
            .filter_map(|(column, cell)| step(cell, *column, body))
            .collect()
    };
    let second = match groups {
        Some(groups) if groups.len() > 2 => return None,
        Some(groups) => groups.keys().nth(1).copied(),
        None => halves(steps),
    };
    let Some(second) = second else {
        let heading = None;
        let options = options(0, usize::MAX);
        return Some(vec![Axis { heading, options }]);
    };
    let heading = |at: usize| groups?.values().nth(at)?.first().copied();
    let axis = |at, from, to| Axis {
        heading: heading(at),
        options: options(from, to),
    };
    Some(vec![axis(0, 0, second), axis(1, second, usize::MAX)])
}

/// The column where a second scale begins that stands beside the first without a heading.
fn halves(steps: &BTreeMap<usize, Cell<'_>>) -> Option<usize> {
    let labels: Vec<&str> = steps
        .values()
        .filter_map(|cell| Some(label(cell.first()?.text).1))
        .collect();
    let half = labels.len() / 2;
    let (first, second) = labels.split_at_checked(half)?;
    let is_even = labels.len().is_multiple_of(2) && half >= 2;
    let two = scales::scale(first).is_some() && scales::scale(second).is_some();
    let says = labels.iter().all(|label| !label.is_empty());
    let is_even = is_even && says;
    let parts = is_even && (first == second || (two && scales::scale(&labels).is_none()));
    parts.then(|| steps.keys().nth(half).copied())?
}

/// A step without its number: 「1 満足」, 「満足」 with the number below it or in the column.
fn step<'l>(
    cell: &Cell<'l>,
    column: usize,
    body: &[BTreeMap<usize, Cell<'l>>],
) -> Option<Step<'l>> {
    let mut number = None;
    let mut taken = Vec::new();
    for piece in cell {
        let (own, kept) = label(piece.text);
        number = number.or(own);
        taken.push(Taken {
            kept,
            ..piece.taken()
        });
    }
    let printed = || {
        let marks = body.iter().filter_map(|row| row.get(&column)?.first());
        let mut numbers = marks.map(|piece| label(piece.text).0);
        let first = numbers.next()?;
        first.filter(|_| numbers.all(|other| other == first))
    };
    let number = number.or_else(printed);
    let says = taken.iter().any(|taken| !taken.kept.is_empty());
    says.then_some(Step { taken, number })
}

/// The number a label begins with, and the label; a number alone has none.
fn label(text: &str) -> (Option<u16>, &str) {
    let text = text.trim();
    if is_mark(text) {
        let mut rest = text.trim_start_matches(super::piece::opens);
        eat_space(&mut rest);
        let ring = text.chars().next().and_then(ringed);
        return (ring.or_else(|| super::piece::eat_number(&mut rest)), "");
    }
    match marks::option(text, 1) {
        Some(mark) => (
            mark.number,
            text.get(mark.length..).unwrap_or_default().trim(),
        ),
        None => (None, text),
    }
}

/// A row that asks one question: what is asked, and the cell with its options.
pub(super) fn asking<'l>(row: &BTreeMap<usize, Cell<'l>>) -> Option<(Cell<'l>, Cell<'l>)> {
    let cells: Vec<&Cell<'l>> = row.values().collect();
    let (last, before) = cells.split_last()?;
    let offers = |piece: &Piece<'l>| -> Vec<Offer<'l>> { marks::options(*piece, None) };
    let answers = last.first().is_some_and(|piece| !offers(piece).is_empty())
        || (last.len() == 1
            && last
                .iter()
                .all(|piece| super::blanks::room(piece.text).is_some()));
    let asks = before.iter().flat_map(|cell| cell.iter().copied());
    let asked: Cell<'l> = asks.collect();
    let is_asked = asked
        .first()
        .is_some_and(|piece| piece.text.trim().chars().count() <= 60);
    (answers && is_asked && (1..=2).contains(&before.len())).then(|| (asked, (*last).clone()))
}
