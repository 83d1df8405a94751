//! 代決: for some days another person decides in an approver's place. From when until when that may be, and where it stands.

use chrono::Months;

use super::time::Day;
use super::words::words;

/// How long it lasts at most: whoever is away for longer has a successor.
pub const LONGEST: Months = Months::new(12);

words! {
    /// Where it stands on a day.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum State {
        /// The deputy decides.
        Running = "running",
        /// They will.
        Coming = "coming",
        /// The last day is over.
        Over = "over",
        /// It was ended before its last day.
        Ended = "ended",
    }
}

/// The days of one, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Day,
    /// The last.
    pub until: Day,
}

/// Why nobody can be a deputy on these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysFault {
    /// The last day comes before the first.
    #[error("the last day comes before the first")]
    Backwards,
    /// It would begin on a day that is over.
    #[error("the first day is over")]
    Past,
    /// It would last longer than [`LONGEST`].
    #[error("that is longer than a year")]
    TooLong,
}

impl Days {
    /// These days, as they can be chosen on a day.
    ///
    /// # Errors
    /// [`DaysFault`]
    pub fn chosen(from: Day, until: Day, today: Day) -> Result<Self, DaysFault> {
        let end = from.checked_add_months(LONGEST);
        match () {
            () if until < from => Err(DaysFault::Backwards),
            () if from < today => Err(DaysFault::Past),
            () if end.is_none_or(|end| until >= end) => Err(DaysFault::TooLong),
            () => Ok(Self { from, until }),
        }
    }

    /// Whether they have a day in common.
    #[must_use]
    pub fn overlap(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn state(self, is_ended: bool, today: Day) -> State {
        match () {
            () if is_ended => State::Ended,
            () if today < self.from => State::Coming,
            () if today <= self.until => State::Running,
            () => State::Over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_chosen_forwards_from_today_and_for_a_year_at_most() {
        let today = day("2026-04-01");
        let chosen = |from, until| Days::chosen(day(from), day(until), today).map(|_| ());
        assert_eq!(chosen("2026-04-01", "2026-04-01"), Ok(()));
        assert_eq!(chosen("2026-04-01", "2027-03-31"), Ok(()));
        let (long, past) = (Err(DaysFault::TooLong), Err(DaysFault::Past));
        assert_eq!(chosen("2026-04-01", "2027-04-01"), long);
        assert_eq!(chosen("2028-02-29", "2029-02-28"), long);
        assert_eq!(chosen("2028-02-29", "2029-02-27"), Ok(()));
        assert_eq!(chosen("2026-03-31", "2026-04-30"), past);
        assert_eq!(
            chosen("2026-04-02", "2026-04-01"),
            Err(DaysFault::Backwards)
        );
        assert_eq!(
            Days::chosen(Day::MAX, Day::MAX, today),
            Err(DaysFault::TooLong)
        );
    }

    #[test]
    fn both_days_count() {
        let of = |from, until| Days {
            from: day(from),
            until: day(until),
        };
        let week = of("2026-04-06", "2026-04-10");
        for (on, state) in [
            ("2026-04-05", State::Coming),
            ("2026-04-06", State::Running),
            ("2026-04-10", State::Running),
            ("2026-04-11", State::Over),
        ] {
            assert_eq!(week.state(false, day(on)), state, "{on}");
            assert_eq!(week.state(true, day(on)), State::Ended);
        }
        assert!(week.overlap(of("2026-04-10", "2026-04-12")));
        assert!(week.overlap(of("2026-04-07", "2026-04-07")));
        assert!(!week.overlap(of("2026-04-11", "2026-04-12")));
    }
}
