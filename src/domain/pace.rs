//! Paces: how often something may happen. A lane works off so many a minute; some may come at once, the others wait for
//! their turn or are asked to come again.
//!
//! What belongs here: the arithmetic, with the clock as an argument. What does not: where lanes are kept
//! (`storage::turns`), who waits (`web::throttle`).

use core::time::Duration;
use std::num::NonZeroU32;

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// What is worked off in an hour.
    per_hour: NonZeroU32,
    /// What may come at once after a rest.
    at_once: u32,
}

/// One in a hundred typed codes is wrong in a way the check character does not see, so a town of honest people has a few
/// in an hour. Whatever is beyond this comes from somebody who guesses, from however many networks.
pub const ALARM: Pace = Pace::new(NonZeroU32::new(20).unwrap(), 200);

/// Minutes of an hour.
const MINUTES: NonZeroU32 = NonZeroU32::new(60).unwrap();

impl Pace {
    /// So many a minute, after a rest so many at once.
    #[must_use]
    pub const fn new(per_minute: NonZeroU32, at_once: u32) -> Self {
        Self::hourly(per_minute.saturating_mul(MINUTES), at_once)
    }

    /// So many an hour, after a rest so many at once.
    #[must_use]
    pub const fn hourly(per_hour: NonZeroU32, at_once: u32) -> Self {
        Self { per_hour, at_once }
    }

    /// A pace so many times as fast.
    #[must_use]
    pub const fn times(self, factor: u32) -> Self {
        Self {
            per_hour: self
                .per_hour
                .saturating_mul(NonZeroU32::MIN.saturating_add(factor.saturating_sub(1))),
            at_once: self.at_once.saturating_mul(factor),
        }
    }

    /// How long the lane takes for one.
    #[must_use]
    pub fn each(self) -> Duration {
        Duration::from_hours(1) / self.per_hour.get()
    }

    /// How much may be ahead in the lane while nobody has to wait.
    #[must_use]
    pub fn tolerance(self) -> Duration {
        self.each().saturating_mul(self.at_once)
    }

    /// How long until one more may pass, when so much is ahead in the lane.
    #[must_use]
    pub fn wait(self, ahead: Duration) -> Duration {
        (ahead + self.each()).saturating_sub(self.tolerance())
    }

    /// The most that passes in a time, whoever tries and however hard.
    #[must_use]
    pub fn most(self, time: Duration) -> u128 {
        let paced = time.as_nanos() / self.each().as_nanos().max(1);
        paced + u128::from(self.at_once)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pace(per_minute: u32, at_once: u32) -> Pace {
        Pace::new(NonZeroU32::new(per_minute).unwrap(), at_once)
    }

    /// A lane as `storage::turns` keeps it: when it is free, seconds from a beginning.
    fn passes(pace: Pace, tries: &[Duration]) -> Vec<Duration> {
        let mut free_at = Duration::ZERO;
        let turn = |now: &Duration| {
            let at = *now + pace.wait(free_at.saturating_sub(*now));
            free_at = free_at.max(at) + pace.each();
            at
        };
        tries.iter().map(turn).collect()
    }

    #[test]
    fn a_school_class_passes_at_once_and_a_script_in_its_turn() {
        let pace = pace(60, 120);
        let class = vec![Duration::ZERO; 40];
        assert!(passes(pace, &class).iter().all(Duration::is_zero));
        let script = vec![Duration::ZERO; 1000];
        let passed = passes(pace, &script);
        assert_eq!(passed[119], Duration::ZERO);
        assert_eq!(passed[120], Duration::from_secs(1));
        assert_eq!(passed[999], Duration::from_secs(880));
    }

    /// `trust.md` §1.6: 2,000 keys of 50 bits, 30 days. All networks together stay below a thousandth.
    #[test]
    fn a_guesser_finds_nothing_in_a_month() {
        let month = Duration::from_hours(30 * 24);
        let chance = |pace: Pace| pace.most(month) as f64 * 2000.0 / 2_f64.powi(50);
        let network = pace(600, 120);
        assert!(chance(network) < 0.000_05, "{}", chance(network));
        let town = network.times(10);
        assert!(chance(town) < 0.000_5, "{}", chance(town));
        // The control: a thousand a second, which nothing here bounds.
        assert!(chance(pace(60_000, 0)) > 0.004);
    }

    proptest! {
        /// Whenever tries come, no window has more of them than the pace allows, and everybody has a turn.
        #[test]
        fn no_window_has_more(
            per_minute in 1_u32..6000, at_once in 1_u32..50,
            gaps in proptest::collection::vec(0_u64..3000, 1..200), window in 1_u64..60_000,
        ) {
            let pace = pace(per_minute, at_once);
            let mut now = Duration::ZERO;
            let tries: Vec<Duration> = gaps.into_iter().map(|gap| { now += Duration::from_millis(gap); now }).collect();
            let passed = passes(pace, &tries);
            prop_assert_eq!(passed.len(), tries.len());
            let window = Duration::from_millis(window);
            for (first, from) in passed.iter().enumerate() {
                let within = passed[first..].iter().filter(|at| **at < *from + window).count();
                prop_assert!(within as u128 <= pace.most(window) + 1);
            }
        }
    }
}
