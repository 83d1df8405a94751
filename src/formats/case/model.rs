//! A case as read: everything `write` needs to compute the figures.

use rust_decimal::Decimal;

use super::fault::Fault;

use crate::domain::statistics::achievement::{DirectionRule, GradeBasis, Target, Years};
use crate::domain::statistics::columns::Columns;
use crate::domain::statistics::indicator::Measure;
use crate::domain::statistics::intake::{Exclusion, Rules, Sheet};
use crate::domain::statistics::raking::Bounds;
use crate::domain::statistics::variable::{Index, Variable};

/// A whole case.
#[derive(Debug)]
pub struct Case {
    /// Id of the survey.
    pub id: String,
    /// What is known about the fieldwork.
    pub survey: Survey,
    /// All items, in questionnaire order.
    pub items: Vec<Variable>,
    /// Every row of the file.
    pub sheets: Vec<Sheet>,
    /// Parallel to the sheets.
    pub decided: Vec<Option<Exclusion>>,
    /// Indexes of the valid sheets, in file order; the columns are parallel to these.
    pub valid: Vec<usize>,
    /// The answers of the valid sheets.
    pub columns: Columns,
    /// Per valid sheet: answered and applicable non-text items.
    pub completeness: Vec<(u64, u64)>,
    /// Population by dimension, then category, in file order.
    pub population: Vec<Margin>,
    /// What is to be computed.
    pub plan: Plan,
    /// Tokens of the valid responses that have text; `None` without the file.
    pub tokens: Option<Vec<Vec<String>>>,
    /// What is no fault but must be seen: cells that count as 無効, rows taken for headings.
    pub remarks: Vec<Fault>,
}

/// Facts of the fieldwork.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// N
    pub frame_population: Option<u64>,
    /// Questionnaires mailed.
    pub sample_size: u64,
    /// Returned by the post.
    pub undeliverable: u64,
    /// Moved, deceased.
    pub ineligible: u64,
    /// Refused without a sheet.
    pub refused: u64,
    /// Everybody was asked.
    pub census: bool,
    /// Which sheets count.
    pub rules: Rules,
}

/// Population of one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Name as written.
    pub name: String,
    /// Items whose codes, joined with `*`, are the categories.
    pub items: Vec<usize>,
    /// Category and people.
    pub categories: Vec<(String, u64)>,
}

/// What is to be computed.
#[derive(Debug, Default)]
pub struct Plan {
    /// Confidence level.
    pub level: f64,
    /// Finite population correction.
    pub fpc: bool,
    /// Show margins of a census with low return.
    pub census_margin: bool,
    /// The weighting.
    pub weights: WeightPlan,
    /// Figures.
    pub indicators: Vec<IndicatorPlan>,
    /// Cross tables.
    pub crosstabs: Vec<CrosstabPlan>,
    /// Portfolios.
    pub portfolios: Vec<PortfolioPlan>,
    /// Comparisons with the previous survey.
    pub changes: Vec<ChangePlan>,
    /// Targets.
    pub achievements: Vec<AchievementPlan>,
    /// Tables to publish.
    pub suppression: Vec<SuppressionPlan>,
    /// Quality flags.
    pub quality: QualityPlan,
    /// Least df and number of edges of the word network.
    pub text: Option<(u64, usize)>,
}

/// A weighting scheme.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WeightPlan {
    /// none, design, raking, poststrat.
    pub method: String,
    /// Names of the dimensions and the items they are made of.
    pub dimensions: Vec<(String, Vec<usize>)>,
    /// Bounds of w/d.
    pub bounds: Option<Bounds>,
    /// Disproportionate design: dimension, items, letters per category.
    pub design: Option<DesignPlan>,
    /// Convergence.
    pub tolerance: f64,
    /// Most passes.
    pub max_passes: u32,
}

/// Letters per stratum.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DesignPlan {
    /// Name of the population dimension.
    pub dimension: String,
    /// Items that carry the stratum.
    pub items: Vec<usize>,
    /// Category and letters.
    pub mailed: Vec<(String, u64)>,
}

/// An indicator to compute.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorPlan {
    /// Id.
    pub id: String,
    /// Type as written.
    pub kind: String,
    /// Base as written.
    pub base: String,
    /// Item.
    pub item: usize,
    /// What is measured.
    pub measure: Measure,
    /// Whether the weights are used.
    pub weighted: bool,
    /// Decimals of the printed figure.
    pub decimals: u32,
    /// Items and the option indexes that pass.
    pub filter: Vec<(usize, Vec<Index>)>,
}

/// A cross table to compute.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "named as in the file")]
pub struct CrosstabPlan {
    pub id: String,
    pub row: usize,
    pub col: usize,
    pub weighted: bool,
}

/// A portfolio to compute.
#[derive(Debug, Clone, PartialEq)]
pub struct PortfolioPlan {
    /// Id.
    pub id: String,
    /// Pairs of satisfaction and importance items.
    pub pairs: Vec<(usize, usize)>,
    /// What places an item on each axis.
    pub measures: (Measure, Measure),
    /// mean or share.
    pub statistic: String,
    /// Whether the weights are used.
    pub weighted: bool,
}

/// A comparison with the previous survey.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "named as in the file")]
pub struct ChangePlan {
    pub id: String,
    pub indicator: usize,
    pub family: Option<String>,
    pub p: Option<f64>,
    pub m: Option<f64>,
    pub n: Option<f64>,
    pub n_eff: Option<f64>,
    pub se: Option<f64>,
    pub documented: bool,
    pub n_assumed: bool,
    pub census: bool,
}

/// A target to judge.
#[derive(Debug, Clone, PartialEq)]
pub struct AchievementPlan {
    /// Id.
    pub id: String,
    /// Survey-fed from this indicator.
    pub indicator: Option<usize>,
    /// Or a typed value, and as it was typed.
    pub actual: Option<(Decimal, String)>,
    /// Its interval, printed units.
    pub interval: Option<(f64, f64)>,
    /// The scale of a typed value has no zero.
    pub no_zero: bool,
    /// Baseline, printed units.
    pub baseline: Option<Decimal>,
    /// Whether its method is documented.
    pub documented: bool,
    /// n of the baseline: effective where given.
    pub baseline_n: Option<f64>,
    /// Standard error of the baseline, printed units.
    pub baseline_se: Option<f64>,
    /// Years.
    pub years: Option<Years>,
    /// Target.
    pub target: Target,
    /// Rule of ↗ and ↘.
    pub direction_rule: DirectionRule,
    /// Rate that grades.
    pub grade_basis: GradeBasis,
    /// Least rates of B and C.
    pub thresholds: [Decimal; 2],
    /// Decimals of displayed rates.
    pub rate_decimals: u32,
}

/// A table to publish.
#[derive(Debug, Clone, PartialEq)]
pub struct SuppressionPlan {
    /// Id.
    pub id: String,
    /// Attribute item.
    pub row: usize,
    /// Column item.
    pub col: usize,
    /// Rules.
    pub mode: SuppressionMode,
}

/// Which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the file")]
pub enum SuppressionMode {
    Cell { k: u64 },
    Row { min_base: u64 },
    RowCell { min_base: u64, k: u64 },
}

/// Quality flags to raise.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QualityPlan {
    /// Matrix id and its items.
    pub matrices: Vec<(String, Vec<usize>)>,
    /// Least rows of a matrix to look at.
    pub min_rows: usize,
    /// Faster than this part of the median.
    pub speeder_ratio: f64,
}
