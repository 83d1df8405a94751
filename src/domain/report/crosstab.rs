//! Cross tables of a report (M-8): counts and sums of weights; percentages are made from them where they are printed.

use serde::{Deserialize, Serialize};

pub use crate::domain::statistics::chi_square::ChiSquare;

/// An item by an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crosstab {
    /// The attribute whose options are the rows.
    pub by: String,
    /// The item whose options are the columns.
    pub item: String,
    /// The total first, then every option of the attribute, people whose attribute is missing last.
    pub rows: Vec<Row>,
    /// χ² of known attribute × substantive options, always unweighted; single choice only, where there is something
    /// to test.
    pub chi_square: Option<ChiSquare>,
}

/// Who is in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOf {
    /// Everybody, people with missing attribute included.
    Total,
    /// The people who chose this option of the attribute.
    Option(String),
    /// The people whose attribute is missing.
    Missing,
}

/// One row. 非該当 people are outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Who is in it.
    pub of: RowOf,
    /// People the item applies to.
    pub n: u64,
    /// People who answered it.
    pub answered: u64,
    /// People for each option of the item, in order.
    pub counts: Vec<u64>,
    /// 無回答 and 無効 together.
    pub no_answer: u64,
    /// 0 < n < 30: 参考値.
    pub reference_only: bool,
    /// Σw parallel to the counts, the last one of 無回答; none without weights.
    pub weights: Option<Vec<f64>>,
    /// Effective number of people the item applies to (M-9.7); none without weights.
    pub n_eff: Option<f64>,
}
