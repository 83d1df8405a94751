//! Days and moments as people read them, in the municipality's time.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::domain::era::Era;
use crate::domain::language::Language;
use crate::domain::time::{Day, Timestamp};

/// The day of a moment in a time zone such as `Asia/Tokyo`; an unknown zone counts as Tokyo.
#[must_use]
pub fn local(at: Timestamp, zone: &str) -> DateTime<Tz> {
    at.with_timezone(&zone.parse::<Tz>().unwrap_or(chrono_tz::Asia::Tokyo))
}

/// The last day of a window that ends (exclusively) at `end`: midnight belongs to the day before.
#[must_use]
pub fn last_day(end: DateTime<Utc>, zone: &str) -> Day {
    local(end - chrono::Duration::milliseconds(1), zone).date_naive()
}

/// `10月31日（土）`, `31 October 2026`.
#[must_use]
pub fn day(day: Day, language: &Language) -> String {
    match language.tag() {
        "ja" => format!("{}月{}日（{}）", day.month(), day.day(), weekday(day)),
        "ja-x-easy" => format!("{}月《がつ》{}日《にち》", day.month(), day.day()),
        _ => day.format("%-d %B %Y").to_string(),
    }
}

/// The day with its year: `令和5年7月7日`, `7 July 2023`.
#[must_use]
pub fn day_of_year(day: Day, language: &Language) -> String {
    let reiwa = day.year() - 2018;
    match language.tag() {
        "ja" if reiwa >= 1 => format!("令和{reiwa}年{}月{}日", day.month(), day.day()),
        "ja" => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        "ja-x-easy" => format!(
            "{}年《ねん》{}月《がつ》{}日《にち》",
            day.year(),
            day.month(),
            day.day()
        ),
        _ => day.format("%-d %B %Y").to_string(),
    }
}

/// A day with its year: `令和8年11月21日`, `21 November 2026`.
#[must_use]
pub fn date(day: Day, language: &Language) -> String {
    match language.tag() {
        "ja" | "ja-x-easy" => {
            let year = match Era::of(day) {
                Some((era, 1)) => format!("{}元年", era.name()),
                Some((era, year)) => format!("{}{year}年", era.name()),
                None => format!("{}年", day.year()),
            };
            format!("{year}{}月{}日", day.month(), day.day())
        }
        _ => day.format("%-d %B %Y").to_string(),
    }
}

/// The day, and the time of day where a window does not end with a day.
#[must_use]
pub fn until(end: Timestamp, zone: &str, language: &Language) -> String {
    let local = local(end, zone);
    if local.hour() == 0 && local.minute() == 0 {
        return day(last_day(end, zone), language);
    }
    moment(end, zone, language)
}

/// A moment to the minute; a full hour without its minutes: `12月12日（土）17時`.
#[must_use]
pub fn moment(at: Timestamp, zone: &str, language: &Language) -> String {
    let local = local(at, zone);
    let date = day(local.date_naive(), language);
    match language.tag() {
        "ja" if local.minute() == 0 => format!("{date}{}時", local.hour()),
        "ja" => format!("{date}{}時{:02}分", local.hour(), local.minute()),
        "ja-x-easy" if local.minute() == 0 => format!("{date} {}時《じ》", local.hour()),
        "ja-x-easy" => format!(
            "{date} {}時《じ》{:02}分《ふん》",
            local.hour(),
            local.minute()
        ),
        _ => format!("{date}, {:02}:{:02}", local.hour(), local.minute()),
    }
}

fn weekday(day: Day) -> &'static str {
    ["月", "火", "水", "木", "金", "土", "日"]
        .get(day.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    #[test]
    fn a_day_with_its_year_is_said_in_eras() {
        let day = |year, month, day| Day::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(
            date(day(2019, 5, 1), &Language::japanese()),
            "令和元年5月1日"
        );
        assert_eq!(
            date(day(2019, 4, 30), &Language::japanese()),
            "平成31年4月30日"
        );
        assert_eq!(
            date(day(2026, 11, 21), &Language::english()),
            "21 November 2026"
        );
    }

    #[test]
    fn a_window_ending_at_midnight_ends_on_the_day_before() {
        let end = Utc.with_ymd_and_hms(2026, 10, 31, 15, 0, 0).unwrap();
        assert_eq!(
            until(end, "Asia/Tokyo", &Language::japanese()),
            "10月31日（土）"
        );
        assert_eq!(
            until(end, "Asia/Tokyo", &Language::english()),
            "31 October 2026"
        );
        let noon = Utc.with_ymd_and_hms(2026, 10, 31, 3, 30, 0).unwrap();
        assert_eq!(
            until(noon, "Asia/Tokyo", &Language::japanese()),
            "10月31日（土）12時30分"
        );
        let five = Utc.with_ymd_and_hms(2026, 12, 12, 8, 0, 0).unwrap();
        let until = |tag| until(five, "Asia/Tokyo", &Language::parse(tag).unwrap());
        assert_eq!(until("ja"), "12月12日（土）17時");
        assert_eq!(until("ja-x-easy"), "12月《がつ》12日《にち》 17時《じ》");
        assert_eq!(until("en"), "12 December 2026, 17:00");
    }
}
