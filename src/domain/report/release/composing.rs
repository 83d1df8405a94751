//! Composing a release of a report: which tables, with what beside them (M-12).

use std::collections::BTreeMap;

use super::crossings::Crossings;
use super::making::{Made, Making};
use super::sum::{Before, Sum};
use super::system::System;
use super::{Cell, Release, Table, Weights};
use crate::domain::questionnaire::reader::Reader;
use crate::domain::report::{self, Crosstab, Report, Weighting};
use crate::domain::statistics::suppression::hide_options;
use crate::domain::survey::Mode;
use crate::domain::survey::design::Design;

impl Release {
    /// What the public may see of a report. `sums` are published by indicators of this survey; what was x `before`
    /// stays x, and what was shown is known (M-12.5).
    #[must_use]
    pub fn of(
        report: &Report,
        reader: &Reader,
        design: &Design,
        sums: &[Sum],
        before: Before<'_>,
    ) -> Self {
        let is_printed = |table: &&report::Table| !table.options.is_empty() || table.mean.is_some();
        let printed = report.tables.iter().filter(is_printed);
        let design = before.strictest(design);
        let making = Making::of(printed.clone(), sums, before, reader, &design);
        let told = report.crosstabs.iter().filter(|tab| making.is_told(tab));
        let told: Vec<&Crosstab> = told.collect();
        let mut system = System::settled(&making);
        let (made, crosstabs) = loop {
            let made: Vec<Made> = printed.clone().map(|table| system.make(table)).collect();
            let crossings = Crossings::new(&making, &system, &made, &told);
            let Some(what) = crossings.unprotected() else {
                let crosstabs = crossings.told();
                break (made, crosstabs);
            };
            system.lose(what);
        };
        Self {
            returned: report.returned,
            valid: report.valid,
            by_mode: modes(&report.by_mode, design.k),
            population: report.population,
            sample_size: report.sample_size,
            fieldwork: report.fieldwork,
            weights: report.weights.as_ref().and_then(Weights::of),
            k: design.k,
            min_base: design.min_base,
            crosstabs,
            withheld: system.withheld.into_iter().collect(),
            tables: made.into_iter().map(|made| made.table).collect(),
        }
    }

    /// The table of an item.
    #[must_use]
    pub fn table(&self, item: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.item == item)
    }
}

/// Responses by mode: a line like that of any item.
fn modes(people: &BTreeMap<Mode, u64>, k: u64) -> BTreeMap<Mode, Cell<u64>> {
    let counts: Vec<u64> = people.values().copied().collect();
    let line = hide_options(&counts, k, &[], &[], None);
    let cell = |at: usize, count: u64| match line.as_ref().is_some_and(|line| !line.hides(at)) {
        true => Cell::Shown(count),
        false => Cell::X,
    };
    let counted = people.iter().enumerate();
    counted
        .map(|(at, (mode, count))| (*mode, cell(at, *count)))
        .collect()
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
