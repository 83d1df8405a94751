//! What a new survey must say of itself: a title, a year, how many people.

use crate::domain::reason::says_something;
use crate::domain::text::Text;

/// Most characters of a title in one language.
const TITLE: usize = 200;
/// The fiscal years a survey may be of: from the first under 地方自治法.
const YEARS: std::ops::RangeInclusive<i32> = 1947..=2199;

/// Why a survey is not founded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoundingError {
    /// Citizens would read nothing.
    #[error("the title is empty: citizens read it at the top of every page")]
    EmptyTitle,
    /// More than a heading holds.
    #[error("a title has at most {TITLE} characters, this one has {0}")]
    LongTitle(usize),
    /// A character nobody sees.
    #[error("a title holds no control characters (U+{0:04X})")]
    Control(u32),
    /// Not a year of the common calendar.
    #[error("{0} is no fiscal year: write four digits such as 2025{hint}", hint = meant(*.0))]
    FiscalYear(i32),
    /// Nobody to draw a sample from.
    #[error("a population is at least 1 person, not {0}")]
    Population(i32),
}

/// What the number of a year may have meant: the years of 令和 are small numbers.
fn meant(year: i32) -> String {
    match year {
        1..=99 => format!("; 令和{year}年度 is {}", 2018 + year),
        _ => String::new(),
    }
}

/// Whether a survey may be founded.
///
/// # Errors
/// [`FoundingError`] says what is missing.
pub fn check(title: &Text, fiscal_year: i32, population: Option<i32>) -> Result<(), FoundingError> {
    if title.iter().next().is_none() {
        return Err(FoundingError::EmptyTitle);
    }
    for (_, text) in title.iter() {
        let length = text.chars().count();
        if let Some(control) = text.chars().find(|c| c.is_control()) {
            return Err(FoundingError::Control(control.into()));
        }
        if !says_something(text) {
            return Err(FoundingError::EmptyTitle);
        }
        if length > TITLE {
            return Err(FoundingError::LongTitle(length));
        }
    }
    if !YEARS.contains(&fiscal_year) {
        return Err(FoundingError::FiscalYear(fiscal_year));
    }
    match population {
        Some(people) if people < 1 => Err(FoundingError::Population(people)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_survey_says_what_it_is() {
        let checked = |title: &str, year, people| check(&Text::japanese(title), year, people);
        assert_eq!(checked("市民アンケート", 2025, Some(15_000)), Ok(()));
        assert_eq!(checked("令和７年度 調査", 2025, None), Ok(()));
        for empty in ["", " ", "　", "\u{200B}", "－"] {
            assert_eq!(checked(empty, 2025, None), Err(FoundingError::EmptyTitle));
        }
        assert_eq!(
            checked("a\u{1b}b", 2025, None),
            Err(FoundingError::Control(0x1b))
        );
        assert_eq!(
            checked(&"題".repeat(201), 2025, None),
            Err(FoundingError::LongTitle(201))
        );
        for year in [8, 0, -1, 25, 20_255, i32::MAX] {
            assert_eq!(
                checked("題", year, None),
                Err(FoundingError::FiscalYear(year))
            );
        }
        assert!(
            FoundingError::FiscalYear(8)
                .to_string()
                .contains("令和8年度 is 2026")
        );
        assert_eq!(
            checked("題", 2025, Some(0)),
            Err(FoundingError::Population(0))
        );
        assert_eq!(
            check(&Text::default(), 2025, None),
            Err(FoundingError::EmptyTitle)
        );
    }
}
