//! The responses of a survey as they are counted: one column for each item, and what they were on the whole.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Layout;
use crate::domain::abreast;
use crate::domain::report::Durations;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::variable::{Accepts, Cleaned, Variable};
use crate::domain::submission::Duration;
use crate::domain::survey::Mode;

/// Answers to so many closed questions about the subject must agree before two responses are called identical.
const ENOUGH: u32 = 10;

/// So few people at a time that their numbers stay in the processor's cache through all columns.
const BLOCK: usize = 1024;

/// The cleaned, valid responses of a survey and how many others there were.
#[derive(Debug, Clone, PartialEq)]
pub struct Responses {
    /// Parallel to the layout's items; one place each for a valid response.
    pub columns: Vec<Column>,
    /// What they were on the whole.
    pub summary: Summary,
}

/// What belongs to the responses as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Valid responses by mode.
    pub by_mode: BTreeMap<Mode, u64>,
    /// Responses without one valid answer about the subject: returned, not valid (M-1).
    pub blank: u64,
    /// Valid responses by class of duration (M-15).
    pub durations: Durations,
    /// Parallel to the items: valid sheets with more marks than allowed (M-3).
    pub over_limit: Vec<u64>,
}

impl Summary {
    /// Valid responses (有効回収数).
    #[must_use]
    pub fn valid(&self) -> u64 {
        self.by_mode.values().sum()
    }

    /// All responses (回収数).
    #[must_use]
    pub fn returned(&self) -> u64 {
        self.valid() + self.blank
    }
}

impl Responses {
    /// None yet.
    pub(super) fn new(layout: &Layout) -> Self {
        Self {
            columns: layout.items.iter().map(Column::for_variable).collect(),
            summary: Summary {
                over_limit: vec![0; layout.items.len()],
                ..Summary::default()
            },
        }
    }

    /// Appends a valid response, its answers parallel to the items.
    pub(super) fn push(&mut self, answers: &[Cleaned], mode: Mode, duration: Option<Duration>) {
        let summary = &mut self.summary;
        let over_limit = summary.over_limit.iter_mut();
        for ((column, over), answer) in self.columns.iter_mut().zip(over_limit).zip(answers) {
            column.push(&answer.answer);
            *over += u64::from(answer.over_limit);
        }
        *summary.by_mode.entry(mode).or_default() += 1;
        let durations = &mut summary.durations;
        *match duration {
            Some(Duration::Short) => &mut durations.short,
            Some(Duration::Usual) => &mut durations.usual,
            Some(Duration::Long) => &mut durations.long,
            None => &mut durations.unknown,
        } += 1;
    }

    /// The responses of both.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (mine, theirs) in self.columns.iter_mut().zip(other.columns) {
            mine.append(theirs);
        }
        let (mine, theirs) = (&mut self.summary, other.summary);
        for (mode, count) in theirs.by_mode {
            *mine.by_mode.entry(mode).or_default() += count;
        }
        for (mine, theirs) in mine.over_limit.iter_mut().zip(theirs.over_limit) {
            *mine += theirs;
        }
        mine.blank += theirs.blank;
        mine.durations = mine.durations.and(theirs.durations);
        self
    }

    /// The same responses in another order: `order` has the place of each.
    pub(super) fn in_order(self, order: &[u32]) -> Self {
        Self {
            columns: abreast::each(self.columns, |column| column.in_order(order)),
            summary: self.summary,
        }
    }

    /// Valid responses (有効回収数).
    #[must_use]
    pub fn valid(&self) -> u64 {
        self.summary.valid()
    }

    /// Valid responses whose answers to the closed questions are all those of another (M-15): by content only, and only
    /// among people who answered enough for it to mean something.
    #[must_use]
    pub fn identical(&self, layout: &Layout) -> u64 {
        let rows = self.columns.first().map_or(0, Column::len);
        let columns = layout.items.iter().zip(&self.columns);
        let closed = columns.filter(|(item, _)| !matches!(item.accepts, Accepts::Text));
        let closed: Vec<(&Variable, &Column)> = closed.collect();
        let mut contents = Vec::with_capacity(rows);
        for from in (0..rows).step_by(BLOCK) {
            contents.extend(contents_of(&closed, from..rows.min(from + BLOCK)));
        }
        contents.sort_unstable();
        let alike = contents.chunk_by(|one, other| one == other);
        let shared = alike.map(<[_]>::len).filter(|people| *people > 1);
        u64::try_from(shared.sum::<usize>()).unwrap_or(u64::MAX)
    }
}

/// What each of these people answered, mixed into one number; of those who answered enough about the subject.
fn contents_of(
    closed: &[(&Variable, &Column)],
    people: Range<usize>,
) -> impl Iterator<Item = u64> + use<> {
    let mut contents = vec![(0_u64, 0_u32); people.len()];
    for (item, column) in closed {
        column.for_each_bits(
            people.start,
            &mut contents,
            |(content, answered), bits, is_answered| {
                *content = mixed(*content, bits);
                *answered += u32::from(!item.attribute && is_answered);
            },
        );
    }
    let enough = contents.into_iter().filter(|(_, n)| *n >= ENOUGH);
    enough.map(|(content, _)| content)
}

/// One more answer mixed into those before. Every step can be undone, so sheets that differ in one answer come out
/// different; of a million sheets two others come out equal once in millions of surveys.
fn mixed(content: u64, bits: u64) -> u64 {
    let spread = (content ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    spread ^ (spread >> 29)
}

impl Durations {
    fn and(self, other: Self) -> Self {
        Self {
            short: self.short + other.short,
            usual: self.usual + other.usual,
            long: self.long + other.long,
            unknown: self.unknown + other.unknown,
        }
    }
}
