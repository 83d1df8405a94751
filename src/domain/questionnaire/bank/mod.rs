//! これまでの設問: every question that was ever asked, once for each questionnaire and code, with what it is found by.
//!
//! A question is the same over the versions of its questionnaire where its code is: its figures stand in a row. What is
//! kept here is made of versions alone, which never change, so that it can be kept as long as no version is added.

mod advice;
mod bringing;
mod finding;
mod folded;
mod history;
mod index;
#[cfg(test)]
mod tests;

pub use advice::{Missed, What, missed};
pub use bringing::{Brought, Left, brought};
pub use finding::Query;
pub use folded::folded;
pub use history::{Change, Wording, history};

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::Questionnaire;
use super::acts::at::texts_of;
use super::changing::KindWord;
use super::question::{Code, Kind, Meaning, Question};
use crate::domain::ids::VersionId;
use crate::domain::text::Text;
use index::Index;

/// Every question, those of the newest versions first, in the order they are asked.
#[derive(Debug, Default)]
pub struct Bank {
    entries: Vec<Entry>,
    /// Position of an entry by the codes of its questionnaire and its own.
    at: HashMap<Code, HashMap<Code, usize>>,
    index: Index,
}

/// A question over all versions of its questionnaire.
#[derive(Debug)]
pub struct Entry {
    /// The code of its questionnaire.
    pub questionnaire: Code,
    /// Its own.
    pub code: Code,
    /// Its newest wording.
    pub text: Text,
    /// Its newest kind.
    pub kind: KindWord,
    /// Whether わからない can be answered in the newest version of it.
    pub has_dont_know: bool,
    /// The versions that ask it, oldest first.
    pub versions: Vec<VersionId>,
    /// What its newest version is called.
    pub title: Text,
    /// Both codes, folded.
    codes: [String; 2],
    /// The newest wording, folded, a line for each language.
    wording: String,
    /// Everything else it is found by, folded: hints, options, rows, what all of it was before.
    rest: String,
    /// The newest version and the place in it.
    place: (usize, usize),
}

/// Takes versions in, the oldest first.
#[derive(Debug, Default)]
pub struct Gathering {
    bank: Bank,
    taken: usize,
    /// What each entry is found by, as it is written.
    texts: Vec<HashSet<String>>,
}

impl Gathering {
    /// One more version. Texts that ask nothing are no questions.
    pub fn take(&mut self, version: VersionId, questionnaire: &Questionnaire) {
        self.taken += 1;
        let asked = questionnaire.questions().filter(|one| one.kind.is_asked());
        for (position, question) in asked.enumerate() {
            let at = self.position(&questionnaire.code, &question.code);
            let place = (self.taken, position);
            let mut fresh = Entry::of(questionnaire, question, place);
            let Some(texts) = self.texts.get_mut(at) else {
                continue;
            };
            take_texts(question, texts);
            match self.bank.entries.get_mut(at) {
                Some(entry) => {
                    fresh.versions = std::mem::take(&mut entry.versions);
                    fresh.versions.push(version);
                    *entry = fresh;
                }
                None => {
                    fresh.versions.push(version);
                    self.bank.entries.push(fresh);
                }
            }
        }
    }

    /// Where a question stands, or will stand.
    fn position(&mut self, questionnaire: &Code, code: &Code) -> usize {
        let next = self.texts.len();
        let own = self.bank.at.entry(questionnaire.clone()).or_default();
        let at = *own.entry(code.clone()).or_insert(next);
        if at == next {
            self.texts.push(HashSet::new());
        }
        at
    }

    /// All of it.
    #[must_use]
    pub fn bank(self) -> Bank {
        let mut bank = self.bank;
        for (entry, texts) in bank.entries.iter_mut().zip(self.texts) {
            let lines = lines(entry, texts);
            let others = lines.iter().filter(|line| **line != entry.wording);
            let others: Vec<&str> = others.map(String::as_str).collect();
            entry.rest = others.join("\n");
        }
        bank.entries.sort_by_key(|entry| {
            let (taken, position) = entry.place;
            (Reverse(taken), position)
        });
        for (at, entry) in bank.entries.iter().enumerate() {
            let own = bank.at.get_mut(&entry.questionnaire);
            let place = own.and_then(|own| own.get_mut(&entry.code));
            place.into_iter().for_each(|place| *place = at);
        }
        bank.index = Index::of(&bank.entries);
        bank
    }
}

impl Entry {
    fn of(questionnaire: &Questionnaire, question: &Question, place: (usize, usize)) -> Self {
        Self {
            questionnaire: questionnaire.code.clone(),
            code: question.code.clone(),
            text: question.text.clone(),
            kind: KindWord::of(&question.kind),
            has_dont_know: has_dont_know(&question.kind),
            versions: Vec::new(),
            title: questionnaire.title.clone(),
            codes: [&questionnaire.code, &question.code].map(|code| folded(code.as_str())),
            wording: lines_of(&question.text).join("\n"),
            rest: String::new(),
            place,
        }
    }
}

/// A line for each language of a text.
fn lines_of(text: &Text) -> Vec<String> {
    text.iter().map(|(_, text)| folded(text)).collect()
}

/// Takes the texts of a question that are not there yet.
fn take_texts(question: &Question, into: &mut HashSet<String>) {
    for (_, text) in texts_of(question) {
        for (_, text) in text
            .iter()
            .filter(|(_, text)| !into.contains(*text))
            .collect::<Vec<_>>()
        {
            into.insert(text.to_owned());
        }
    }
}

/// Everything an entry is found by but the newest wording: its code, and these texts with their readings.
fn lines(entry: &Entry, texts: HashSet<String>) -> BTreeSet<String> {
    let mut lines = BTreeSet::from([folded(entry.code.as_str())]);
    for text in texts {
        lines.insert(folded(&text));
        lines.extend(folded::readings(&text).lines().map(str::to_owned));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Whether わからない is an answer.
pub(super) fn has_dont_know(kind: &Kind) -> bool {
    let all = [0, 1].into_iter().flat_map(|axis| kind.choices(axis));
    let mut meanings = all.map(|option| option.meaning);
    meanings.any(|meaning| meaning == Meaning::DontKnow)
}

/// Whether a question has options beside which わからない could stand.
fn is_chosen(kind: &Kind) -> bool {
    !kind.choices(0).is_empty()
}

impl Bank {
    /// All of them.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The question of these codes.
    #[must_use]
    pub fn entry(&self, questionnaire: &Code, code: &Code) -> Option<&Entry> {
        self.entries.get(*self.at.get(questionnaire)?.get(code)?)
    }

    /// The question that an item (`q5`, `q7.r1`, of a repeat `q7_2.r1`) is a part of.
    #[must_use]
    pub fn of_item(&self, questionnaire: &Code, item: &str) -> Option<&Entry> {
        let own = self.at.get(questionnaire)?;
        let code = question_of(item, |code| own.contains_key(code))?;
        self.entry(questionnaire, &code)
    }
}

/// The code of the question that an item is a part of, among those that are there.
fn question_of(item: &str, is_there: impl Fn(&Code) -> bool) -> Option<Code> {
    let name = item.split('.').next()?;
    let folded = name.rsplit_once('_');
    let folded = folded.filter(|(_, nth)| nth.bytes().all(|byte| byte.is_ascii_digit()));
    let codes = [Some(name), folded.map(|(code, _)| code)];
    let codes = codes.into_iter().flatten();
    let mut codes = codes.filter_map(|code| Code::parse(code).ok());
    codes.find(|code| is_there(code))
}
