//! Weights of a survey from its population (M-9).

use super::Layout;
use super::responses::Responses;
use crate::domain::report::{Category, Dimension, Weighting};
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::groups::Groups;
use crate::domain::statistics::raking::{Bounds, MAX_PASSES, TOLERANCE};
use crate::domain::statistics::variable::{Accepts, Variable};
use crate::domain::statistics::weights::{self, Method, Warning, design_weights, diagnostics};
use crate::domain::survey::design::{self, Design};

/// Letters per person may differ so much between districts before the sample is called disproportionate: what rounding
/// whole letters makes of small districts.
const PROPORTIONATE: f64 = 1.1;

/// The respondents by everything they are weighted by.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    /// The attributes of all dimensions, in the order of the groups' codes.
    pub items: Vec<usize>,
    /// People alike in all dimensions, with the weights that are in force.
    pub groups: Groups,
    /// What the report says of the weights; none without a population or without responses.
    pub weighting: Option<Weighting>,
}

/// Solves the weights of the responses.
pub(super) fn weigh(layout: &Layout, responses: &Responses, design: &Design) -> Weighed {
    let items = items(layout, design);
    let rows = responses.columns.first().map_or(0, |column| column.len());
    let columns = items.iter().filter_map(|at| responses.columns.get(*at));
    let groups = columns.fold(Groups::everybody(rows), |groups, column| {
        groups.split(column)
    });
    if design.population.is_empty() || rows == 0 {
        return Weighed {
            items,
            groups,
            weighting: None,
        };
    }
    let people = groups.people();
    let dimension = |of: &design::Dimension| dimension(layout, &items, of, &groups);
    let dimensions: Vec<weights::Dimension> = design.population.iter().map(dimension).collect();
    let mailed =
        disproportionate(design).map(|of| design_weights(&dimension(of), &mailed(of), &people));
    let method = Method {
        bounds: design.bounds.map(|(low, high)| Bounds { low, high }),
        tolerance: TOLERANCE,
        max_passes: MAX_PASSES,
    };
    let is_design = mailed.is_some();
    let solved = weights::weigh(&people, &dimensions, &mailed.unwrap_or_default(), method);
    let summary = summary(&solved, &people, design.bounds, is_design);
    Weighed {
        items,
        groups: match solved.converged {
            true => groups.weighted(&solved.weights),
            false => groups,
        },
        weighting: summary,
    }
}

/// The dimension the sample was drawn by, where some of its categories were asked more often than others (M-9.4).
#[must_use]
pub fn disproportionate(design: &Design) -> Option<&design::Dimension> {
    design.population.iter().find(|dimension| {
        let rate = |category: &design::Category| {
            let mailed = category.mailed.filter(|mailed| *mailed > 0)?;
            Some(float(category.people) / float(mailed)).filter(|rate| *rate > 0.0)
        };
        let rates: Vec<f64> = dimension.categories.iter().filter_map(rate).collect();
        let most = rates.iter().copied().fold(0.0, f64::max);
        let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
        most > least * PROPORTIONATE
    })
}

/// The attributes people are weighted by, each once; their places are those of the groups' codes.
fn items(layout: &Layout, design: &Design) -> Vec<usize> {
    let names = design
        .population
        .iter()
        .flat_map(|dimension| &dimension.items);
    let one = |at: &usize| {
        let item = layout.items.get(*at);
        item.is_some_and(|item| matches!(item.accepts, Accepts::One(_)))
    };
    let mut items: Vec<usize> = names
        .filter_map(|name| layout.position(name))
        .filter(one)
        .collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn dimension(
    layout: &Layout,
    items: &[usize],
    of: &design::Dimension,
    groups: &Groups,
) -> weights::Dimension {
    let population = of.categories.iter().map(|c| (c.name(), c.people)).collect();
    let place = |name: &String| -> Option<(&Variable, usize)> {
        let at = layout.position(name)?;
        let place = items.iter().position(|item| *item == at)?;
        Some((layout.items.get(at)?, place))
    };
    let places: Vec<(&Variable, usize)> = of.items.iter().filter_map(place).collect();
    weights::Dimension::of_groups(&of.name(), population, &places, groups)
}

fn mailed(of: &design::Dimension) -> Vec<(String, u64)> {
    let letters = |c: &design::Category| Some((c.name(), c.mailed?));
    of.categories.iter().filter_map(letters).collect()
}

fn summary(
    solved: &weights::Weighting,
    people: &[u64],
    bounds: Option<(f64, f64)>,
    design: bool,
) -> Option<Weighting> {
    let known = diagnostics(&solved.weights, people)?;
    let category = |((code, target), (_, sample)): (&(String, f64), &(String, u64))| Category {
        code: code.clone(),
        target: *target,
        sample: *sample,
    };
    let dimensions = solved.margins.iter().map(|margin| Dimension {
        name: margin.name.clone(),
        categories: margin
            .targets
            .iter()
            .zip(&margin.sample)
            .map(category)
            .collect(),
    });
    Some(Weighting {
        converged: solved.converged,
        passes: solved.passes,
        warnings: solved.warnings.iter().map(Warning::key).collect(),
        dimensions: dimensions.collect(),
        bounds,
        bounds_applied: solved.bounds_applied,
        design,
        deff_kish: known.deff_kish,
        n_eff: known.n_eff,
        min: known.min,
        max: known.max,
    })
}
