//! What the bank knows that whoever makes a questionnaire would like to know. None of it is a fault.

use std::collections::{HashMap, HashSet};

use super::super::Questionnaire;
use super::super::question::{Code, Question};
use super::folded::is_almost;
use super::{Bank, Entry, has_dont_know, is_chosen, lines_of};

/// Something that was done otherwise before.
#[derive(Debug)]
pub struct Missed<'b> {
    /// Of which question, in the words of the file.
    pub path: String,
    /// How it was asked before.
    pub entry: &'b Entry,
    /// What is otherwise.
    pub what: What,
}

/// What is otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// わからない could be answered.
    DontKnow,
    /// The same was asked by another code: its figures do not stand in a row with these.
    Code,
    /// The same was asked by another questionnaire, whose figures an indicator needs.
    Questionnaire,
}

/// What a draft does otherwise than was done before. `feeds`: whether an indicator hangs on a question.
#[must_use]
pub fn missed<'b>(
    draft: &Questionnaire,
    bank: &'b Bank,
    feeds: impl Fn(&Entry) -> bool,
) -> Vec<Missed<'b>> {
    let used: HashSet<&Code> = draft.questions().map(|question| &question.code).collect();
    let mut worded: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in bank.entries() {
        for wording in entry.wording.lines() {
            worded.entry(wording).or_default().push(entry);
        }
    }
    let looking = Looking {
        draft,
        bank,
        used,
        worded,
    };
    let mut missed = Vec::new();
    for (at, section) in draft.sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            let path = format!("sections[{at}].questions[{position}]");
            let found = looking.at(question, &feeds).into_iter();
            missed.extend(found.map(|(entry, what)| Missed {
                path: path.clone(),
                entry,
                what,
            }));
        }
    }
    missed
}

struct Looking<'b, 'd> {
    draft: &'d Questionnaire,
    bank: &'b Bank,
    /// The codes in the draft.
    used: HashSet<&'d Code>,
    /// The questions by their newest wordings.
    worded: HashMap<&'b str, Vec<&'b Entry>>,
}

impl<'b> Looking<'b, '_> {
    fn at(
        &self,
        question: &Question,
        feeds: &impl Fn(&Entry) -> bool,
    ) -> Option<(&'b Entry, What)> {
        if !question.kind.is_asked() {
            return None;
        }
        let own = self.bank.entry(&self.draft.code, &question.code);
        let wording = lines_of(&question.text);
        let first = wording.first().filter(|first| !first.is_empty())?;
        match own.filter(|own| own.is_asked_as(first)) {
            Some(own) => self.without_dont_know(question, own),
            None => self
                .by_another_code(first)
                .or_else(|| own.and_then(|own| self.without_dont_know(question, own)))
                .or_else(|| self.elsewhere(first, feeds)),
        }
    }

    fn without_dont_know(&self, question: &Question, own: &'b Entry) -> Option<(&'b Entry, What)> {
        let lacks = own.has_dont_know && !has_dont_know(&question.kind);
        (lacks && is_chosen(&question.kind)).then_some((own, What::DontKnow))
    }

    /// The same of this questionnaire, whose code no question of the draft has.
    fn by_another_code(&self, wording: &str) -> Option<(&'b Entry, What)> {
        let mut own = self.bank.entries().filter(|entry| {
            entry.questionnaire == self.draft.code && !self.used.contains(&entry.code)
        });
        let found = own.find(|entry| entry.is_asked_as(wording));
        found.map(|entry| (entry, What::Code))
    }

    /// Exactly the same of another questionnaire, where an indicator hangs on it.
    fn elsewhere(
        &self,
        wording: &str,
        feeds: &impl Fn(&Entry) -> bool,
    ) -> Option<(&'b Entry, What)> {
        let mut others = self.worded.get(wording)?.iter();
        let found = others.find(|entry| entry.questionnaire != self.draft.code && feeds(entry));
        found.map(|entry| (*entry, What::Questionnaire))
    }
}

impl Entry {
    /// Whether a folded wording is, nearly, the newest one in some language.
    fn is_asked_as(&self, wording: &str) -> bool {
        self.wording.lines().any(|own| is_almost(own, wording))
    }
}
