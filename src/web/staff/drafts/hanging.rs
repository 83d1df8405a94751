//! What hangs on an answer given before it: a section, a question, or an option of one.

use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::question::{Choice, Code, Kind, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Questionnaire, Reader};
use crate::views::say::Say;
use crate::web::staff::Staff;

use super::editor::At;

/// Names an option in the address of the page of its question.
const OPTION: &str = "option";

/// What has a condition.
#[derive(Debug, Clone)]
pub(super) enum Hanging {
    /// A section.
    Section(Code),
    /// A question.
    Question(Code),
    /// An option of a question.
    Option {
        /// The question.
        question: Code,
        /// The option.
        option: Code,
    },
}

/// The sentences about a condition.
#[derive(Serialize)]
pub(super) struct Words {
    heading: Say,
    everybody: Say,
    only: Say,
    not: Say,
    answered: Say,
    none: Say,
}

impl Hanging {
    /// What a page is about; none of what has no condition.
    pub(super) fn of(staff: &Staff<EditQuestionnaires>, at: &At) -> Option<Self> {
        let option = staff.query(OPTION).and_then(|one| Code::parse(one).ok());
        match (at, option) {
            (At::Section(code), _) => Some(Self::Section(code.clone())),
            (At::Question(code), None) => Some(Self::Question(code.clone())),
            (At::Question(question), Some(option)) => Some(Self::Option {
                question: question.clone(),
                option,
            }),
            (At::Head | At::Adding(_), _) => None,
        }
    }

    /// Where it is changed.
    fn at(&self) -> At {
        match self {
            Self::Section(code) => At::Section(code.clone()),
            Self::Question(code) | Self::Option { question: code, .. } => {
                At::Question(code.clone())
            }
        }
    }

    /// What is said of it behind an address that has a query already.
    pub(super) fn query(&self) -> String {
        match self.option() {
            Some(option) => format!("&{OPTION}={option}"),
            None => String::new(),
        }
    }

    /// The option it is.
    pub(super) fn option(&self) -> Option<&Code> {
        match self {
            Self::Option { option, .. } => Some(option),
            Self::Section(_) | Self::Question(_) => None,
        }
    }

    /// Its condition; the outer none: it is not there.
    pub(super) fn show_if<'q>(&self, draft: &'q Questionnaire) -> Option<Option<&'q Condition>> {
        match self {
            Self::Section(code) => {
                let mut sections = draft.sections.iter();
                let found = sections.find(|one| one.code == *code)?;
                Some(found.show_if.as_ref())
            }
            Self::Question(code) => Some(draft.question(code)?.show_if.as_ref()),
            Self::Option { question, option } => {
                let found = option_of(draft.question(question)?, option)?;
                Some(found.show_if.as_ref())
            }
        }
    }

    /// Its condition as the items of a reader are called: of what is repeated, that of the first time.
    pub(super) fn told<'q>(
        &self,
        reader: &'q Reader,
        draft: &'q Questionnaire,
    ) -> Option<&'q Condition> {
        let At::Question(code) = self.at() else {
            return self.show_if(draft)?;
        };
        let unfolded = reader.questionnaire();
        let first = Code::parse(&format!("{code}_1")).ok();
        let first = || unfolded.question(&first?);
        let question = unfolded.question(&code).or_else(first)?;
        match self.option() {
            None => question.show_if.as_ref(),
            Some(code) => option_of(question, code)?.show_if.as_ref(),
        }
    }

    /// What is asked before it: of an option, on pages before.
    pub(super) fn before<'r>(&self, reader: &'r Reader, draft: &Questionnaire) -> Vec<&'r Item> {
        let section = self.at().section(draft);
        let position = match self {
            Self::Question(code) => draft.sections.get(section).and_then(|own| {
                let mut questions = own.questions.iter();
                questions.position(|question| question.code == *code)
            }),
            Self::Section(_) | Self::Option { .. } => None,
        };
        if self.option().is_some() && draft.layout == Layout::OnePage {
            return Vec::new();
        }
        // A section before it may be asked several times.
        let first = reader.questionnaire().first_of(section).unwrap_or(section);
        let own = (first, position.unwrap_or_default());
        let items = reader.items().iter();
        items
            .filter(|item| (item.section, item.question) < own)
            .collect()
    }

    /// Gives it another condition; none where the draft does not have it.
    pub(super) fn shown(self, draft: &Questionnaire, show_if: Option<Condition>) -> Option<Act> {
        Some(match self {
            Self::Section(section) => Act::ShowSection { section, show_if },
            Self::Question(question) => Act::ShowQuestion { question, show_if },
            Self::Option { question, option } => {
                let mut kind = Box::new(draft.question(&question)?.kind.clone());
                let mut options = kind.options_mut()?.iter_mut();
                options.find(|one| one.code == option)?.show_if = show_if;
                Act::Answer { question, kind }
            }
        })
    }

    /// What is said of its condition.
    pub(super) fn words(&self) -> Words {
        let heading = match self {
            Self::Section(_) => Say::new("draft-condition-section"),
            Self::Question(_) => Say::new("draft-condition"),
            Self::Option { option, .. } => Say::new("draft-offer").with("code", option.as_str()),
        };
        let [everybody, only, not, answered, none] = match self.option() {
            None => [
                "draft-condition-everybody",
                "draft-condition-only",
                "draft-condition-not",
                "draft-condition-answered",
                "draft-condition-none",
            ],
            Some(_) => [
                "draft-offer-everybody",
                "draft-offer-only",
                "draft-offer-not",
                "draft-offer-answered",
                "draft-offer-none",
            ],
        }
        .map(Say::new);
        Words {
            heading,
            everybody,
            only,
            not,
            answered,
            none,
        }
    }
}

/// The options of a question that may be offered to some only.
pub(super) fn hanging_options(question: &Question) -> &[Choice] {
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options, .. } => options,
        _ => &[],
    }
}

fn option_of<'q>(question: &'q Question, code: &Code) -> Option<&'q Choice> {
    let mut options = hanging_options(question).iter();
    options.find(|one| one.code == *code)
}
