//! A report (集計結果): the figures of one survey at one moment, as a document that never changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ids::IndicatorId;
use super::survey::Mode;

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
    /// Always none so far: answers are not weighted.
    pub weights: Option<String>,
    /// One table for each item, in order of the questionnaire.
    pub tables: Vec<Table>,
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
}

/// One figure for each base (M-4); never without saying which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// One option of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptionRow {
    /// Its code.
    pub code: String,
    /// People who chose it.
    pub count: u64,
    /// Percent as printed, one decimal (M-7); none for an empty base and for わからない in the substantive one.
    pub percent: Bases<Option<String>>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The version that was asked has no such item.
    NoSuchItem,
    /// An option of its numerator does not exist.
    NoSuchOption,
    /// A mean on a base on which there is none (M-4), or a measure the item does not have.
    NoSuchMeasure,
    /// It wants weighted answers and there are no weights.
    NoWeights,
    /// It is put together from several inputs.
    Formula,
    /// Nobody is in its base.
    EmptyBase,
}
