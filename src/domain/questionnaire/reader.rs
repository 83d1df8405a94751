//! A questionnaire prepared for reading many answers: made once for a version, then shared.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::item::{Accepts, Item, items};
use super::place;
use super::placeholder::{Placeholder, SurveyFact};
use super::places::{conditions, question_texts, texts};
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
    /// By section, whether something on its page does.
    personal_sections: Vec<bool>,
    /// Whether some text names a fact of the survey.
    names_facts: bool,
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
        let positions: HashMap<String, usize> = items
            .iter()
            .enumerate()
            .map(|(position, item)| (item.code.clone(), position))
            .collect();
        let is_item = |name: &str| positions.contains_key(name);
        let mut questionnaire = asked.clone().with_fallbacks(is_item);
        place::tell_apart(&mut questionnaire);
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
        let spans = spans(&questionnaire, &items);
        Self(Arc::new(Prepared {
            stored_order: stored_order(&items),
            personal: personal(&asked, &is_item),
            personal_sections: personal_sections(&asked, &is_item),
            names_facts: names_facts(&asked),
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

    /// Whether the page of a section looks different to people who have answered differently elsewhere.
    #[must_use]
    pub fn has_personal(&self, section: usize) -> bool {
        let personal = self.0.personal_sections.get(section);
        personal.copied().unwrap_or(false)
    }

    /// Whether a question looks different to people who have answered differently.
    pub(super) fn is_personal(&self, section: usize, question: usize) -> bool {
        self.0.personal.contains(&(section, question))
    }

    /// Whether some text names a fact of the survey.
    #[must_use]
    pub fn names_facts(&self) -> bool {
        self.0.names_facts
    }

    /// Whether it asks how somebody can be reached: for a telephone number or a postal code.
    #[must_use]
    pub fn asks_contact(&self) -> bool {
        let is_contact = |item: &Item| {
            matches!(
                item.accepts,
                Accepts::Text {
                    pattern: Some(_),
                    ..
                }
            )
        };
        self.items().iter().any(is_contact)
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
fn personal(asked: &Questionnaire, is_item: &impl Fn(&str) -> bool) -> HashSet<(usize, usize)> {
    let mut personal = HashSet::new();
    for (at, section) in asked.sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            if is_personal(question, is_item) {
                personal.insert((at, position));
            }
        }
    }
    personal
}

/// What has no name known here is printed as it is written, to everybody.
fn is_personal(question: &Question, is_item: &impl Fn(&str) -> bool) -> bool {
    let mut texts = Vec::new();
    question_texts("", question, &mut texts);
    let names = texts
        .iter()
        .any(|(_, text)| text.holds(|found| is_item(found.name)));
    names
        || question
            .kind
            .choices(0)
            .iter()
            .any(|option| option.show_if.is_some())
}

/// By section, whether something on its page looks different to them.
fn personal_sections(asked: &Questionnaire, is_item: &impl Fn(&str) -> bool) -> Vec<bool> {
    let is_own = |section: &Section| {
        let mut texts = std::iter::once(&section.title).chain(&section.note);
        let names = texts.any(|text| text.holds(|found| is_item(found.name)));
        names
            || section
                .questions
                .iter()
                .any(|question| is_personal(question, is_item))
    };
    asked.sections.iter().map(is_own).collect()
}

fn names_facts(asked: &Questionnaire) -> bool {
    let is_fact = |found: Placeholder<'_>| SurveyFact::named(found.name).is_some();
    texts(asked).iter().any(|(_, text)| text.holds(is_fact))
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
