//! Days and moments as people read them, in the municipality's time. One function for each thing that is said, so that
//! two places never say the same day differently; pages hand in a [`super::datum::Datum`].

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

use crate::domain::era::Era;
use crate::domain::language::Language;
use crate::domain::questionnaire::question::Exactness;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;
use crate::domain::year::FiscalYear;

/// `10月31日（土）`, `31 October 2026`.
pub(super) fn day(day: Day, language: &Language) -> String {
    match language.tag() {
        "ja" => format!("{}月{}日（{}）", day.month(), day.day(), weekday(day)),
        "ja-x-easy" => format!("{}月《がつ》{}日《にち》", day.month(), day.day()),
        _ => day.format("%-d %B %Y").to_string(),
    }
}

/// The day with its year: `令和元年5月1日`, `21 November 2026`. The era is that of the day itself (2019 was 平成31年
/// until April); plain Japanese counts as its readers do.
pub(super) fn date(day: Day, language: &Language) -> String {
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

/// A day or month in both calendars: `令和5年4月10日（2023年4月10日）`, `10 April 2023`.
pub(super) fn in_both_calendars(day: Day, exact_to: Exactness, language: &Language) -> String {
    let english = match exact_to {
        Exactness::Day => "%-d %B %Y",
        Exactness::Month => "%B %Y",
    };
    let reading = |reading: &str| match language.tag() {
        "ja-x-easy" => format!("《{reading}》"),
        _ => String::new(),
    };
    if language.public_tag() != "ja" {
        return day.format(english).to_string();
    }
    let (year, month, daily) = (reading("ねん"), reading("がつ"), reading("にち"));
    let within_year = match exact_to {
        Exactness::Day => format!("{}月{month}{}日{daily}", day.month(), day.day()),
        Exactness::Month => format!("{}月{month}", day.month()),
    };
    let gregorian = format!("{}年{year}{within_year}", day.year());
    let Some((era, counted)) = Era::of(day) else {
        return gregorian;
    };
    let name = format!("{}{}", era.name(), reading(era.reading()));
    let counted = match (counted, year.is_empty()) {
        (1, true) => "元年".to_owned(),
        (1, false) => "元年《がんねん》".to_owned(),
        (counted, _) => format!("{counted}年{year}"),
    };
    format!("{name}{counted}{within_year}（{gregorian}）")
}

/// A moment to the minute; a full hour without its minutes: `12月12日（土）17時`.
pub(super) fn moment(local: NaiveDateTime, language: &Language) -> String {
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

/// A time of day: `14時30分`, `14時`, `14:30`.
pub(super) fn time_of_day(time: TimeOfDay, language: &Language) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (language.tag(), minute) {
        ("ja", 0) => format!("{hour}時"),
        ("ja", _) => format!("{hour}時{minute:02}分"),
        ("ja-x-easy", 0) => format!("{hour}時《じ》"),
        ("ja-x-easy", _) => format!("{hour}時《じ》{minute:02}分《ふん》"),
        _ => time.to_string(),
    }
}

fn weekday(day: Day) -> &'static str {
    ["月", "火", "水", "木", "金", "土", "日"]
        .get(day.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or_default()
}

/// A fiscal year: 令和7年度, or FY 2025.
pub(super) fn fiscal_year(year: i32, language: &Language) -> String {
    if *language == Language::english() {
        format!("FY {year}")
    } else {
        FiscalYear(year).japanese()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd_opt(year, month, day).unwrap()
    }

    /// Eras change within a year, and their first year is 元年.
    #[test]
    fn a_fiscal_year_is_counted_as_its_readers_count() {
        assert_eq!(fiscal_year(2019, &Language::japanese()), "令和元年度");
        assert_eq!(fiscal_year(2025, &Language::english()), "FY 2025");
    }

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
    fn days_are_shown_in_both_calendars() {
        let easy = Language::easy_japanese();
        let ja = Language::japanese();
        for (day, exact_to, language, shown) in [
            (
                "2023-04-10",
                Exactness::Day,
                &ja,
                "令和5年4月10日（2023年4月10日）",
            ),
            (
                "2019-05-01",
                Exactness::Month,
                &ja,
                "令和元年5月（2019年5月）",
            ),
            ("1860-01-01", Exactness::Day, &ja, "1860年1月1日"),
            (
                "2023-04-10",
                Exactness::Day,
                &Language::english(),
                "10 April 2023",
            ),
            (
                "2023-04-01",
                Exactness::Month,
                &Language::english(),
                "April 2023",
            ),
            (
                "2019-05-01",
                Exactness::Month,
                &easy,
                "令和《れいわ》元年《がんねん》5月《がつ》（2019年《ねん》5月《がつ》）",
            ),
        ] {
            assert_eq!(
                in_both_calendars(day.parse().unwrap(), exact_to, language),
                shown
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(offset in 0_i64..91_000) {
            let day = Era::Meiji.from() + chrono::Duration::days(offset);
            let shown = in_both_calendars(day, Exactness::Day, &Language::japanese());
            prop_assert_eq!(calendar::day(&shown), Ok(day));
        }
    }
}
