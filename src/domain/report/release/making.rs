//! Making a release of a report: which tables, with what beside them (M-12).

use super::{Release, Table, Weights, crossing, table};
use crate::domain::plan::definition::{self, Base, Measure};
use crate::domain::questionnaire::question::Role;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::report::{Crosstab, Report, Weighting};
use crate::domain::statistics::suppression::Line;
use crate::domain::survey::design::Design;

/// Options of an item of which an indicator publishes how many people chose one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The item.
    pub item: String,
    /// Codes of the options; none where only the people of the base are published.
    pub codes: Vec<String>,
    /// Whose n is published with it.
    pub base: Base,
}

impl Sum {
    /// What an indicator measured like this publishes; none of the whole town when it counts only some of the people.
    #[must_use]
    pub fn of(item: &definition::Item) -> Option<Self> {
        let codes = match &item.measure {
            Measure::Share(codes) => codes.iter().map(ToString::to_string).collect(),
            Measure::Mean | Measure::Net { .. } => Vec::new(),
        };
        item.filter.is_none().then(|| Self {
            item: item.item.clone(),
            codes,
            base: item.base,
        })
    }
}

/// What a release is made with beside the report.
pub(super) struct Making<'a> {
    pub reader: &'a Reader,
    pub design: &'a Design,
    pub sums: &'a [Sum],
    pub earlier: &'a [Release],
}

impl Making<'_> {
    /// Sex by age is age by sex turned around, and what is x in one would stand in the other: of two attributes only
    /// the later one is told by the earlier.
    fn is_told(&self, tab: &Crosstab) -> bool {
        let Some((by, item)) = self.reader.item(&tab.by).zip(self.reader.item(&tab.item)) else {
            return false;
        };
        item.1.role != Role::Attribute || by.0 < item.0
    }
}

/// A table with what is x in it.
pub(super) struct Made {
    pub table: Table,
    /// None when its options are not shown.
    pub line: Option<Line>,
}

impl Release {
    /// What the public may see of a report. `sums` are published by indicators of this survey; what was x in one of the
    /// `earlier` releases of the survey stays x (M-12.5).
    #[must_use]
    pub fn of(
        report: &Report,
        reader: &Reader,
        design: &Design,
        sums: &[Sum],
        earlier: &[Release],
    ) -> Self {
        let making = Making {
            reader,
            design,
            sums,
            earlier,
        };
        let tables = report.tables.iter();
        let made: Vec<Made> = tables
            .filter(|table| !table.options.is_empty() || table.mean.is_some())
            .map(|table| table::make(&making, table))
            .collect();
        let crosstabs = report.crosstabs.iter();
        Self {
            returned: report.returned,
            valid: report.valid,
            by_mode: report.by_mode.clone(),
            population: report.population,
            sample_size: report.sample_size,
            fieldwork: report.fieldwork,
            weights: report.weights.as_ref().and_then(Weights::of),
            k: design.k,
            min_base: design.min_base,
            crosstabs: crosstabs
                .filter(|tab| making.is_told(tab))
                .map(|tab| crossing::make(&making, &made, tab))
                .collect(),
            tables: made.into_iter().map(|made| made.table).collect(),
        }
    }

    /// The table of an item.
    #[must_use]
    pub fn table(&self, item: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.item == item)
    }
}

impl Weights {
    /// A category's greatest weight tells its people where the population is known: it is left out where they are few.
    fn of(weighting: &Weighting) -> Option<Self> {
        let categories = || weighting.dimensions.iter().flat_map(|d| &d.categories);
        let few = categories().any(|category| (1..10).contains(&category.sample));
        weighting.converged.then(|| Self {
            by: weighting
                .dimensions
                .iter()
                .map(|d| d.name.clone())
                .collect(),
            design: weighting.design,
            trimmed: weighting.bounds_applied == Some(true),
            deff_kish: weighting.deff_kish,
            n_eff: weighting.n_eff,
            range: (!few).then_some((weighting.min, weighting.max)),
        })
    }
}
