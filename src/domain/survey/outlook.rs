//! What the public may expect of a survey's results while nothing is published: from stored facts, never a promise that
//! nobody keeps.

use chrono::Duration;

use super::{Fieldwork, State};
use crate::domain::time::Timestamp;

/// So long after its end results are still called soon. Municipal reports appear within half a year.
const SOON: Duration = Duration::days(183);

/// What may be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// It has no times yet.
    Undated,
    /// It has not ended yet.
    Later,
    /// It has ended; counting and checking are under way.
    Soon,
    /// The figures could not be computed, or have been awaited for long: no date can be told.
    Delayed,
    /// It was called off: there will be none.
    Never,
}

impl Outlook {
    /// Of a survey of which nothing is published. `stuck` is whether computing its figures was given up.
    #[must_use]
    pub fn of(survey: &Fieldwork, stuck: bool, now: Timestamp) -> Self {
        let ends = match (survey.state, survey.schedule) {
            (State::Cancelled, _) => return Self::Never,
            (_, None) => return Self::Undated,
            (_, Some(times)) => times.web_closes_at,
        };
        match now {
            now if now < ends => Self::Later,
            now if stuck || now - ends > SOON => Self::Delayed,
            _ => Self::Soon,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::survey::Schedule;
    use chrono::TimeZone;

    #[test]
    fn nothing_is_promised_for_ever() {
        let ends = chrono::Utc
            .with_ymd_and_hms(2025, 10, 31, 15, 0, 0)
            .unwrap();
        let times = Schedule {
            opens_at: ends - Duration::days(20),
            web_closes_at: ends,
            entry_closes_at: ends + Duration::days(7),
            grace_minutes: 15,
        };
        let at = |state, stuck, days| {
            let schedule = Some(times);
            Outlook::of(
                &Fieldwork { state, schedule },
                stuck,
                ends + Duration::days(days),
            )
        };
        assert_eq!(at(State::Open, false, -1), Outlook::Later);
        assert_eq!(at(State::WebClosed, false, 0), Outlook::Soon);
        assert_eq!(at(State::EntryClosed, false, 183), Outlook::Soon);
        assert_eq!(at(State::EntryClosed, false, 184), Outlook::Delayed);
        assert_eq!(at(State::EntryClosed, true, 1), Outlook::Delayed);
        assert_eq!(at(State::Cancelled, false, -1), Outlook::Never);
        let undated = Fieldwork {
            state: State::Scheduled,
            schedule: None,
        };
        assert_eq!(Outlook::of(&undated, false, ends), Outlook::Undated);
    }
}
