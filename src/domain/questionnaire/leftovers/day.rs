//! Years and days as they are written: 令和6年10月31日（木）, R6.10.31, 2024年度, 10/31, 31 October.

use std::ops::Range;

use super::letters::Letters;
use crate::domain::era::Era;

/// The years that are read without 年 behind them: other numbers of four digits are numbers.
const BARE: std::ops::RangeInclusive<i32> = 2010..=2049;
/// The years that are read with it.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2199;

/// The months, as English writes them.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days of the week, Monday first.
pub(super) const WEEK: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];

/// A year as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Year {
    /// Of the common calendar.
    pub(super) year: i32,
    /// The first year of its era; none of the common calendar.
    pub(super) era: Option<Era>,
    /// The letters of its number.
    pub(super) number: Range<usize>,
}

/// A year, a day, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written {
    /// The year.
    pub(super) year: Option<Year>,
    /// Month and day.
    pub(super) day: Option<(u32, u32)>,
    /// The letters of the day of the week, with their brackets.
    pub(super) week: Option<Range<usize>>,
}

/// The year or day that stands here, and where it ends.
pub(super) fn read(letters: &Letters, at: usize) -> Option<(Written, usize)> {
    let here = letters.at(at)?;
    let joins = letters
        .before(at)
        .is_some_and(|c| c.is_ascii_alphanumeric());
    let goes_on = joins
        || (here.is_ascii_digit() && matches!(letters.before(at), Some('.' | ',' | '/' | '-')));
    if goes_on && here.is_ascii() {
        return None;
    }
    let with_year = with_year(letters, at);
    let found = with_year
        .or_else(|| without_year(letters, at))
        .or_else(|| english(letters, at));
    let (mut written, end) = found?;
    let Some(week) = written.day.and_then(|_| week(letters, end)) else {
        return Some((written, end));
    };
    let end = week.end;
    written.week = Some(week);
    Some((written, end))
}

fn with_year(letters: &Letters, at: usize) -> Option<(Written, usize)> {
    let (year, end) = year(letters, at)?;
    let named = letters.word(end, "年");
    let day = match named {
        Some(end) => named_month(letters, spaces(letters, end)),
        None => marked(letters, end),
    };
    let bare = match year.era {
        Some(_) => !letters.at(end).is_some_and(|c| c.is_ascii_alphanumeric()),
        None => BARE.contains(&year.year) && ends(letters, end),
    };
    let (day, end) = match (day, named) {
        (Some((day, end)), _) => (Some(day), end),
        (None, Some(end)) => (None, letters.word(end, "度").unwrap_or(end)),
        (None, None) if bare => (None, end),
        (None, None) => return None,
    };
    let day = day.filter(|(_, day)| *day > 0);
    Some((
        Written {
            year: Some(year),
            day,
            week: None,
        },
        end,
    ))
}

/// An era and its number, or four digits.
fn year(letters: &Letters, at: usize) -> Option<(Year, usize)> {
    let of_era = Era::ALL.into_iter().find_map(|era| {
        let [name, sign, letter, _] = era.spellings();
        let named = letters.one_of(at, &[name, sign]);
        let from = named.or_else(|| letters.word(at, letter))?;
        let from = if named.is_some() {
            spaces(letters, from)
        } else {
            from
        };
        let (number, end) = era_number(letters, from)?;
        let known = named.is_some()
            || matches!(era, Era::Reiwa | Era::Heisei)
            || letters.word(end, "年").is_some();
        let year = era.first_year() + number - 1;
        (known && number > 0).then_some((
            Year {
                year,
                era: Some(era),
                number: from..end,
            },
            end,
        ))
    });
    of_era.or_else(|| {
        let (year, end) = letters.number(at, 4)?;
        let fits = end - at == 4 && YEARS.contains(&year);
        fits.then_some((
            Year {
                year,
                era: None,
                number: at..end,
            },
            end,
        ))
    })
}

fn era_number(letters: &Letters, at: usize) -> Option<(i32, usize)> {
    if let Some(end) = letters.word(at, "元") {
        return Some((1, end));
    }
    if let Some(number) = letters.number(at, 2) {
        return Some(number);
    }
    let end = letters.while_at_most(at, 3, |c| "一二三四五六七八九十".contains(c));
    let whole = format!("令{}年", letters.text(at..end));
    let year = crate::domain::year::parse(&whole).ok()?;
    (end > at).then(|| (year - Era::Reiwa.first_year() + 1, end))
}

/// Whether nothing is counted by what stands here: a year without 年 is followed by a break.
fn ends(letters: &Letters, at: usize) -> bool {
    letters.at(at).is_none_or(|c| {
        let counts = c.is_alphanumeric() || matches!(c, '.' | ',' | '%' | '/');
        !counts || is_kana(c) && !matches!(c, 'つ' | 'か' | 'ヶ' | 'カ')
    })
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ん')
}

/// `10月31日`, or `10月` behind a year: then the day is 0.
fn named_month(letters: &Letters, at: usize) -> Option<((u32, u32), usize)> {
    let (month, end) = within(letters, at, 12)?;
    let end = letters.word(end, "月")?;
    let day = within(letters, spaces(letters, end), 31);
    let day = day.and_then(|(day, end)| Some((day, letters.word(end, "日")?)));
    let (day, end) = day.unwrap_or((0, end));
    Some(((month, day), end))
}

/// `/10/31`, `.10.31`, `-10-31` behind a year.
fn marked(letters: &Letters, at: usize) -> Option<((u32, u32), usize)> {
    let mark = letters.at(at).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (month, end) = within(letters, at + 1, 12)?;
    let end = (letters.at(end) == Some(mark)).then_some(end + 1)?;
    let (day, end) = within(letters, end, 31)?;
    Some(((month, day), end))
}

/// `10月31日`, `10/31`.
fn without_year(letters: &Letters, at: usize) -> Option<(Written, usize)> {
    let written = |day| Written {
        day: Some(day),
        ..Written::default()
    };
    if let Some(((month, day), end)) = named_month(letters, at) {
        return (day > 0).then(|| (written((month, day)), end));
    }
    let (month, end) = within(letters, at, 12)?;
    let end = letters.word(end, "/")?;
    let (day, end) = within(letters, end, 31)?;
    // 「1/3以上」 is a fraction.
    let goes_on = letters
        .at(end)
        .is_some_and(|c| c.is_ascii_alphanumeric() || "/-.以程未".contains(c));
    (!goes_on).then(|| (written((month, day)), end))
}

/// `October 31, 2024`, `31 October`.
fn english(letters: &Letters, at: usize) -> Option<(Written, usize)> {
    let month_first = || {
        let (month, end) = month(letters, at)?;
        let (day, end) = within(letters, spaces(letters, end), 31)?;
        Some((month, day, end))
    };
    let day_first = || {
        let (day, end) = within(letters, at, 31)?;
        let (month, end) = month(letters, spaces(letters, end))?;
        Some((month, day, end))
    };
    let (month, day, end) = month_first().or_else(day_first)?;
    let behind = spaces(letters, letters.word(end, ",").unwrap_or(end));
    let year = year(letters, behind).filter(|(year, _)| year.era.is_none());
    let (year, end) = year.map_or((None, end), |(year, end)| (Some(year), end));
    Some((
        Written {
            year,
            day: Some((month, day)),
            week: None,
        },
        end,
    ))
}

/// An English month, also cut to three letters.
fn month(letters: &Letters, at: usize) -> Option<(u32, usize)> {
    let end = letters.run(at, |c| c.is_ascii_alphabetic());
    let word = letters.text(at..end);
    let is = |month: &str| *month == word || (word.len() == 3 && month.starts_with(&word));
    let place = MONTHS.iter().position(|month| is(month))?;
    let end = letters.word(end, ".").unwrap_or(end);
    Some((u32::try_from(place + 1).ok()?, end))
}

/// A number from 1 to `most`.
fn within(letters: &Letters, at: usize, most: u32) -> Option<(u32, usize)> {
    let (number, end) = letters.number(at, 2)?;
    let number = u32::try_from(number).ok()?;
    (1..=most).contains(&number).then_some((number, end))
}

/// `(木)`, `(木曜日)`, `木曜日`.
fn week(letters: &Letters, at: usize) -> Option<Range<usize>> {
    let open = letters.word(at, "(");
    let from = open.unwrap_or(at);
    letters.at(from).filter(|c| WEEK.contains(c))?;
    let named = letters.one_of(from + 1, &["曜日", "曜"]);
    match open {
        Some(_) => letters
            .word(named.unwrap_or(from + 1), ")")
            .map(|end| at..end),
        None => named.map(|end| at..end),
    }
}

fn spaces(letters: &Letters, at: usize) -> usize {
    letters.while_at_most(at, 2, |c| c == ' ')
}
