//! What is wrong with a form, on top of its page: how much, and the way to each place.

use serde::Serialize;

use crate::views::say::Say;

/// The summary; empty where nothing is wrong.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// How many places want a look.
    title: Option<Say>,
    lines: Vec<SummaryLine>,
}

/// One line.
#[derive(Debug, Serialize)]
pub struct SummaryLine {
    /// Where it leads: `#` and the id of a field, or the address of a page.
    pub target: String,
    /// The printed number of the question, if it is one.
    pub number: Option<Say>,
    /// The row of a grid, or the option beside which something is written.
    pub row: Option<String>,
    /// What is wrong.
    pub message: Say,
}

impl Summary {
    /// Of these lines, in this order.
    #[must_use]
    pub fn new(lines: Vec<SummaryLine>) -> Self {
        let title = || Say::new("errors-title").with("count", lines.len());
        Self {
            title: (!lines.is_empty()).then(title),
            lines,
        }
    }

    /// One line, which leads to `target`.
    #[must_use]
    pub fn of(target: &str, message: &'static str) -> Self {
        Self::new(vec![SummaryLine {
            target: target.to_owned(),
            number: None,
            row: None,
            message: Say::new(message),
        }])
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
