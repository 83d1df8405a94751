//! Intake: which questionnaires count (M-1) and which of two with the same key (M-2).
//!
//! For imported files and `analyze`. Surveys held in the service have no policy: there the first valid response of a
//! key counts, at the door. Nothing is deleted: every excluded sheet keeps its reason.

use crate::domain::words::words;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};

/// How a response came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Typed from a sheet.
    Paper,
    /// Answered on the web.
    Web,
}

/// When a response arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// An instant with its offset.
    Instant(DateTime<FixedOffset>),
    /// Only the day at city hall.
    Day(NaiveDate),
}

/// A row of the file beside its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Response id.
    pub id: String,
    /// Sample id printed on the sheet; `None` = cut off or illegible, cannot be matched.
    pub key: Option<String>,
    /// Web or paper.
    pub mode: Mode,
    /// Arrival, where known.
    pub received: Option<Arrival>,
    /// Seconds taken, web only.
    pub duration: Option<f64>,
    /// Validly answered variables that are not attributes.
    pub opinions: u64,
    /// Validly answered variables, attributes included.
    pub answered: u64,
}

/// Which of several sheets with the same key counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// Web beats paper, then the latest.
    #[default]
    Web,
    /// Paper beats web, then the latest.
    Paper,
    /// The earliest; ties: web.
    First,
    /// The latest; ties: web.
    Last,
    /// The most answered; ties: web, then the latest.
    MostAnswered,
}

/// The rules of one survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Aggregation cut-off; a later arrival *date* in its offset is late. `None` = nothing is late.
    pub cutoff: Option<DateTime<FixedOffset>>,
    /// Web rows come from somebody else's door, so they can be late too.
    pub imported: bool,
    /// Duplicate policy.
    pub prefer: Prefer,
    /// Least validly answered non-attribute variables.
    pub min_answered: u64,
}

words! {
    /// Why a sheet does not count.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Exclusion {
        /// Arrived after the cut-off date.
        Late = "late",
        /// 白票
        Blank = "blank",
        /// Another sheet of the same key counts.
        Duplicate = "duplicate",
    }
}

/// Decides every sheet, in the order late → blank → duplicate; parallel to the sheets, `None` = valid.
pub fn decide(sheets: &[Sheet], rules: &Rules) -> Vec<Option<Exclusion>> {
    let mut decided: Vec<Option<Exclusion>> =
        sheets.iter().map(|sheet| exclusion(sheet, rules)).collect();
    let mut by_key: BTreeMap<&str, Vec<(usize, &Sheet)>> = BTreeMap::new();
    for (row, sheet) in sheets.iter().enumerate() {
        if decided.get(row) == Some(&None)
            && let Some(key) = sheet.key.as_deref()
        {
            by_key.entry(key).or_default().push((row, sheet));
        }
    }
    for same in by_key.values().filter(|same| same.len() > 1) {
        let kept = same
            .iter()
            .max_by_key(|(row, sheet)| preference(*row, sheet, rules))
            .map(|(row, _)| *row);
        for (row, _) in same.iter().filter(|(row, _)| Some(*row) != kept) {
            if let Some(slot) = decided.get_mut(*row) {
                *slot = Some(Exclusion::Duplicate);
            }
        }
    }
    decided
}

fn exclusion(sheet: &Sheet, rules: &Rules) -> Option<Exclusion> {
    if is_late(sheet, rules) {
        Some(Exclusion::Late)
    } else if sheet.opinions < rules.min_answered {
        Some(Exclusion::Blank)
    } else {
        None
    }
}

fn is_late(sheet: &Sheet, rules: &Rules) -> bool {
    let (Some(cutoff), Some(received)) = (rules.cutoff, sheet.received) else {
        return false;
    };
    let day = match received {
        Arrival::Instant(at) => at.with_timezone(cutoff.offset()).date_naive(),
        Arrival::Day(day) => day,
    };
    (sheet.mode == Mode::Paper || rules.imported) && day > cutoff.date_naive()
}

/// Greater is preferred. A bare day counts as its first moment in the cut-off's offset.
fn preference(row: usize, sheet: &Sheet, rules: &Rules) -> (i64, i64, i64, i64) {
    let at = sheet.received.map_or(i64::MIN + 1, |r| moment(r, rules));
    let web = i64::from(sheet.mode == Mode::Web);
    let row = i64::try_from(row).unwrap_or(i64::MAX);
    match rules.prefer {
        Prefer::Web => (web, at, row, 0),
        Prefer::Paper => (-web, at, row, 0),
        Prefer::First => (-at, web, -row, 0),
        Prefer::Last => (at, web, row, 0),
        Prefer::MostAnswered => (
            i64::try_from(sheet.answered).unwrap_or(i64::MAX),
            web,
            at,
            row,
        ),
    }
}

fn moment(received: Arrival, rules: &Rules) -> i64 {
    let day = match received {
        Arrival::Instant(at) => return at.timestamp_micros(),
        Arrival::Day(day) => day.and_time(NaiveTime::MIN),
    };
    let offset = rules.cutoff.map(|c| *c.offset());
    let local = offset.and_then(|o| o.from_local_datetime(&day).single());
    local.map_or_else(
        || Utc.from_utc_datetime(&day).timestamp_micros(),
        |at| at.timestamp_micros(),
    )
}
