//! A release (公表): what the public may see of a report. Small numbers are gone from it (M-12), not hidden in it.
//!
//! `composing` makes it with what `making` holds, `table` and `crossing` its two kinds of tables, `crossings` the cross
//! tables beside each other, `groups` what they say of their rows. What they and the indicators publish together is
//! one `system` of `facts`: sums over the options of items (`cuts`, `means`), over what is
//! `typed`, and over what is `offered` to some.

mod bases;
mod composing;
mod crossing;
mod crossings;
mod cuts;
mod facts;
mod groups;
mod making;
mod means;
mod offered;
mod sum;
mod system;
mod table;
mod typed;

pub use sum::{Before, Sum};

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Bases, ChiSquare, Mean, Precision, RowOf};
use crate::domain::ids::IndicatorId;
use crate::domain::survey::Mode;
use crate::domain::survey::dispositions::Dispositions;

/// The public figures of a survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// 回収数
    pub returned: u64,
    /// 有効回収数
    pub valid: u64,
    /// Valid responses by mode.
    #[serde(deserialize_with = "once_open_modes")]
    pub by_mode: BTreeMap<Mode, Cell<u64>>,
    /// N
    pub population: Option<i32>,
    /// How many were asked.
    pub sample_size: Option<i32>,
    /// What became of the letters.
    pub fieldwork: Dispositions,
    /// The weights, where there are any.
    pub weights: Option<Weights>,
    /// Least count that is shown (M-12).
    pub k: u64,
    /// Least people of a row that is shown (M-12).
    pub min_base: u64,
    /// Every closed item and every number, in order of the questionnaire.
    pub tables: Vec<Table>,
    /// Every closed item by every attribute.
    pub crosstabs: Vec<Crosstab>,
    /// Indicators whose value of this report is not shown: an x would follow from it.
    #[serde(default)]
    pub withheld: Vec<IndicatorId>,
}

/// The weights without the people of single categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The dimensions: `sex`, `sex*age`.
    pub by: Vec<String>,
    /// Whether the design weights of a disproportionate sample are in it (M-9.4).
    pub design: bool,
    /// Whether they were kept within bounds (M-9.6).
    pub trimmed: bool,
    /// 1 + CV²(w).
    pub deff_kish: f64,
    /// Effective number of responses.
    pub n_eff: f64,
    /// Least and greatest weight; none where one of them would tell how few people a category has.
    pub range: Option<(f64, f64)>,
}

/// A figure, or x: hidden because of a small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell<T> {
    /// May be seen.
    Shown(T),
    /// x
    X,
}

impl<T> Cell<T> {
    /// The figure; none for an x.
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(figure) => Some(figure),
            Self::X => None,
        }
    }
}

/// A figure of an older release, which had no x there, or of one of today.
#[derive(Deserialize)]
#[serde(untagged)]
enum OnceOpen {
    Cell(Cell<u64>),
    Open(u64),
}

impl From<OnceOpen> for Cell<u64> {
    fn from(figure: OnceOpen) -> Self {
        match figure {
            OnceOpen::Cell(cell) => cell,
            OnceOpen::Open(figure) => Cell::Shown(figure),
        }
    }
}

fn once_open<'de, D: Deserializer<'de>>(document: D) -> Result<Cell<u64>, D::Error> {
    OnceOpen::deserialize(document).map(Cell::from)
}

fn once_open_modes<'de, D: Deserializer<'de>>(
    document: D,
) -> Result<BTreeMap<Mode, Cell<u64>>, D::Error> {
    let modes = BTreeMap::<Mode, OnceOpen>::deserialize(document)?;
    Ok(modes
        .into_iter()
        .map(|(mode, n)| (mode, n.into()))
        .collect())
}

/// The table of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The item.
    pub item: String,
    /// People in each of the bases; x where the n of a base would give an x away. Where `all` is, nothing of the table
    /// is shown.
    pub bases: Bases<Cell<u64>>,
    /// 無回答
    pub no_answer: Cell<u64>,
    /// 無効
    pub invalid: Cell<u64>,
    /// 非該当; x where it, or who was asked, would give an x of another table away.
    #[serde(deserialize_with = "once_open")]
    pub not_applicable: Cell<u64>,
    /// Its options in order; none when the table is hidden (too few people, or what they say of another table).
    pub options: Option<Vec<OptionCell>>,
    /// Its mean; none where there is none or where an x is in it.
    pub mean: Option<Mean>,
}

impl Table {
    /// Whether nothing is shown of it, not even how many were asked.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.bases.all == Cell::X
    }
}

/// One option of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptionCell {
    /// Its code.
    pub code: String,
    /// Count and percentages, or x.
    pub figures: Cell<OptionFigures>,
}

/// The figures of one option; every field as in the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "see report::OptionRow")]
pub struct OptionFigures {
    pub count: u64,
    pub percent: Bases<Option<String>>,
    pub precision: Bases<Option<Precision>>,
    pub weighted_percent: Option<Bases<Option<String>>>,
    pub weighted_precision: Option<Bases<Option<Precision>>>,
}

/// An item by an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crosstab {
    /// The attribute.
    pub by: String,
    /// The item.
    pub item: String,
    /// The rows that are shown, the total first; none when the table is hidden.
    pub rows: Option<Vec<Row>>,
    /// How many rows with few people are not shown.
    pub hidden_rows: u64,
    /// χ²; none where an x or a hidden row is in it.
    pub chi_square: Option<ChiSquare>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Who is in it.
    pub of: RowOf,
    /// People the item applies to.
    pub n: u64,
    /// Effective number of people, where weighted.
    pub n_eff: Option<f64>,
    /// 参考値
    pub reference_only: bool,
    /// One for each option of the item and one for 無回答.
    pub cells: Vec<Cell<RowFigures>>,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowFigures {
    /// People.
    pub count: u64,
    /// Percent of the row as printed (M-7); none for an empty row.
    pub percent: Option<String>,
    /// The same weighted; none without weights.
    pub weighted_percent: Option<String>,
}
