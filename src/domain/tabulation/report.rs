//! The report of a survey: everything that is computed from its responses, by one version of the rules.

use std::panic::resume_unwind;
use std::thread;

use super::Layout;
use super::counted::Counted;
use super::crosstabs::crosstabs;
use super::flags::quality;
use super::measuring::{Measured, measure};
use super::method::Method;
use super::responses::Responses;
use super::tables::tables;
use super::weighing::disproportionate;
use crate::domain::plan::definition::{Definition, Source};
use crate::domain::report::{NotComputed, Quality, Reason, Report};
use crate::domain::small_numbers::SmallNumbers;
use crate::domain::statistics::indicator::Setting;
use crate::domain::statistics::interval::Z95;
use crate::domain::survey::design::Design;

/// What is known of a survey besides its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// N, the people the sample was drawn from.
    pub population: Option<i32>,
    /// How many were asked.
    pub sample_size: Option<i32>,
    /// Everybody was asked.
    pub census: bool,
    /// People were drawn or all were asked; not where anyone may answer, whose answers are no sample.
    pub is_sample: bool,
}

/// The responses of a survey, counted by one version of the rules.
pub struct Counting<'a> {
    design: &'a Design,
    facts: Facts,
    method: Method,
    counted: Counted<'a>,
    /// Some were asked more often than others: an unweighted figure would not be the town's (M-9.4).
    is_slanted: bool,
    setting: Setting,
}

impl<'a> Counting<'a> {
    /// Counts everything once.
    #[must_use]
    pub fn new(
        layout: &'a Layout,
        responses: &'a Responses,
        design: &'a Design,
        facts: Facts,
        method: Method,
    ) -> Self {
        let counted = match method {
            Method::V1 => Counted::new(layout, responses, &Design::default()),
            Method::V2 => Counted::new(layout, responses, design),
        };
        Self {
            setting: setting(responses, design, facts),
            is_slanted: method >= Method::V2 && disproportionate(design).is_some(),
            design,
            facts,
            method,
            counted,
        }
    }

    /// The figure of an indicator.
    ///
    /// # Errors
    /// [`Reason`] says why the survey does not give it.
    pub fn measure(&self, definition: &Definition) -> Result<Measured, Reason> {
        let weighted = matches!(&definition.source, Source::Item(item) if item.weighting.is_some());
        if self.is_slanted && !(weighted && self.counted.is_weighted()) {
            return Err(Reason::Disproportionate);
        }
        let mut measured = measure(definition, &self.counted, self.setting_of(definition))?;
        let (k, min_base) = (self.design.k, self.design.min_base);
        measured.figure.limits = SmallNumbers { k, min_base };
        Ok(measured)
    }

    /// N of a filtered indicator is that of its domain, where one dimension of the population carries the whole filter;
    /// the town's otherwise (M-10).
    fn setting_of(&self, definition: &Definition) -> Setting {
        let filter = match &definition.source {
            Source::Item(item) if self.method >= Method::V2 => item.filter.as_ref(),
            _ => None,
        };
        let domain = filter.and_then(|filter| {
            let wanted = filter.all_of()?;
            let mut dimensions = self.design.population.iter();
            dimensions.find(|d| d.carries(&wanted))?.people_of(&wanted)
        });
        Setting {
            population: domain.or(self.setting.population),
            ..self.setting
        }
    }

    /// The report; what its indicators say against earlier values is not known here.
    #[must_use]
    pub fn report(self, not_computed: Vec<NotComputed>) -> Report {
        let (layout, responses) = (self.counted.layout, self.counted.responses);
        let summary = &responses.summary;
        let is_full = self.method >= Method::V2;
        let (over_limit, setting) = (&summary.over_limit, self.setting);
        let flagged = || match is_full {
            true => quality(layout, responses),
            false => Quality::default(),
        };
        // Looking for sheets alike takes as long as all tables.
        let (tables, crosstabs, quality) = thread::scope(|scope| {
            let flagged = scope.spawn(flagged);
            let tables = tables(&self.counted, over_limit, setting, self.method);
            let crosstabs = match is_full {
                true => crosstabs(&self.counted),
                false => Vec::new(),
            };
            let quality = flagged.join().unwrap_or_else(|panic| resume_unwind(panic));
            (tables, crosstabs, quality)
        });
        Report {
            returned: summary.returned(),
            valid: summary.valid(),
            by_mode: summary.by_mode.clone(),
            population: self.facts.population,
            sample_size: self.facts.sample_size,
            fieldwork: self.design.fieldwork,
            tables,
            crosstabs,
            quality,
            weights: self.counted.weighting,
            indicators: Vec::new(),
            not_computed,
        }
    }
}

/// N for the correction, and whether a margin may be shown: not for an open survey, whose answers are no sample, and
/// not for a census of which less than 80 % came back, unless staff switched it on (M-10).
fn setting(responses: &Responses, design: &Design, facts: Facts) -> Setting {
    let count = |n: i32| u64::try_from(n).ok();
    let population = facts.population.and_then(count);
    let asked = facts.sample_size.and_then(count).or(population);
    let returned = responses.summary.returned();
    let low_return = asked.is_none_or(|asked| returned * 100 < asked * 80);
    let hides = facts.census && low_return && !design.census_margin;
    Setting {
        valid: responses.valid(),
        z: Z95,
        population,
        margins: facts.is_sample && !hides,
    }
}
