//! The responses counted: every item once for each group of people alike, from which all tables are put together.

use std::sync::OnceLock;

use super::Layout;
use super::responses::Responses;
use super::weighing::{self, Weighed};
use crate::domain::abreast;
use crate::domain::report::Weighting;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::counts::Counts;
use crate::domain::statistics::groups::Groups;
use crate::domain::statistics::tally::Tally;
use crate::domain::statistics::variable::Variable;
use crate::domain::survey::design::Design;

/// More groups than this are not counted in one pass: their counts would no longer fit the processor's cache.
const MOST_GROUPS: usize = 4096;

/// The responses of a survey, counted.
pub struct Counted<'a> {
    pub(super) layout: &'a Layout,
    pub(super) responses: &'a Responses,
    groups: Groups,
    passes: Vec<Pass>,
    /// The weights; none without a population.
    pub weighting: Option<Weighting>,
    weights: OnceLock<Vec<f64>>,
}

/// Some attributes, and every item counted by them.
struct Pass {
    groups: Groups,
    /// Position of each attribute and its place among the groups' codes.
    attributes: Vec<(usize, usize)>,
    /// Parallel to the items.
    counts: Vec<Counts>,
}

/// One item by one attribute, ready for a table.
pub(super) struct Split<'c> {
    pub by: &'c Variable,
    pub place: usize,
    pub groups: &'c Groups,
    pub counts: &'c [Counts],
}

impl<'a> Counted<'a> {
    /// Counts all items, weighted by the population of the design.
    #[must_use]
    pub fn new(layout: &'a Layout, responses: &'a Responses, design: &Design) -> Self {
        let weighed = weighing::weigh(layout, responses, design);
        let mut passes = plan(layout, responses, &weighed);
        for pass in &mut passes {
            pass.counts = count(layout, responses, &pass.groups);
        }
        Self {
            layout,
            responses,
            passes,
            groups: weighed.groups,
            weighting: weighed.weighting,
            weights: OnceLock::new(),
        }
    }

    /// Whether there are weights and they may be used.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.weighting.as_ref().is_some_and(|w| w.converged)
    }

    /// The people alike in everything they are weighted by, with their weights.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// The weight of each valid response; none where nothing is weighted. Made when first asked for: most figures are
    /// put together from the groups.
    #[must_use]
    pub fn weights(&self) -> Option<&[f64]> {
        let each = || {
            let groups = self.groups.groups().iter();
            let of: Vec<f64> = groups.map(|group| group.weight).collect();
            self.groups.each(&of)
        };
        self.is_weighted()
            .then(|| self.weights.get_or_init(each).as_slice())
    }

    /// The tally of an item.
    #[must_use]
    pub fn tally(&self, item: usize, weighted: bool) -> Tally {
        let pass = self.passes.first();
        let counts = pass.and_then(|pass| Some((pass, pass.counts.get(item)?)));
        counts.map_or_else(Tally::default, |(pass, counts)| {
            counts.tally(&pass.groups, weighted, |_| true)
        })
    }

    /// Every item with its column, in order.
    pub(super) fn items(
        &self,
    ) -> impl Iterator<Item = (usize, &'a Variable, &'a Column)> + use<'a> {
        let columns = self.layout.items.iter().zip(&self.responses.columns);
        columns
            .enumerate()
            .map(|(at, (variable, column))| (at, variable, column))
    }

    /// Every attribute, in order of the questionnaire, with the counts by it.
    pub(super) fn splits(&self) -> impl Iterator<Item = (usize, Split<'_>)> {
        self.passes.iter().flat_map(|pass| {
            pass.attributes.iter().filter_map(|(at, place)| {
                let split = Split {
                    by: self.layout.items.get(*at)?,
                    place: *place,
                    groups: &pass.groups,
                    counts: &pass.counts,
                };
                Some((*at, split))
            })
        })
    }
}

/// Which attributes are counted together: as many as keep the number of groups small. Every pass starts from the groups
/// that carry the weights. There is always one pass.
fn plan(layout: &Layout, responses: &Responses, weighed: &Weighed) -> Vec<Pass> {
    let start = || Pass {
        groups: weighed.groups.clone(),
        attributes: Vec::new(),
        counts: Vec::new(),
    };
    let mut passes = vec![start()];
    for (at, variable) in layout.items.iter().enumerate() {
        let Some(column) = responses
            .columns
            .get(at)
            .filter(|_| variable.splits_tables())
        else {
            continue;
        };
        // People who are alike in what they are weighted by are in groups already.
        if let Some(place) = weighed.items.iter().position(|item| *item == at) {
            if let Some(pass) = passes.last_mut() {
                pass.attributes.push((at, place));
            }
            continue;
        }
        let last = passes.last().map_or(&weighed.groups, |pass| &pass.groups);
        let mut groups = last.split(column);
        if groups.groups().len() > MOST_GROUPS && passes.last().is_some_and(Pass::is_used) {
            passes.push(start());
            groups = weighed.groups.split(column);
        }
        if let Some(pass) = passes.last_mut() {
            let codes = groups.groups().first().map_or(0, |group| group.codes.len());
            pass.attributes.push((at, codes.saturating_sub(1)));
            pass.groups = groups;
        }
    }
    passes
}

impl Pass {
    fn is_used(&self) -> bool {
        !self.attributes.is_empty()
    }
}

/// Counts every item by the groups.
fn count(layout: &Layout, responses: &Responses, groups: &Groups) -> Vec<Counts> {
    let all: Vec<(&Variable, &Column)> = layout.items.iter().zip(&responses.columns).collect();
    abreast::each(all, |(variable, column)| {
        Counts::of(variable, column, groups, None)
    })
}
