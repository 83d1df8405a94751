//! Sections that are asked again for each child: a block of them, as often as an answer before it says, up to a limit.
//!
//! A questionnaire is *unfolded* before it is asked, counted or exported: of a repeated section `child` with the
//! question `age` come the sections `child_1`, `child_2`, … with the questions `age_1`, `age_2`, …, each asked where the
//! answer is as large as its number. So a repeat has its own columns; only who prints a number or a title asks which
//! repeat a section is ([`Nth`]).

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::finding::{DesignFault, Finding};
use super::item::{Accepts, Item, items};
use super::limits::REPEATS;
use super::placeholder::{Placeholder, is_number, placeholders};
use super::places::each_text;
use super::question::{Meaning, Question};
use super::reach::unknown;
use super::routing::Condition;
use super::{Layout, Questionnaire, Section};

/// How often a section is asked. Sections that follow each other with the same are one block: all of it for the first
/// child, then all of it for the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The item before it that says how often: a number, or one of several options whose codes are numbers.
    pub item: String,
    /// At most so often, whatever the answer.
    pub max: u16,
}

/// Which repeat of which section an unfolded section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nth {
    /// Position of the section among those of the document.
    pub of: usize,
    /// Which repeat, from 1.
    pub number: u16,
}

impl Questionnaire {
    /// Whether some section is repeated.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        self.sections.iter().any(|section| section.repeat.is_some())
    }

    /// Position among the sections of the document of the section at a position of what it was unfolded to.
    pub(super) fn origin(&self, unfolded: usize) -> usize {
        let before = self.sections.iter().take(unfolded + 1);
        match self.sections.get(unfolded).and_then(|section| section.nth) {
            Some(nth) => nth.of,
            None => before
                .filter(|section| section.is_first())
                .count()
                .saturating_sub(1),
        }
    }

    /// Position of the section, or of its first repeat, that a section of the document was unfolded to.
    #[must_use]
    pub fn first_of(&self, of: usize) -> Option<usize> {
        (0..self.sections.len()).find(|at| self.origin(*at) == of)
    }

    /// The questionnaire with every repeat as a section of its own. One that passed its review has all codes unique.
    #[must_use]
    pub fn unfolded(mut self) -> Self {
        if !self.is_folded() {
            return self;
        }
        let counting: HashMap<String, Vec<(Code, u16)>> = repeats(&self)
            .map(|repeat| (repeat.item.clone(), counting(&self, &repeat.item)))
            .collect();
        let folded: Vec<(usize, Section)> = self.sections.drain(..).enumerate().collect();
        let mut unfolded = Vec::with_capacity(folded.len());
        for block in folded.chunk_by(|(_, one), (_, next)| one.repeat == next.repeat) {
            match block
                .first()
                .and_then(|(_, section)| section.repeat.as_ref())
            {
                None => unfolded.extend(block.iter().map(|(_, section)| section.clone())),
                Some(repeat) => {
                    let own = own_questions(&folded, repeat);
                    for number in 1..=repeat.max.min(REPEATS) {
                        let when = at_least(&counting, repeat, number);
                        let nth = |(of, section): &(usize, Section)| {
                            let nth = Nth { of: *of, number };
                            repeated(section, nth, when.clone(), &own)
                        };
                        unfolded.extend(block.iter().map(nth));
                    }
                }
            }
        }
        self.sections = unfolded;
        self
    }
}

/// The questions that are repeated as often: within a repeat their names mean those of the same repeat.
fn own_questions(folded: &[(usize, Section)], repeat: &Repeat) -> HashSet<String> {
    let same = folded.iter().filter(|(_, section)| {
        section
            .repeat
            .as_ref()
            .is_some_and(|other| other.item == repeat.item)
    });
    same.flat_map(|(_, section)| &section.questions)
        .map(|question| question.code.to_string())
        .collect()
}

fn repeats(questionnaire: &Questionnaire) -> impl Iterator<Item = &Repeat> {
    let sections = questionnaire.sections.iter();
    sections.filter_map(|section| section.repeat.as_ref())
}

/// The options of an item that say how often; none of one that is a number. わからない and 「その他」 say nothing, whatever
/// their codes are.
fn counting(questionnaire: &Questionnaire, item: &str) -> Vec<(Code, u16)> {
    let question = questionnaire
        .questions()
        .find(|question| question.code.as_str() == item);
    let options = question
        .map_or(&[][..], |question| question.kind.choices(0))
        .iter();
    let says = options.filter(|option| option.meaning == Meaning::Substantive && !option.other);
    let often = says.filter_map(|option| {
        let times: u16 = option.code.as_str().parse().ok()?;
        (times <= REPEATS).then(|| (option.code.clone(), times))
    });
    often.collect()
}

/// When a repeat is asked: the answer is its number or more.
fn at_least(
    counting: &HashMap<String, Vec<(Code, u16)>>,
    repeat: &Repeat,
    number: u16,
) -> Condition {
    let item = repeat.item.clone();
    match counting.get(&item).filter(|options| !options.is_empty()) {
        Some(options) => Condition::AnyOf {
            item,
            codes: options
                .iter()
                .filter(|(_, times)| *times >= number)
                .map(|(code, _)| code.clone())
                .collect(),
        },
        None => Condition::Number {
            item,
            min: Some(number.into()),
            max: None,
        },
    }
}

fn repeated(section: &Section, nth: Nth, when: Condition, own: &HashSet<String>) -> Section {
    let mut section = section.clone();
    let named = |name: &str| {
        let (question, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
        match own.contains(question) {
            true => format!("{question}_{}{rest}", nth.number),
            false => name.to_owned(),
        }
    };
    section.repeat = None;
    section.nth = Some(nth);
    section.code = numbered(&section.code, nth);
    section.show_if = Some(match section.show_if.take() {
        Some(condition) => Condition::All(vec![when, condition.renamed(&named)]),
        None => when,
    });
    for question in &mut section.questions {
        question.code = numbered(&question.code, nth);
        rename(question, &named);
    }
    each_text(&mut section, &mut |text| {
        *text = text.filled(
            &mut |found: Placeholder<'_>, _| match is_number(found.name) {
                true => Some(nth.number.to_string()),
                false => renamed(found, &named(found.name)),
            },
        );
    });
    section
}

/// A placeholder with another name; none where it has that name already.
fn renamed(found: Placeholder<'_>, name: &str) -> Option<String> {
    let fallback = found.fallback.map(|fallback| format!("|{fallback}"));
    (found.name != name).then(|| format!("{{{name}{}}}", fallback.unwrap_or_default()))
}

/// Renames the items that a question and its options hang on, and the one it may take its answer from.
fn rename(question: &mut Question, named: &impl Fn(&str) -> String) {
    question.same_as = question.same_as.as_deref().map(named);
    let conditions = question.show_if.iter_mut();
    let options = question.kind.choices_mut().into_iter();
    for condition in conditions.chain(options.filter_map(|option| option.show_if.as_mut())) {
        *condition = condition.renamed(named);
    }
}

/// `age_2`. One that would be too long stays, and is found twice by the review.
fn numbered(code: &Code, nth: Nth) -> Code {
    Code::parse(&format!("{code}_{}", nth.number)).unwrap_or_else(|_| code.clone())
}

/// What is wrong with the repeats of a document, before it is unfolded.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let items = items(questionnaire);
    let sections = questionnaire.sections.iter().enumerate();
    let repeated =
        sections.filter_map(|(at, section)| Some((at, section, section.repeat.as_ref()?)));
    let numbered = questionnaire
        .questions()
        .find(|question| is_number(question.code.as_str()));
    let shadowed = numbered
        .filter(|_| questionnaire.is_folded())
        .map(|question| Finding {
            path: "sections".to_owned(),
            fault: DesignFault::NamesBoth(question.code.to_string()),
        });
    let found = repeated.flat_map(|(at, section, repeat)| {
        let says = |text: &str| placeholders(text).any(|found| is_number(found.name));
        let all = section.title.iter().all(|(_, text)| says(text));
        let unnumbered = (!all).then_some(("title", DesignFault::Unnumbered));
        let often = (!(1..=REPEATS).contains(&repeat.max))
            .then_some(("repeat.max", DesignFault::Repeats(repeat.max)));
        let item = unfit(questionnaire, &items, at).map(|fault| ("repeat.item", fault));
        let faults = [unnumbered, often, item].into_iter().flatten();
        faults.map(move |(field, fault)| Finding {
            path: format!("sections[{at}].{field}"),
            fault,
        })
    });
    shadowed.into_iter().chain(found).collect()
}

/// What is wrong with the item that says how often.
fn unfit(questionnaire: &Questionnaire, items: &[Item], at: usize) -> Option<DesignFault> {
    let repeat = questionnaire.sections.get(at)?.repeat.as_ref()?;
    let name = || repeat.item.clone();
    let Some(item) = items.iter().find(|item| item.code == repeat.item) else {
        return Some(unknown(&repeat.item, items));
    };
    if is_late(questionnaire, item) {
        return Some(DesignFault::RepeatOnOnePage);
    }
    if item.section >= at {
        return Some(DesignFault::ForwardItem(name()));
    }
    let most = largest(questionnaire, item);
    match most {
        None => Some(DesignFault::NotHowOften(name())),
        Some(most) if most < repeat.max.into() => Some(DesignFault::NeverSoOften(repeat.max)),
        Some(_) => None,
    }
}

/// Whether a number is typed on the same page, where nobody knows yet how often.
fn is_late(questionnaire: &Questionnaire, item: &Item) -> bool {
    let is_typed = matches!(item.accepts, Accepts::Number { .. });
    is_typed && questionnaire.layout == Layout::OnePage
}

/// The largest answer of an item that says how often; none of one that does not.
fn largest(questionnaire: &Questionnaire, item: &Item) -> Option<Decimal> {
    match &item.accepts {
        Accepts::Number {
            max, decimals: 0, ..
        } => Some(*max),
        Accepts::One(_) => {
            let often = counting(questionnaire, &item.code).into_iter();
            often.map(|(_, times)| times).max().map(Into::into)
        }
        _ => None,
    }
}

/// The items that may say how often the section at a position is asked, each with how often at most: those of sections
/// before it that are asked once.
#[must_use]
pub fn counting_before(questionnaire: &Questionnaire, at: usize) -> Vec<(Item, u16)> {
    let sections = questionnaire.sections.iter().take(at);
    let once: Vec<bool> = sections.map(|section| section.repeat.is_none()).collect();
    let is_before = |item: &Item| once.get(item.section) == Some(&true);
    let fit = items(questionnaire).into_iter();
    let fit = fit.filter(|item| is_before(item) && !is_late(questionnaire, item));
    let with_most = fit.filter_map(|item| {
        let most = largest(questionnaire, &item)?.min(REPEATS.into());
        let most = u16::try_from(most.trunc()).ok()?;
        (most > 0).then_some((item, most))
    });
    with_most.collect()
}
