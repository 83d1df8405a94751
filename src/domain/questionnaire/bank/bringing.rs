//! A question of the bank comes into a draft with its code, and without what it refers to and the draft does not have.

use std::collections::BTreeSet;

use super::super::Questionnaire;
use super::super::acts::at::texts_of;
use super::super::finding::{DesignFault, Finding};
use super::super::placeholder::{Placeholder, SurveyFact, is_number, placeholders};
use super::super::question::{Code, Question};
use super::super::review::review;
use super::super::routing::Condition;
use super::folded::{folded, is_almost};
use super::question_of;
use crate::domain::language::Language;
use crate::domain::text::Text;
use crate::domain::words::words;

words! {
    /// What a question has left behind.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Left {
        /// Of whom it was asked.
        Condition = "condition",
        /// When some of its options were offered.
        Options = "options",
        /// The answer that could be taken over.
        Copy = "copy",
        /// Answers that stood in its texts.
        Words = "words",
        /// Languages in which the draft is not offered.
        Languages = "languages",
    }
}

/// A question that can come into a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The question.
    pub question: Question,
    /// What it has left behind.
    pub left: BTreeSet<Left>,
}

/// A question of a version, as it comes into a section of a draft, behind everything that is there. What it refers to
/// stays where the draft asks the same before it; of another question that only has the same code nothing is said.
#[must_use]
pub fn brought(
    source: &Questionnaire,
    question: &Question,
    (draft, section): (&Questionnaire, &Code),
) -> Brought {
    let mut bringing = Bringing {
        source,
        draft,
        section: draft.sections.iter().position(|one| one.code == *section),
        brought: Brought {
            question: question.clone(),
            left: BTreeSet::new(),
        },
    };
    bringing.leave_languages();
    bringing.leave_conditions();
    bringing.leave_words();
    bringing.leave_what_is_wrong();
    bringing.brought
}

struct Bringing<'q> {
    source: &'q Questionnaire,
    draft: &'q Questionnaire,
    /// The position of the section in the draft.
    section: Option<usize>,
    brought: Brought,
}

impl Bringing<'_> {
    /// Whether the draft asks the same as the source by an item of this name, and before.
    fn knows(&self, item: &str) -> bool {
        let Some(code) = question_of(item, |code| self.source.question(code).is_some()) else {
            return false;
        };
        let until = self.section.map_or(0, |section| section + 1);
        let mut before = self.draft.sections.iter().take(until);
        let there = before.find_map(|section| {
            let mut questions = section.questions.iter();
            questions.find(|question| question.code == code)
        });
        let asked = self.source.question(&code);
        let language = Language::japanese();
        let wording = |question: &Question| folded(question.text.get(&language));
        let both = there.map(wording).zip(asked.map(wording));
        both.is_some_and(|(there, asked)| is_almost(&there, &asked))
    }

    fn can_hold(&self, condition: &Condition) -> bool {
        let references = condition.references().into_iter();
        references
            .map(|(item, _)| item)
            .all(|item| self.knows(item))
    }

    fn leave_conditions(&mut self) {
        let question = &self.brought.question;
        if question
            .show_if
            .as_ref()
            .is_some_and(|one| !self.can_hold(one))
        {
            self.leave_condition();
        }
        let mut options = self.brought.question.kind.clone();
        let mut conditions = options.choices_mut().into_iter();
        let cannot = conditions.any(|option| {
            let condition = option.show_if.as_ref();
            condition.is_some_and(|one| !self.can_hold(one))
        });
        if cannot {
            self.leave_options();
        }
        let same = self.brought.question.same_as.as_deref();
        if same.is_some_and(|item| !self.knows(item)) {
            self.leave_copy();
        }
    }

    fn leave_condition(&mut self) {
        self.brought.question.show_if = None;
        self.brought.left.insert(Left::Condition);
    }

    fn leave_options(&mut self) {
        for option in self.brought.question.kind.choices_mut() {
            option.show_if = None;
        }
        self.brought.left.insert(Left::Options);
    }

    fn leave_copy(&mut self) {
        self.brought.question.same_as = None;
        self.brought.left.insert(Left::Copy);
    }

    /// Answers that the draft does not have, in texts: there is then what stands there for those who have not answered.
    fn leave_words(&mut self) {
        let texts = texts_of(&self.brought.question).into_iter();
        let texts = texts.flat_map(|(_, text)| text.iter().map(|(_, text)| text));
        let names = texts.flat_map(placeholders).map(|found| found.name);
        let is_fact = |name: &&str| SurveyFact::named(name).is_some() || is_number(name);
        let gone = names.filter(|name| !is_fact(name) && !self.knows(name));
        let names = gone.map(str::to_owned).collect();
        self.fill(&names);
    }

    fn fill(&mut self, names: &BTreeSet<String>) {
        let mut has_left = false;
        self.brought.question.each_text(&mut |text: &mut Text| {
            *text = text.filled(&mut |found: Placeholder<'_>, _| {
                let is_gone = names.contains(found.name);
                has_left |= is_gone;
                is_gone.then(|| found.instead().to_owned())
            });
        });
        if has_left {
            self.brought.left.insert(Left::Words);
        }
    }

    /// The languages that the draft is offered in; all of them where it has none of these.
    fn leave_languages(&mut self) {
        let offered = |language: &Language| self.draft.languages.contains(language);
        let wording = &self.brought.question.text;
        if !wording.iter().any(|(language, _)| offered(language)) {
            return;
        }
        let mut has_left = false;
        self.brought.question.each_text(&mut |text: &mut Text| {
            let stays = text.iter().filter(|(language, _)| offered(language));
            let stays: Text = stays
                .map(|(language, text)| (language.clone(), text.to_owned()))
                .collect();
            has_left |= stays != *text;
            *text = stays;
        });
        if has_left {
            self.brought.left.insert(Left::Languages);
        }
    }

    /// What the review finds wrong in it at its new place.
    fn leave_what_is_wrong(&mut self) {
        let mut names = BTreeSet::new();
        for Finding { path, fault } in self.findings() {
            match path.rsplit('.').next().unwrap_or_default() {
                "show_if" if path.contains(".options[") => self.leave_options(),
                "show_if" => self.leave_condition(),
                "same_as" => self.leave_copy(),
                _ => names.extend(named(fault)),
            }
        }
        self.fill(&names);
    }

    /// Those within the question.
    fn findings(&self) -> Vec<Finding> {
        let mut trial = self.draft.clone();
        let place = self
            .section
            .and_then(|at| Some((at, trial.sections.get_mut(at)?)));
        let Some((at, section)) = place else {
            return Vec::new();
        };
        let own = format!("sections[{at}].questions[{}].", section.questions.len());
        section.questions.push(self.brought.question.clone());
        let found = review(&trial).into_iter();
        found.filter(|one| one.path.starts_with(&own)).collect()
    }
}

/// What a placeholder names that stands for nothing.
fn named(fault: DesignFault) -> Option<String> {
    match fault {
        DesignFault::UnknownPlaceholder(name)
        | DesignFault::UnknownItem(name)
        | DesignFault::ForwardItem(name)
        | DesignFault::OnSamePage(name)
        | DesignFault::SeveralItems { name, .. }
        | DesignFault::NotInWords(name) => Some(name),
        _ => None,
    }
}
