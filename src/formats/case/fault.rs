//! What is wrong with a case folder: file, line or path, and the problem.

use std::cell::RefCell;

/// One fault. Readers collect all of them before giving up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}{}: {problem}", .line.map(|l| format!(":{l}")).unwrap_or_default(), if .path.is_empty() { String::new() } else { format!(" {}", .path) })]
pub struct Fault {
    /// Name of the file.
    pub file: &'static str,
    /// Line, where the file has lines.
    pub line: Option<u64>,
    /// Path of the value (`questions[3].options[0].code`) or name of the column.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    list: RefCell<Vec<Fault>>,
}

impl Faults {
    pub(super) fn add(&self, file: &'static str, line: Option<u64>, path: &str, problem: Problem) {
        let path = path.to_owned();
        self.list.borrow_mut().push(Fault {
            file,
            line,
            path,
            problem,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    pub(super) fn into_list(self) -> Vec<Fault> {
        self.list.into_inner()
    }
}
