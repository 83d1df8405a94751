//! What whoever imports a plan should look at: numbers that nothing will be compared with, and such that may be a slip.
//! Nothing is corrected here (R11).

use rust_decimal::Decimal;

use super::figure::{Figure, Printed};
use super::indicator::Version;
use super::printed;
use super::target::Target;
use super::unit::Unit;

/// A remark on one cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{row} {column} 「{cell}」: {what}")]
pub struct Remark {
    /// Name of the row in its file.
    pub row: String,
    /// `baseline_raw`, `target1_raw` …
    pub column: String,
    /// As printed.
    pub cell: String,
    /// What there is to say.
    pub what: What,
}

/// What there is to say about a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// It holds digits, and is not understood as a number.
    #[error("kept as words; nothing is compared with it")]
    Words,
    /// It is a number of another unit.
    #[error("not in {0} and not to be brought to it; nothing is compared with it")]
    OtherUnit(String),
    /// Less than 1 % beside numbers above 1.
    #[error("read as {0}％; if a share of 1 is meant, write it in percent")]
    Share(Decimal),
}

impl Version {
    /// The remarks on its baseline and targets.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let uniform = self.uniform();
        let unit = uniform.unit.clone().unwrap_or_default();
        let other = || What::OtherUnit(unit.clone());
        let start = &self.baseline.printed;
        let of_start = if uniform.baseline_differs {
            Some(other())
        } else {
            words(start, start.number().is_some())
        };
        let mut found = vec![("baseline_raw".to_owned(), start.raw.clone(), of_start)];
        for (n, milestone) in (1..).zip(&uniform.milestones) {
            let cell = printed::parse(&milestone.raw);
            let what = match milestone.target {
                Target::OtherUnit(_) => Some(other()),
                Target::Words(_) => words(&cell, false),
                _ => None,
            };
            found.push((format!("target{n}_raw"), milestone.raw.clone(), what));
        }
        found.extend(self.share(&unit));
        let remark = |(column, cell, what): (String, String, Option<What>)| {
            Some(Remark {
                row: self.row_id.clone(),
                column,
                cell,
                what: what?,
            })
        };
        found.into_iter().filter_map(remark).collect()
    }

    /// A baseline of 0.323 in ％ beside a target of 100 may be a share of 1.
    fn share(&self, unit: &str) -> Option<(String, String, Option<What>)> {
        let start = &self.baseline.printed;
        let value = start
            .number()
            .filter(|v| *v > Decimal::ZERO && *v < Decimal::ONE)?;
        let targets = self.milestones.iter().filter_map(|m| m.target.value());
        let greater = targets.max().is_some_and(|most| most > Decimal::ONE);
        let percent = Unit::parse(unit).what() == "%";
        let column = || "baseline_raw".to_owned();
        (percent && greater).then(|| (column(), start.raw.clone(), Some(What::Share(value))))
    }
}

fn words(cell: &Printed, is_a_number: bool) -> Option<What> {
    let digits = cell.raw.chars().any(|c| c.is_numeric());
    let words = matches!(cell.figure, Figure::Text(_)) && digits && !is_a_number;
    words.then_some(What::Words)
}
