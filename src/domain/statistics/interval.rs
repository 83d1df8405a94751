//! Intervals of one figure: Wilson, Agresti–Coull, normal; finite population correction (M-10).
//!
//! How a margin is shown belongs to `margin`; intervals of a difference belong to `change`.

use statrs::function::erf::erf_inv;
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// z of 95 %, the level of all published figures.
pub const Z95: f64 = 1.959_963_984_540_054;

/// A confidence interval, in the unit of its figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Interval {
    /// The interval of a figure without sampling error (census).
    pub fn point(at: f64) -> Interval {
        Interval { low: at, high: at }
    }

    /// Whether a value lies inside, limits included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// The interval in another unit, e.g. ×100 for percent.
    pub fn times(self, factor: f64) -> Interval {
        Interval {
            low: self.low * factor,
            high: self.high * factor,
        }
    }

    /// Cut to what the figure can be.
    pub fn clipped(self, low: f64, high: f64) -> Interval {
        Interval {
            low: self.low.max(low),
            high: self.high.min(high),
        }
    }
}

/// The two-sided normal quantile of a confidence level, 0 < level < 1.
pub fn z(level: f64) -> f64 {
    if (level - 0.95).abs() < 1e-12 {
        return Z95;
    }
    let start = std::f64::consts::SQRT_2 * erf_inv(level);
    // Two Newton steps on 2Φ(z)−1, because the library's inverse is only good to about ten digits.
    (0..2).fold(start, |z, _| {
        let density = (2.0 / std::f64::consts::PI).sqrt() * (-z * z / 2.0).exp();
        z - (two_sided_mass(z) - level) / density
    })
}

fn two_sided_mass(z: f64) -> f64 {
    let x = z * z / 2.0;
    if x > 0.0 && x.is_finite() {
        gamma_lr(0.5, x)
    } else {
        0.0
    }
}

/// Two-sided p value of a normal test statistic.
///
/// By the incomplete gamma function: the library's `erf` is only good to twelve digits.
pub fn p_value(z: f64) -> f64 {
    match z * z / 2.0 {
        // Two figures without spread that differ: z is infinite, and the library knows no limit.
        x if x.is_infinite() => 0.0,
        x if x > 0.0 => gamma_ur(0.5, x),
        _ => 1.0,
    }
}

/// The finite population factor f = (N−n)/(N−1): how much of the sampling variance is left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Correction {
    /// N unknown or correction switched off.
    None,
    /// 0 < f < 1.
    Factor(f64),
    /// n_base ≥ N: everybody answered, nothing is left.
    Census,
}

impl Correction {
    /// For a base of `n` people out of a population (or domain) of `population`.
    pub fn of(n: u64, population: Option<u64>) -> Correction {
        match population {
            None => Correction::None,
            Some(population) if n >= population => Correction::Census,
            Some(population) => Correction::Factor(
                super::estimate::float(population - n) / super::estimate::float(population - 1),
            ),
        }
    }

    /// f; 1 without correction, 0 for a census.
    pub fn factor(self) -> f64 {
        match self {
            Correction::None => 1.0,
            Correction::Factor(f) => f,
            Correction::Census => 0.0,
        }
    }

    /// The size that enters the interval of a share: n/f; `None` for a census.
    pub fn size(self, n_eff: f64) -> Option<f64> {
        match self {
            Correction::None => Some(n_eff),
            Correction::Factor(f) => Some(n_eff / f),
            Correction::Census => None,
        }
    }
}

/// Wilson score interval of a share p of n > 0 people; n may be an effective size.
pub fn wilson(p: f64, n: f64, z: f64) -> Interval {
    let z2 = z * z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    Interval {
        low: if p <= 0.0 { 0.0 } else { centre - half },
        high: if p >= 1.0 { 1.0 } else { centre + half },
    }
    .clipped(0.0, 1.0)
}

/// Agresti–Coull interval of a share p of n > 0 people, clipped to [0, 1].
pub fn agresti_coull(p: f64, n: f64, z: f64) -> Interval {
    let z2 = z * z;
    let size = n + z2;
    let centre = (p * n + z2 / 2.0) / size;
    let half = z * (centre * (1.0 - centre) / size).sqrt();
    Interval {
        low: centre - half,
        high: centre + half,
    }
    .clipped(0.0, 1.0)
}

/// estimate ± half.
pub fn symmetric(estimate: f64, half: f64) -> Interval {
    Interval {
        low: estimate - half,
        high: estimate + half,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_other_levels_are_exact() {
        assert!((z(0.99) - 2.575_829_303_548_900_4).abs() < 1e-12);
        assert!((z(0.90) - 1.644_853_626_951_472_2).abs() < 1e-12);
        assert_eq!(z(0.95), Z95);
    }

    #[test]
    fn certain_differences_have_no_p_value_left() {
        assert_eq!(p_value(f64::INFINITY), 0.0);
        assert_eq!(p_value(0.0), 1.0);
        assert!((p_value(Z95) - 0.05).abs() < 1e-15);
    }

    #[test]
    fn nobody_of_n_starts_at_exactly_zero() {
        assert_eq!(wilson(0.0, 30.0, Z95).low, 0.0);
        assert_eq!(wilson(1.0, 30.0, Z95).high, 1.0);
    }
}
