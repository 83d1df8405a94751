//! A value (実績値) and its provenance (R7): appended, never edited; only its state moves.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::definition::Base;
use crate::domain::ids::{ReportId, SurveyId, VersionId};
use crate::domain::year::FiscalYear;

/// What one value says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The year it is for.
    pub fiscal_year: FiscalYear,
    /// The value as published, rounded to the indicator's decimals (M-7).
    pub shown: Decimal,
    /// The same before rounding.
    pub unrounded: Decimal,
    /// Its unit.
    pub unit: Option<String>,
    /// How it was made.
    pub provenance: Provenance,
}

/// How a value was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Provenance {
    /// Computed from a survey.
    Survey(Box<Measured>),
    /// Typed by a person.
    Typed {
        /// From where, in words.
        source: String,
        /// Why an earlier value of the same year is replaced, when it is.
        correction: Option<String>,
    },
}

/// Everything needed to recompute a value from a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The report it is taken from.
    pub report: ReportId,
    /// The survey.
    pub survey: SurveyId,
    /// The version of the questionnaire that was answered.
    pub version: VersionId,
    /// The item.
    pub item: String,
    /// How many chose an option of the numerator; `None` for a mean.
    pub numerator: Option<u32>,
    /// How many are in the base.
    pub n: u32,
    /// Who is in the base.
    pub base: Base,
    /// The 95 % interval, unrounded, in the unit of the value. It is there also where no margin is shown (M-10), since it
    /// decides whether a difference is one (M-14); `None` for a mean without spread.
    pub interval: Option<(Decimal, Decimal)>,
    /// The margin as published, in the unit of the value; `None` where none is shown.
    pub margin: Option<Decimal>,
    /// Whether answers were weighted.
    pub weighted: bool,
    /// Version of the rules it was computed by.
    pub method: String,
    /// Number of the indicator's definition it was computed by.
    pub definition: i32,
    /// Whether the answers are synthetic (架空の回答).
    pub synthetic: bool,
}

/// The life of a value and of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 速報
    Provisional,
    /// 確定
    Final,
    /// 承認済
    Approved,
    /// 公表
    Published,
    /// 取下げ
    Withdrawn,
}

/// A state cannot follow another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value that is {from:?} cannot become {to:?}")]
pub struct NoSuchStep {
    /// Where it is.
    pub from: State,
    /// Where it should go.
    pub to: State,
}

impl State {
    /// Provisional → final → approved → published; withdrawn from anywhere but provisional. Nothing comes back.
    ///
    /// # Errors
    /// [`NoSuchStep`] for any other step.
    pub fn step(self, to: Self) -> Result<Self, NoSuchStep> {
        let allowed = matches!(
            (self, to),
            (Self::Provisional, Self::Final)
                | (Self::Final, Self::Approved)
                | (Self::Approved, Self::Published)
                | (
                    Self::Final | Self::Approved | Self::Published,
                    Self::Withdrawn
                )
        );
        if allowed {
            Ok(to)
        } else {
            Err(NoSuchStep { from: self, to })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_published_without_approval() {
        assert!(State::Provisional.step(State::Published).is_err());
        assert!(State::Final.step(State::Published).is_err());
        assert_eq!(State::Approved.step(State::Published), Ok(State::Published));
        assert!(State::Withdrawn.step(State::Published).is_err());
        assert_eq!(
            State::Published.step(State::Withdrawn),
            Ok(State::Withdrawn)
        );
    }
}
