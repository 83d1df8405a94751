//! Making a release of a report: which tables, with what beside them (M-12).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::crossings::Crossings;
use super::cuts::{self, Place};
use super::system::System;
use super::table::ShownBases;
use super::{self as release, Cell, Release, Table, Weights};
use crate::domain::ids::IndicatorId;
use crate::domain::plan::definition::{self, Base, Measure};
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::question::Role;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::report::{self, Crosstab, Report, Weighting};
use crate::domain::statistics::suppression::{Line, hide_options};
use crate::domain::survey::Mode;
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
    fn strictest(&self, design: &Design) -> Design {
        let most = |limit: fn(&Release) -> u64| self.releases.iter().map(limit).max().unwrap_or(0);
        Design {
            k: design.k.max(most(|release| release.k)),
            min_base: design.min_base.max(most(|release| release.min_base)),
            ..design.clone()
        }
    }
}

/// What a release is made with beside the report.
pub(super) struct Making<'a> {
    pub reader: &'a Reader,
    pub design: &'a Design,
    pub sums: &'a [Sum],
    pub known: &'a [Sum],
    pub earlier: &'a [Release],
    printed: HashMap<&'a str, &'a report::Table>,
    /// Questions that hang on something typed. No table says how many of a group typed what, so nothing protects what
    /// would follow from theirs: they are not crossed.
    typed: BTreeSet<Place>,
}

impl<'a> Making<'a> {
    /// Of no tables yet, beside what was published before.
    fn beside(before: Before<'a>, reader: &'a Reader, design: &'a Design) -> Self {
        Self {
            reader,
            design,
            sums: &[],
            known: before.sums,
            earlier: before.releases,
            printed: HashMap::new(),
            typed: cuts::on_something_typed(reader),
        }
    }

    /// The table of an item, where the public reads it: not of texts and days.
    pub fn printed(&self, item: &str) -> Option<&'a report::Table> {
        self.printed.get(item).copied()
    }

    /// Sex by age is age by sex turned around, and what is x in one would stand in the other: of two attributes only
    /// the later one is told by the earlier.
    fn is_told(&self, tab: &Crosstab) -> bool {
        let Some((by, item)) = self.reader.item(&tab.by).zip(self.reader.item(&tab.item)) else {
            return false;
        };
        let hangs = |item: &Item| self.typed.contains(&(item.section, item.question));
        let is_later = item.1.role != Role::Attribute || by.0 < item.0;
        is_later && !hangs(by.1) && !hangs(item.1)
    }

    /// Whether an earlier release said how many were asked a question.
    pub fn was_asked(&self, place: Place) -> bool {
        self.before(place).any(|table| !table.is_closed())
    }

    /// Whether an earlier release did not.
    pub fn was_closed(&self, place: Place) -> bool {
        self.before(place).any(Table::is_closed)
    }

    /// The same cross table in earlier releases.
    pub fn crossed_before<'m>(
        &'m self,
        by: &'m str,
        item: &'m str,
    ) -> impl Iterator<Item = &'m release::Crosstab> {
        let same = move |known: &&release::Crosstab| known.by == by && known.item == item;
        let earlier = self.earlier.iter();
        earlier.filter_map(move |release| release.crosstabs.iter().find(same))
    }

    fn before(&self, place: Place) -> impl Iterator<Item = &Table> {
        let items = self.reader.items_of(place.0, place.1);
        let items = self.reader.items().get(items).into_iter().flatten();
        items.flat_map(|item| self.earlier.iter().filter_map(|r| r.table(&item.code)))
    }

    fn tables_before<'m>(&'m self, item: &'m str) -> impl Iterator<Item = &'m Table> {
        self.earlier
            .iter()
            .filter_map(move |release| release.table(item))
    }

    /// Whether some earlier release did not show the options of an item.
    pub fn was_hidden(&self, item: &str) -> bool {
        self.tables_before(item)
            .any(|table| table.options.is_none())
    }

    /// The bases of an item that some earlier release showed.
    pub fn bases_before(&self, item: &str) -> ShownBases {
        let shown = |base: fn(&Table) -> Cell<u64>| {
            self.tables_before(item).any(|table| base(table) != Cell::X)
        };
        ShownBases {
            answered: shown(|table| table.bases.answered),
            substantive: shown(|table| table.bases.substantive),
        }
    }

    /// The x of an item, 無回答 last, that no earlier release showed; none where none showed its options.
    pub fn x_left(&self, table: &report::Table) -> Option<Vec<usize>> {
        let shown = self
            .tables_before(&table.item)
            .filter(|t| t.options.is_some());
        let x = shown.map(|known| -> BTreeSet<usize> {
            let options = known.options.iter().flatten();
            let x = options.filter(|option| option.figures == Cell::X);
            let place = |code: &str| table.options.iter().position(|row| row.code == code);
            let missing = (known.no_answer == Cell::X).then_some(table.options.len());
            x.filter_map(|option| place(&option.code))
                .chain(missing)
                .collect()
        });
        let left = x.reduce(|left, x| &left & &x)?;
        Some(left.into_iter().collect())
    }
}

/// A table with what is x in it.
pub(super) struct Made {
    pub table: Table,
    /// None when its options are not shown.
    pub line: Option<Line>,
}

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
        let making = Making {
            sums,
            printed: printed
                .clone()
                .map(|table| (table.item.as_str(), table))
                .collect(),
            ..Making::beside(before, reader, &design)
        };
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
