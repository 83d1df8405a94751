//! Days and months as people write them: `2025-04-01`, `20250401`, `令和7年4月1日（火）`, `R7.4.1`, `㋿７年４月`.

use chrono::Datelike as _;
use serde::Serialize;

use super::era::Era;
use super::numeral;
use super::text;
use super::time::Day;

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not written as a day at all.
    #[error("not written as a day")]
    NotADay,
    /// Written as a day, but a part of it is not there: `令和5年4月`.
    #[error("the {} is missing", .0.word())]
    Without(Part),
    /// Written as a day the calendar does not have, e.g. 2026-02-29, or with a weekday it does not fall on.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// A real day, but not one of the era it is given in, e.g. 平成31年5月1日.
    #[error("the era runs from {from}{}", .until.map(|day| format!(" to {day}")).unwrap_or_default())]
    OutsideEra {
        /// The era that was written.
        era: Era,
        /// Its first day.
        from: Day,
        /// Its last day; none while it lasts.
        until: Option<Day>,
    },
}

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The day of the month.
    Day,
}

impl Part {
    /// Its word.
    fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }
}

/// What stands behind a day and says nothing of it.
const BEHIND: [&str; 5] = ["生まれ", "生れ", "生", "ごろ", "頃"];

const WEEKDAYS: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];

/// Reads a day: Gregorian (the year has four digits) or in an era, in digits of any width or in kanji, with the
/// weekday or the same day in the other calendar behind it.
///
/// # Errors
/// [`DayError`] says why it is none.
pub fn day(written: &str) -> Result<Day, DayError> {
    let (date, note) = split(written);
    let parts = Parts::read(&date)?;
    let day = parts.whole()?;
    match note {
        Some(note) if !agrees(&note, day) => Err(DayError::NoSuchDay),
        _ => Ok(day),
    }
}

/// Reads a month, or a day of it: its first day.
///
/// # Errors
/// [`DayError`] says why it is none.
pub fn month(written: &str) -> Result<Day, DayError> {
    match day(written) {
        Ok(day) => day.with_day(1).ok_or(DayError::NoSuchDay),
        Err(DayError::Without(Part::Day)) => {
            let (date, note) = split(written);
            let first = Parts::read(&date)?.first()?;
            match note {
                Some(note) if month(&note) != Ok(first) => Err(DayError::NoSuchDay),
                _ => Ok(first),
            }
        }
        Err(error) => Err(error),
    }
}

/// The date, and what stands behind it in brackets; characters narrowed, spaces and empty words left out.
fn split(written: &str) -> (String, Option<String>) {
    let mut plain: String = written.chars().filter_map(narrow).collect();
    for word in BEHIND {
        if let Some(bare) = plain.strip_suffix(word) {
            let length = bare.len();
            plain.truncate(length);
            break;
        }
    }
    for weekday in WEEKDAYS {
        for word in [format!("{weekday}曜日"), format!("{weekday}曜")] {
            if let Some(date) = plain.strip_suffix(&word) {
                return (date.to_owned(), Some(word));
            }
        }
    }
    let bracketed = plain
        .strip_suffix(')')
        .and_then(|text| text.split_once('('));
    match bracketed {
        Some((date, note)) => (date.to_owned(), Some(note.to_owned())),
        None => (plain, None),
    }
}

/// Whether what stands behind a day says the same: its weekday, or the day again.
fn agrees(note: &str, day: Day) -> bool {
    let weekday = usize::try_from(day.weekday().num_days_from_monday()).ok();
    let weekday = weekday.and_then(|at| WEEKDAYS.get(at));
    let rest = weekday.and_then(|weekday| note.strip_prefix(*weekday));
    match rest {
        Some(rest) if rest.chars().all(|c| "曜日祝振休.".contains(c)) => true,
        _ => self::day(note) == Ok(day),
    }
}

/// What is written of a date. Year, month and day are numbers, not yet ones of the calendar.
struct Parts {
    era: Option<Era>,
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Parts {
    fn read(plain: &str) -> Result<Self, DayError> {
        let spelt = |era: &Era| {
            let mut spellings = era.spellings().into_iter();
            spellings.find_map(|spelling| plain.strip_prefix(spelling))
        };
        let era = Era::ALL.into_iter().find(|era| spelt(era).is_some());
        let rest = era.as_ref().and_then(spelt).unwrap_or(plain);
        let [year, month, day] = cut(rest, era.is_some())?;
        if year.is_empty() {
            number::<u32>(month)?;
            return Err(DayError::Without(Part::Year));
        }
        let number_if_any = |text: &str| (!text.is_empty()).then(|| number(text)).transpose();
        Ok(Self {
            era,
            year: gregorian(era, year)?,
            month: number_if_any(month)?,
            day: number_if_any(day)?,
        })
    }

    /// The day, when all of it is written.
    fn whole(&self) -> Result<Day, DayError> {
        let month = self.month.ok_or(DayError::Without(Part::Month))?;
        let day = self.day.ok_or(DayError::Without(Part::Day));
        // A month the calendar does not have is said before the missing day.
        let first = Day::from_ymd_opt(self.year, month, 1).ok_or(DayError::NoSuchDay)?;
        let read = first.with_day(day?).ok_or(DayError::NoSuchDay)?;
        self.within_era(read, read)?;
        Ok(read)
    }

    /// The first day of the month; an era counts for every month it has a day in.
    fn first(&self) -> Result<Day, DayError> {
        let month = self.month.ok_or(DayError::Without(Part::Month))?;
        let first = Day::from_ymd_opt(self.year, month, 1).ok_or(DayError::NoSuchDay)?;
        let next = first.checked_add_months(chrono::Months::new(1));
        let last = next.and_then(|next| next.pred_opt()).unwrap_or(first);
        self.within_era(first, last)?;
        Ok(first)
    }

    fn within_era(&self, first: Day, last: Day) -> Result<(), DayError> {
        match self.era {
            Some(era) if last < era.from() || era.until().is_some_and(|until| first > until) => {
                Err(DayError::OutsideEra {
                    era,
                    from: era.from(),
                    until: era.until(),
                })
            }
            _ => Ok(()),
        }
    }
}

/// Year, month and day of `2025-4-1`, `2025/4/1`, `7.4.1`, `7年4月1日`, `20250401`; what is not written is empty.
fn cut(text: &str, era: bool) -> Result<[&str; 3], DayError> {
    if let Some((year, rest)) = text.split_once('年').filter(|(year, _)| !year.is_empty()) {
        let (month, day) = rest.split_once('月').unwrap_or((rest, ""));
        return Ok([year, month, day.strip_suffix('日').unwrap_or(day)]);
    }
    if let Some((month, day)) = text.split_once('月') {
        return Ok(["", month, day.strip_suffix('日').unwrap_or(day)]);
    }
    let separator = text.chars().find(|c| "-/.".contains(*c));
    let Some(separator) = separator else {
        return Ok(together(text, era));
    };
    let parts: Vec<&str> = text.split(separator).collect();
    let year = era || parts.first().is_some_and(|first| first.len() == 4);
    match (parts.as_slice(), year) {
        (parts, _) if parts.iter().any(|part| part.is_empty()) => Err(DayError::NotADay),
        ([year, month, day], _) => Ok([*year, *month, *day]),
        ([year, month], true) => Ok([*year, *month, ""]),
        ([month, day], false) => Ok(["", *month, *day]),
        _ => Err(DayError::NotADay),
    }
}

/// Digits without anything between: eight of a day, six behind an era; fewer are a year.
fn together(text: &str, era: bool) -> [&str; 3] {
    let (length, year) = if era { (6, 2) } else { (8, 4) };
    let cut = |from: usize, to: usize| text.get(from..to);
    match (cut(0, year), cut(year, year + 2), cut(year + 2, length)) {
        (Some(year), Some(month), Some(day)) if text.len() == length => [year, month, day],
        _ => [text, "", ""],
    }
}

/// The year of the Gregorian calendar.
fn gregorian(era: Option<Era>, year: &str) -> Result<i32, DayError> {
    match era {
        Some(era) if year == "元" => Ok(era.first_year()),
        Some(era) => {
            let year: i32 = number(year)?;
            let counted = (0..100).contains(&year);
            counted
                .then(|| era.first_year() - 1 + year)
                .ok_or(DayError::NotADay)
        }
        None if year.is_ascii() && year.len() != 4 => Err(DayError::NotADay),
        None => number(year),
    }
}

/// A number of one to four digits.
fn number<N: std::str::FromStr>(written: &str) -> Result<N, DayError> {
    let digits = if written.is_ascii() {
        written.to_owned()
    } else {
        numeral::read(written).map_or_else(String::new, |number| number.to_string())
    };
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let read = plain.then(|| digits.parse().ok()).flatten();
    read.ok_or(DayError::NotADay)
}

/// What is read of a character: in ASCII where it has a twin there; spaces are left out.
fn narrow(c: char) -> Option<char> {
    match text::narrow(c) {
        ' ' | '\t' => None,
        '−' | '‐' | '–' | '—' | '―' | 'ー' => Some('-'),
        '・' => Some('.'),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests;
