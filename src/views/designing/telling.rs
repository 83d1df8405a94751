//! One part of an act as a sentence. Every kind of act has its own; a new one does not compile before it has.

use super::answers::answered;
use super::language::language as spoken;
use super::name::{Names, unknown_item};
use crate::domain::language::Language;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::at::{At, texts};
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::question::{Code, Kind, Question, Role};
use crate::domain::questionnaire::repetition::Repeat;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Section};
use crate::views::say::{Say, Wording};

/// One part of an act.
pub(super) struct Telling<'d> {
    /// The draft its readers know.
    pub(super) before: Names<'d>,
    /// The same after the parts before this one.
    pub(super) now: Names<'d>,
}

impl Telling<'_> {
    /// What it changes.
    pub(super) fn told(&self, act: &Act) -> Say {
        match act {
            Act::Write { at, language, text } => self.written(at, language, text.is_some()),
            Act::Take { minutes } => Say::new("act-minutes").with("minutes", *minutes),
            Act::Lay { layout } => Say::new(match layout {
                Layout::Sections => "act-layout-pages",
                Layout::OnePage => "act-layout-one-page",
            }),
            Act::Offer { languages } => self.offered(languages),
            Act::AddSection { .. }
            | Act::RemoveSection { .. }
            | Act::MoveSection { .. }
            | Act::ShowSection { .. }
            | Act::RepeatSection { .. } => self.of_section(act),
            Act::AddQuestion { .. }
            | Act::RemoveQuestion { .. }
            | Act::MoveQuestion { .. }
            | Act::ShowQuestion { .. }
            | Act::Answer { .. } => self.of_question(act),
            Act::Require { .. } | Act::Mean { .. } | Act::Arrange { .. } | Act::Copy { .. } => {
                self.set(act)
            }
            // Its parts are told one by one.
            Act::Together { .. } => Say::new("act-nothing"),
        }
    }

    fn of_section(&self, act: &Act) -> Say {
        match act {
            Act::AddSection { section, .. } => {
                let of = self.now.new_section(section);
                with_questions(["act-section-added", "act-section-added-with"], section, of)
            }
            Act::RemoveSection { section } => self.section_removed(section),
            Act::MoveSection { section, before } => {
                let moved = Say::new(match before {
                    Some(_) => "act-moved-before",
                    None => "act-section-moved-last",
                });
                let other = before.as_ref().map(|other| self.section(other));
                moved
                    .with("of", self.section(section))
                    .with_any("other", other)
            }
            Act::ShowSection { section, show_if } => {
                let old = self.section_now(section);
                let old = old.is_some_and(|one| one.show_if.is_some());
                shown(self.section(section), old, show_if.as_ref())
            }
            Act::RepeatSection { section, repeat } => self.repeated(section, repeat.as_ref()),
            _ => Say::new("act-nothing"),
        }
    }

    fn of_question(&self, act: &Act) -> Say {
        match act {
            Act::AddQuestion {
                section, question, ..
            } => Say::new("act-question-added")
                .with("of", self.now.unnumbered(question))
                .with("section", self.section(section)),
            Act::RemoveQuestion { question } => {
                Say::new("act-removed").with("of", self.question(question))
            }
            Act::MoveQuestion {
                question,
                section,
                before,
            } => self.moved(question, section, before.as_ref()),
            Act::ShowQuestion { question, show_if } => {
                let old = self.question_now(question);
                let old = old.is_some_and(|one| one.show_if.is_some());
                shown(self.question(question), old, show_if.as_ref())
            }
            Act::Answer { question, kind } => self.answered(question, kind),
            _ => Say::new("act-nothing"),
        }
    }

    /// What is chosen from a few words.
    fn set(&self, act: &Act) -> Say {
        let (question, say) = match act {
            Act::Require { question, required } => match required {
                true => (question, Say::new("act-required")),
                false => (question, Say::new("act-not-required")),
            },
            Act::Mean { question, role } => match role {
                Role::Subject => (question, Say::new("act-subject")),
                Role::Attribute => (question, Say::new("act-attribute")),
            },
            Act::Arrange { question, order } => match order {
                Order::AsWritten => (question, Say::new("act-as-written")),
                Order::Random => (question, Say::new("act-random")),
                Order::Reversible => (question, Say::new("act-reversible")),
            },
            Act::Copy { question, same_as } => match same_as {
                Some(item) => {
                    let say = Say::new("act-ditto").with("other", self.item(item));
                    (question, say)
                }
                None => (question, Say::new("act-no-ditto")),
            },
            _ => return Say::new("act-nothing"),
        };
        say.with("of", self.question(question))
    }

    fn written(&self, at: &At, language: &Language, stays: bool) -> Say {
        let draft = self.now.draft;
        let mut all = texts(draft).into_iter();
        let old = all.find(|(other, _)| other == at);
        let is_there = old.is_some_and(|(_, text)| text.exact(language).is_some());
        let is_first = draft.languages.first() == Some(language);
        let say = Say::new(match (is_there, stays, is_first) {
            (false, true, true) => "act-written",
            (false, true, false) => "act-written-in",
            (true, true, true) => "act-rewritten",
            (true, true, false) => "act-rewritten-in",
            (_, false, true) => "act-erased",
            (_, false, false) => "act-erased-in",
        });
        let say = say.with("of", self.text(at));
        say.with_any("language", (!is_first).then(|| spoken(language)))
    }

    fn offered(&self, languages: &[Language]) -> Say {
        let languages = languages.iter().map(spoken);
        let between = Say::new("act-and");
        Say::new("act-languages").with("languages", Wording::several(languages, between))
    }

    fn section_removed(&self, code: &Code) -> Say {
        let of = self.section(code);
        match self.section_now(code) {
            Some(section) => {
                with_questions(["act-removed", "act-section-removed-with"], section, of)
            }
            None => Say::new("act-removed").with("of", of),
        }
    }

    fn repeated(&self, section: &Code, repeat: Option<&Repeat>) -> Say {
        let say = match repeat {
            Some(repeat) => Say::new("act-repeated")
                .with("item", self.item(&repeat.item))
                .with("most", repeat.max),
            None => Say::new("act-not-repeated"),
        };
        say.with("of", self.section(section))
    }

    /// A question goes to another page, or to another place on its own.
    fn moved(&self, question: &Code, section: &Code, before: Option<&Code>) -> Say {
        let there = self.section_now(section);
        let is_there = |one: &Section| one.questions.iter().any(|one| one.code == *question);
        let stays = there.is_some_and(is_there);
        let say = match before.filter(|before| *before != question) {
            Some(before) if stays => {
                Say::new("act-moved-before").with("other", self.question(before))
            }
            None if stays && before.is_none() => Say::new("act-moved-last"),
            _ => {
                let page = self.before.page(section);
                Say::new("act-moved-to").with("page", page.unwrap_or_else(|| self.section(section)))
            }
        };
        say.with("of", self.question(question))
    }

    fn answered(&self, question: &Code, kind: &Kind) -> Say {
        let of = self.question(question);
        match self.question_now(question) {
            Some(old) => answered(self.now, old, kind, of),
            None => Say::new("act-answers").with("of", of),
        }
    }

    fn section_now(&self, code: &Code) -> Option<&Section> {
        let mut sections = self.now.draft.sections.iter();
        sections.find(|section| section.code == *code)
    }

    fn question_now(&self, code: &Code) -> Option<&Question> {
        self.now.draft.question(code)
    }

    /// A question as its readers know it; without a number where it came in by a part before.
    fn question(&self, code: &Code) -> Say {
        let new = || Some(self.now.unnumbered(self.question_now(code)?));
        let known = self.before.question(code).or_else(new);
        known.unwrap_or_else(|| unknown_item(code.as_str()))
    }

    fn section(&self, code: &Code) -> Say {
        let new = || Some(self.now.new_section(self.section_now(code)?));
        let known = self.before.section(code).or_else(new);
        known.unwrap_or_else(|| Say::new("named-gone-section").with("section", code.as_str()))
    }

    /// Of a question that came in by a part before, the question.
    fn item(&self, name: &str) -> Say {
        let code = name.split('.').next().map(Code::parse);
        match code {
            Some(Ok(code)) if self.before.draft.question(&code).is_none() => self.question(&code),
            _ => self.before.item(name),
        }
    }

    /// A text as it was called before; of what came in by a part before, as it is called now.
    fn text(&self, at: &At) -> Say {
        let new = || {
            let code = at.question()?;
            let (question, of) = (self.question_now(code)?, self.question(code));
            self.now.text_of(at, question, of)
        };
        let known = self.before.text(at).or_else(new);
        known.unwrap_or_else(|| self.owner(at))
    }

    /// What a text belongs to that is no more there.
    fn owner(&self, at: &At) -> Say {
        match at {
            At::Section { section } | At::SectionNote { section } => self.section(section),
            _ => match at.question() {
                Some(question) => self.question(question),
                None => Say::new("named-title"),
            },
        }
    }
}

/// A section that comes or goes; with how many questions, where it has any.
fn with_questions([alone, with]: [&'static str; 2], section: &Section, of: Say) -> Say {
    match section.questions.len() {
        0 => Say::new(alone).with("of", of),
        count => Say::new(with).with("of", of).with("count", count),
    }
}

/// When something is asked. `old`: whether there was a condition.
fn shown(of: Say, old: bool, new: Option<&Condition>) -> Say {
    let say = Say::new(match (old, new) {
        (_, None) => "act-asked-always",
        (true, Some(_)) => "act-asked-otherwise",
        (false, Some(_)) => "act-asked-if",
    });
    say.with("of", of)
}
