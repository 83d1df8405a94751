//! CS portfolio: satisfaction against importance, 偏差値, quadrants, 改善度 (M-13).
//!
//! Quadrants are relative to the set of items: adding one moves all others, and that must be printed.

use super::estimate::float;
use crate::domain::words::words;

/// Quadrants and "no spread" are decided with this tolerance, on unrounded values: three equal shares may have a mean
/// that differs from them in the last bit.
const TOLERANCE: f64 = 1e-12;

/// Distances and 改善度 (in 偏差値, so of the order of 10) below this are rounding noise: the centre, and a tie.
const NOISE: f64 = 1e-9;

words! {
    /// The names of the four quadrants.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Quadrant {
        /// Important, satisfied: 重点維持.
        KeepFirst = "重点維持",
        /// Important, not satisfied: 重点改善.
        ImproveFirst = "重点改善",
        /// Less important, satisfied: 維持.
        Keep = "維持",
        /// Less important, not satisfied: 改善.
        Improve = "改善",
    }
}

/// Mean and population standard deviation (÷J) of one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// x̄
    pub mean: f64,
    /// σ
    pub sd: f64,
}

impl Axis {
    fn of(values: &[f64]) -> Option<Axis> {
        let n = float(u64::try_from(values.len()).ok()?);
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        (n > 0.0).then(|| Axis {
            mean,
            sd: variance.sqrt(),
        })
    }

    /// (x − x̄)/σ; 0 without spread.
    fn standard(self, x: f64) -> f64 {
        if self.sd > TOLERANCE {
            (x - self.mean) / self.sd
        } else {
            0.0
        }
    }
}

/// Where one item lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// 偏差値 of satisfaction.
    pub dev_satisfaction: f64,
    /// 偏差値 of importance.
    pub dev_importance: f64,
    /// The quadrant.
    pub quadrant: Quadrant,
    /// 改善度 and its parts.
    pub improvement: Improvement,
    /// z of importance minus z of satisfaction (改善要望度).
    pub need_z: f64,
    /// 1 = the most urgent.
    pub rank: usize,
}

/// 改善度 = r·(90−θ)/90.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Improvement {
    /// r: distance from (50, 50).
    pub distance: f64,
    /// θ: 0–180° from the direction "important and not satisfied"; `None` at the centre.
    pub angle: Option<f64>,
    /// −r … r.
    pub index: f64,
}

/// 改善度 of a pair of 偏差値.
pub fn improvement(dev_satisfaction: f64, dev_importance: f64) -> Improvement {
    let (x, y) = (dev_importance - 50.0, dev_satisfaction - 50.0);
    let distance = (x * x + y * y).sqrt();
    if distance < NOISE {
        return Improvement {
            distance: 0.0,
            angle: None,
            index: 0.0,
        };
    }
    let cosine = (x - y) / (distance * std::f64::consts::SQRT_2);
    let angle = cosine.clamp(-1.0, 1.0).acos().to_degrees();
    Improvement {
        distance,
        angle: Some(angle),
        index: distance * (90.0 - angle) / 90.0,
    }
}

/// A portfolio; `places` are parallel to the pairs given.
#[derive(Debug, Clone, PartialEq)]
pub struct Portfolio {
    /// Of the placed items; `None` when no item can be placed.
    pub satisfaction: Option<Axis>,
    /// Of the placed items.
    pub importance: Option<Axis>,
    /// `None` for an item with nobody on one of the axes: listed, but not placed.
    pub places: Vec<Option<Place>>,
}

/// Places items by (satisfaction, importance): means or shares, weighted or not.
pub fn portfolio(items: &[(Option<f64>, Option<f64>)]) -> Portfolio {
    let pairs: Vec<Option<(f64, f64)>> = items.iter().map(|(s, i)| s.zip(*i)).collect();
    let placed: Vec<(f64, f64)> = pairs.iter().copied().flatten().collect();
    let satisfaction = Axis::of(&placed.iter().map(|p| p.0).collect::<Vec<_>>());
    let importance = Axis::of(&placed.iter().map(|p| p.1).collect::<Vec<_>>());
    let mut places: Vec<Option<Place>> = pairs
        .iter()
        .map(|pair| {
            let (s, i) = (*pair)?;
            Some(place((s, satisfaction?), (i, importance?)))
        })
        .collect();
    rank(&mut places);
    Portfolio {
        satisfaction,
        importance,
        places,
    }
}

fn place((s, s_axis): (f64, Axis), (i, i_axis): (f64, Axis)) -> Place {
    let (z_s, z_i) = (s_axis.standard(s), i_axis.standard(i));
    let (dev_satisfaction, dev_importance) = (50.0 + 10.0 * z_s, 50.0 + 10.0 * z_i);
    let important = i >= i_axis.mean - TOLERANCE;
    let satisfied = s >= s_axis.mean - TOLERANCE;
    Place {
        dev_satisfaction,
        dev_importance,
        quadrant: match (important, satisfied) {
            (true, true) => Quadrant::KeepFirst,
            (true, false) => Quadrant::ImproveFirst,
            (false, true) => Quadrant::Keep,
            (false, false) => Quadrant::Improve,
        },
        improvement: improvement(dev_satisfaction, dev_importance),
        need_z: z_i - z_s,
        rank: 0,
    }
}

fn rank(places: &mut [Option<Place>]) {
    let mut order: Vec<&mut Place> = places.iter_mut().flatten().collect();
    let index = |place: &Place| (place.improvement.index / NOISE).round() + 0.0;
    order.sort_by(|a, b| index(b).total_cmp(&index(a)));
    for (place, rank) in order.into_iter().zip(1..) {
        place.rank = rank;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_shares_have_no_spread_and_the_centre_no_direction() {
        let items = [(Some(0.1), Some(0.7)); 3];
        let mean = Axis::of(&[0.1; 3]).unwrap();
        assert_ne!(
            mean.mean, 0.1,
            "the mean of three equal shares is off by a bit"
        );
        for (place, rank) in portfolio(&items).places.into_iter().zip(1..) {
            let place = place.unwrap();
            assert_eq!((place.dev_satisfaction, place.dev_importance), (50.0, 50.0));
            assert_eq!(place.improvement.angle, None);
            assert_eq!(place.rank, rank);
        }
    }

    #[test]
    fn equal_needs_are_ranked_in_the_order_of_the_items() {
        let items = [(Some(1.0 / 3.0), Some(0.25)), (Some(4.0 / 9.0), Some(0.5))];
        let ranks: Vec<usize> = portfolio(&items)
            .places
            .iter()
            .map(|p| p.unwrap().rank)
            .collect();
        assert_eq!(ranks, [1, 2]);
    }
}
