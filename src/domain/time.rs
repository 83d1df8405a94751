//! Moments, days and time zones as the program speaks of them. Nobody here asks what time it is.

use chrono::{DateTime, Days, Duration, NaiveDate, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A moment. Decisions are taken with the database's time, handed in as an argument.
pub type Timestamp = DateTime<Utc>;

/// A day in the municipality's calendar.
pub type Day = NaiveDate;

/// The time zone of a municipality: where its days begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(chrono_tz::Tz);

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

    /// The moment the zone's clocks show; the earlier one where they show it twice, none where they skip it.
    #[must_use]
    pub fn moment(self, clock: chrono::NaiveDateTime) -> Option<Timestamp> {
        let moment = self.0.from_local_datetime(&clock).earliest()?;
        Some(moment.with_timezone(&Utc))
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
    fn a_day_without_midnight_begins_when_the_clocks_were_put_forward() {
        let zone = Zone::parse("America/Sao_Paulo").unwrap();
        let day = Day::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(zone.start_of(day).to_rfc3339(), "2018-11-04T03:00:00+00:00");
        assert_eq!(zone.day(zone.start_of(day)), day);
    }
}
