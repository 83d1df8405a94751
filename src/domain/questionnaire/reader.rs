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
    has_orders: bool,
    /// By item, where a condition asks for it.
    numbers: HashMap<String, Segments<Decimal>>,
    days: HashMap<String, Segments<Day>>,
    /// Positions of the items of each question of each section.
    spans: Vec<Vec<std::ops::Range<usize>>>,
}

/// Positions of the items of each question of each section.
fn spans(questionnaire: &Questionnaire, items: &[Item]) -> Vec<Vec<std::ops::Range<usize>>> {
    let mut next = 0;
    let mut span = |section: usize, question: usize| {
        let from = next;
        let is_of = |item: &Item| (item.section, item.question) == (section, question);
        while items.get(next).is_some_and(is_of) {
            next += 1;
        }
        from..next
    };
    let sections = questionnaire.sections.iter().enumerate();
    sections
        .map(|(at, section)| (0..section.questions.len()).map(|q| span(at, q)).collect())
        .collect()
}

/// The segments of every item that a condition asks for, made of the limits that `limits` finds.
fn segments<T: Copy + PartialOrd>(
    questionnaire: &Questionnaire,
    limits: impl Fn(Test<'_>) -> Option<Between<T>>,
) -> HashMap<String, Segments<T>> {
    let conditions = conditions(questionnaire);
    let mut asked: HashMap<&str, Vec<Between<T>>> = HashMap::new();
    for (item, test) in conditions
        .iter()
        .flat_map(|(_, _, condition)| condition.references())
    {
        asked.entry(item).or_default().extend(limits(test));
    }
    let asked = asked.into_iter();
    asked
        .map(|(item, limits)| (item.to_owned(), Segments::of(limits)))
        .collect()
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
        let has_orders = questionnaire
            .questions()
            .any(|question| !question.order.is_as_written());
        let numbers = segments(&questionnaire, |test| match test {
            Test::Number(between) => Some(between),
            _ => None,
        });
        let days = segments(&questionnaire, |test| match test {
            Test::Day(between) => Some(between),
            _ => None,
        });
        let positions = items
            .iter()
            .enumerate()
            .map(|(position, item)| (item.code.clone(), position))
            .collect();
        let spans = spans(&questionnaire, &items);
        Self(Arc::new(Prepared {
            stored_order: stored_order(&items),
            has_orders,
            numbers,
            days,
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
    pub fn has_orders(&self) -> bool {
        self.0.has_orders
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
    pub fn segments_of_numbers(&self, item: &str) -> Option<&Segments<Decimal>> {
        self.0.numbers.get(item)
    }

    /// The same of the days of an item.
    #[must_use]
    pub fn segments_of_days(&self, item: &str) -> Option<&Segments<Day>> {
        self.0.days.get(item)
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
