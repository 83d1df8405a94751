//! A questionnaire prepared for reading many answers: made once for a version, then shared.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::item::{Item, items};
use super::places::{conditions, each_text_of};
use super::question::Question;
use super::routing::Test;
use super::{Questionnaire, Section};
use crate::domain::between::{Between, Segments};
use crate::domain::time::Day;

/// The prepared questionnaire. Cloning it is cheap: all clones share one preparation.
#[derive(Debug, Clone)]
pub struct Reader(Arc<Prepared>);

#[derive(Debug)]
struct Prepared {
    questionnaire: Questionnaire,
    /// With the placeholders of earlier answers, where it has any.
    asked: Option<Questionnaire>,
    /// Section and question of those that look different to people who have answered differently.
    personal: HashSet<(usize, usize)>,
    /// Positions of what is drawn by lot.
    drawn: Vec<usize>,
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
        .flat_map(|guard| guard.condition.references())
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
    /// Prepares a questionnaire that passed its review: unfolds it, and puts what stands instead in place of what is
    /// not known.
    #[must_use]
    pub fn new(questionnaire: Questionnaire) -> Self {
        let asked = questionnaire.unfolded();
        let items = items(&asked);
        let is_item = |name: &str| items.iter().any(|item| item.code == name);
        let questionnaire = asked.clone().with_fallbacks(is_item);
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
            personal: personal(&asked),
            drawn: drawn(&asked, &items),
            asked: (asked != questionnaire).then_some(asked),
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

    /// The questionnaire with the placeholders of what was answered before, which only those are read to who are asked.
    #[must_use]
    pub fn asked(&self) -> &Questionnaire {
        self.0.asked.as_ref().unwrap_or(&self.0.questionnaire)
    }

    /// Whether some text has a placeholder.
    pub(super) fn has_placeholders(&self) -> bool {
        self.0.asked.is_some()
    }

    /// Section and question of those that look different to people who have answered differently.
    pub(super) fn personal(&self) -> &HashSet<(usize, usize)> {
        &self.0.personal
    }

    /// Whether the page of a section looks different to people who have answered differently elsewhere.
    #[must_use]
    pub fn has_personal(&self, section: usize) -> bool {
        let mut personal = self.0.personal.iter();
        let texts = self.asked().sections.get(section);
        personal.any(|(at, _)| *at == section) || texts.is_some_and(names_answers)
    }

    /// Positions of the items that are drawn by lot.
    pub(super) fn drawn(&self) -> &[usize] {
        &self.0.drawn
    }

    /// Whether something is drawn for each person: orders, or parts.
    #[must_use]
    pub fn draws(&self) -> bool {
        self.has_orders() || !self.0.drawn.is_empty()
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

    /// The printed number of a question, the same in every repeat: what is not asked has none.
    #[must_use]
    pub fn number(&self, section: usize, question: usize) -> Option<usize> {
        let sections = &self.questionnaire().sections;
        let asked = |section: &Section| {
            section
                .questions
                .iter()
                .filter(|q| q.kind.is_asked())
                .count()
        };
        let shown = sections.get(section)?;
        let first = |other: &&Section| other.nth.map(|nth| nth.of) == shown.nth.map(|nth| nth.of);
        let before = match shown.nth {
            None => sections.iter().take(section).collect::<Vec<_>>(),
            Some(_) => sections.iter().take_while(|other| !first(other)).collect(),
        };
        let once = before.into_iter().filter(|section| section.is_first());
        let before: usize = once.map(asked).sum();
        let here = shown.questions.get(..=question)?;
        let is_asked = here.last()?.kind.is_asked();
        is_asked.then(|| before + here.iter().filter(|q| q.kind.is_asked()).count())
    }

    /// How many questions there are, each repeat counted once.
    #[must_use]
    pub fn question_count(&self) -> usize {
        let sections = self.questionnaire().sections.iter();
        let questions = sections
            .filter(|section| section.is_first())
            .flat_map(|section| &section.questions);
        questions
            .filter(|question| question.kind.is_asked())
            .count()
    }
}

/// The questions that look different to people who have answered differently.
fn personal(asked: &Questionnaire) -> HashSet<(usize, usize)> {
    let mut personal = HashSet::new();
    for (at, section) in asked.sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            let offers = question.kind.choices(0).iter().any(|o| o.show_if.is_some());
            let mut names = false;
            each_text_of(&mut question.clone(), &mut |text| {
                names |= text.holds(|_| true)
            });
            if offers || names {
                personal.insert((at, position));
            }
        }
    }
    personal
}

/// Whether title or note of a section name an answer.
fn names_answers(section: &Section) -> bool {
    let mut texts = std::iter::once(&section.title).chain(&section.note);
    texts.any(|text| text.holds(|_| true))
}

/// Positions of what is drawn by lot.
fn drawn(asked: &Questionnaire, items: &[Item]) -> Vec<usize> {
    let is_drawn = |item: &Item| {
        let question = item.question(asked);
        question.is_some_and(|question| !question.kind.is_seen())
    };
    let all = items.iter().enumerate();
    all.filter(|(_, item)| is_drawn(item))
        .map(|(at, _)| at)
        .collect()
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.questionnaire == other.0.questionnaire
    }
}
