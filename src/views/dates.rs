//! Days and moments as people read them, in the municipality's time. One function for each thing that is said, so that
//! two places never say the same day differently.

use chrono::{Datelike as _, Timelike as _};

use crate::domain::era::Era;
use crate::domain::language::Language;
use crate::domain::time::{Day, Timestamp, Zone};

/// `10月31日（土）`, `31 October 2026`.
#[must_use]
pub fn day(day: Day, language: &Language) -> String {
    match language.tag() {
        "ja" => format!("{}月{}日（{}）", day.month(), day.day(), weekday(day)),
        "ja-x-easy" => format!("{}月《がつ》{}日《にち》", day.month(), day.day()),
        _ => day.format("%-d %B %Y").to_string(),
    }
}

/// The day with its year: `令和元年5月1日`, `21 November 2026`. The era is that of the day itself (2019 was 平成31年
/// until April); plain Japanese counts as its readers do.
#[must_use]
pub fn date(day: Day, language: &Language) -> String {
    match language.tag() {
        "ja" => format!("{}{}月{}日", year(day), day.month(), day.day()),
        "ja-x-easy" => format!(
            "{}年《ねん》{}月《がつ》{}日《にち》",
            day.year(),
            day.month(),
            day.day()
        ),
        _ => day.format("%-d %B %Y").to_string(),
    }
}

fn year(day: Day) -> String {
    match Era::of(day) {
        Some((era, 1)) => format!("{}元年", era.name()),
        Some((era, year)) => format!("{}{year}年", era.name()),
        None => format!("{}年", day.year()),
    }
}

/// The day, and the time of day where a window does not end with a day.
#[must_use]
pub fn until(end: Timestamp, zone: Zone, language: &Language) -> String {
    let local = zone.local(end);
    if local.hour() == 0 && local.minute() == 0 {
        return day(zone.last_day(end), language);
    }
    moment(end, zone, language)
}

/// A moment to the minute; a full hour without its minutes: `12月12日（土）17時`.
#[must_use]
pub fn moment(at: Timestamp, zone: Zone, language: &Language) -> String {
    let local = zone.local(at);
    let date = day(local.date(), language);
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
    use chrono::{TimeZone as _, Utc};

    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd_opt(year, month, day).unwrap()
    }

    /// Eras change within a year, and their first year is 元年.
    #[test]
    fn a_day_with_its_year_is_said_in_the_era_of_the_day() {
        for (day, said) in [
            (on(2019, 1, 31), "平成31年1月31日"),
            (on(2019, 4, 30), "平成31年4月30日"),
            (on(2019, 5, 1), "令和元年5月1日"),
            (on(2019, 12, 31), "令和元年12月31日"),
            (on(2020, 1, 1), "令和2年1月1日"),
            (on(1989, 1, 7), "昭和64年1月7日"),
            (on(1867, 1, 1), "1867年1月1日"),
        ] {
            assert_eq!(date(day, &Language::japanese()), said);
        }
        let day = on(2026, 11, 21);
        assert_eq!(date(day, &Language::english()), "21 November 2026");
        let easy = date(day, &Language::easy_japanese());
        assert_eq!(easy, "2026年《ねん》11月《がつ》21日《にち》");
    }

    #[test]
    fn a_window_ending_at_midnight_ends_on_the_day_before() {
        let end = Utc.with_ymd_and_hms(2026, 10, 31, 15, 0, 0).unwrap();
        let said = |end, language| until(end, Zone::TOKYO, &language);
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
