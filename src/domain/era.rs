//! Japanese eras (元号), and days as people write them: `2025-04-01`, `令和7年4月1日`, `R7.4.1`, `㋿７年４月１日`.
//!
//! What belongs here: days. Fiscal years and what is printed on a page do not.

use serde::{Deserialize, Serialize};

use super::time::Day;

/// An era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Era {
    /// 明治, from 1868-01-25.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not written as a day at all.
    #[error("not written as a day")]
    NotADay,
    /// Written as a day the calendar does not have, e.g. 2026-02-29.
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

impl Era {
    const ALL: [Self; 5] = [
        Self::Reiwa,
        Self::Heisei,
        Self::Showa,
        Self::Taisho,
        Self::Meiji,
    ];

    /// The name as printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The ways it is written in front of a year.
    fn spellings(self) -> [&'static str; 4] {
        match self {
            Self::Meiji => ["明治", "㍾", "M", "m"],
            Self::Taisho => ["大正", "㍽", "T", "t"],
            Self::Showa => ["昭和", "㍼", "S", "s"],
            Self::Heisei => ["平成", "㍻", "H", "h"],
            Self::Reiwa => ["令和", "㋿", "R", "r"],
        }
    }

    /// The Gregorian year of its year 1.
    fn first_year(self) -> i32 {
        match self {
            Self::Meiji => 1868,
            Self::Taisho => 1912,
            Self::Showa => 1926,
            Self::Heisei => 1989,
            Self::Reiwa => 2019,
        }
    }

    /// Its first day.
    #[must_use]
    pub fn from(self) -> Day {
        let (month, day) = match self {
            Self::Meiji => (1, 25),
            Self::Taisho => (7, 30),
            Self::Showa => (12, 25),
            Self::Heisei => (1, 8),
            Self::Reiwa => (5, 1),
        };
        Day::from_ymd_opt(self.first_year(), month, day).unwrap_or_default()
    }

    /// Its last day; none while it lasts.
    #[must_use]
    pub fn until(self) -> Option<Day> {
        let next = match self {
            Self::Meiji => Self::Taisho,
            Self::Taisho => Self::Showa,
            Self::Showa => Self::Heisei,
            Self::Heisei => Self::Reiwa,
            Self::Reiwa => return None,
        };
        next.from().pred_opt()
    }

    /// The era of a day and the year in it (元年 is 1); none before 明治.
    #[must_use]
    pub fn of(day: Day) -> Option<(Self, i32)> {
        let era = Self::ALL.into_iter().find(|era| era.from() <= day)?;
        Some((era, chrono::Datelike::year(&day) - era.first_year() + 1))
    }
}

/// Reads a day as people write it: Gregorian or in an era, with `-`, `/`, `.` or 年月日 between, in any width of digits.
/// Gregorian years have four digits.
///
/// # Errors
/// [`DayError`] says why it is none.
pub fn day(written: &str) -> Result<Day, DayError> {
    let plain: String = written.chars().filter_map(narrow).collect();
    let era = Era::ALL.into_iter().find_map(|era| {
        let rest = era
            .spellings()
            .into_iter()
            .find_map(|s| plain.strip_prefix(s))?;
        Some((era, rest))
    });
    let (year, month, day) = parts(era.map_or(plain.as_str(), |(_, rest)| rest))?;
    let year: i32 = match (era, year) {
        (Some((era, _)), "元") => era.first_year(),
        (Some((era, _)), year) if year.len() <= 2 => era.first_year() - 1 + number::<i32>(year)?,
        (None, year) if year.len() == 4 => number(year)?,
        _ => return Err(DayError::NotADay),
    };
    let read = Day::from_ymd_opt(year, number(month)?, number(day)?).ok_or(DayError::NoSuchDay)?;
    match era {
        Some((era, _)) if read < era.from() || era.until().is_some_and(|last| read > last) => {
            Err(DayError::OutsideEra {
                era,
                from: era.from(),
                until: era.until(),
            })
        }
        _ => Ok(read),
    }
}

/// Year, month and day of `2025-4-1`, `2025/4/1`, `7.4.1`, `7年4月1日`.
fn parts(plain: &str) -> Result<(&str, &str, &str), DayError> {
    let split = |first: char, second: char, rest: &'_ str| {
        let (year, after) = rest.split_once(first)?;
        let (month, day) = after.split_once(second)?;
        Some((
            year.len(),
            year.len() + first.len_utf8() + month.len(),
            day.len(),
        ))
    };
    let kanji = plain.strip_suffix('日');
    let (text, seps) = match kanji {
        Some(text) => (text, ('年', '月')),
        None => {
            let sep = plain
                .chars()
                .find(|c| "-/.".contains(*c))
                .ok_or(DayError::NotADay)?;
            (plain, (sep, sep))
        }
    };
    let (year, month, _) = split(seps.0, seps.1, text).ok_or(DayError::NotADay)?;
    let part = |from: usize, to: usize| text.get(from..to).ok_or(DayError::NotADay);
    Ok((
        part(0, year)?,
        part(year + seps.0.len_utf8(), month)?,
        part(month + seps.1.len_utf8(), text.len())?,
    ))
}

/// A number of one to four ASCII digits.
fn number<N: std::str::FromStr>(digits: &str) -> Result<N, DayError> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let read = plain.then(|| digits.parse().ok()).flatten();
    read.ok_or(DayError::NotADay)
}

/// A full-width letter, digit or mark as its ASCII twin; spaces are left out.
fn narrow(c: char) -> Option<char> {
    match c {
        ' ' | '\u{3000}' | '\t' => None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '−' | '‐' | '–' | '—' | '―' | 'ー' => Some('-'),
        '・' => Some('.'),
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ymd(y: i32, m: u32, d: u32) -> Day {
        Day::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn days_are_read_in_every_usual_spelling() {
        for written in [
            "2025-04-01",
            "2025/4/1",
            "２０２５．４．１",
            "2025年4月1日",
            "令和7年4月1日",
            "R7.4.1",
            "Ｒ７．４．１",
            "r7-4-1",
            "㋿７年４月１日",
            " 令和 7年 4月 1日 ",
        ] {
            assert_eq!(day(written), Ok(ymd(2025, 4, 1)), "{written}");
        }
        assert_eq!(day("令和元年5月1日"), Ok(ymd(2019, 5, 1)));
        assert_eq!(day("平成31年4月30日"), Ok(ymd(2019, 4, 30)));
        assert_eq!(day("昭和64年1月7日"), Ok(ymd(1989, 1, 7)));
        assert_eq!(day("令和99年1月1日"), Ok(ymd(2117, 1, 1)));
    }

    #[test]
    fn a_day_outside_its_era_names_the_boundary() {
        let refused = day("平成31年5月1日");
        let from = ymd(1989, 1, 8);
        let until = Some(ymd(2019, 4, 30));
        assert_eq!(
            refused,
            Err(DayError::OutsideEra {
                era: Era::Heisei,
                from,
                until
            })
        );
        assert!(matches!(
            day("昭和64年1月8日"),
            Err(DayError::OutsideEra { .. })
        ));
        assert!(matches!(
            day("令和元年4月30日"),
            Err(DayError::OutsideEra { .. })
        ));
    }

    #[test]
    fn impossible_and_unwritten_days_are_told_apart() {
        for no_such in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "令和7年2月30日",
            "0000-13-01",
        ] {
            assert_eq!(day(no_such), Err(DayError::NoSuchDay), "{no_such}");
        }
        for not in [
            "",
            "infinity",
            "2026",
            "25-4-1",
            "R7",
            "R.4.1",
            "294277-01-01",
            "2026-2-2-2",
            "24:00",
            "令和100年1月1日",
            "元-4-1",
            "２０２６年２月",
            "2026-2-٣",
            "年月日",
        ] {
            assert_eq!(day(not), Err(DayError::NotADay), "{not}");
        }
    }

    proptest! {
        #[test]
        fn era_and_gregorian_days_are_one_to_one(offset in 0i64..121_000) {
            let date = Era::Meiji.from() + chrono::Duration::days(offset);
            let (era, year) = Era::of(date).unwrap();
            let (m, d) = (chrono::Datelike::month(&date), chrono::Datelike::day(&date));
            prop_assert_eq!(day(&date.to_string()), Ok(date));
            if year < 100 {
                prop_assert_eq!(day(&format!("{}{year}年{m}月{d}日", era.name())), Ok(date));
            }
        }

        #[test]
        fn reading_a_day_never_panics(text in "\\PC{0,20}|[0-9年月日RHS元./-]{0,14}") {
            let _ = day(&text);
        }
    }
}
