//! The form in the middle: of the questionnaire's head, of a section, of a question, or of a question that comes in.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::at::At as TextAt;
use crate::domain::questionnaire::advice::minutes;
use crate::domain::questionnaire::question::Code;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::page::form::FormView;
use crate::web::staff::Staff;

use super::surroundings::Surroundings;
use super::{Opened, bank, condition, head, question, repeating, section};

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// The head of the questionnaire.
    Head,
    /// A section.
    Section(Code),
    /// A question.
    Question(Code),
    /// A question that comes into a section.
    Adding(Code),
}

impl At {
    /// What an address asks for; what is not there any more is the head.
    pub(super) fn of_query(staff: &Staff<EditQuestionnaires>, draft: &Questionnaire) -> Self {
        let code = |name: &str| Code::parse(staff.query(name)?).ok();
        let is_there = |code: &Code| draft.sections.iter().any(|one| one.code == *code);
        let question = code("question").filter(|code| draft.question(code).is_some());
        let section = code("section").filter(is_there);
        let adding = code("into").filter(is_there);
        match (question, section, adding) {
            (Some(question), _, _) => Self::Question(question),
            (None, Some(section), _) => Self::Section(section),
            (None, None, Some(section)) => Self::Adding(section),
            (None, None, None) => Self::Head,
        }
    }

    /// Where a text is written.
    pub(super) fn of_text(at: &TextAt) -> Self {
        match at {
            TextAt::Section { section } | TextAt::SectionNote { section } => {
                Self::Section(section.clone())
            }
            _ => at.question().cloned().map_or(Self::Head, Self::Question),
        }
    }

    /// As it stands behind an address that has a query already.
    pub(super) fn query(&self) -> String {
        match self {
            Self::Head => String::new(),
            Self::Section(code) => format!("&section={code}"),
            Self::Question(code) => format!("&question={code}"),
            Self::Adding(code) => format!("&into={code}"),
        }
    }

    /// The end of the address where it is moved.
    pub(super) fn moves(&self) -> Option<String> {
        match self {
            Self::Section(code) => Some(format!("/sections/{code}/move")),
            Self::Question(code) => Some(format!("/questions/{code}/move")),
            Self::Head | Self::Adding(_) => None,
        }
    }

    /// The position of the section it is in.
    pub(super) fn section(&self, draft: &Questionnaire) -> usize {
        let mut sections = draft.sections.iter();
        let found = match self {
            Self::Head => None,
            Self::Section(code) | Self::Adding(code) => sections.position(|one| one.code == *code),
            Self::Question(code) => sections.position(|one| {
                let mut questions = one.questions.iter();
                questions.any(|question| question.code == *code)
            }),
        };
        found.unwrap_or(0)
    }
}

/// The form with what stands around it.
#[derive(Serialize)]
pub(super) struct Editor {
    /// The part of the templates that shows it.
    part: &'static str,
    action: String,
    remove: Option<String>,
    seen: i32,
    is_open: bool,
    /// Whether more than words can be changed.
    is_shaped: bool,
    /// In which language texts are typed.
    language: Say,
    languages: Vec<head::Offered>,
    question: Option<question::View>,
    condition: Option<condition::View>,
    repeat: Option<repeating::View>,
    /// How long it takes by what is in it, where that is typed.
    estimated: Option<Say>,
    /// Where questions that were asked before are, of one that comes in.
    bank: Option<String>,
    form: FormView,
}

impl Editor {
    pub(super) fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
        around: &Surroundings,
        at: &At,
        form: FormView,
    ) -> Self {
        let (part, end) = match at {
            At::Head => ("head", "/head".to_owned()),
            At::Section(code) => ("section", format!("/sections/{code}")),
            At::Question(code) => ("question", format!("/questions/{code}")),
            At::Adding(code) => ("adding", format!("/sections/{code}/questions")),
        };
        let removable = matches!(at, At::Section(_) | At::Question(_)) && opened.is_shaped();
        let question = match at {
            At::Question(code) => opened.row.document.question(code),
            _ => None,
        };
        Self {
            part,
            action: opened.path(staff, &end),
            remove: removable.then(|| opened.path(staff, &format!("{end}/removal"))),
            seen: opened.row.revision,
            is_open: opened.is_open(),
            is_shaped: opened.is_shaped(),
            language: language_name(&opened.language),
            languages: head::offered(&opened.row.document),
            bank: match at {
                At::Adding(code) => Some(bank::address(staff, opened, code)),
                _ => None,
            },
            question: question
                .map(|question| question::View::of(staff, (opened, around), question, &form)),
            condition: condition::View::of(staff, opened, at),
            repeat: repeating::View::of(staff, opened, at, &form),
            estimated: (*at == At::Head).then(|| estimated(&opened.row.document)),
            form,
        }
    }

    pub(super) fn form(&self) -> &FormView {
        &self.form
    }
}

/// The form of what is looked at, as the draft has it.
pub(super) fn filled(opened: &Opened, at: &At) -> FormView {
    let (draft, language) = (&opened.row.document, &opened.language);
    match at {
        At::Head => head::filled(draft, language),
        At::Section(code) => section::filled(draft, code, language),
        At::Question(code) => question::filled(draft, code, language),
        At::Adding(_) => FormView::blank(&["text"]),
    }
}

fn estimated(draft: &Questionnaire) -> Say {
    Say::new("draft-minutes-estimated").with("minutes", Datum::how_many(minutes(draft)))
}

/// A language by its name.
pub(super) fn language_name(language: &Language) -> Say {
    Say::new("draft-language").with("language", language.own_name())
}
