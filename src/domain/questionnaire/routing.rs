//! Which questions are asked: show-if conditions over answers given before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::Code;
use crate::domain::statistics::routing::decided_by;

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
    /// All of them hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether it holds, in three values: none when it hangs on an item that has no valid answer (M-3: what hangs
    /// on an unanswered question is not asked, also behind a `Not`).
    ///
    /// `given` says whether the answer to an item is (contains) one of the codes; none without a valid answer.
    pub fn verdict(&self, given: &mut impl FnMut(&str, &[Code]) -> Option<bool>) -> Option<bool> {
        match self {
            Self::AnyOf { item, codes } => given(item, codes),
            Self::All(all) => decided_by(false, all.iter().map(|part| part.verdict(given))),
            Self::Any(any) => decided_by(true, any.iter().map(|part| part.verdict(given))),
            Self::Not(not) => not.verdict(given).map(|holds| !holds),
        }
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
            Self::Any(_) | Self::Not(_) => false,
        }
    }

    /// Every item it refers to, with the codes.
    #[must_use]
    pub fn references(&self) -> Vec<(&str, &[Code])> {
        match self {
            Self::AnyOf { item, codes } => vec![(item, codes)],
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::references).collect()
            }
            Self::Not(not) => not.references(),
        }
    }
}

/// Which sections and questions are asked of one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// For each section whether its own condition holds, and for each question whether it is asked.
    pub(super) sections: Vec<(bool, Vec<bool>)>,
}

impl Path {
    /// Whether a question is asked; positions count from 0.
    #[must_use]
    pub fn asks(&self, section: usize, question: usize) -> bool {
        let asked = self
            .sections
            .get(section)
            .and_then(|(_, asked)| asked.get(question));
        asked.copied().unwrap_or(false)
    }

    /// Whether a section is shown: its condition holds and at least one of its questions is asked.
    #[must_use]
    pub fn shows(&self, section: usize) -> bool {
        self.sections
            .get(section)
            .is_some_and(|(shown, asked)| *shown && asked.contains(&true))
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
