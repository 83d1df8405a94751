//! The sections and questions of a draft, as a list that leads to each.

use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Section;
use crate::domain::questionnaire::question::Question;
use crate::views::ruby;
use crate::views::say::{Say, question_number};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;

/// Most characters of a wording in the list.
const SHORT: usize = 28;

/// The list.
#[derive(Serialize)]
pub(super) struct Outline {
    head: Entry,
    sections: Vec<Part>,
    add_section: String,
    seen: i32,
    is_open: bool,
}

/// A section with what is in it.
#[derive(Serialize)]
struct Part {
    entry: Entry,
    questions: Vec<Entry>,
    /// Where a question comes in; none where none does.
    add: Option<Entry>,
}

/// A way to something.
#[derive(Serialize)]
struct Entry {
    href: String,
    number: Option<Say>,
    text: String,
    current: bool,
    /// Where it is moved from, where it is the one that is looked at.
    moves: Option<String>,
    /// Where it is moved from when it is drawn.
    drag: Option<String>,
    /// Its code, of a section.
    section: Option<String>,
    /// Its code, of a question.
    question: Option<String>,
    /// The section that something comes into which is put here.
    into: Option<String>,
}

impl Outline {
    pub(super) fn of(staff: &Staff<EditQuestionnaires>, opened: &Opened, at: &At) -> Self {
        let mut listing = Listing {
            staff,
            opened,
            at,
            number: 0,
        };
        let sections = &opened.row.document.sections;
        Self {
            head: listing.entry(
                At::Head,
                None,
                opened.row.document.title.get(&opened.language),
            ),
            sections: sections
                .iter()
                .map(|section| listing.part(section))
                .collect(),
            add_section: opened.path(staff, "/sections"),
            seen: opened.row.revision,
            is_open: opened.is_shaped(),
        }
    }
}

struct Listing<'a> {
    staff: &'a Staff<EditQuestionnaires>,
    opened: &'a Opened,
    at: &'a At,
    number: usize,
}

impl Listing<'_> {
    fn part(&mut self, section: &Section) -> Part {
        let language = &self.opened.language;
        let own = At::Section(section.code.clone());
        let entry = self.entry(own, None, section.title.get(language));
        let into = Some(section.code.to_string());
        let questions = section.questions.iter().map(|question| Entry {
            into: into.clone(),
            ..self.question(question)
        });
        let questions = questions.collect();
        let adding = At::Adding(section.code.clone());
        let is_open = self.opened.is_shaped();
        Part {
            entry,
            questions,
            add: is_open.then(|| Entry {
                into,
                ..self.entry(adding, None, "")
            }),
        }
    }

    fn question(&mut self, question: &Question) -> Entry {
        let number = question.kind.is_asked().then(|| {
            self.number += 1;
            question_number(self.number)
        });
        let own = At::Question(question.code.clone());
        self.entry(own, number, question.text.get(&self.opened.language))
    }

    fn entry(&self, own: At, number: Option<Say>, text: &str) -> Entry {
        let current = own == *self.at;
        let drag = own.moves().filter(|_| self.opened.is_shaped());
        let drag = drag.map(|end| self.opened.path(self.staff, &end));
        let (section, question) = match &own {
            At::Section(code) => (Some(code.to_string()), None),
            At::Question(code) => (None, Some(code.to_string())),
            At::Head | At::Adding(_) => (None, None),
        };
        Entry {
            href: format!("{}{}", self.opened.path(self.staff, ""), own.query()),
            number,
            text: shortened(&ruby::plain(text)),
            current,
            moves: drag.clone().filter(|_| current),
            drag,
            section,
            question,
            into: None,
        }
    }
}

/// The beginning of a text, as much as stands on a line.
pub(super) fn shortened(text: &str) -> String {
    let mut all = text.chars();
    let mut short: String = all.by_ref().take(SHORT).collect();
    if all.next().is_some() {
        short.push('…');
    }
    short
}
