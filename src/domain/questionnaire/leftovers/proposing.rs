//! What may stand this year where something of last year was found. A proposal: a person decides.

use std::ops::Range;

use super::day::{self, WEEK, Written};
use super::letters::Letters;
use super::{Leftover, What};
use crate::domain::era::Era;
use crate::domain::language::Language;
use crate::domain::time::Day;
use crate::domain::year::FiscalYear;

use chrono::Datelike as _;

/// How far a year may be from the one its version was frozen in to move along: 昭和56年 stays what it is.
const NEAR: i32 = 2;

/// How much time lies between a version and the draft that was copied from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The year the version was frozen in.
    year: i32,
    /// How many fiscal years have gone by: a questionnaire is copied for another year than its own.
    years: i32,
}

impl Since {
    /// From the day the version was frozen until today.
    #[must_use]
    pub fn between(frozen: Day, today: Day) -> Self {
        let years = FiscalYear::containing(today).0 - FiscalYear::containing(frozen).0;
        Self {
            year: frozen.year(),
            years: years.max(1),
        }
    }
}

impl Leftover {
    /// What may stand there instead; as it is written where nobody can know.
    #[must_use]
    pub fn proposal(&self, text: &str, since: Since) -> String {
        let placeholder = |japanese: &str, other: &str| match self.language == Language::japanese()
        {
            true => format!("{{{japanese}}}"),
            // Also in plain Japanese, which has no kanji without their reading.
            false => format!("{{{other}}}"),
        };
        match self.what {
            What::Day if self.is_deadline(text) => placeholder("締切", "deadline"),
            What::Telephone => placeholder("電話", "telephone"),
            What::Person if self.found.starts_with("担当") => placeholder("担当課", "division"),
            What::Year | What::Day => moved(&self.found, since),
            What::Relative | What::Fax | What::Mail | What::Web | What::Person => {
                self.found.clone()
            }
        }
    }

    /// Whether the words around it say until when.
    fn is_deadline(&self, text: &str) -> bool {
        let before = text.get(..self.span.start).unwrap_or_default().trim_end();
        let after = text.get(self.span.end..).unwrap_or_default().trim_start();
        let near: String = before.chars().rev().take(8).collect();
        let near: String = near.chars().rev().collect();
        let led = ["締切", "締め切り", "〆切", "期限"]
            .iter()
            .any(|word| near.contains(word));
        let by = ["by", "By", "until", "before"]
            .iter()
            .any(|word| before.ends_with(word));
        after.starts_with("まで") || led || by
    }
}

/// A year that goes along, and the day of the week that day will have.
fn moved(found: &str, since: Since) -> String {
    let letters = Letters::of(found);
    let Some((written, _)) = day::read(&letters, 0) else {
        return found.to_owned();
    };
    let next = written.year.as_ref().and_then(|year| {
        let near = (year.year - since.year).abs() <= NEAR;
        let ours = year.era.is_none_or(|era| era == Era::Reiwa);
        (near && ours).then(|| year.year.checked_add(since.years))?
    });
    let mut parts: Vec<(Range<usize>, String)> = Vec::new();
    if let (Some(year), Some(next)) = (&written.year, next) {
        let number = next - year.era.map_or(0, |era| era.first_year() - 1);
        let span = letters.span(year.number.clone());
        parts.extend(span.map(|span| (span.clone(), wide_as(found.get(span), number))));
    }
    parts.extend(week(&letters, &written, next));
    put(found, parts)
}

/// The day of the week in a year; gone where the year is not known.
fn week(letters: &Letters, written: &Written, next: Option<i32>) -> Option<(Range<usize>, String)> {
    let span = letters.span(written.week.clone()?)?;
    let day = next.zip(written.day);
    let day = day.and_then(|(year, (month, day))| Day::from_ymd_opt(year, month, day));
    let name =
        day.and_then(|day| WEEK.get(usize::try_from(day.weekday().num_days_from_monday()).ok()?));
    let said = name.map_or_else(String::new, |name| format!("（{name}）"));
    Some((span, said))
}

/// A number in the width of what stood there.
fn wide_as(former: Option<&str>, number: i32) -> String {
    let is_wide = former.is_some_and(|former| former.contains(|c| matches!(c, '０'..='９')));
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
    let digits = number.to_string();
    match is_wide {
        true => digits.chars().map(wide).collect(),
        false => digits,
    }
}

/// A text with other words in some places, which stand one behind the other.
fn put(text: &str, parts: Vec<(Range<usize>, String)>) -> String {
    let (mut whole, mut from) = (String::new(), 0);
    for (span, said) in parts {
        whole.push_str(text.get(from..span.start).unwrap_or_default());
        whole.push_str(&said);
        from = span.end;
    }
    whole.push_str(text.get(from..).unwrap_or_default());
    whole
}
