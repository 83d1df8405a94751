//! The acts by hand that move a survey: each says what it becomes, or why not.
//!
//! An act changes the times too (closing by hand makes now the deadline), so that what pages print stays true.

use chrono::Duration;

use super::{Fieldwork, Schedule, ScheduleError, State};
use crate::domain::time::Timestamp;

/// No survey has times further ahead: such a year is mistyped.
const AHEAD: Duration = Duration::days(5 * 366);
/// None opens longer ago when it gets its times.
const BEHIND: Duration = Duration::days(366);

/// Why a survey cannot be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefusal {
    /// Not from the state it is in.
    #[error("not possible while the survey is {}", .0.word())]
    NotFrom(State),
    /// It has no times yet.
    #[error("the survey has no times yet: schedule it first")]
    NoTimes,
    /// The new deadline has passed already, or is not later than the one there is.
    #[error("the new deadline must be later than now and than the one there is")]
    DeadlineNotLater,
    /// A time that no survey has.
    #[error("{} is more than five years away or more than one year ago: is the year right?", .0.date_naive())]
    TooFar(Timestamp),
    /// The times contradict each other.
    #[error(transparent)]
    Times(#[from] ScheduleError),
}

type Moved = Result<Fieldwork, MoveRefusal>;

impl Fieldwork {
    /// Gives the times, or others while it has not opened.
    ///
    /// # Errors
    /// [`MoveRefusal`].
    pub fn schedule(&self, times: Schedule, now: Timestamp) -> Moved {
        let times = times.checked()?;
        let opened = self.schedule.is_some_and(|old| old.opens_at <= now);
        match self.state {
            State::Draft | State::Scheduled if !opened => {}
            State::Scheduled => return Err(MoveRefusal::NotFrom(State::Open)),
            other => return Err(MoveRefusal::NotFrom(other)),
        }
        if times.web_closes_at <= now {
            return Err(MoveRefusal::DeadlineNotLater);
        }
        for time in [times.opens_at, times.web_closes_at, times.entry_closes_at] {
            near(time, now)?;
        }
        Ok(Self {
            state: State::Scheduled,
            schedule: Some(times),
        })
    }

    /// Opens before its time.
    ///
    /// # Errors
    /// [`MoveRefusal`].
    pub fn open(&self, now: Timestamp) -> Moved {
        let times = self.times_in(&[State::Scheduled])?;
        if times.web_closes_at <= now {
            return Err(MoveRefusal::DeadlineNotLater);
        }
        let opens_at = times.opens_at.min(now);
        Ok(self.moved(State::Open, Schedule { opens_at, ..times }))
    }

    /// Closes the web at once, without grace: now is the deadline, unless that has passed.
    ///
    /// # Errors
    /// [`MoveRefusal`].
    pub fn close_web(&self, now: Timestamp) -> Moved {
        let times = self.times_in(&[State::Scheduled, State::Open])?;
        if now <= times.opens_at {
            return Err(MoveRefusal::NotFrom(State::Scheduled));
        }
        let web_closes_at = times.web_closes_at.min(now);
        Ok(self.moved(
            State::WebClosed,
            Schedule {
                web_closes_at,
                ..times
            },
        ))
    }

    /// Ends the typing of paper answers.
    ///
    /// # Errors
    /// [`MoveRefusal`].
    pub fn close_entry(&self, now: Timestamp) -> Moved {
        let times = self.times_in(&[State::WebClosed])?;
        let entry_closes_at = times.entry_closes_at.min(now.max(times.web_closes_at));
        Ok(self.moved(
            State::EntryClosed,
            Schedule {
                entry_closes_at,
                ..times
            },
        ))
    }

    /// Gives citizens until `web_closes_at`; a closed web opens again. Entry closes not before.
    ///
    /// # Errors
    /// [`MoveRefusal`].
    pub fn extend(&self, web_closes_at: Timestamp, now: Timestamp) -> Moved {
        let times = self.times_in(&[State::Scheduled, State::Open, State::WebClosed])?;
        if web_closes_at <= now.max(times.web_closes_at) {
            return Err(MoveRefusal::DeadlineNotLater);
        }
        near(web_closes_at, now)?;
        let entry_closes_at = times.entry_closes_at.max(web_closes_at);
        let opened = self.state != State::Scheduled || times.opens_at <= now;
        let state = if opened {
            State::Open
        } else {
            State::Scheduled
        };
        let later = Schedule {
            web_closes_at,
            entry_closes_at,
            ..times
        };
        Ok(self.moved(state, later))
    }

    /// Whether there is any later deadline that citizens could be given.
    #[must_use]
    pub fn can_extend(&self, now: Timestamp) -> bool {
        let last = self.schedule.map_or(now, |times| times.web_closes_at);
        let later = now.max(last) + Duration::days(1);
        self.extend(later, now).is_ok()
    }

    /// Lets staff type again until `entry_closes_at`. Whether a report was approved already is asked elsewhere.
    ///
    /// # Errors
    /// [`MoveRefusal`].
    pub fn reopen_entry(&self, entry_closes_at: Timestamp, now: Timestamp) -> Moved {
        let times = self.times_in(&[State::EntryClosed])?;
        if entry_closes_at <= now {
            return Err(MoveRefusal::DeadlineNotLater);
        }
        near(entry_closes_at, now)?;
        Ok(self.moved(
            State::WebClosed,
            Schedule {
                entry_closes_at,
                ..times
            },
        ))
    }

    /// Calls it off.
    ///
    /// # Errors
    /// [`MoveRefusal`] once entry has closed.
    pub fn cancel(&self) -> Moved {
        match self.state {
            State::EntryClosed | State::Cancelled => Err(MoveRefusal::NotFrom(self.state)),
            _ => Ok(Self {
                state: State::Cancelled,
                ..*self
            }),
        }
    }

    fn times_in(&self, states: &[State]) -> Result<Schedule, MoveRefusal> {
        if self.state == State::Draft && states.contains(&State::Scheduled) {
            return Err(MoveRefusal::NoTimes);
        }
        if !states.contains(&self.state) {
            return Err(MoveRefusal::NotFrom(self.state));
        }
        self.schedule.ok_or(MoveRefusal::NoTimes)
    }

    fn moved(&self, state: State, times: Schedule) -> Self {
        Self {
            state,
            schedule: Some(times),
        }
    }
}

/// A time near enough to be meant.
fn near(time: Timestamp, now: Timestamp) -> Result<(), MoveRefusal> {
    if time - now > AHEAD || now - time > BEHIND {
        Err(MoveRefusal::TooFar(time))
    } else {
        Ok(())
    }
}
