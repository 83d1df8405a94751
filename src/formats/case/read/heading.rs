//! The headings of responses.csv: which column holds what. The names may stand in one of the first three rows, be
//! composed of two (問15 over the first of its columns, 1, 2, 3 below), and a multiple question may have one column of 0
//! and 1 for each option, `q15-1`, `q15-2`, ….

use std::borrow::Cow;

use super::cells::narrow;
use crate::domain::statistics::variable::{Accepts, Variable};
use crate::formats::case::fault::{Faults, Problem};
use crate::formats::case::table::{Row, Table};

/// The name every file of responses has.
pub(super) const ID: &str = "response_id";

/// Rows of headings, at most.
const ROWS: usize = 3;

/// What may stand between a question and its option in the name of a column.
const JOINTS: [&str; 5] = ["-", ".", "_", " ", ""];

/// Where the answers to an item are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// In one column.
    Column(usize),
    /// In one column of 0 and 1 for each of these codes.
    Marks(Vec<(usize, String)>),
    /// Nowhere.
    Nowhere,
}

/// The names of the columns.
pub(super) struct Heading {
    file: &'static str,
    line: Option<u64>,
    /// Fields of the row of names; commas behind them do not count.
    pub width: usize,
    names: Vec<String>,
    /// What stands above each name, where something does: it counts for the empty fields to its right.
    above: Vec<String>,
}

impl Heading {
    /// Reads the rows of headings.
    pub(super) fn read(file: &'static str, table: &mut Table<'_>, faults: &Faults) -> Self {
        let mut above = Row::default();
        let mut first = None;
        for _ in 0..ROWS {
            let Some(row) = table.next(faults) else { break };
            if row.fields().iter().any(|name| narrow(name) == ID) {
                return Self::of(file, &row, &above);
            }
            first.get_or_insert_with(|| row.clone());
            above = row;
        }
        Self::of(file, &first.unwrap_or_default(), &Row::default())
    }

    fn of(file: &'static str, row: &Row, above: &Row) -> Self {
        let names = row.fields().into_iter();
        let names: Vec<String> = names.map(|name| narrow(name).into_owned()).collect();
        let mut last = String::new();
        let above = (0..names.len()).map(|at| {
            if !above.field(at).is_empty() {
                last = narrow(above.field(at)).into_owned();
            }
            last.clone()
        });
        Self {
            file,
            line: row.line.or(Some(1)),
            width: names.len(),
            above: above.collect(),
            names,
        }
    }

    fn fault(&self, name: &str, problem: Problem, faults: &Faults) {
        faults.add(self.file, self.line, name, problem);
    }

    /// The column of this name; a fault where there are two.
    pub(super) fn optional(&self, name: &str, faults: &Faults) -> Option<usize> {
        let wanted = narrow(name);
        let mut places = self.columns(|own, _| own == wanted);
        let place = places.next();
        if places.next().is_some() {
            self.fault(name, Problem::Duplicate(name.to_owned()), faults);
        }
        place.or_else(|| self.composed(&wanted))
    }

    /// The same of a name that must be there.
    pub(super) fn required(&self, name: &str, faults: &Faults) -> Option<usize> {
        let place = self.optional(name, faults);
        if place.is_none() {
            self.fault(name, Problem::Missing, faults);
        }
        place
    }

    /// Where the answers to an item are; a fault where they are nowhere.
    pub(super) fn source(&self, item: &Variable, faults: &Faults) -> Source {
        if let Some(column) = self.optional(&item.id, faults) {
            return Source::Column(column);
        }
        let marks: Vec<_> = match &item.accepts {
            Accepts::Many(options, _) => options.iter().map(|option| &option.code).collect(),
            _ => Vec::new(),
        };
        let places = marks.iter().map(|code| self.mark(&item.id, code));
        let places: Vec<Option<usize>> = places.collect();
        if places.iter().all(Option::is_none) {
            self.fault(&item.id, Problem::Missing, faults);
            return Source::Nowhere;
        }
        let found = marks.iter().zip(places).filter_map(|(code, place)| {
            if place.is_none() {
                let name = format!("{}-{code}", item.id);
                self.fault(&name, Problem::Missing, faults);
            }
            Some((place?, (*code).clone()))
        });
        Source::Marks(found.collect())
    }

    /// The column of an option of a multiple question.
    fn mark(&self, item: &str, code: &str) -> Option<usize> {
        let joined = |joint| {
            let name = format!("{item}{joint}{code}");
            let wanted = narrow(&name);
            self.columns(|own, _| own == wanted).next()
        };
        let below = || self.composed(&narrow(&format!("{item}{code}")));
        JOINTS.into_iter().find_map(joined).or_else(below)
    }

    /// The column whose name is written in two rows.
    fn composed(&self, wanted: &str) -> Option<usize> {
        let is = |own: &str, above: &str| {
            let rest = wanted.strip_prefix(above).filter(|_| !above.is_empty());
            let rest = rest.and_then(|rest| rest.strip_suffix(own).filter(|_| !own.is_empty()));
            rest.is_some_and(|joint| JOINTS.contains(&joint))
        };
        self.columns(is).next()
    }

    fn columns(&self, is: impl Fn(&str, &str) -> bool) -> impl Iterator<Item = usize> {
        let columns = self.names.iter().zip(&self.above).enumerate();
        columns.filter_map(move |(at, (own, above))| is(own, above).then_some(at))
    }
}

impl Source {
    /// The answer of a row: of a column as it stands, of marks the codes joined with `;`.
    pub(super) fn cell<'r>(&self, row: &'r Row) -> Cow<'r, str> {
        match self {
            Self::Column(at) => Cow::Borrowed(row.field(*at)),
            Self::Marks(columns) => {
                let marks = columns
                    .iter()
                    .filter_map(|(at, code)| mark(row.field(*at), code));
                Cow::Owned(marks.collect::<Vec<_>>().join(";"))
            }
            Self::Nowhere => Cow::Borrowed(""),
        }
    }
}

/// What one of the columns of a multiple question says: 1 (or the code itself) that the option was marked, 0 or nothing
/// that it was not. Anything else is no answer, and stays visible as none.
fn mark(cell: &str, code: &str) -> Option<String> {
    let narrow = narrow(cell);
    match narrow.strip_suffix(".0").unwrap_or(&narrow) {
        "" | "0" => None,
        "1" => Some(code.to_owned()),
        own if own == code => Some(code.to_owned()),
        "*" => Some("*".to_owned()),
        _ => Some(format!("{code}={cell}")),
    }
}
