//! What indicators publish of a survey: sums over the options of its items; and all that was published of it before.

use super::Release;
use crate::domain::ids::IndicatorId;
use crate::domain::plan::definition::{self, Base, Measure};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::survey::design::Design;

/// What an indicator publishes of an item: how many people chose one of some options, and of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Whose value it is; none where it cannot be taken back any more.
    pub indicator: Option<IndicatorId>,
    /// The item.
    pub item: String,
    /// Codes of the options; none where only the people of the base are published.
    pub codes: Vec<String>,
    /// Whose n is published with it.
    pub base: Base,
    /// Who is counted, where not everybody is.
    pub filter: Option<Condition>,
    /// Whether it is the mean of the options' scores.
    pub is_mean: bool,
}

impl Sum {
    /// What an indicator measured like this publishes. A net score is taken as if both its shares were known: their
    /// difference alone says less.
    #[must_use]
    pub fn of(indicator: Option<IndicatorId>, item: &definition::Measurand) -> Vec<Self> {
        let numerators: Vec<Vec<&Code>> = match &item.measure {
            Measure::Share(codes) => vec![codes.iter().collect()],
            Measure::Mean => vec![Vec::new()],
            Measure::Net { positive, negative } => {
                vec![positive.iter().collect(), negative.iter().collect()]
            }
        };
        let sum = |codes: Vec<&Code>| Self {
            indicator,
            item: item.item.clone(),
            codes: codes.into_iter().map(ToString::to_string).collect(),
            base: item.base,
            filter: item.filter.clone(),
            is_mean: item.measure == Measure::Mean,
        };
        numerators.into_iter().map(sum).collect()
    }
}

/// What was published of a survey before this release and cannot be taken back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before<'a> {
    /// Its earlier releases.
    pub releases: &'a [Release],
    /// What the values of their reports said.
    pub sums: &'a [Sum],
}

impl Before<'_> {
    /// A design whose limits are at least those of the earlier releases: what they kept is not told by a later one.
    pub(super) fn strictest(&self, design: &Design) -> Design {
        let most = |limit: fn(&Release) -> u64| self.releases.iter().map(limit).max().unwrap_or(0);
        Design {
            k: design.k.max(most(|release| release.k)),
            min_base: design.min_base.max(most(|release| release.min_base)),
            ..design.clone()
        }
    }
}
