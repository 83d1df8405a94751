//! Which questions are asked: show-if conditions over answers given before.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::code::Code;
use crate::domain::between::Between;
use crate::domain::statistics::routing::decided_by;
use crate::domain::time::Day;

/// When a section or a question is asked. Refers to questions before it only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The answer to an item is (multiple: contains) one of these codes.
    /// Unanswered, invalid or not asked is never one of them (M-3).
    AnyOf {
        /// Item code: `q5`, or `q7.r1` for a row of a grid.
        item: String,
        /// Option codes.
        codes: Vec<Code>,
    },
    /// The answer to an item is a number between two, ends included. Without a valid answer it is none (M-3).
    Number {
        /// Item code.
        item: String,
        /// Smallest; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Decimal>,
        /// Largest; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Decimal>,
    },
    /// The answer to an item is a day between two, ends included. Without a valid answer it is none (M-3).
    Date {
        /// Item code.
        item: String,
        /// Earliest; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Day>,
        /// Latest; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Day>,
    },
    /// An item has a valid answer. Of an item that was not asked nothing is said (M-3).
    Answered {
        /// Item code.
        item: String,
    },
    /// All of them hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// What a condition asks of the answer to one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test<'c> {
    /// It is (contains) one of these codes.
    AnyOf(&'c [Code]),
    /// It is one of these numbers.
    Number(Between<Decimal>),
    /// It is one of these days.
    Day(Between<Day>),
    /// There is one.
    Answered,
}

impl Condition {
    /// Whether it holds, in three values: none when it hangs on an item that has no valid answer (M-3: what hangs
    /// on an unanswered question is not asked, also behind a `Not`).
    ///
    /// `passes` says whether the answer to an item passes a test; none without a valid answer, and for
    /// [`Test::Answered`] where the item was not asked.
    pub fn verdict(&self, passes: &mut impl FnMut(&str, Test<'_>) -> Option<bool>) -> Option<bool> {
        match self {
            Self::All(all) => decided_by(false, all.iter().map(|part| part.verdict(passes))),
            Self::Any(any) => decided_by(true, any.iter().map(|part| part.verdict(passes))),
            Self::Not(not) => not.verdict(passes).map(|holds| !holds),
            leaf => {
                let (item, test) = leaf.test()?;
                passes(item, test)
            }
        }
    }

    /// The item and what is asked of its answer; none where it is put together from several conditions.
    #[must_use]
    pub fn test(&self) -> Option<(&str, Test<'_>)> {
        match self {
            Self::AnyOf { item, codes } => Some((item, Test::AnyOf(codes))),
            Self::Number { item, min, max } => {
                let (min, max) = (*min, *max);
                Some((item, Test::Number(Between { min, max })))
            }
            Self::Date { item, min, max } => {
                let (min, max) = (*min, *max);
                Some((item, Test::Day(Between { min, max })))
            }
            Self::Answered { item } => Some((item, Test::Answered)),
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
        }
    }

    /// The same condition on items of other names.
    #[must_use]
    pub fn renamed(&self, named: &impl Fn(&str) -> String) -> Self {
        let all = |parts: &[Self]| parts.iter().map(|part| part.renamed(named)).collect();
        let mut condition = self.clone();
        match &mut condition {
            Self::AnyOf { item, .. }
            | Self::Number { item, .. }
            | Self::Date { item, .. }
            | Self::Answered { item } => *item = named(item),
            Self::All(parts) | Self::Any(parts) => *parts = all(parts),
            Self::Not(part) => **part = part.renamed(named),
        }
        condition
    }

    /// The items it asks for with their codes, where all of them must hold and each is named once; none for anything
    /// that is more than that.
    #[must_use]
    pub fn all_of(&self) -> Option<BTreeMap<&str, &[Code]>> {
        let mut items = BTreeMap::new();
        self.gather(&mut items).then_some(items)
    }

    fn gather<'c>(&'c self, into: &mut BTreeMap<&'c str, &'c [Code]>) -> bool {
        match self {
            Self::AnyOf { item, codes } => into.insert(item, codes).is_none(),
            Self::All(parts) => parts.iter().all(|part| part.gather(into)),
            _ => false,
        }
    }

    /// Every item it refers to, with what is asked of it.
    #[must_use]
    pub fn references(&self) -> Vec<(&str, Test<'_>)> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::references).collect()
            }
            Self::Not(not) => not.references(),
            leaf => leaf.test().into_iter().collect(),
        }
    }
}

/// Which sections and questions are asked of one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Path {
    pub(super) sections: Vec<Asked>,
}

/// What is asked of one section.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Asked {
    /// Whether its own condition holds.
    pub(super) holds: bool,
    /// Whether there is something to be seen.
    pub(super) shows: bool,
    /// For each question whether it is asked.
    pub(super) questions: Vec<bool>,
}

impl Path {
    /// Says of the next question of the last section whether it is asked, and whether it is seen then.
    pub(super) fn push(&mut self, asks: bool, seen: bool) {
        if let Some(section) = self.sections.last_mut() {
            section.questions.push(asks);
            section.shows |= asks && seen;
        }
    }

    /// Whether a question is asked; positions count from 0.
    #[must_use]
    pub fn asks(&self, section: usize, question: usize) -> bool {
        let section = self.sections.get(section);
        let asked = section.and_then(|section| section.questions.get(question));
        asked.copied().unwrap_or(false)
    }

    /// Whether a section is shown: its condition holds and at least one of its questions is asked and seen.
    #[must_use]
    pub fn shows(&self, section: usize) -> bool {
        self.sections
            .get(section)
            .is_some_and(|section| section.shows)
    }

    /// The sections shown, in order.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.sections.len()).filter(|section| self.shows(*section))
    }

    /// The section shown after this one; none after the last.
    #[must_use]
    pub fn after(&self, section: usize) -> Option<usize> {
        self.sections().find(|shown| *shown > section)
    }

    /// The section shown before this one; none before the first.
    #[must_use]
    pub fn before(&self, section: usize) -> Option<usize> {
        self.sections().rev().find(|shown| *shown < section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_that_are_not_there_are_not_written() {
        for json in [
            r#"{"number":{"item":"q1","min":"2"}}"#,
            r#"{"date":{"item":"q1","max":"2025-03-31"}}"#,
            r#"{"answered":{"item":"q1"}}"#,
        ] {
            let condition: Condition = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&condition).unwrap(), json);
        }
    }

    #[test]
    fn what_hangs_on_an_unanswered_question_is_not_asked() {
        let is_one = Condition::AnyOf {
            item: "q1".to_owned(),
            codes: Vec::new(),
        };
        let not = Condition::Not(Box::new(is_one.clone()));
        let always = Condition::All(Vec::new());
        let either = Condition::Any(vec![is_one.clone(), always.clone()]);
        let both = Condition::All(vec![is_one.clone(), always]);
        let verdicts = |answer: Option<bool>| {
            [&is_one, &not, &either, &both].map(|c| c.verdict(&mut |_, _| answer))
        };
        assert_eq!(verdicts(None), [None, None, Some(true), None]);
        assert_eq!(
            verdicts(Some(true)),
            [Some(true), Some(false), Some(true), Some(true)]
        );
        assert_eq!(
            verdicts(Some(false)),
            [Some(false), Some(true), Some(true), Some(false)]
        );
    }
}
