//! From values to places in a drawing.

/// A linear scale with round ticks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Fits `values` between the places `from` and `to`, with room around them and about five round ticks; none of them is
    /// above `most_there_is`.
    pub(super) fn fitting(values: &[f64], most_there_is: Option<f64>, from: f64, to: f64) -> Self {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (least, most) = if least > most {
            (0.0, 1.0)
        } else {
            (least, most)
        };
        // What differs in the tenth digit only is one and the same place.
        let spread = if most - least > most.abs().max(least.abs()) * 1e-9 {
            most - least
        } else {
            (most.abs() * 0.2).max(1.0)
        };
        let step = round_step(spread * 1.3 / 4.0);
        let low = ((least - spread * 0.15) / step).floor() * step;
        let high = ((most + spread * 0.15) / step).ceil() * step;
        // What cannot be negative does not get an axis below zero.
        let low = if least >= 0.0 { low.max(0.0) } else { low };
        let high = most_there_is.map_or(high, |most_there_is| high.min(most_there_is));
        Self {
            low,
            high,
            step,
            from,
            to,
        }
    }

    /// The place of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The round values to label, from low to high.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let mut ticks = Vec::new();
        let mut tick = self.low;
        while tick <= self.high + self.step / 2.0 && ticks.len() < 12 {
            ticks.push(tick);
            tick += self.step;
        }
        ticks
    }

    /// Digits after the point that tell two ticks apart.
    pub(super) fn digits(&self) -> usize {
        let units = [
            1.0,
            0.1,
            0.01,
            0.001,
            0.000_1,
            0.000_01,
            0.000_001,
            0.000_000_1,
        ];
        // What is written as 0.1 may be a hair less.
        let tells = |unit: &f64| self.step >= *unit * 0.999;
        units.iter().position(tells).unwrap_or(units.len())
    }
}

/// 1, 2 or 5 times a power of ten, not below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough)
        .unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        let scale = Scale::fitting(&[32.3, 40.0], None, 0.0, 100.0);
        assert_eq!(scale.ticks(), [30.0, 35.0, 40.0, 45.0]);
        assert!(scale.at(32.3) > 0.0 && scale.at(40.0) < 100.0);
        let single = Scale::fitting(&[5.0], None, 0.0, 1.0);
        assert!(single.at(5.0) > 0.0 && single.at(5.0) < 1.0);
        assert!(Scale::fitting(&[], None, 0.0, 1.0).ticks().len() > 1);
    }

    #[test]
    fn small_steps_show_their_digits() {
        assert_eq!(Scale::fitting(&[0.55, 0.6], None, 0.0, 1.0).digits(), 2);
        assert_eq!(Scale::fitting(&[100.0, 900.0], None, 0.0, 1.0).digits(), 0);
    }

    #[test]
    fn a_share_has_no_axis_beyond_the_whole() {
        let scale = |values: &[f64]| Scale::fitting(values, Some(100.0), 200.0, 0.0);
        assert_eq!(scale(&[99.2, 100.0]).ticks().last(), Some(&100.0));
        assert_eq!(scale(&[100.0, 100.0]).ticks(), [90.0, 100.0]);
        assert_eq!(
            scale(&[40.0, 100.0]).ticks(),
            [20.0, 40.0, 60.0, 80.0, 100.0]
        );
        assert!(scale(&[40.0, 60.0]).at(100.0) < 0.0);
    }
}
