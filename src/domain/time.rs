//! Moments, days and time zones as the program speaks of them. Nobody here asks what time it is.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A moment. Decisions are taken with the database's time, handed in as an argument.
pub type Timestamp = DateTime<Utc>;

/// A day in the municipality's calendar.
pub type Day = NaiveDate;

/// The time zone of a municipality: where its days begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(chrono_tz::Tz);

/// The end of a window as people write it: a day, which counts whole, or a day with the time of day at which it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// 「12月12日まで」: the whole day.
    Day(Day),
    /// 「12月12日17時まで」: on the clocks of the municipality.
    Clock(NaiveDateTime),
}

/// As it is written.
impl std::fmt::Display for Deadline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Clock(clock) => clock.format("%Y-%m-%dT%H:%M").fmt(f),
        }
    }
}

/// The text is no deadline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "write a day (2026-12-12), which counts whole, or a day with a time to the minute (2026-12-12T17:00)"
)]
pub struct NotADeadline;

impl std::str::FromStr for Deadline {
    type Err = NotADeadline;

    /// `2026-12-12`, `2026-12-12T17:00`; whole seconds only where they are none, since no page prints them. `24:00` is
    /// the end of the day.
    fn from_str(written: &str) -> Result<Self, NotADeadline> {
        let (day, clock) = match written.split_once(['T', ' ']) {
            Some((day, clock)) => (
                day,
                Some(
                    clock
                        .strip_suffix(":00")
                        .filter(|c| c.contains(':'))
                        .unwrap_or(clock),
                ),
            ),
            None => (written, None),
        };
        let day = day.parse::<Day>().map_err(|_| NotADeadline)?;
        match clock {
            None | Some("24:00") => Ok(Self::Day(day)),
            Some(clock) => {
                let time = NaiveTime::parse_from_str(clock, "%H:%M").map_err(|_| NotADeadline)?;
                Ok(Self::Clock(day.and_time(time)))
            }
        }
    }
}

/// The text names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time zone; write one such as Asia/Tokyo")]
pub struct NotAZone;

impl Zone {
    /// Asia/Tokyo, where municipalities are unless they say otherwise.
    pub const TOKYO: Self = Self(chrono_tz::Asia::Tokyo);

    /// Reads the name of a zone, e.g. `Asia/Tokyo`.
    ///
    /// # Errors
    /// [`NotAZone`] for any other text.
    pub fn parse(name: &str) -> Result<Self, NotAZone> {
        name.parse().map(Self).map_err(|_| NotAZone)
    }

    /// The day it is in the zone at `moment`.
    #[must_use]
    pub fn day(self, moment: Timestamp) -> Day {
        moment.with_timezone(&self.0).date_naive()
    }

    /// The last day of a window that ends (exclusively) at `end`: midnight belongs to the day before.
    #[must_use]
    pub fn last_day(self, end: Timestamp) -> Day {
        self.day(end - Duration::microseconds(1))
    }

    /// The moment on the zone's clocks.
    #[must_use]
    pub fn local(self, moment: Timestamp) -> chrono::NaiveDateTime {
        moment.with_timezone(&self.0).naive_local()
    }

    /// The moment a deadline ends, exclusive. Where the clocks show its time twice it is the later one, so that nobody
    /// who reads it is shut out; none where they skip it.
    #[must_use]
    pub fn end_at(self, deadline: Deadline) -> Option<Timestamp> {
        match deadline {
            Deadline::Day(day) => Some(self.end_of(day)),
            Deadline::Clock(clock) => {
                let moment = self.0.from_local_datetime(&clock).latest()?;
                Some(moment.with_timezone(&Utc))
            }
        }
    }

    /// A window's end as people write it: the day where it ends with one, with its time of day otherwise.
    #[must_use]
    pub fn deadline(self, end: Timestamp) -> Deadline {
        let day = self.last_day(end);
        if self.end_of(day) == end {
            Deadline::Day(day)
        } else {
            Deadline::Clock(self.local(end))
        }
    }

    /// The first moment of `day`.
    #[must_use]
    pub fn start_of(self, day: Day) -> Timestamp {
        // Where the clocks are put forward at midnight the day begins an hour or so later.
        (0..=4_i64)
            .filter_map(|half_hours| {
                let clock =
                    day.and_time(chrono::NaiveTime::MIN) + Duration::minutes(30 * half_hours);
                self.0.from_local_datetime(&clock).earliest()
            })
            .map(|start| start.with_timezone(&Utc))
            .next()
            .unwrap_or_else(|| day.and_time(chrono::NaiveTime::MIN).and_utc())
    }

    /// The first moment after `day`: the exclusive end of 「その日まで」.
    #[must_use]
    pub fn end_of(self, day: Day) -> Timestamp {
        self.start_of(day.checked_add_days(Days::new(1)).unwrap_or(day))
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name())
    }
}

impl TryFrom<String> for Zone {
    type Error = NotAZone;

    fn try_from(name: String) -> Result<Self, NotAZone> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let day = Day::from_ymd_opt(2027, 3, 31).unwrap();
        let end = Zone::TOKYO.end_of(day);
        assert_eq!(end.to_rfc3339(), "2027-03-31T15:00:00+00:00");
        assert_eq!(Zone::TOKYO.last_day(end), day);
        assert_eq!(Zone::TOKYO.day(end), day.succ_opt().unwrap());
    }

    #[test]
    fn a_deadline_is_a_day_or_a_time_of_day() {
        let end = |zone: Zone, written: &str| {
            let deadline: Deadline = written.parse().unwrap();
            zone.end_at(deadline).map(|end| end.to_rfc3339())
        };
        let at = |end: &str| Some(format!("2026-12-12T{end}:00+00:00"));
        assert_eq!(end(Zone::TOKYO, "2026-12-12"), at("15:00"));
        assert_eq!(end(Zone::TOKYO, "2026-12-12T24:00"), at("15:00"));
        assert_eq!(end(Zone::TOKYO, "2026-12-12T17:00"), at("08:00"));
        assert_eq!(end(Zone::TOKYO, "2026-12-12 17:00:00"), at("08:00"));
        assert_eq!(end(Zone::TOKYO, "2026-12-13T00:00"), at("15:00"));
        for bad in [
            "",
            "2026-12",
            "2026-13-01",
            "2026-12-12T",
            "2026-12-12T17",
            "2026-12-12T25:00",
            "2026-12-12T17:60",
            "2026-12-12T17:00:30",
            "2026-12-12T00",
            "2026-12-12T:00",
            "12月12日",
            "2026-12-12T17:00Z",
            "2026-12-12T+1:00",
        ] {
            assert_eq!(bad.parse::<Deadline>(), Err(NotADeadline), "{bad}");
        }
        // Where clocks are changed: a time that is shown twice ends late, one that is skipped is none.
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(
            end(berlin, "2026-10-25T02:30").as_deref(),
            Some("2026-10-25T01:30:00+00:00")
        );
        assert_eq!(end(berlin, "2026-03-29T02:30"), None);
        for written in ["2026-12-12", "2026-12-12T17:00", "2026-10-25T02:30"] {
            let end = berlin.end_at(written.parse().unwrap()).unwrap();
            assert_eq!(berlin.deadline(end).to_string(), written);
        }
    }

    #[test]
    fn a_day_without_midnight_begins_when_the_clocks_were_put_forward() {
        let zone = Zone::parse("America/Sao_Paulo").unwrap();
        let day = Day::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(zone.start_of(day).to_rfc3339(), "2018-11-04T03:00:00+00:00");
        assert_eq!(zone.day(zone.start_of(day)), day);
    }
}
