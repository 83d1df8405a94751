//! A questionnaire prepared for reading many answers: made once for a version, then shared.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Questionnaire;
use super::item::{Item, items};
use super::places::conditions;
use super::question::Question;
use super::routing::Test;
use crate::domain::between::{Between, Segments};
use crate::domain::time::Day;

/// The prepared questionnaire. Cloning it is cheap: all clones share one preparation.
#[derive(Debug, Clone)]
pub struct Reader(Arc<Prepared>);

#[derive(Debug)]
struct Prepared {
    questionnaire: Questionnaire,
    items: Vec<Item>,
    positions: HashMap<String, usize>,
    stored_order: Vec<usize>,
    orders: bool,
    /// Positions of the items of each question of each section.
    spans: Vec<Vec<std::ops::Range<usize>>>,
}

/// The database keeps names by length, then by byte.
fn stored_order(items: &[Item]) -> Vec<usize> {
    let mut order: Vec<(usize, &str)> = items
        .iter()
        .map(|item| item.code.as_str())
        .enumerate()
        .collect();
    order.sort_by_key(|(_, name)| (name.len(), *name));
    order.into_iter().map(|(at, _)| at).collect()
}

impl Reader {
    /// Prepares a questionnaire that passed its review.
    #[must_use]
    pub fn new(questionnaire: Questionnaire) -> Self {
        let items = items(&questionnaire);
        let orders = questionnaire
            .questions()
            .any(|question| !question.order.is_as_written());
        let positions = items
            .iter()
            .enumerate()
            .map(|(position, item)| (item.code.clone(), position))
            .collect();
        let mut next = 0;
        let mut span = |section: usize, question: usize| {
            let from = next;
            while items
                .get(next)
                .is_some_and(|i| (i.section, i.question) == (section, question))
            {
                next += 1;
            }
            from..next
        };
        let spans = questionnaire
            .sections
            .iter()
            .enumerate()
            .map(|(at, section)| (0..section.questions.len()).map(|q| span(at, q)).collect())
            .collect();
        Self(Arc::new(Prepared {
            stored_order: stored_order(&items),
            orders,
            questionnaire,
            items,
            positions,
            spans,
        }))
    }

    /// The questionnaire.
    #[must_use]
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.0.questionnaire
    }

    /// Every item in the order it is asked.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.0.items
    }

    /// Positions of the items in the order in which their names stand in a stored document.
    #[must_use]
    pub fn stored_order(&self) -> &[usize] {
        &self.0.stored_order
    }

    /// Whether some options stand in another order for each person.
    #[must_use]
    pub fn orders(&self) -> bool {
        self.0.orders
    }

    /// The item of this name and its position among [`Self::items`].
    #[must_use]
    pub fn item(&self, code: &str) -> Option<(usize, &Item)> {
        let position = *self.0.positions.get(code)?;
        Some((position, self.0.items.get(position)?))
    }

    /// The questions of a section; none where there is no such section.
    #[must_use]
    pub fn questions_of(&self, section: usize) -> &[Question] {
        let section = self.questionnaire().sections.get(section);
        section.map_or(&[], |section| &section.questions)
    }

    /// Positions of the items of a question.
    #[must_use]
    pub fn items_of(&self, section: usize, question: usize) -> std::ops::Range<usize> {
        let span = self
            .0
            .spans
            .get(section)
            .and_then(|spans| spans.get(question));
        span.cloned().unwrap_or(0..0)
    }

    /// The segments into which the conditions divide the numbers of an item; none where no condition asks for it.
    #[must_use]
    pub fn segments_of_numbers(&self, item: &str) -> Option<Segments<Decimal>> {
        self.segments_of(item, |test| match test {
            Test::Number(between) => Some(between),
            _ => None,
        })
    }

    /// The same of the days of an item.
    #[must_use]
    pub fn segments_of_days(&self, item: &str) -> Option<Segments<Day>> {
        self.segments_of(item, |test| match test {
            Test::Day(between) => Some(between),
            _ => None,
        })
    }

    fn segments_of<T: Copy + PartialOrd>(
        &self,
        item: &str,
        limits: impl Fn(Test<'_>) -> Option<Between<T>>,
    ) -> Option<Segments<T>> {
        let conditions = conditions(self.questionnaire());
        let asked = conditions
            .iter()
            .flat_map(|(_, _, condition)| condition.references());
        let tests: Vec<Test<'_>> = asked
            .filter(|(name, _)| *name == item)
            .map(|(_, test)| test)
            .collect();
        let segments = || Segments::of(tests.iter().filter_map(|test| limits(*test)));
        (!tests.is_empty()).then(segments)
    }

    /// The printed number of a question: notes have none.
    #[must_use]
    pub fn number(&self, section: usize, question: usize) -> Option<usize> {
        let asked = |at: usize, count: usize| {
            (0..count)
                .filter(|q| !self.items_of(at, *q).is_empty())
                .count()
        };
        let sections = self.questionnaire().sections.iter().take(section);
        let before: usize = sections
            .enumerate()
            .map(|(at, s)| asked(at, s.questions.len()))
            .sum();
        let is_asked = !self.items_of(section, question).is_empty();
        is_asked.then(|| before + asked(section, question) + 1)
    }
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.questionnaire == other.0.questionnaire
    }
}
