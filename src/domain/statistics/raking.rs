//! Raking: weights whose margins match the population (M-9.4, M-9.6).
//!
//! Works on cells (people alike in every dimension and design weight), so a million responses cost no more than a
//! thousand. Targets and what happens to unknown categories belong to `weights`.

use super::estimate::float;

/// Convergence: max|Σw − T|/n after a full pass (M-9.4).
pub const TOLERANCE: f64 = 1e-10;
/// Most passes (M-9.4).
pub const MAX_PASSES: u32 = 1000;

/// People alike in every dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Index of the category in each dimension.
    pub categories: Vec<usize>,
    /// How many people.
    pub people: u64,
    /// Design weight d of each of them.
    pub design: f64,
}

/// A solution, parallel to the cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Weight of each person of the cell.
    pub weights: Vec<f64>,
    /// Passes needed.
    pub passes: u32,
    /// Whether the margins hold; without it the weights are not to be used.
    pub converged: bool,
    /// max|Σw − T| that is left.
    pub error: f64,
}

/// Σ over the people of a category of one dimension.
fn margin(cells: &[Cell], weights: &[f64], dimension: usize, category: usize) -> f64 {
    let inside = |cell: &Cell| cell.categories.get(dimension) == Some(&category);
    cells
        .iter()
        .zip(weights)
        .filter(|(cell, _)| inside(cell))
        .map(|(cell, weight)| float(cell.people) * weight)
        .sum()
}

fn worst(cells: &[Cell], weights: &[f64], targets: &[Vec<f64>]) -> f64 {
    let errors = targets.iter().enumerate().flat_map(|(dimension, targets)| {
        let error = move |(category, target): (usize, &f64)| {
            (margin(cells, weights, dimension, category) - target).abs()
        };
        targets.iter().enumerate().map(error)
    });
    errors.fold(0.0, f64::max)
}

/// Runs passes over all dimensions until the margins hold.
fn iterate(
    cells: &[Cell],
    targets: &[Vec<f64>],
    (tolerance, max_passes): (f64, u32),
    mut adjust: impl FnMut(&mut [f64], usize, usize, f64),
) -> Solution {
    let n: u64 = cells.iter().map(|c| c.people).sum();
    let mut weights: Vec<f64> = cells.iter().map(|c| c.design).collect();
    let mut error = worst(cells, &weights, targets);
    let mut passes = 0;
    while passes < max_passes && (passes == 0 || error / float(n) >= tolerance) {
        for (dimension, targets) in targets.iter().enumerate() {
            for (category, target) in targets.iter().enumerate() {
                adjust(&mut weights, dimension, category, *target);
            }
        }
        passes += 1;
        error = worst(cells, &weights, targets);
    }
    let converged = error / float(n) < tolerance;
    Solution {
        weights,
        passes,
        converged,
        error,
    }
}

/// Iterative proportional fitting from the design weights. `targets[dimension][category]` must sum to Σd each.
pub fn rake(cells: &[Cell], targets: &[Vec<f64>], limits: (f64, u32)) -> Solution {
    iterate(
        cells,
        targets,
        limits,
        |weights, dimension, category, target| {
            let sum = margin(cells, weights, dimension, category);
            if sum > 0.0 {
                for (cell, weight) in cells.iter().zip(weights) {
                    if cell.categories.get(dimension) == Some(&category) {
                        *weight *= target / sum;
                    }
                }
            }
        },
    )
}

/// Bounds of w/d.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least w/d.
    pub low: f64,
    /// Greatest w/d.
    pub high: f64,
}

/// The categories (dimension, category) that cannot be reached within the bounds: T outside [L·Σd, U·Σd].
pub fn unreachable(cells: &[Cell], targets: &[Vec<f64>], bounds: Bounds) -> Vec<(usize, usize)> {
    let design: Vec<f64> = cells.iter().map(|c| c.design).collect();
    let mut found = Vec::new();
    for (dimension, targets) in targets.iter().enumerate() {
        for (category, target) in targets.iter().enumerate() {
            let sum = margin(cells, &design, dimension, category);
            let slack = 1e-9 * target.abs().max(1.0);
            if bounds.low * sum > target + slack || bounds.high * sum < target - slack {
                found.push((dimension, category));
            }
        }
    }
    found
}

/// Bounded raking: w = clamp(d·exp(Σλ), L·d, U·d), the λ solved one after another by bisection (M-9.6).
pub fn rake_bounded(
    cells: &[Cell],
    targets: &[Vec<f64>],
    bounds: Bounds,
    limits: (f64, u32),
) -> Solution {
    let mut lambdas: Vec<Vec<f64>> = targets.iter().map(|t| vec![0.0; t.len()]).collect();
    iterate(
        cells,
        targets,
        limits,
        |weights, dimension, category, target| {
            let members: Vec<Member> = cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.categories.get(dimension) == Some(&category))
                .map(|(at, cell)| Member::of(at, cell, &lambdas, dimension))
                .collect();
            let lambda = solve(&members, bounds, target);
            for member in &members {
                if let Some(weight) = weights.get_mut(member.at) {
                    *weight = member.weight(lambda, bounds);
                }
            }
            let slot = lambdas.get_mut(dimension).and_then(|l| l.get_mut(category));
            if let Some(slot) = slot {
                *slot = lambda;
            }
        },
    )
}

/// One cell seen from the dimension that is being solved.
struct Member {
    at: usize,
    people: f64,
    design: f64,
    /// Σλ of the other dimensions.
    others: f64,
}

impl Member {
    fn of(at: usize, cell: &Cell, lambdas: &[Vec<f64>], solved: usize) -> Member {
        let others = cell
            .categories
            .iter()
            .zip(lambdas)
            .enumerate()
            .filter(|(dimension, _)| *dimension != solved)
            .filter_map(|(_, (category, lambdas))| lambdas.get(*category))
            .sum();
        Member {
            at,
            people: float(cell.people),
            design: cell.design,
            others,
        }
    }

    fn weight(&self, lambda: f64, bounds: Bounds) -> f64 {
        self.design * (self.others + lambda).exp().clamp(bounds.low, bounds.high)
    }
}

/// The λ at which the members' weights sum to the target; an end of the range where that is out of reach.
fn solve(members: &[Member], bounds: Bounds, target: f64) -> f64 {
    let sum = |lambda: f64| -> f64 {
        let weights = members.iter().map(|m| m.people * m.weight(lambda, bounds));
        weights.sum()
    };
    let others = || members.iter().map(|m| m.others);
    // Below `low` every member is at its lower bound, above `high` at its upper one.
    let mut low = bounds.low.ln() - others().fold(f64::NEG_INFINITY, f64::max);
    let mut high = bounds.high.ln() - others().fold(f64::INFINITY, f64::min);
    if members.is_empty() || !low.is_finite() || !high.is_finite() {
        return 0.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if sum(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}
