//! The time a figure is about (R4): a period, not a year; start and end may be unknown; the printed text is kept.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::domain::calendar;
use crate::domain::time::Day;
use crate::domain::year::{self, FiscalYear};

/// When.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// What kind of time.
    pub kind: Kind,
    /// The year printed, of the common calendar. There may be a year without a value, and a value without a year.
    pub year: Option<i32>,
    /// First and last year, where printed.
    pub span: Option<(i32, i32)>,
    /// As printed: `（２０２1）`, `（2020～2021 平均）`, `各年度`.
    pub raw: Option<String>,
}

/// The kinds of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing is printed.
    Unstated,
    /// A year; whether fiscal or calendar is not said.
    Year,
    /// A fiscal year (年度).
    FiscalYear,
    /// A calendar year (1～12月).
    CalendarYear,
    /// One moment (年度末, a day).
    Point,
    /// Several years; whether added or averaged is not said.
    Span,
    /// The sum over several years (累計 with a stated start).
    Sum,
    /// The average of several years (平均).
    Average,
    /// A running total whose start is not said (累計).
    RunningTotal,
    /// Every year by itself (各年度).
    EachYear,
    /// Words that are not understood; kept.
    Words,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Unstated,
        Self::Year,
        Self::FiscalYear,
        Self::CalendarYear,
        Self::Point,
        Self::Span,
        Self::Sum,
        Self::Average,
        Self::RunningTotal,
        Self::EachYear,
        Self::Words,
    ];

    /// The word in files; the one it is stored as.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unstated => "unstated",
            Self::Year => "year",
            Self::FiscalYear => "fiscal_year",
            Self::CalendarYear => "calendar_year",
            Self::Point => "point",
            Self::Span => "span",
            Self::Sum => "sum",
            Self::Average => "average",
            Self::RunningTotal => "running_total",
            Self::EachYear => "each_year",
            Self::Words => "words",
        }
    }

    /// Whether figures of the two kinds may be compared (M-14: sums, averages and 各年度 only with their own kind).
    #[must_use]
    pub fn comparable(self, other: Self) -> bool {
        self.family() == other.family()
    }

    fn family(self) -> u8 {
        match self {
            Self::Span => 1,
            Self::Sum => 2,
            Self::Average => 3,
            Self::RunningTotal => 4,
            Self::Words => 5,
            _ => 0,
        }
    }
}

impl Period {
    /// Whether the printed text shows this year in the common calendar: `（2021）` does, `R3` does not.
    #[must_use]
    pub fn prints(&self, year: i32) -> bool {
        let raw = plain(self.raw.as_deref().unwrap_or_default());
        raw.contains(&year.to_string())
    }

    /// Its fiscal year, where it is about one and says so; other years may be of any kind.
    #[must_use]
    pub fn fiscal_year(&self) -> Option<i32> {
        self.year.filter(|_| self.kind == Kind::FiscalYear)
    }
}

fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '⏎'))
        .collect()
}

/// Reads the time printed at a figure. Never an error: what is not understood is kept as words.
#[must_use]
pub fn parse(raw: Option<&str>) -> Period {
    let period = |kind, year, span| Period {
        kind,
        year,
        span,
        raw: raw.map(str::to_owned),
    };
    let text = plain(raw.unwrap_or_default());
    if text.is_empty() {
        return period(Kind::Unstated, None, None);
    }
    if matches!(text.as_str(), "各年度" | "毎年度" | "各年" | "毎年") {
        return period(Kind::EachYear, None, None);
    }
    if let Some((span, kind)) = span(&text) {
        return period(kind, None, Some(span));
    }
    let moment = ["末", "現在", "時点"]
        .iter()
        .find_map(|word| text.strip_suffix(word));
    let year_text = moment.unwrap_or(&text);
    match year::parse_planned(year_text) {
        Ok(year) if moment.is_some() => period(Kind::Point, Some(year), None),
        Ok(year) if year_text.ends_with("年度") => period(Kind::FiscalYear, Some(year), None),
        Ok(year) => period(Kind::Year, Some(year), None),
        Err(_) => match day(year_text) {
            Some(day) => period(Kind::Point, Some(FiscalYear::containing(day).0), None),
            None => period(Kind::Words, None, None),
        },
    }
}

/// A day, or the first of a month: `令和2年4月1日`, `令和2年3月`. It lies in a fiscal year.
fn day(text: &str) -> Option<Day> {
    let of_month = || {
        let (year, month) = text.strip_suffix('月')?.split_once('年')?;
        Day::from_ymd_opt(year::parse_planned(year).ok()?, month.parse().ok()?, 1)
    };
    calendar::day(text).ok().or_else(of_month)
}

/// `2019~2021`, `2020~2021平均`, `2015~2019年度の累計`; `None` when it is not two years in order.
fn span(text: &str) -> Option<((i32, i32), Kind)> {
    let endings = [
        ("平均", Kind::Average),
        ("累計", Kind::Sum),
        ("合計", Kind::Sum),
    ];
    let (years, kind) = endings
        .iter()
        .find_map(|(word, kind)| text.strip_suffix(word).map(|years| (years, *kind)))
        .unwrap_or((text, Kind::Span));
    let years = years.strip_suffix('の').unwrap_or(years);
    let (from, to) = years.split_once(['~', '〜', '-', '－', '–', '—'])?;
    let (from, to) = (
        year::parse_planned(from).ok()?,
        year::parse_planned(to).ok()?,
    );
    (from < to).then_some(((from, to), kind))
}

/// What an explanation says of a period: `※現状値は 2015～2019年度の累計であり、目標値は…`.
/// `of` is 現状値, 基準値 or 目標値.
#[must_use]
pub fn stated_in(explanation: &str, of: &str) -> Option<((i32, i32), Kind)> {
    let text = plain(explanation);
    let (_, rest) = text.split_once(&format!("{of}は"))?;
    let sentence = rest.split(['、', '。', '※']).next()?;
    ["累計", "平均"].iter().find_map(|word| {
        let end = sentence.find(word)? + word.len();
        span(sentence.get(..end)?)
    })
}

/// Whether an explanation says that the years are calendar years (１～12月).
#[must_use]
pub fn calendar_in(explanation: &str) -> bool {
    plain(explanation).replace('〜', "~").contains("1~12月")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_period_of_the_plans_is_read() {
        for (raw, kind, year, span) in [
            ("（2019～2021）", Kind::Span, None, Some((2019, 2021))),
            (
                "（2020～2021 平均）",
                Kind::Average,
                None,
                Some((2020, 2021)),
            ),
            ("（各年度）", Kind::EachYear, None, None),
            ("R7", Kind::Year, Some(2025), None),
            ("令和7年度", Kind::FiscalYear, Some(2025), None),
            ("令和7年度末", Kind::Point, Some(2025), None),
            ("令和十二年度", Kind::FiscalYear, Some(2030), None),
            ("令和2年4月1日", Kind::Point, Some(2020), None),
            ("令和2年3月31日現在", Kind::Point, Some(2019), None),
            ("平成31年3月末", Kind::Point, Some(2018), None),
            ("H27～R元平均", Kind::Average, None, Some((2015, 2019))),
            ("R7～R11平均", Kind::Average, None, Some((2025, 2029))),
            ("毎年度", Kind::EachYear, None, None),
            ("2025～2019", Kind::Words, None, None),
            ("計画期間中", Kind::Words, None, None),
        ] {
            let expected = Period {
                kind,
                year,
                span,
                raw: Some(raw.to_owned()),
            };
            assert_eq!(parse(Some(raw)), expected);
        }
        assert_eq!(parse(None).kind, Kind::Unstated);
    }

    #[test]
    fn an_explanation_may_state_the_periods() {
        let text = "※現状値は 2015～ 2019年度の累計であり、目標値は 2021～ 2025年度の累計。";
        assert_eq!(stated_in(text, "現状値"), Some(((2015, 2019), Kind::Sum)));
        assert_eq!(stated_in(text, "目標値"), Some(((2021, 2025), Kind::Sum)));
        assert_eq!(stated_in(text, "基準値"), None);
        assert!(calendar_in("※住民基本台帳上の出生数（１～12月）"));
    }

    #[test]
    fn an_average_is_never_compared_with_a_total() {
        assert!(!Kind::Average.comparable(Kind::Span));
        assert!(!Kind::Year.comparable(Kind::Sum));
        assert!(Kind::Year.comparable(Kind::FiscalYear));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            prop_assert_eq!(parse(Some(&text)).raw, Some(text.clone()));
            let _ = stated_in(&text, "現状値");
        }
    }
}
