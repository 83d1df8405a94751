//! What each language prints in its own way: days, moments, years, how many. A page holds the value; it is printed where
//! it is shown, so that whoever makes a page need not know its language.

use chrono::{NaiveDateTime, Timelike as _};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{dates, numbers};
use crate::domain::language::Language;
use crate::domain::questionnaire::question::Exactness;
use crate::domain::time::{Day, Timestamp, Zone};
use crate::domain::time_of_day::TimeOfDay;

/// One such value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// A day of a year that its readers know.
    Day(Day),
    /// A day with its year.
    Date(Day),
    /// A day or month in both calendars.
    BothCalendars(Day, Exactness),
    /// A time of day.
    TimeOfDay(TimeOfDay),
    /// The municipality's clocks, to the minute.
    Moment(NaiveDateTime),
    /// A fiscal year.
    FiscalYear(i32),
    /// How many, its thousands separated.
    HowMany(Decimal),
}

impl Datum {
    /// A moment as the municipality's clocks show it.
    #[must_use]
    pub fn moment(at: Timestamp, zone: Zone) -> Self {
        Self::Moment(zone.local(at))
    }

    /// The end of a window: its last day, or the moment where it does not end with a day.
    #[must_use]
    pub fn until(end: Timestamp, zone: Zone) -> Self {
        let local = zone.local(end);
        match (local.hour(), local.minute()) {
            (0, 0) => Self::Day(zone.last_day(end)),
            _ => Self::Moment(local),
        }
    }

    /// So many.
    #[must_use]
    pub fn how_many(count: impl Into<Decimal>) -> Self {
        Self::HowMany(count.into())
    }

    /// The value as a language prints it; pages let the place where it is shown do that.
    #[must_use]
    pub fn print(&self, language: &Language) -> String {
        match self {
            Self::Day(day) => dates::day(*day, language),
            Self::Date(day) => dates::date(*day, language),
            Self::BothCalendars(day, exact_to) => {
                dates::in_both_calendars(*day, *exact_to, language)
            }
            Self::TimeOfDay(time) => dates::time_of_day(*time, language),
            Self::Moment(local) => dates::moment(*local, language),
            Self::FiscalYear(year) => dates::fiscal_year(*year, language),
            Self::HowMany(count) => numbers::number(*count),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    #[test]
    fn a_window_ending_at_midnight_ends_on_the_day_before() {
        let end = Utc.with_ymd_and_hms(2026, 10, 31, 15, 0, 0).unwrap();
        let said = |end, language| Datum::until(end, Zone::TOKYO).print(&language);
        assert_eq!(said(end, Language::japanese()), "10月31日（土）");
        assert_eq!(said(end, Language::english()), "31 October 2026");
        let noon = Utc.with_ymd_and_hms(2026, 10, 31, 3, 30, 0).unwrap();
        assert_eq!(said(noon, Language::japanese()), "10月31日（土）12時30分");
        let five = Utc.with_ymd_and_hms(2026, 12, 12, 8, 0, 0).unwrap();
        let until = |tag| said(five, Language::parse(tag).unwrap());
        assert_eq!(until("ja"), "12月12日（土）17時");
        assert_eq!(until("ja-x-easy"), "12月《がつ》12日《にち》 17時《じ》");
        assert_eq!(until("en"), "12 December 2026, 17:00");
    }
}
