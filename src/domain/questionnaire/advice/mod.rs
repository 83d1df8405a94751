//! Advice on a draft: what makes a questionnaire long, leading, hard to answer or able to single people out. None of it is
//! a fault, and none of it stops anybody: who knows better leaves it as it is.

mod bands;
mod burden;
#[cfg(test)]
mod tests;
mod wording;

pub use burden::minutes;

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::Questionnaire;
use super::acts::at::texts;
use super::question::{Choice, Code, Kind, Question, Role};
use crate::domain::hosts::Hosts;
use crate::domain::language::Language;
use crate::domain::language::readings::plain;
use crate::domain::marks::addresses;

/// More questions than these are seldom answered to the end (市民アンケート of small cities ask 20 to 30).
pub const MANY_QUESTIONS: usize = 30;

/// Fewer people than these in a combination of attributes can be singled out (as a stratum has at least 20 keys).
pub const FEW_PEOPLE: u64 = 20;

/// Something to think about, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The question; none: the questionnaire.
    pub question: Option<Code>,
    /// What.
    pub what: Thought,
}

/// What to think about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thought {
    /// So many questions are many.
    Long {
        /// Questions that are asked.
        questions: usize,
    },
    /// It takes longer than it says, or is much shorter.
    Minutes {
        /// What it says.
        said: u16,
        /// What its kinds and texts take, about.
        estimated: u16,
    },
    /// It must be answered to go on.
    Required,
    /// Two things are asked at once, joined by this word.
    DoubleBarrelled(&'static str),
    /// The wording pushes towards an answer, by this phrase.
    Leading(&'static str),
    /// Another question has the same wording.
    SameWording(Code),
    /// Two options have a number in common.
    Overlap(String, String),
    /// Between two options numbers are left out.
    Gap(String, String),
    /// A link leads to a page that is not the town's own, so that it will be told and not followed.
    ForeignLink(String),
    /// The attributes together make so many combinations that each has few people.
    Identifying {
        /// How many combinations there are.
        combinations: u64,
        /// How many people live in the town.
        people: u64,
    },
}

/// Everything to think about, the questionnaire first, then in the order of the questions. `people`: of the town, where
/// it is known; `hosts`: whose pages its texts may lead to.
#[must_use]
pub fn advice(draft: &Questionnaire, people: Option<u64>, hosts: &Hosts) -> Vec<Advice> {
    let whole = whole(draft, people)
        .into_iter()
        .chain(foreign(draft, hosts));
    let whole = whole.map(|what| Advice {
        question: None,
        what,
    });
    let mut seen: HashMap<String, &Code> = HashMap::new();
    let each = draft.questions().flat_map(|question| {
        let twice = twice(&mut seen, draft, question);
        let all = of_question(draft, question).into_iter().chain(twice);
        all.map(|what| Advice {
            question: Some(question.code.clone()),
            what,
        })
        .collect::<Vec<_>>()
    });
    whole.chain(each).collect()
}

/// The addresses in texts that lead to strangers, each once.
fn foreign(draft: &Questionnaire, hosts: &Hosts) -> Vec<Thought> {
    let texts = texts(draft);
    let written = texts.iter().flat_map(|(_, text)| text.iter());
    let foreign = written
        .flat_map(|(_, words)| addresses(words))
        .filter(|one| !hosts.have(one));
    let each: BTreeSet<&str> = foreign.collect();
    each.into_iter()
        .map(|one| Thought::ForeignLink(one.to_owned()))
        .collect()
}

fn whole(draft: &Questionnaire, people: Option<u64>) -> Vec<Thought> {
    let questions = draft.questions().filter(|one| one.kind.is_asked()).count();
    let long = (questions > MANY_QUESTIONS).then_some(Thought::Long { questions });
    let (said, estimated) = (draft.minutes, minutes(draft));
    // An estimate is one: only what is far from it is told.
    let is_far = estimated > said.saturating_mul(3) / 2 || said > estimated.saturating_mul(3);
    let minutes = (is_far && questions > 0).then_some(Thought::Minutes { said, estimated });
    let combinations = combinations(draft);
    let singled = people.filter(|people| people / combinations.max(1) < FEW_PEOPLE);
    let identifying = singled.map(|people| Thought::Identifying {
        combinations,
        people,
    });
    [long, minutes, identifying].into_iter().flatten().collect()
}

/// How many combinations the options of all attributes make.
fn combinations(draft: &Questionnaire) -> u64 {
    let attributes = draft.questions().filter(|one| one.role == Role::Attribute);
    let sizes = attributes.filter_map(|one| match &one.kind {
        Kind::Single { options } | Kind::Scale { options } | Kind::Place { options } => {
            u64::try_from(options.len().max(1)).ok()
        }
        // What is asked as a number is as fine as its numbers; by decades already it is ten.
        Kind::Number { .. } => Some(10),
        _ => None,
    });
    sizes.fold(1, u64::saturating_mul)
}

fn of_question(draft: &Questionnaire, question: &Question) -> Vec<Thought> {
    let written = written_in(draft);
    let text = plain(question.text.get(&written));
    let mut found = Vec::new();
    let is_asked = question.kind.is_asked();
    found.extend((question.required && can_be_left(question)).then_some(Thought::Required));
    if is_asked && question.role == Role::Subject {
        found.extend(wording::double(&text).map(Thought::DoubleBarrelled));
        found.extend(wording::leading(&text).map(Thought::Leading));
    }
    let (Kind::Single { options } | Kind::Scale { options }) = &question.kind else {
        return found;
    };
    let label = |one: &Choice| plain(one.label.get(&written));
    let labels: Vec<String> = options.iter().map(label).collect();
    found.extend(bands::faults(&labels));
    found
}

/// Whether a question could also be left unanswered: a consent cannot.
fn can_be_left(question: &Question) -> bool {
    question.kind.is_asked() && !matches!(question.kind, Kind::Consent { .. })
}

/// The question before this one that is worded alike.
fn twice<'q>(
    seen: &mut HashMap<String, &'q Code>,
    draft: &Questionnaire,
    question: &'q Question,
) -> Option<Thought> {
    let text = plain(question.text.get(&written_in(draft)));
    let alike: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if alike.is_empty() || !question.kind.is_asked() {
        return None;
    }
    let before = seen.insert(alike, &question.code)?;
    Some(Thought::SameWording(before.clone()))
}

/// The language it was written in.
fn written_in(draft: &Questionnaire) -> Language {
    let first = draft.languages.first().cloned();
    first.unwrap_or_else(Language::japanese)
}
