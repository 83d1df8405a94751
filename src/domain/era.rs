//! Japanese eras (元号): when they are and how they are written.
//!
//! What belongs here: days. Fiscal years, days as people write them (`calendar`) and what is printed do not.

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

impl Era {
    /// All of them, the last first.
    pub const ALL: [Self; 5] = [
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

    /// The name in kana.
    #[must_use]
    pub fn reading(self) -> &'static str {
        match self {
            Self::Meiji => "めいじ",
            Self::Taisho => "たいしょう",
            Self::Showa => "しょうわ",
            Self::Heisei => "へいせい",
            Self::Reiwa => "れいわ",
        }
    }

    /// The ways it is written in front of a year.
    #[must_use]
    pub fn spellings(self) -> [&'static str; 4] {
        match self {
            Self::Meiji => ["明治", "㍾", "M", "m"],
            Self::Taisho => ["大正", "㍽", "T", "t"],
            Self::Showa => ["昭和", "㍼", "S", "s"],
            Self::Heisei => ["平成", "㍻", "H", "h"],
            Self::Reiwa => ["令和", "㋿", "R", "r"],
        }
    }

    /// The Gregorian year of its year 1.
    #[must_use]
    pub fn first_year(self) -> i32 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_follow_each_other_day_by_day() {
        for pair in Era::ALL.windows(2) {
            let [later, earlier] = pair else { continue };
            assert_eq!(earlier.until().unwrap().succ_opt(), Some(later.from()));
            assert_eq!(Era::of(later.from()), Some((*later, 1)));
            assert_eq!(Era::of(earlier.until().unwrap()).unwrap().0, *earlier);
        }
        assert_eq!(Era::of(Era::Meiji.from().pred_opt().unwrap()), None);
    }
}
