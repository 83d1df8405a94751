//! 庁内照会: divisions are asked what they find in a questionnaire that is being made, until a day.

use chrono::Days;

use super::ids::DivisionId;
use super::time::Day;

/// Most days that divisions are given.
pub const LONGEST: u64 = 366;

/// How many days before the last one those are reminded who have said nothing.
const REMINDED: u64 = 3;

/// From when until when somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The day it was begun.
    pub begun: Day,
    /// The last day on which something is said.
    pub until: Day,
    /// Whether whoever asked wants no more, or the questionnaire does not change any more.
    pub is_closed: bool,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Something is said.
    Open,
    /// Its last day is over; it may be given another one.
    Over,
    /// It is closed for good.
    Closed,
}

/// Why a day cannot be the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UntilFault {
    /// It is over.
    #[error("the day is over")]
    Past,
    /// It is no later than the one there is.
    #[error("the day is not later than the one there is")]
    NotLater,
    /// Nobody waits so long.
    #[error("the day is more than {LONGEST} days away")]
    TooFar,
}

impl Term {
    /// Where it stands on a day.
    #[must_use]
    pub fn standing(self, today: Day) -> Standing {
        match () {
            () if self.is_closed => Standing::Closed,
            () if today > self.until => Standing::Over,
            () => Standing::Open,
        }
    }

    /// Whether those who have said nothing are reminded on a day: near the end, and not of what they were asked just now.
    #[must_use]
    pub fn reminds(self, today: Day) -> bool {
        let near = self.until.checked_sub_days(Days::new(REMINDED));
        let is_near = near.is_some_and(|near| self.begun < near && near <= today);
        is_near && self.standing(today) == Standing::Open
    }
}

/// Whether a day can be the last one, where there is one already or not.
///
/// # Errors
/// [`UntilFault`]
pub fn check(until: Day, old: Option<Day>, today: Day) -> Result<(), UntilFault> {
    match () {
        () if until < today => Err(UntilFault::Past),
        () if old.is_some_and(|old| until <= old) => Err(UntilFault::NotLater),
        () if today.checked_add_days(Days::new(LONGEST)) < Some(until) => Err(UntilFault::TooFar),
        () => Ok(()),
    }
}

/// Whether somebody of a division is asked: theirs is, or nobody of those that are could say anything.
#[must_use]
pub fn is_asked(own: Option<DivisionId>, asked: &[DivisionId], is_for_all: bool) -> bool {
    is_for_all || own.is_some_and(|own| asked.contains(&own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn term(begun: &str, is_closed: bool) -> Term {
        Term {
            begun: day(begun),
            until: day("2026-12-10"),
            is_closed,
        }
    }

    #[test]
    fn something_is_said_until_the_end_of_the_last_day() {
        let open = term("2026-12-01", false);
        assert_eq!(open.standing(day("2026-12-10")), Standing::Open);
        assert_eq!(open.standing(day("2026-12-11")), Standing::Over);
        let closed = term("2026-12-01", true);
        assert_eq!(closed.standing(day("2026-12-01")), Standing::Closed);
    }

    #[test]
    fn whoever_says_nothing_is_reminded_three_days_before() {
        let term_of = term("2026-12-01", false);
        for (today, reminds) in [
            ("2026-12-06", false),
            ("2026-12-07", true),
            ("2026-12-10", true),
            ("2026-12-11", false),
        ] {
            assert_eq!(term_of.reminds(day(today)), reminds, "{today}");
        }
        assert!(!term("2026-12-07", false).reminds(day("2026-12-08")));
        assert!(!term("2026-12-01", true).reminds(day("2026-12-08")));
    }

    #[test]
    fn the_last_day_is_neither_over_nor_earlier_nor_far_away() {
        let (today, old) = (day("2026-12-01"), Some(day("2026-12-10")));
        assert_eq!(check(today, None, today), Ok(()));
        assert_eq!(check(day("2026-11-30"), None, today), Err(UntilFault::Past));
        assert_eq!(
            check(day("2026-12-10"), old, today),
            Err(UntilFault::NotLater)
        );
        assert_eq!(check(day("2026-12-11"), old, today), Ok(()));
        assert_eq!(check(day("2027-12-02"), None, today), Ok(()));
        let far = [day("2027-12-03"), Day::MAX];
        assert!(far.map(|far| check(far, old, today)) == [Err(UntilFault::TooFar); 2]);
    }

    #[test]
    fn those_are_asked_who_work_where_it_is_asked() {
        let [own, other] = [1, 2].map(|id| DivisionId(Uuid::from_u128(id)));
        assert!(is_asked(Some(own), &[other, own], false));
        assert!(!is_asked(Some(own), &[other], false));
        assert!(!is_asked(None, &[other], false));
        assert!(is_asked(None, &[other], true));
    }
}
