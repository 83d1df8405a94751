//! The sections of a draft while they come.

use std::collections::HashSet;

use super::became::{Became, Ledger, Reason};
use super::because::Because;
use super::deciding::{free, text};
use super::heads;
use super::piece::Taken;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::limits::{QUESTIONS, SECTIONS};
use crate::domain::questionnaire::question::Question;
use crate::domain::questionnaire::{Section, limits};
use crate::domain::text::Text;

/// A section while its questions come.
#[derive(Debug)]
struct Page<'l> {
    code: Code,
    title: Vec<Taken<'l>>,
    note: Vec<Taken<'l>>,
    questions: Vec<Question>,
}

/// All sections.
#[derive(Debug, Default)]
pub(super) struct Pages<'l> {
    pages: Vec<Page<'l>>,
    codes: HashSet<String>,
    /// The questions as they are printed, in order.
    printed: Vec<String>,
    /// Why each question is of its kind.
    pub because: Vec<(Code, Because)>,
}

impl<'l> Pages<'l> {
    /// A heading: a new section, or more of the heading of one that has no question yet.
    pub fn head(&mut self, title: Taken<'l>, ledger: &mut Ledger<'l>) {
        let is_empty = |page: &&mut Page<'l>| page.questions.is_empty() && page.note.is_empty();
        if let Some(page) = self.pages.last_mut().filter(is_empty) {
            ledger.keep(&title, Became::Section(page.code.clone()));
            page.title.push(title);
            return;
        }
        match self.open() {
            Some(code) => {
                ledger.keep(&title, Became::Section(code));
                if let Some(page) = self.pages.last_mut() {
                    page.title.push(title);
                }
            }
            None => ledger.note(&title, Became::LeftOut(Reason::TooMany)),
        }
    }

    /// Opens a section without a title.
    fn open(&mut self) -> Option<Code> {
        if self.pages.len() >= SECTIONS {
            return None;
        }
        let number = self.pages.len() + 1;
        let code = Code::parse(&format!("s{number}")).ok()?;
        self.pages.push(Page {
            code: code.clone(),
            title: Vec::new(),
            note: Vec::new(),
            questions: Vec::new(),
        });
        Some(code)
    }

    /// A line under a heading.
    pub fn note(&mut self, taken: Taken<'l>, ledger: &mut Ledger<'l>) {
        const MOST: usize = limits::TEXT;
        let length = |page: &Page<'l>| {
            page.note
                .iter()
                .map(|taken| taken.kept.len() + 1)
                .sum::<usize>()
        };
        match self
            .pages
            .last_mut()
            .filter(|page| length(page) + taken.kept.len() < MOST)
        {
            Some(page) => {
                ledger.keep(&taken, Became::Note(page.code.clone()));
                page.note.push(taken);
            }
            None => ledger.note(&taken, Became::LeftOut(Reason::TooMany)),
        }
    }

    /// Whether there is no section.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Whether a question was put into one.
    pub fn has_questions(&self) -> bool {
        !self.printed.is_empty()
    }

    /// Whether another question has room.
    pub fn has_room(&self) -> bool {
        self.printed.len() < QUESTIONS
    }

    /// Whether the section is about the people who answer.
    pub fn is_about_you(&self) -> bool {
        let titles = self.pages.last().map(|page| &page.title);
        titles.is_some_and(|titles| titles.iter().any(|title| heads::is_about_you(title.kept)))
    }

    /// A code for a question: as it is printed, or with the section's before it where a number comes again.
    pub fn code(&mut self, printed: &str) -> Option<Code> {
        if self.pages.is_empty() {
            self.open()?;
        }
        let page = self.pages.last()?;
        let wanted = match self.codes.contains(printed) {
            true => format!("{}_{printed}", page.code),
            false => printed.to_owned(),
        };
        free(&wanted, &mut self.codes)
    }

    /// The questions so far, as they are printed.
    pub fn before(&self) -> Vec<(String, &Question)> {
        let all = self.pages.iter().flat_map(|page| &page.questions);
        self.printed.iter().cloned().zip(all).collect()
    }

    /// A question that is decided.
    pub fn push(&mut self, printed: String, question: Question, because: Because) {
        if let Some(page) = self.pages.last_mut() {
            self.because.push((question.code.clone(), because));
            self.printed.push(printed);
            page.questions.push(question);
        }
    }

    /// The sections; one without a heading has the title of all.
    pub fn finish(self, title: &Text) -> Vec<Section> {
        let joined = |parts: &[Taken<'_>], between: &str| {
            let parts: Vec<&str> = parts.iter().map(|taken| taken.kept).collect();
            (!parts.is_empty()).then(|| text(&parts.join(between)))
        };
        let sections = self.pages.into_iter().map(|page| Section {
            title: joined(&page.title, "　").unwrap_or_else(|| title.clone()),
            note: joined(&page.note, "\n"),
            show_if: None,
            repeat: None,
            nth: None,
            questions: page.questions,
            code: page.code,
        });
        sections.collect()
    }
}
