//! What is wrong with a case folder: file, line or path, and the problem.

use std::cell::RefCell;
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

/// One fault. Readers collect all of them before giving up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}{}: {problem}{}", .line.map(|l| format!(":{l}")).unwrap_or_default(), if .path.is_empty() { String::new() } else { format!(" {}", .path) }, also(.more))]
pub struct Fault {
    /// Name of the file.
    pub file: &'static str,
    /// Line, where the file has lines; the first, where the same fault is in several.
    pub line: Option<u64>,
    /// Path of the value (`questions[3].options[0].code`) or name of the column.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
    /// The other lines with the same fault.
    pub more: Vec<u64>,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[expect(missing_docs, reason = "the messages are the documentation")]
pub enum Problem {
    #[error("file is missing")]
    FileMissing,
    #[error("not readable: {0}")]
    Unreadable(String),
    #[error("value is missing")]
    Missing,
    #[error("{0} expected")]
    Expected(&'static str),
    #[error("“{0}” is not known here")]
    Unknown(String),
    #[error("“{0}” occurs twice")]
    Duplicate(String),
    #[error("at most {1} {0} can be counted")]
    TooMany(&'static str, usize),
    #[error("{0}")]
    Refused(&'static str),
    /// Cells that are no answers to their question and count as 無効.
    #[error(
        "{bad} of {filled} filled cells are no answers to this question and count as 無効: {examples}{hint}"
    )]
    NoAnswers {
        bad: u64,
        filled: u64,
        examples: String,
        hint: String,
    },
    /// A row that is taken for a heading.
    #[error("read as a heading, not as a response")]
    Heading,
    /// What is not listed any more.
    #[error("{0} other values with the same fault")]
    Others(usize),
}

/// `; the same in 884 other lines (4, 5, 6, …)`
fn also(lines: &[u64]) -> String {
    const SHOWN: usize = 5;
    if lines.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    let more = if lines.len() > SHOWN { ", …" } else { "" };
    let (count, shown) = (lines.len(), shown.join(", "));
    let lines = if count == 1 { "line" } else { "lines" };
    format!("; the same in {count} other {lines} ({shown}{more})")
}

/// Of faults that differ only in the value, so many are told of one column.
const VALUES: usize = 10;

type Kind = (&'static str, String, Discriminant<Problem>);

/// The faults found so far: the same one on many lines once.
#[derive(Debug, Default)]
pub(super) struct Faults {
    found: RefCell<Found>,
    remarks: RefCell<Vec<Fault>>,
}

#[derive(Debug, Default)]
struct Found {
    list: Vec<Fault>,
    places: HashMap<(&'static str, String, Problem), usize>,
    /// How many values of a kind there are, and the place of the fault that stands for those not told.
    kinds: HashMap<Kind, (usize, usize)>,
}

impl Faults {
    pub(super) fn add(&self, file: &'static str, line: Option<u64>, path: &str, problem: Problem) {
        let fault = Fault {
            file,
            line,
            path: path.to_owned(),
            problem,
            more: Vec::new(),
        };
        self.found.borrow_mut().add(fault);
    }

    /// Says what is no fault but must be seen.
    pub(super) fn remark(&self, file: &'static str, line: Option<u64>, path: &str, what: Problem) {
        self.remarks.borrow_mut().push(Fault {
            file,
            line,
            path: path.to_owned(),
            problem: what,
            more: Vec::new(),
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.borrow().list.is_empty()
    }

    pub(super) fn into_list(self) -> Vec<Fault> {
        self.found.into_inner().list
    }

    /// The remarks, in the order they were made.
    pub(super) fn remarks(&self) -> Vec<Fault> {
        self.remarks.take()
    }
}

impl Found {
    fn add(&mut self, fault: Fault) {
        let key = (fault.file, fault.path.clone(), fault.problem.clone());
        if let Some(known) = self.places.get(&key).and_then(|at| self.list.get_mut(*at)) {
            known.more.extend(fault.line);
            return;
        }
        // Faults of a document are each at their own path.
        let Some(line) = fault.line else {
            return self.list.push(fault);
        };
        let kind = (fault.file, fault.path.clone(), discriminant(&fault.problem));
        let (values, last) = self.kinds.entry(kind).or_default();
        *values += 1;
        if *values <= VALUES {
            self.places.insert(key, self.list.len());
            self.list.push(fault);
        } else if *values == VALUES + 1 {
            *last = self.list.len();
            let problem = Problem::Others(1);
            self.list.push(Fault { problem, ..fault });
        } else if let Some(others) = self.list.get_mut(*last) {
            others.problem = Problem::Others(*values - VALUES);
            others.more.push(line);
        }
    }
}
