//! A survey (調査): its life, and whether it takes an answer at a moment.
//!
//! What belongs here: the decisions, from times handed in. What does not: who asks, storing, reports (they have a
//! life of their own).

pub mod design;
pub mod dispositions;
pub mod founding;
pub mod moving;
pub mod outlook;
pub mod returns;
pub mod stage;

#[cfg(test)]
mod tests;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::time::{Day, Timestamp, Zone};
use crate::domain::words::words;

words! {
    /// Where a survey stands. Acts by hand and the clock's job write it; whether answers are taken follows from the
    /// times as well ([`Fieldwork::accepts`]), so that nothing waits for the job.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum State {
        /// Being prepared: no times yet.
        Draft = "draft",
        /// Has its times.
        Scheduled = "scheduled",
        /// Takes answers.
        Open = "open",
        /// The web is closed; paper answers are still typed.
        WebClosed = "web_closed",
        /// Nothing is taken any more.
        EntryClosed = "entry_closed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Whether citizens read its questions, or will.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Draft | Self::Scheduled | Self::Open)
    }
}

/// What the first page promises (product.md §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anonymity {
    /// One-time keys drawn at random; nothing links a key to its response.
    Anonymous,
    /// Keys belong to recipients so that they can be reminded; answers carry no link.
    Confidential,
    /// No keys: anyone with the address.
    Open,
}

impl Anonymity {
    /// Whether a response needs a one-time key.
    #[must_use]
    pub fn needs_key(self) -> bool {
        self != Self::Open
    }
}

words! {
    /// How a response came.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Mode {
        /// A person's own phone or computer.
        Web = "web",
        /// A sheet, typed by staff.
        Paper = "paper",
        /// A tablet at the counter.
        Kiosk = "kiosk",
        /// By telephone, typed by staff.
        Phone = "phone",
    }
}

impl Mode {
    /// Whether staff types it, so that it may come after the web has closed.
    #[must_use]
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Paper | Self::Phone)
    }
}

/// The times of a survey. Deadlines are exclusive: 「10月31日まで」 is the first moment of 1 November.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// From when answers are taken.
    pub opens_at: Timestamp,
    /// The deadline for citizens.
    pub web_closes_at: Timestamp,
    /// Until when staff types paper answers.
    pub entry_closes_at: Timestamp,
    /// How many minutes after the deadline an answer begun before it is taken: 0 to 1,440.
    pub grace_minutes: i32,
}

/// Why times are not a [`Schedule`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// It would close before it opens.
    #[error("the survey would close before it opens")]
    ClosesBeforeOpening,
    /// Entry would close before the web.
    #[error("entry would close before the web does")]
    EntryBeforeWeb,
    /// Not 0 to 1,440 minutes.
    #[error("the grace time is 0 to 1440 minutes")]
    Grace,
}

impl Schedule {
    /// The grace time unless a survey says otherwise, in minutes.
    pub const GRACE_MINUTES: i32 = 15;

    /// The schedule, if it is one.
    ///
    /// # Errors
    /// [`ScheduleError`] says what is wrong with it.
    pub fn checked(self) -> Result<Self, ScheduleError> {
        if self.opens_at >= self.web_closes_at {
            Err(ScheduleError::ClosesBeforeOpening)
        } else if self.web_closes_at > self.entry_closes_at {
            Err(ScheduleError::EntryBeforeWeb)
        } else if !(0..=1440).contains(&self.grace_minutes) {
            Err(ScheduleError::Grace)
        } else {
            Ok(self)
        }
    }

    /// The moment the last answer begun in time is refused: deadline and grace.
    #[must_use]
    pub fn web_ends_at(&self) -> Timestamp {
        self.web_closes_at + Duration::minutes(self.grace_minutes.into())
    }

    /// The moment nothing is taken any more: never before the web's grace has passed (M-1).
    #[must_use]
    pub fn entry_ends_at(&self) -> Timestamp {
        self.entry_closes_at.max(self.web_ends_at())
    }

    /// The last day of the window: the one printed as 「…まで」, borne by what is accepted in grace.
    #[must_use]
    pub fn last_day(&self, zone: Zone) -> Day {
        zone.last_day(self.web_closes_at)
    }
}

/// What decides about a survey's life: its state and its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fieldwork {
    /// As stored.
    pub state: State,
    /// None only for drafts and what was cancelled as one.
    pub schedule: Option<Schedule>,
}

/// A response is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepting {
    /// The day it bears: today, or in the grace time the last day of the window.
    pub on: Day,
}

/// A response is not taken; each has its own kind page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too early.
    #[error("not yet open")]
    NotYetOpen {
        /// From when; none while that is not settled.
        opens_at: Option<Timestamp>,
    },
    /// Too late.
    #[error("closed")]
    Closed {
        /// The deadline that has passed, exclusive.
        closed_at: Timestamp,
    },
    /// Called off.
    #[error("cancelled")]
    Cancelled,
}

impl Fieldwork {
    /// Whether an answer begun at `begun_at` and arriving at `now` is taken, and the day it bears.
    ///
    /// # Errors
    /// [`Refusal`] says which page the citizen is shown.
    pub fn accepts(
        &self,
        mode: Mode,
        begun_at: Timestamp,
        now: Timestamp,
        zone: Zone,
    ) -> Result<Accepting, Refusal> {
        let times = match (self.state, self.schedule) {
            (State::Cancelled, _) => return Err(Refusal::Cancelled),
            (State::Draft, _) | (_, None) => return Err(Refusal::NotYetOpen { opens_at: None }),
            (_, Some(times)) => times,
        };
        if now < times.opens_at {
            return Err(Refusal::NotYetOpen {
                opens_at: Some(times.opens_at),
            });
        }
        if mode.is_typed() {
            let closed = self.state == State::EntryClosed || now >= times.entry_ends_at();
            let closed_at = times.entry_closes_at;
            return if closed {
                Err(Refusal::Closed { closed_at })
            } else {
                Ok(Accepting { on: zone.day(now) })
            };
        }
        let in_time = now < times.web_closes_at;
        let in_grace = begun_at < times.web_closes_at && now < times.web_ends_at();
        match self.state {
            State::Scheduled | State::Open if in_time => Ok(Accepting { on: zone.day(now) }),
            State::Scheduled | State::Open if in_grace => Ok(Accepting {
                on: times.last_day(zone),
            }),
            _ => Err(Refusal::Closed {
                closed_at: times.web_closes_at,
            }),
        }
    }

    /// The state the clock puts the survey in at `now`; none where it is in it already.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<State> {
        let times = self.schedule?;
        let by_times = if now >= times.entry_ends_at() {
            State::EntryClosed
        } else if now >= times.web_ends_at() {
            State::WebClosed
        } else if now >= times.opens_at {
            State::Open
        } else {
            State::Scheduled
        };
        match (self.state, by_times) {
            (State::Scheduled, State::Open | State::WebClosed | State::EntryClosed)
            | (State::Open, State::WebClosed | State::EntryClosed)
            | (State::WebClosed, State::EntryClosed) => Some(by_times),
            _ => None,
        }
    }
}
