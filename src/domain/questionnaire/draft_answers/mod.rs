//! What a person has typed so far: what of it is asked, what is missing, what comes next.
//!
//! Everything is decided from what was *typed*, whatever else is wrong with it: a fault in one field never hides
//! another question or empties it. The pages and the sending ask here and nowhere else.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::answers::Answers;
use super::order::OrderSeed;
use super::question::Role;
use super::reader::Reader;
use super::reading::{Fault, Raw, Read, Reading};
use super::refusal::{AnswerError, AnswerErrorKind as Refused};
use super::routing::Path;

mod bounded;
#[cfg(test)]
mod dice_tests;
#[cfg(test)]
mod tests;

pub use bounded::{bounded, is_blank, most_bytes};

/// Fields as typed: item → values, exactly as sent.
pub type Typed = BTreeMap<String, Vec<String>>;

/// The typed fields of one person, read against their questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftAnswers {
    /// Every value that can be read, whether its question is asked or not.
    typed: Answers,
    /// The same without the answers to questions that are not asked (M-3).
    asked: Answers,
    path: Path,
    faults: Vec<Fault>,
    seed: Option<OrderSeed>,
}

/// Whether answers can be sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Ready {
    /// They can: only what is asked, and all of it valid.
    Send(Answers),
    /// Something is wrong or missing: every fault in order of the questionnaire, with the section of the first.
    Faulty {
        /// The section to show.
        section: usize,
        /// At least one.
        faults: Vec<AnswerError>,
    },
    /// No question about the subject has an answer (M-1.2).
    Blank,
    /// The answers lead past every question about the subject: there is nothing to send.
    NothingAsked,
}

/// What follows when a person goes on from a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forward {
    /// The page comes again: these faults of what it showed.
    Faulty(Vec<AnswerError>),
    /// The page comes again with questions that what was typed on it has opened; the position of the first.
    Opened(usize),
    /// The next section.
    Section(usize),
    /// Everything was asked.
    Check,
}

/// The questions of a section that stood on its page, by position: a page replaces the answers to these only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(BTreeSet<usize>);

impl Shown {
    /// The questions a page names: their codes, with spaces between. Codes the section does not have are passed over.
    #[must_use]
    pub fn named(reader: &Reader, section: usize, codes: &str) -> Self {
        let named: BTreeSet<&str> = codes.split(' ').collect();
        let questions = reader.questions_of(section).iter().enumerate();
        let shown = questions.filter(|(_, question)| named.contains(question.code.as_str()));
        Self(shown.map(|(at, _)| at).collect())
    }

    /// The questions in order, by position in their section.
    pub fn questions(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().copied()
    }

    pub(super) fn has(&self, question: usize) -> bool {
        self.0.contains(&question)
    }
}

impl DraftAnswers {
    /// Reads what was typed. Never fails: what cannot be read is a fault of its own question. Of `seed` is made what
    /// is drawn by lot, whatever was sent of it; without one it is what was sent, as from paper.
    #[must_use]
    pub fn read(reader: &Reader, raw: &Raw<'_>, seed: Option<OrderSeed>) -> Self {
        let Read {
            answers: mut typed,
            mut faults,
            same,
        } = Reading::of(reader, raw);
        if let Some(seed) = seed {
            typed.draw(seed);
            faults.retain(|(at, _)| at.is_none_or(|at| !reader.drawn().contains(&at)));
        }
        typed.take_over(&same, 0..reader.items().len());
        let mut asked = typed.clone();
        let path = asked.keep_asked(&same);
        faults.extend(same.iter().filter_map(|same| asked.fault_of(*same, &path)));
        let told: HashSet<_> = faults.iter().map(|(at, _)| *at).collect();
        let few = asked.too_few().into_iter();
        faults.extend(few.filter(|(at, _)| !told.contains(at)));
        Self {
            typed,
            asked,
            path,
            faults,
            seed,
        }
    }

    /// Reads the fields of a draft.
    #[must_use]
    pub fn of_draft(reader: &Reader, typed: &Typed, seed: Option<OrderSeed>) -> Self {
        let pairs = typed
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())));
        Self::read(reader, &pairs.collect(), seed)
    }

    /// What the orders and the parts of this person are made of.
    #[must_use]
    pub fn seed(&self) -> Option<OrderSeed> {
        self.seed
    }

    /// The answers to what is asked, as far as they can be read.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.asked
    }

    /// Which questions are asked.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The questions of a section that its page shows now.
    #[must_use]
    pub fn shown(&self, section: usize) -> Shown {
        let questions = self.reader().questions_of(section).iter().enumerate();
        let shown = questions.filter(|(at, q)| q.kind.is_seen() && self.path.asks(section, *at));
        Shown(shown.map(|(at, _)| at).collect())
    }

    /// Everything wrong or missing in what is asked, in order of the questionnaire. What was typed into a question
    /// that is not asked is no fault: no page would show it.
    #[must_use]
    pub fn faults(&self) -> Vec<AnswerError> {
        self.faults_where(|fault| self.is_asked(fault))
    }

    /// The same for answers that no page was shown for: there, what nobody can have typed is a fault everywhere.
    pub(super) fn strict_faults(&self) -> Vec<AnswerError> {
        self.faults_where(|fault| fault.1.kind.is_forged() || self.is_asked(fault))
    }

    fn faults_where(&self, counts: impl Fn(&Fault) -> bool) -> Vec<AnswerError> {
        let typed = self.faults.iter().filter(|fault| counts(fault)).cloned();
        let sections = self.path.sections();
        let missing = sections.flat_map(|section| self.missing(section));
        in_order(typed.chain(missing).collect())
    }

    /// What is wrong or missing in one section.
    #[must_use]
    pub fn faults_in(&self, section: usize) -> Vec<AnswerError> {
        self.faults_shown(section, &self.shown(section))
    }

    /// Whether everything can be sent, and what has to be done first.
    #[must_use]
    pub fn ready(self) -> Ready {
        let faults = self.faults();
        if let Some(first) = faults.first() {
            let item = self.reader().item(&first.item);
            let section = item.map_or(0, |(_, item)| item.section);
            return Ready::Faulty { section, faults };
        }
        if !self.asks_about_the_subject() {
            Ready::NothingAsked
        } else if self.asked.is_blank() {
            Ready::Blank
        } else {
            Ready::Send(self.asked)
        }
    }

    /// What follows when a person goes on from a section whose page showed `shown`. A question that was not on the
    /// page is shown before it is called missing.
    #[must_use]
    pub fn forward(&self, section: usize, shown: &Shown) -> Forward {
        let faults = self.faults_shown(section, shown);
        if !faults.is_empty() {
            return Forward::Faulty(faults);
        }
        let opened = self.shown(section).questions().find(|at| !shown.has(*at));
        match (opened, self.path.after(section)) {
            (Some(question), _) => Forward::Opened(question),
            (None, Some(next)) => Forward::Section(next),
            (None, None) => Forward::Check,
        }
    }

    /// The section to show in place of one that is not asked, or that comes after a required question left open.
    #[must_use]
    pub fn instead_of(&self, section: usize) -> Option<usize> {
        let mut before = self.path.sections().take_while(|before| *before < section);
        let open = before.find(|before| !self.asked.open_in(*before, &self.path).is_empty());
        let near = || {
            self.path
                .before(section)
                .or_else(|| self.path.after(section))
        };
        open.or_else(|| (!self.path.shows(section)).then(near).flatten())
    }

    /// The questions with something typed that does not count: they are not asked, or what was chosen is not offered.
    /// People are told so.
    #[must_use]
    pub fn uncounted(&self) -> Vec<(usize, usize)> {
        let items = self.reader().items().iter().enumerate();
        let items = items.filter(|(at, _)| !self.reader().drawn().contains(at));
        let typed = items.filter(|(at, item)| {
            let (typed, asked) = (self.typed.at(*at), self.asked.at(*at));
            let is_faulty = self.faults.iter().any(|f| f.0 == Some(*at));
            match self.path.asks(item.section, item.question) {
                true => typed != asked && !is_faulty,
                false => typed.is_some() || is_faulty,
            }
        });
        let mut questions: Vec<_> = typed
            .map(|(_, item)| (item.section, item.question))
            .collect();
        questions.dedup();
        questions
    }

    /// The answers to what is asked, for whoever has looked at the faults.
    pub(super) fn into_answers(self) -> Answers {
        self.asked
    }

    fn reader(&self) -> &Reader {
        self.asked.reader()
    }

    fn asks_about_the_subject(&self) -> bool {
        let mut items = self.reader().items().iter();
        items.any(|item| item.role == Role::Subject && self.path.asks(item.section, item.question))
    }

    /// Whether a fault is one of a question that is asked, or of none.
    fn is_asked(&self, (position, _): &Fault) -> bool {
        let item = position.and_then(|at| self.reader().items().get(at));
        item.is_none_or(|item| self.path.asks(item.section, item.question))
    }

    /// The faults of a section in the questions that are asked and were shown.
    fn faults_shown(&self, section: usize, shown: &Shown) -> Vec<AnswerError> {
        let items = self.reader().items();
        let here = |(position, _): &&Fault| {
            let item = position.and_then(|at| items.get(at));
            item.is_some_and(|item| {
                item.section == section
                    && shown.has(item.question)
                    && self.path.asks(section, item.question)
            })
        };
        let typed = self.faults.iter().filter(here).cloned();
        let missing = self.missing(section);
        in_order(typed.chain(missing.iter().filter(here).cloned()).collect())
    }

    /// Points once at each required question of a section that is asked and open.
    fn missing(&self, section: usize) -> Vec<Fault> {
        let open = self.asked.open_in(section, &self.path).into_iter();
        let missing = open.filter_map(|position| {
            let item = self.reader().items().get(position)?;
            let mut items = self.reader().items_of(item.section, item.question);
            let told = items.any(|at| self.faults.iter().any(|fault| fault.0 == Some(at)));
            (!told).then(|| {
                (
                    Some(position),
                    AnswerError {
                        item: item.code.clone(),
                        kind: Refused::Required,
                    },
                )
            })
        });
        missing.collect()
    }
}

/// Puts the fields of a section's page in place of what the questions it showed held. What is of another page, or of
/// a question that was not shown, is not taken.
pub fn replace(
    typed: &mut Typed,
    reader: &Reader,
    section: usize,
    shown: &Shown,
    fields: &[(String, String)],
) {
    let belongs = |name: &str| {
        let item = reader.item(name).map(|(_, item)| item);
        item.is_some_and(|item| item.section == section && shown.has(item.question))
    };
    typed.retain(|name, _| !belongs(name));
    for (name, value) in fields.iter().filter(|(name, _)| belongs(name)) {
        typed.entry(name.clone()).or_default().push(value.clone());
    }
}

fn in_order(mut faults: Vec<Fault>) -> Vec<AnswerError> {
    faults.sort_by_key(|(position, _)| *position);
    faults.into_iter().map(|(_, fault)| fault).collect()
}
