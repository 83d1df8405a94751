//! Weights: from dimensions to one weight per response, and its diagnostics (M-9). Default is unweighted.
//!
//! `dimension` says where each response falls, `margin` what each category must sum to; solving belongs to `raking`.

mod dimension;
mod margin;

use std::collections::BTreeMap;

pub use dimension::{Dimension, design_weights};
pub use margin::Margin;
use margin::place;

use super::estimate::float;
use super::raking::{Bounds, Cell, rake, rake_bounded, unreachable};

/// The category of people who cannot be placed in a dimension.
pub const UNKNOWN: &str = "_unknown";

/// How margins are solved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Method {
    /// Bounds of w/d; `None` = untrimmed.
    pub bounds: Option<Bounds>,
    /// Convergence: max|Σw − T|/n.
    pub tolerance: f64,
    /// Most passes.
    pub max_passes: u32,
}

/// What staff must know about a weighting, in the order of dimensions, then categories.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "fields are dimension and category; explained in M-9"
)]
pub enum Warning {
    NoResponses,
    EmptyCategory(String, String),
    UnlistedCategory(String, String),
    ZeroPopulation(String, String),
    InfeasibleBounds(String, String),
    BoundsNotConverged,
    NotConverged,
}

impl Warning {
    /// The key in files.
    pub fn key(&self) -> String {
        match self {
            Warning::NoResponses => "no_responses".to_owned(),
            Warning::EmptyCategory(d, c) => format!("empty_category:{d}:{c}"),
            Warning::UnlistedCategory(d, c) => {
                format!("respondents_in_unlisted_category:{d}:{c}")
            }
            Warning::ZeroPopulation(d, c) => {
                format!("respondents_in_zero_population_category:{d}:{c}")
            }
            Warning::InfeasibleBounds(d, c) => format!("infeasible_bounds:{d}:{c}"),
            Warning::BoundsNotConverged => "bounds_not_converged".to_owned(),
            Warning::NotConverged => "not_converged".to_owned(),
        }
    }
}

/// Weights of a survey and everything shown beside them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weighting {
    /// One for each person or group of people alike, Σ over the people = n; 1 where nothing converged.
    pub weights: Vec<f64>,
    /// Whether the weights may be used.
    pub converged: bool,
    /// Passes of the last solution.
    pub passes: u32,
    /// What staff must know.
    pub warnings: Vec<Warning>,
    /// The dimensions.
    pub margins: Vec<Margin>,
    /// Whether the bounds hold; `None` without bounds.
    pub bounds_applied: Option<bool>,
    /// max|Σw − T| that is left.
    pub error: f64,
    /// Per dimension, the index into the targets of each of them (`_unknown` included).
    pub placed: Vec<Vec<usize>>,
}

/// n·Σw²/(Σw)², (Σw)²/Σw², min and max (M-9.7).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Diagnostics {
    /// 1 + CV²(w).
    pub deff_kish: f64,
    /// Effective size.
    pub n_eff: f64,
    /// Least weight.
    pub min: f64,
    /// Greatest weight.
    pub max: f64,
    /// Σw
    pub sum: f64,
}

/// The diagnostics of some weights, each carried by so many people; `None` without people.
pub fn diagnostics(weights: &[f64], people: &[u64]) -> Option<Diagnostics> {
    let carried = || weights.iter().copied().zip(people.iter().copied());
    let sum: f64 = carried().map(|(w, people)| w * float(people)).sum();
    let squared: f64 = carried().map(|(w, people)| w * w * float(people)).sum();
    let n = float(people.iter().sum());
    (n > 0.0 && sum > 0.0).then(|| Diagnostics {
        deff_kish: n * squared / (sum * sum),
        n_eff: sum * sum / squared,
        min: weights.iter().copied().fold(f64::INFINITY, f64::min),
        max: weights.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        sum,
    })
}

/// Solves the weights. `people` are how many stand at each place of the dimensions (one each, or groups of people
/// alike); `design` are their d, scaled to Σd = n here; empty = all 1.
pub fn weigh(
    people: &[u64],
    dimensions: &[Dimension],
    design: &[f64],
    method: Method,
) -> Weighting {
    if people.iter().sum::<u64>() == 0 {
        return Weighting {
            warnings: vec![Warning::NoResponses],
            bounds_applied: method.bounds.map(|_| false),
            ..Weighting::default()
        };
    }
    let design = scaled(people, design);
    let mut weighting = Weighting {
        weights: design.clone(),
        converged: true,
        ..Weighting::default()
    };
    for dimension in dimensions {
        let placed = place(dimension, &design, people);
        weighting.margins.push(placed.margin);
        weighting.placed.push(placed.places);
        weighting.warnings.extend(placed.warnings);
    }
    if !dimensions.is_empty() {
        solve(&mut weighting, &design, people, method);
    }
    weighting
}

fn scaled(people: &[u64], design: &[f64]) -> Vec<f64> {
    let carried = design.iter().zip(people);
    let sum: f64 = carried.map(|(d, people)| d * float(*people)).sum();
    if design.len() != people.len() || sum <= 0.0 {
        return vec![1.0; people.len()];
    }
    let factor = float(people.iter().sum()) / sum;
    design.iter().map(|d| d * factor).collect()
}

fn solve(weighting: &mut Weighting, design: &[f64], people: &[u64], method: Method) {
    let (cells, cell_of) = cells(weighting, design, people);
    let targets: Vec<Vec<f64>> = weighting
        .margins
        .iter()
        .map(|margin| margin.targets.iter().map(|(_, target)| *target).collect())
        .collect();
    let limits = (method.tolerance, method.max_passes);
    let bounded = method.bounds.and_then(|bounds| {
        let infeasible = infeasible(weighting, &cells, &targets, bounds);
        if !infeasible.is_empty() {
            weighting.warnings.extend(infeasible);
            return None;
        }
        let solution = rake_bounded(&cells, &targets, bounds, limits);
        if !solution.converged {
            weighting.warnings.push(Warning::BoundsNotConverged);
        }
        solution.converged.then_some(solution)
    });
    weighting.bounds_applied = method.bounds.map(|_| bounded.is_some());
    let solution = bounded.unwrap_or_else(|| rake(&cells, &targets, limits));
    weighting.passes = solution.passes;
    weighting.error = solution.error;
    weighting.converged = solution.converged;
    if solution.converged {
        let weight = |at: &usize| solution.weights.get(*at).copied().unwrap_or(1.0);
        weighting.weights = cell_of.iter().map(weight).collect();
    } else {
        weighting.warnings.push(Warning::NotConverged);
        weighting.weights = vec![1.0; design.len()];
    }
}

fn infeasible(
    weighting: &Weighting,
    cells: &[Cell],
    targets: &[Vec<f64>],
    bounds: Bounds,
) -> Vec<Warning> {
    unreachable(cells, targets, bounds)
        .into_iter()
        .filter_map(|(dimension, category)| {
            let margin = weighting.margins.get(dimension)?;
            let (category, _) = margin.targets.get(category)?;
            Some(Warning::InfeasibleBounds(
                margin.name.clone(),
                category.clone(),
            ))
        })
        .collect()
}

/// Brings together who is alike in every dimension and design weight; also the cell of each place.
fn cells(weighting: &Weighting, design: &[f64], people: &[u64]) -> (Vec<Cell>, Vec<usize>) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut known: BTreeMap<(Vec<usize>, u64), usize> = BTreeMap::new();
    let mut cell_of = Vec::with_capacity(design.len());
    let mut key = (Vec::new(), 0);
    for (at, (d, people)) in design.iter().zip(people).enumerate() {
        key.0.clear();
        key.0
            .extend(weighting.placed.iter().filter_map(|placed| placed.get(at)));
        key.1 = d.to_bits();
        let cell = known.get(&key).copied().unwrap_or_else(|| {
            cells.push(Cell {
                categories: key.0.clone(),
                people: 0,
                design: *d,
            });
            known.insert(key.clone(), cells.len() - 1);
            cells.len() - 1
        });
        if let Some(cell) = cells.get_mut(cell) {
            cell.people += people;
        }
        cell_of.push(cell);
    }
    (cells, cell_of)
}
