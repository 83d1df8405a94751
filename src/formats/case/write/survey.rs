//! What all sections share: the weights that are in force, populations, filters.

use crate::domain::statistics::columns::Column;
use crate::domain::statistics::groups::Groups;
use crate::domain::statistics::indicator::{Figure, Measure, Setting, figure};
use crate::domain::statistics::interval::z;
use crate::domain::statistics::rates::rate;
use crate::domain::statistics::tally::Weights;
use crate::domain::statistics::variable::{Index, Variable};
use crate::domain::statistics::weights::{Dimension, Method, Weighting, design_weights, weigh};
use crate::formats::case::model::{Case, Margin};

/// Least return of a census that gets a margin (M-10).
const CENSUS_RETURN: f64 = 0.8;

/// A case with its weights.
pub(super) struct Survey<'a> {
    pub case: &'a Case,
    /// `None` when no scheme exists.
    pub weighting: Option<Weighting>,
    /// Who is alike in everything that is weighted by, with the weights that are in force.
    pub groups: Groups,
    /// The weights that are in force, one for each valid response.
    each: Option<Vec<f64>>,
    z: f64,
    margins: bool,
}

impl<'a> Survey<'a> {
    pub fn of(case: &'a Case) -> Survey<'a> {
        let plan = &case.plan;
        let returned = super::intake::fieldwork(case).returned();
        let low = rate(returned, case.survey.sample_size).is_none_or(|r| r < CENSUS_RETURN);
        let groups = groups(case);
        let weighting = (plan.weights.method != "none").then(|| weighting(case, &groups));
        let in_force = weighting
            .as_ref()
            .filter(|w| w.converged && !w.weights.is_empty());
        Survey {
            case,
            each: in_force.map(|w| groups.each(&w.weights)),
            groups: match in_force {
                Some(w) => groups.clone().weighted(&w.weights),
                None => groups,
            },
            weighting,
            z: z(plan.level),
            margins: !(case.survey.census && low) || plan.census_margin,
        }
    }

    /// The weights, if a scheme exists and converged.
    pub fn weights(&self) -> Weights<'_> {
        self.each.as_deref()
    }

    /// Whether weights were asked for, in force or not: the fields they fill are there then.
    pub fn asks_for_weights(&self) -> bool {
        self.weighting.is_some()
    }

    /// Whether weights were asked for and are not in force: nobody to weight, or none found.
    pub fn lacks_weights(&self) -> bool {
        self.asks_for_weights() && self.each.is_none()
    }

    /// The weights, where they are asked for.
    pub fn weights_if(&self, weighted: bool) -> Weights<'_> {
        self.weights().filter(|_| weighted)
    }

    pub fn item(&self, at: usize) -> Option<(&Variable, &Column)> {
        self.case.items.get(at).zip(self.case.columns.column(at))
    }

    /// Computes a figure of an item.
    pub fn figure(
        &self,
        at: usize,
        (measure, decimals): (&Measure, u32),
        filter: &[(usize, Vec<Index>)],
        weighted: bool,
    ) -> Option<Figure> {
        let setting = Setting {
            valid: count(self.case.columns.respondents()),
            z: self.z,
            population: self.population(filter).map(|(people, _)| people),
            margins: self.margins,
        };
        let passed = self.passed(filter);
        let people = (self.weights_if(weighted), passed.as_deref());
        Some(figure(self.item(at)?, measure, decimals, people, setting))
    }

    /// Who passes all filters; `None` without a filter.
    fn passed(&self, filter: &[(usize, Vec<Index>)]) -> Option<Vec<bool>> {
        let one = |(item, codes): &(usize, Vec<Index>)| {
            self.case
                .columns
                .column(*item)
                .map(|column| column.chose(codes))
        };
        filter
            .iter()
            .filter_map(one)
            .reduce(|all, next| all.iter().zip(next).map(|(a, b)| *a && b).collect())
    }

    /// N and where it is from: the frame, or the one dimension that carries all filters. `None` = no correction.
    pub fn population(&self, filter: &[(usize, Vec<Index>)]) -> Option<(u64, &'static str)> {
        if !self.case.plan.fpc {
            return None;
        }
        let frame = self.case.survey.frame_population.map(|n| (n, "frame"));
        if filter.is_empty() {
            return frame;
        }
        let carries = |margin: &&Margin| filter.iter().all(|(item, _)| margin.items.contains(item));
        let domain = self.case.population.iter().find(carries).map(|margin| {
            let inside = margin
                .categories
                .iter()
                .filter(|(name, _)| self.is_inside(margin, name, filter));
            inside.map(|(_, people)| people).sum::<u64>()
        });
        // Nobody of the register is in the domain (「その他」): its size is not known, so the town's N stands.
        domain.filter(|n| *n > 0).map(|n| (n, "domain")).or(frame)
    }

    fn is_inside(&self, margin: &Margin, category: &str, filter: &[(usize, Vec<Index>)]) -> bool {
        let parts: Vec<&str> = category.split('*').collect();
        margin.items.iter().zip(parts).all(|(at, code)| {
            let index = self
                .case
                .items
                .get(*at)
                .and_then(|item| item.index_of(code));
            let wanted = filter.iter().find(|(item, _)| item == at);
            wanted.is_none_or(|(_, codes)| index.is_some_and(|i| codes.contains(&i)))
        })
    }
}

/// The items of the weighting, each once; their places are those of the groups' codes.
fn weighted_by(case: &Case) -> Vec<usize> {
    let plan = &case.plan.weights;
    let design = plan.design.iter().flat_map(|design| &design.items);
    let dimensions = plan.dimensions.iter().flat_map(|(_, items)| items);
    let mut items: Vec<usize> = dimensions.chain(design).copied().collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn groups(case: &Case) -> Groups {
    let everybody = Groups::everybody(case.columns.respondents());
    let columns = weighted_by(case).into_iter();
    columns
        .filter_map(|at| case.columns.column(at))
        .fold(everybody, |groups, column| groups.split(column))
}

fn weighting(case: &Case, groups: &Groups) -> Weighting {
    let plan = &case.plan.weights;
    let margined = plan.dimensions.iter().filter(|_| plan.method != "design");
    let dimensions: Vec<Dimension> = margined
        .map(|(name, items)| dimension(case, name, items, groups))
        .collect();
    let people = groups.people();
    let design = plan.design.as_ref().map(|design| {
        let strata = dimension(case, &design.dimension, &design.items, groups);
        design_weights(&strata, &design.mailed, &people)
    });
    let method = Method {
        bounds: plan.bounds,
        tolerance: plan.tolerance,
        max_passes: plan.max_passes,
    };
    weigh(&people, &dimensions, &design.unwrap_or_default(), method)
}

pub(super) fn dimension(case: &Case, name: &str, items: &[usize], groups: &Groups) -> Dimension {
    let margin = case.population.iter().find(|m| m.name == name);
    let population = margin.map(|m| m.categories.clone()).unwrap_or_default();
    let places = weighted_by(case);
    let item = |at: &usize| {
        let place = places.iter().position(|place| place == at);
        case.items.get(*at).zip(place)
    };
    let items: Vec<(&Variable, usize)> = items.iter().filter_map(item).collect();
    Dimension::of_groups(name, population, &items, groups)
}

pub(super) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
