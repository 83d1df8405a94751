//! A report (集計結果): the figures of one survey at one moment, as a document that never changes.
//!
//! It holds everything, small numbers included, and is for staff. What the public may see of it is its [`release`].
//! Documents of older method versions lack what those did not compute: such fields are empty then.

pub mod apart;
mod crosstab;
mod indicator;
mod quality;
pub mod release;
mod same;
mod weighting;

pub use crosstab::{ChiSquare, Crosstab, Row, RowOf};
pub use indicator::{Figure, Indicator, Judgement, Milestone, PublicProgress};
pub use quality::{Durations, Quality, StraightLined};
pub use weighting::{Category, Dimension, Weighting};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ids::IndicatorId;
use super::statistics::base::Base;
use super::statistics::margin::MarginReason;
use super::survey::Mode;
use super::survey::dispositions::Dispositions;

/// How complete the responses were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 速報: paper answers are still typed.
    Provisional,
    /// 確定.
    Final,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// 回収数: all responses.
    pub returned: u64,
    /// 有効回収数: responses with at least one valid answer about the subject (M-1).
    pub valid: u64,
    /// Valid responses by mode.
    pub by_mode: BTreeMap<Mode, u64>,
    /// N the sample was drawn from, where known.
    pub population: Option<i32>,
    /// How many were asked, where known.
    pub sample_size: Option<i32>,
    /// Returned by the post, moved or deceased, refused without a sheet: as staff typed them (M-6).
    #[serde(default)]
    pub fieldwork: Dispositions,
    /// The weights and what must be known about them; none without a population (M-9).
    pub weights: Option<Weighting>,
    /// One table for each item, in order of the questionnaire.
    pub tables: Vec<Table>,
    /// Every closed item by every attribute (M-8): in order of the attributes, then of the items.
    #[serde(default)]
    pub crosstabs: Vec<Crosstab>,
    /// What to look at before trusting the answers (M-15); nothing was left out because of it.
    #[serde(default)]
    pub quality: Quality,
    /// The indicators it feeds: figure, change, targets.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Indicators whose definition could not be computed from this survey, and why.
    pub not_computed: Vec<NotComputed>,
}

/// The table of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The item: `q5`, `q7.r1`.
    pub item: String,
    /// People in each of the four bases (M-4).
    pub bases: Bases<u64>,
    /// 無回答
    pub no_answer: u64,
    /// 無効
    pub invalid: u64,
    /// 非該当
    pub not_applicable: u64,
    /// Its options in order; empty for numbers, days and texts.
    pub options: Vec<OptionRow>,
    /// Mean of the scores over the substantive base, or of the numbers; none where there are none.
    pub mean: Option<Mean>,
    /// What a multiple choice has beside its counts.
    #[serde(default)]
    pub marks: Option<Marks>,
    /// People of each segment into which conditions divide its numbers, in ascending order; empty where none does. Never
    /// shown: with it is judged what follows from who was asked more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<u64>,
}

/// The marks of a multiple choice (M-3, M-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Σ of all marks that count; per 100 people of a base it is M.T.
    pub selections: u64,
    /// Valid sheets with more marks than allowed.
    pub over_limit: u64,
}

/// One figure for each base (M-4); never without saying which.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bases<T> {
    /// 全有効回答者（非該当を含む）
    pub everyone: T,
    /// 該当者全員（無回答を含む）
    pub all: T,
    /// 無回答を除く
    pub answered: T,
    /// 無回答・わからないを除く
    pub substantive: T,
}

impl<T> Bases<T> {
    /// The figure of one base.
    #[must_use]
    pub fn of(&self, base: Base) -> &T {
        match base {
            Base::Everyone => &self.everyone,
            Base::All => &self.all,
            Base::Answered => &self.answered,
            Base::Substantive => &self.substantive,
        }
    }
}

/// One option of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptionRow {
    /// Its code.
    pub code: String,
    /// People who chose it.
    pub count: u64,
    /// Percent as printed, one decimal (M-7), unweighted; none for an empty base and for わからない in the substantive one.
    pub percent: Bases<Option<String>>,
    /// The same weighted; none without weights.
    #[serde(default)]
    pub weighted: Option<Weighted>,
    /// How exact the percentages are, unweighted; none where the percentage is none.
    #[serde(default)]
    pub precision: Bases<Option<Precision>>,
}

/// What the weights make of an option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighted {
    /// Σw of the people who chose it.
    pub count: f64,
    /// Percent as printed, one decimal (M-7).
    pub percent: Bases<Option<String>>,
    /// How exact they are, by the effective size of their base (M-10).
    pub precision: Bases<Option<Precision>>,
}

/// How exact a figure is: sampling error only (M-10). In the unit of the figure (percent, score).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// Lower limit of the 95 % interval, before rounding.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// As printed: `±3.1`, or `0.0～3.2` where ± would be 0.0; none where none may be shown.
    pub margin: Option<String>,
    /// Why it is not a plain ±.
    pub reason: Option<MarginReason>,
}

/// A mean of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// People in it.
    pub n: u64,
    /// As printed, two decimals (M-7).
    pub shown: String,
    /// Before rounding.
    pub unrounded: f64,
    /// The margin as printed, e.g. `±0.05`, where there is one (M-10).
    pub margin: Option<String>,
    /// The mean as printed when weighted; none without weights.
    #[serde(default)]
    pub weighted: Option<String>,
}

/// An indicator this survey was to feed and did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotComputed {
    /// Which.
    pub indicator: IndicatorId,
    /// Why.
    pub reason: Reason,
}

/// Why an indicator was not computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The version that was asked has no such item.
    #[error("the questionnaire that was asked has no such item")]
    NoSuchItem,
    /// An option of its numerator does not exist.
    #[error("an option of its numerator does not exist")]
    NoSuchOption,
    /// A mean on a base on which there is none (M-4), or a measure the item does not have.
    #[error("the item has no such measure on this base")]
    NoSuchMeasure,
    /// It wants weighted answers and there are no weights.
    #[error("it is weighted and there are no weights")]
    NoWeights,
    /// Some districts were asked more often than others and there are no weights to make up for it (M-9.4).
    #[error("some districts were asked more often than others, and it is not weighted")]
    Disproportionate,
    /// It is put together from several inputs.
    #[error("it is put together from several inputs")]
    Formula,
    /// Nobody is in its base.
    #[error("nobody is in its base")]
    EmptyBase,
}
