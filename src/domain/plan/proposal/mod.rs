//! A proposal: how staff wants an indicator to be measured, as it was said, and everything that speaks against it.
//!
//! A [`Definition`] that came from here can be computed from the version of the questionnaire it was checked against.

mod check;
mod fault;
#[cfg(test)]
mod tests;

use check::Check;
pub use fault::Fault;

use super::definition::{Base, Definition, MOST_DECIMALS, Measurand, Source};
use super::indicator::{Direction, Fed, Version};
use crate::domain::questionnaire::reader::Reader;

/// Name of the only scheme there is: the population of the survey's design (M-9).
const WEIGHTING: &str = "population";

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Item code: `q5`, or `q7.r1` for a row of a grid.
    pub item: String,
    /// What is computed.
    pub measure: Wanted,
    /// Who is counted. There is no default (M-4).
    pub base: Base,
    /// Whether the answers are weighted.
    pub weighted: bool,
    /// Only people who gave one of these codes, for each item.
    pub only: Vec<(String, Vec<String>)>,
    /// Digits after the point; those the plan prints when absent (M-14).
    pub decimals: Option<u32>,
    /// Which way is good; as the plan says when absent.
    pub direction: Option<Direction>,
}

/// What is to be computed, by option codes as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The share choosing one of these.
    Share(Vec<String>),
    /// The mean of the scores, or of numbers.
    Mean,
    /// The share of the first less the share of the second.
    Net(Vec<String>, Vec<String>),
    /// 9 and 10 less 0 to 6, of a scale from 0 to 10.
    Nps,
}

impl Proposal {
    /// The definition, where nothing speaks against it.
    ///
    /// # Errors
    /// Every [`Fault`] at once.
    pub fn definition(&self, reader: &Reader, row: &Version) -> Result<Definition, Vec<Fault>> {
        let mut check = Check {
            reader,
            faults: origin(row).into_iter().collect(),
        };
        let decimals = self.decimals.unwrap_or_else(|| row.decimals());
        if decimals > MOST_DECIMALS {
            check.faults.push(Fault::Decimals(decimals));
        }
        let direction = self.direction.or(row.direction);
        let direction =
            direction.filter(|said| !matches!(said, Direction::Unclear | Direction::None));
        if direction.is_none() {
            check.faults.push(Fault::NoDirection);
        }
        let measure = check
            .item(&self.item)
            .map(|(_, item)| check.measure(self, item));
        let filter = check.filter(self);
        let made = measure
            .flatten()
            .zip(direction)
            .map(|(measure, direction)| Definition {
                source: Source::Item(Measurand {
                    questionnaire: reader.questionnaire().code.clone(),
                    item: self.item.clone(),
                    measure,
                    base: self.base,
                    weighting: self.weighted.then(|| WEIGHTING.to_owned()),
                    filter,
                }),
                decimals,
                direction,
                baseline: None,
            });
        made.filter(|_| check.faults.is_empty()).ok_or(check.faults)
    }
}

/// Whether the plan lets a survey feed it.
fn origin(row: &Version) -> Option<Fault> {
    if row.not_set().is_some() {
        return Some(Fault::NotSet);
    }
    match row.fed_by_survey {
        Some(Fed::Register) => Some(Fault::NotOfASurvey),
        Some(Fed::Partly) => Some(Fault::PartlyOfASurvey),
        Some(Fed::Survey) | None => None,
    }
}
