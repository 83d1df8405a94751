//! An indicator in a report: its figure, what it says against the value before (M-11) and against its targets (M-14).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::ids::IndicatorId;
use crate::domain::plan::definition::Base;
use crate::domain::plan::progress::{self, Judged, Progress, Reason};
use crate::domain::plan::series::{Change, Series};
use crate::domain::plan::target;
use crate::domain::plan::value::{Precision, Provenance, Value};
use crate::domain::statistics::achievement::{
    ByRule, Grade, LevelReason, ProgressReason, State, VerdictBy,
};

/// One bound indicator, as it stood when the report was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Which.
    pub indicator: IndicatorId,
    /// Its figure with interval, margin and both weightings; none for a value that no survey gave.
    pub figure: Option<Figure>,
    /// Against the published value before, or the printed baseline.
    pub change: Change,
    /// Against the targets it is on the way to.
    pub milestones: Vec<Milestone>,
}

/// A figure as it became a value; where it is from is this report. The fields are in the order in which reports were
/// always written, number and figure mixed, so it cannot hold a [`value::Figure`](crate::domain::plan::value::Figure).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Number of the definition it was computed by.
    pub definition: i32,
    /// The item.
    pub item: String,
    /// As published.
    pub shown: Decimal,
    /// Before rounding.
    pub unrounded: Decimal,
    /// How many are in the numerator; none for a mean.
    pub numerator: Option<u64>,
    /// How many are in the base.
    pub n: u64,
    /// Who is in the base.
    pub base: Base,
    /// The 95 % interval.
    pub interval: Option<(Decimal, Decimal)>,
    /// Whether it is weighted.
    pub weighted: bool,
    /// Effective n, standard error, margin as printed with its reason, and the other weighting.
    pub precision: Precision,
}

impl Figure {
    /// Of a value that a survey gave.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let Provenance::Survey(measured) = &value.provenance else {
            return None;
        };
        let figure = &measured.figure;
        Some(Self {
            definition: measured.definition,
            item: figure.item.clone(),
            shown: value.shown,
            unrounded: value.unrounded,
            numerator: figure.numerator,
            n: figure.n,
            base: figure.base,
            interval: figure.interval,
            weighted: figure.weighted,
            precision: figure.precision.clone(),
        })
    }
}

/// An indicator against one of its targets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    /// The heading of its column.
    pub label: Option<String>,
    /// The target as printed.
    pub printed: String,
    /// Its fiscal year.
    pub year: Option<i32>,
    /// The judgement; none when nothing can be said.
    pub judgement: Option<Judgement>,
    /// Why nothing can be said.
    pub reason: Option<Reason>,
}

/// A judgement by M-14.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// None where staff judges, or it cannot be known.
    pub achieved: Option<bool>,
    /// 達成率 as displayed.
    pub level: Option<Decimal>,
    /// Why there is none.
    pub level_reason: Option<LevelReason>,
    /// 進捗率 as displayed; for staff only where it is negative.
    pub progress: Option<Decimal>,
    /// Why there is none.
    pub progress_reason: Option<ProgressReason>,
    /// The progress the public reads.
    pub public_progress: Option<PublicProgress>,
    /// Progress against the time passed; for staff.
    pub pace: Option<Decimal>,
    /// The state; none where the baseline's method is unknown and the target is only a direction.
    pub state: Option<State>,
    /// The grade; `None` is printed －.
    pub grade: Grade,
    /// Whether the difference to the baseline is more than the margin.
    pub beyond_margin: Option<bool>,
    /// What decided that.
    pub verdict_by: Option<VerdictBy>,
    /// Whether the value lies above the baseline as displayed; none when equal or not compared.
    pub upwards: Option<bool>,
    /// Whether 「四捨五入で100.0％となるが、目標には達していない」 must stand beside the rate.
    pub rate_100_not_achieved: bool,
    /// An arrow by both rules: significant and plain.
    pub by_rule: Option<[ByRule; 2]>,
}

/// 進捗率 as the public reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicProgress {
    /// The rate.
    Rate(Decimal),
    /// 基準値を上回る, where lower is better.
    AboveBaseline,
    /// 基準値を下回る
    BelowBaseline,
}

impl Milestone {
    /// How a value, which may not be published yet, stands against the targets it is on the way to.
    #[must_use]
    pub fn all(series: &Series, value: &Value) -> Vec<Self> {
        let comparability = series.with_baseline(value);
        let ahead = progress::ahead(series.milestones(), value.fiscal_year.0);
        let one = |milestone: &target::Milestone| {
            let values = std::slice::from_ref(value);
            let progress = progress::judge(series.baseline(), milestone, values, comparability);
            Self::new(milestone, &progress)
        };
        ahead.into_iter().map(one).collect()
    }

    fn new(milestone: &target::Milestone, progress: &Progress) -> Self {
        let (judgement, reason) = match progress {
            Progress::Judged(judged) => (Some(Judgement::new(judged)), None),
            Progress::CannotBeJudged(reason) => (None, Some(*reason)),
        };
        Self {
            label: milestone.label.clone(),
            printed: milestone.raw.clone(),
            year: milestone.period.year,
            judgement,
            reason,
        }
    }
}

impl Judgement {
    fn new(Judged { facts, achievement }: &Judged) -> Self {
        use crate::domain::statistics::achievement::Direction;
        let told = |progress| match progress {
            Ok(rate) => PublicProgress::Rate(rate),
            Err(true) => PublicProgress::AboveBaseline,
            Err(false) => PublicProgress::BelowBaseline,
        };
        Self {
            achieved: achievement.achieved,
            level: achievement.level.ok(),
            level_reason: achievement.level.err(),
            progress: achievement.progress.ok(),
            progress_reason: achievement.progress.err(),
            public_progress: achievement.public_progress(facts).map(told),
            pace: achievement.pace,
            state: achievement.state,
            grade: achievement.grade,
            beyond_margin: achievement.beyond_margin,
            verdict_by: achievement.verdict_by,
            upwards: match achievement.direction {
                Some(Direction::Up) => Some(true),
                Some(Direction::Down) => Some(false),
                Some(Direction::Flat) | None => None,
            },
            rate_100_not_achieved: achievement.rate_100_not_achieved,
            by_rule: achievement.by_rule,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::value::tests::STORED;

    const ROW: &str = concat!(
        r#"{"indicator":"00000000-0000-0000-0000-000000000004","figure":{"definition":2,"item":"q7.r1","#,
        r#""shown":"61.5","unrounded":"61.538","numerator":8,"n":13,"base":"substantive","#,
        r#""interval":["35.5","82.3"],"weighted":true,"precision":{"n_eff":"12.4","se":"13.5","#,
        r#""shown":"±26.4","reason":"census_low_return","deciding":["35.0","83.0"],"census":false,"#,
        r#""no_zero":false,"other":{"weighted":false,"shown":"60.0","beside":true}}},"#,
        r#""change":{"earlier":null,"comparability":"unknown","reason":null,"test":null,"#,
        r#""difference":null,"verdict":null},"milestones":[]}"#,
    );

    #[test]
    fn rows_are_stored_field_by_field_as_ever() {
        let row: Indicator = serde_json::from_str(ROW).unwrap();
        assert_eq!(serde_json::to_string(&row).unwrap(), ROW);
        let value: Value = serde_json::from_str(STORED[0]).unwrap();
        assert_eq!(Figure::of(&value), row.figure);
    }
}
