//! Years as municipalities write them: fiscal years (April to March), Japanese eras in and out, full-width digits.
//!
//! What does not belong here: spans, averages and running totals over years (`plan::period`).

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::time::Day;

/// A fiscal year (年度): 2025 is 令和7年度, from 1 April 2025 to 31 March 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(pub i32);

/// Why a text is not a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum YearError {
    /// Not of any form years are written in.
    #[error("not a year; write one such as 2025 or R7")]
    Shape,
    /// The era had no such year (平成0年, 昭和80年) or the year is not between 1868 and 2199.
    #[error("there is no such year; write one such as 2025 or R7")]
    Impossible,
    /// Two notations that disagree, as in `R7（2024）`.
    #[error("the era and the year disagree")]
    Contradiction,
}

/// An era: name, letter, its first year and, once it has ended, its last number.
struct Era {
    name: &'static str,
    short: &'static str,
    letter: char,
    first: i32,
    last: Option<i32>,
}

/// Newest first.
const ERAS: [Era; 5] = [
    Era {
        name: "令和",
        short: "令",
        letter: 'R',
        first: 2019,
        last: None,
    },
    Era {
        name: "平成",
        short: "平",
        letter: 'H',
        first: 1989,
        last: Some(31),
    },
    Era {
        name: "昭和",
        short: "昭",
        letter: 'S',
        first: 1926,
        last: Some(64),
    },
    Era {
        name: "大正",
        short: "大",
        letter: 'T',
        first: 1912,
        last: Some(15),
    },
    Era {
        name: "明治",
        short: "明",
        letter: 'M',
        first: 1868,
        last: Some(45),
    },
];

/// The years a text may mean; everything else is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2199;

/// Reads one year of the common calendar from `2021`, `（２０２1）`, `R元`, `平成 27年`, `令和７年度`, `R17（2035）`.
/// An era must have had the year.
///
/// # Errors
/// [`YearError`] for anything else.
pub fn parse(text: &str) -> Result<i32, YearError> {
    read(text, false)
}

/// As [`parse`], and reads the years after an era's end that plans printed before it (平成32年度 = 2020), because
/// what a plan printed is kept and not corrected.
///
/// # Errors
/// [`YearError`] for anything else.
pub fn parse_planned(text: &str) -> Result<i32, YearError> {
    read(text, true)
}

fn read(text: &str, planned: bool) -> Result<i32, YearError> {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let mut found = None;
    for part in plain.split(['(', ')']) {
        let part = part
            .strip_suffix("年度")
            .or(part.strip_suffix('年'))
            .unwrap_or(part);
        if part.is_empty() || part == "度" {
            continue;
        }
        let year = one(part, planned)?;
        if found.is_some_and(|other| other != year) {
            return Err(YearError::Contradiction);
        }
        found = Some(year);
    }
    found.ok_or(YearError::Shape)
}

/// One notation without brackets and 年.
fn one(part: &str, planned: bool) -> Result<i32, YearError> {
    for era in &ERAS {
        let rest = part
            .strip_prefix(era.name)
            .or_else(|| part.strip_prefix(era.short))
            .or_else(|| part.strip_prefix(era.letter))
            .or_else(|| part.strip_prefix(era.letter.to_ascii_lowercase()));
        let Some(rest) = rest else { continue };
        let number = match rest {
            "元" => 1,
            rest => kanji(rest).map_or_else(|| digits(rest, 2), Ok)?,
        };
        let ended = !planned && era.last.is_some_and(|last| number > last);
        return if number == 0 || ended {
            Err(YearError::Impossible)
        } else {
            Ok(era.first + number - 1)
        };
    }
    let year = digits(part, 4)?;
    if part.len() == 4 && YEARS.contains(&year) {
        Ok(year)
    } else {
        Err(YearError::Impossible)
    }
}

/// 一 to 九十九, as a printed year of an era is written: `十二`, `二十七`.
fn kanji(text: &str) -> Option<i32> {
    let one = |text: &str| match text {
        "" => Some(0),
        digit => {
            let at = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
            let at = at.iter().position(|other| *other == digit)?;
            i32::try_from(at + 1).ok()
        }
    };
    match text.split_once('十') {
        Some(("一", _)) => None,
        Some((tens, ones)) => Some(one(tens)?.max(1) * 10 + one(ones)?),
        None => one(text).filter(|number| *number > 0),
    }
}

/// A number of at most so many digits, and nothing else.
fn digits(text: &str, most: usize) -> Result<i32, YearError> {
    let plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain {
        text.parse().map_err(|_| YearError::Shape)
    } else {
        Err(YearError::Shape)
    }
}

impl FiscalYear {
    /// The fiscal years something can be recorded for: from the first under the Local Autonomy Act. Everything else is a
    /// slip, such as 8 for 令和8年度.
    pub const PLAUSIBLE: std::ops::RangeInclusive<i32> = 1947..=2099;

    /// A year that something is recorded for.
    ///
    /// # Errors
    /// [`YearError::Impossible`] outside [`Self::PLAUSIBLE`].
    pub fn checked(year: i32) -> Result<Self, YearError> {
        if Self::PLAUSIBLE.contains(&year) {
            Ok(Self(year))
        } else {
            Err(YearError::Impossible)
        }
    }

    /// The fiscal year a day lies in.
    #[must_use]
    pub fn containing(day: Day) -> Self {
        Self(if day.month() < 4 {
            day.year() - 1
        } else {
            day.year()
        })
    }

    /// In words: `令和7年度`, `令和元年度`.
    #[must_use]
    pub fn japanese(self) -> String {
        match self.era() {
            Some((era, 1)) => format!("{}元年度", era.name),
            Some((era, number)) => format!("{}{number}年度", era.name),
            None => format!("{}年度", self.0),
        }
    }

    /// As plans abbreviate it: `R7`, `R元`.
    #[must_use]
    pub fn short(self) -> String {
        match self.era() {
            Some((era, 1)) => format!("{}元", era.letter),
            Some((era, number)) => format!("{}{number}", era.letter),
            None => self.0.to_string(),
        }
    }

    fn era(self) -> Option<(&'static Era, i32)> {
        let era = ERAS.iter().find(|era| era.first <= self.0)?;
        Some((era, self.0 - era.first + 1))
    }
}

/// As people type it: `2025`, `R7`, `令和7年度`.
impl std::str::FromStr for FiscalYear {
    type Err = YearError;

    fn from_str(typed: &str) -> Result<Self, YearError> {
        Self::checked(parse(typed)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_notation_of_the_plans_is_read() {
        for (text, year) in [
            ("(2021)", 2021),
            ("（２０２1）", 2021),
            ("（2019)", 2019),
            ("R元", 2019),
            ("R7", 2025),
            ("r7", 2025),
            ("2025年", 2025),
            ("（平成 27年）", 2015),
            ("（令和７年）", 2025),
            ("令和元年度", 2019),
            ("R17（2035）年度", 2035),
            ("昭和64年", 1989),
            ("令7", 2025),
            ("令和十二年度", 2030),
            ("令和三十年", 2048),
            ("平成二十七年度", 2015),
            ("令和五年", 2023),
        ] {
            assert_eq!(parse(text), Ok(year), "{text}");
        }
    }

    #[test]
    fn impossible_years_and_nonsense_are_refused() {
        for text in [
            "平成32年度",
            "昭和65",
            "令和0年",
            "R0",
            "0021",
            "9999",
            "1867",
        ] {
            assert_eq!(parse(text), Err(YearError::Impossible), "{text}");
        }
        for text in [
            "",
            "年度",
            "各年度",
            "R",
            "2019～2021",
            "R７７７",
            "12a4",
            "-2021",
            "20211",
            "平成二七年",
            "令和一十年",
            "令和十十年",
            "令和年",
        ] {
            assert_eq!(parse(text), Err(YearError::Shape), "{text}");
        }
        assert_eq!(parse("R7（2024）"), Err(YearError::Contradiction));
    }

    #[test]
    fn a_number_that_is_no_year_is_refused() {
        for slip in [0, 7, 8, -2025, 202, 1946, 2100, 20_255, i32::MAX] {
            assert_eq!(
                FiscalYear::checked(slip),
                Err(YearError::Impossible),
                "{slip}"
            );
        }
        assert_eq!(FiscalYear::checked(2025), Ok(FiscalYear(2025)));
        assert_eq!("R8".parse(), Ok(FiscalYear(2026)));
        assert_eq!("令和8年度".parse(), Ok(FiscalYear(2026)));
        assert_eq!("8".parse::<FiscalYear>(), Err(YearError::Impossible));
        assert_eq!("明治40年".parse::<FiscalYear>(), Err(YearError::Impossible));
    }

    #[test]
    fn a_plan_printed_before_an_era_ended_keeps_its_years() {
        assert_eq!(parse_planned("平成32年度"), Ok(2020));
        assert_eq!(parse_planned("平成0年度"), Err(YearError::Impossible));
    }

    #[test]
    fn a_fiscal_year_runs_from_april_to_march() {
        let day = |y, m, d| Day::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(FiscalYear::containing(day(2026, 3, 31)), FiscalYear(2025));
        assert_eq!(FiscalYear::containing(day(2026, 4, 1)), FiscalYear(2026));
        assert_eq!(FiscalYear(2025).japanese(), "令和7年度");
        assert_eq!(FiscalYear(2019).japanese(), "令和元年度");
        assert_eq!(FiscalYear(1988).short(), "S63");
        assert_eq!(FiscalYear(1800).japanese(), "1800年度");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(year in 1868..2117) {
            prop_assert_eq!(parse(&FiscalYear(year).japanese()), Ok(year));
            prop_assert_eq!(parse(&FiscalYear(year).short()), Ok(year));
            prop_assert_eq!(parse(&year.to_string()), Ok(year));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = parse(&text);
            let _ = parse_planned(&text);
        }
    }
}
