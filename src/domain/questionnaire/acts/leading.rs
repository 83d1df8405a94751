//! The acts that lead from one state of a draft to another: how a draft becomes again what it was. They say what differs
//! and nothing else, so they are no more than both states together, however often somebody goes back and forth.

use super::super::question::{Code, Question};
use super::super::{Questionnaire, Section};
use super::apply::{Refused, change, next, stands};
use super::at::At;
use super::difference::rewritten;
use super::{Act, of_question};

/// What makes a draft of another one of the same code.
///
/// # Errors
/// [`Refused`]: never, where both are drafts.
pub fn leading(from: &Questionnaire, to: &Questionnaire) -> Result<Vec<Act>, Refused> {
    let mut way = Way {
        draft: from.clone(),
        acts: Vec::new(),
    };
    way.head(to)?;
    way.leave_out(to)?;
    way.sections(to)?;
    way.questions(to)?;
    Ok(way.acts)
}

/// A draft on its way.
struct Way {
    draft: Questionnaire,
    acts: Vec<Act>,
}

impl Way {
    fn go(&mut self, act: Act) -> Result<(), Refused> {
        change(&mut self.draft, &act)?;
        self.acts.push(act);
        Ok(())
    }

    fn go_all(&mut self, acts: impl IntoIterator<Item = Act>) -> Result<(), Refused> {
        acts.into_iter().try_for_each(|act| self.go(act))
    }

    fn head(&mut self, to: &Questionnaire) -> Result<(), Refused> {
        let from = &self.draft;
        let title = rewritten(&At::Title, &from.title, &to.title);
        let purpose = rewritten(&At::Purpose, &from.purpose, &to.purpose);
        let (minutes, layout) = (to.minutes, to.layout);
        let take = (from.minutes != minutes).then_some(Act::Take { minutes });
        let lay = (from.layout != layout).then_some(Act::Lay { layout });
        let offer = (from.languages != to.languages).then(|| Act::Offer {
            languages: to.languages.clone(),
        });
        let settings = [take, lay, offer].into_iter().flatten();
        self.go_all(title.into_iter().chain(purpose).chain(settings))
    }

    /// What is not there any more.
    fn leave_out(&mut self, to: &Questionnaire) -> Result<(), Refused> {
        let stays = |one: &Section| to.sections.iter().any(|other| other.code == one.code);
        let gone = self.draft.sections.iter().filter(|one| !stays(one));
        let gone: Vec<Act> = gone
            .map(|one| Act::RemoveSection {
                section: one.code.clone(),
            })
            .collect();
        self.go_all(gone)?;
        let gone = self.draft.questions();
        let gone = gone.filter(|one| to.question(&one.code).is_none());
        let gone: Vec<Act> = gone
            .map(|one| Act::RemoveQuestion {
                question: one.code.clone(),
            })
            .collect();
        self.go_all(gone)
    }

    /// The sections without their questions, the last one first, so that each finds the one it stands before.
    fn sections(&mut self, to: &Questionnaire) -> Result<(), Refused> {
        let mut before = None;
        for section in to.sections.iter().rev() {
            let code = section.code.clone();
            let now = self.draft.sections.iter().find(|one| one.code == code);
            match now.map(bare) {
                None => self.add(section, before)?,
                Some(now) => {
                    self.move_section(&code, before)?;
                    self.go_all(settings(&now, section))?;
                }
            }
            before = Some(code);
        }
        Ok(())
    }

    fn add(&mut self, section: &Section, before: Option<Code>) -> Result<(), Refused> {
        let section = Box::new(bare(section));
        self.go(Act::AddSection { section, before })
    }

    fn move_section(&mut self, code: &Code, before: Option<Code>) -> Result<(), Refused> {
        let now = next(self.draft.sections.iter().map(|one| &one.code), code);
        if now == before {
            return Ok(());
        }
        let section = code.clone();
        self.go(Act::MoveSection { section, before })
    }

    fn questions(&mut self, to: &Questionnaire) -> Result<(), Refused> {
        for section in &to.sections {
            let mut before = None;
            for question in section.questions.iter().rev() {
                self.question(&section.code, question, before)?;
                before = Some(question.code.clone());
            }
        }
        Ok(())
    }

    fn question(
        &mut self,
        section: &Code,
        question: &Question,
        before: Option<Code>,
    ) -> Result<(), Refused> {
        let section = section.clone();
        let Some(now) = self.draft.question(&question.code).cloned() else {
            return self.go(Act::AddQuestion {
                section,
                question: Box::new(question.clone()),
                before,
            });
        };
        let stands = stands(&self.draft, &question.code)?;
        if stands != (section.clone(), before.clone()) {
            self.go(Act::MoveQuestion {
                question: question.code.clone(),
                section,
                before,
            })?;
        }
        self.go_all(of_question(&now, question))
    }
}

/// A section without its questions.
fn bare(section: &Section) -> Section {
    Section {
        questions: Vec::new(),
        ..section.clone()
    }
}

/// What differs in a section but its questions.
fn settings(now: &Section, to: &Section) -> Vec<Act> {
    let section = || to.code.clone();
    let none = crate::domain::text::Text::default();
    let note = |of: &Section| of.note.clone().unwrap_or_else(|| none.clone());
    let title = rewritten(&At::Section { section: section() }, &now.title, &to.title);
    let note = rewritten(
        &At::SectionNote { section: section() },
        &note(now),
        &note(to),
    );
    let show = (now.show_if != to.show_if).then(|| Act::ShowSection {
        section: section(),
        show_if: to.show_if.clone(),
    });
    let repeat = (now.repeat != to.repeat).then(|| Act::RepeatSection {
        section: section(),
        repeat: to.repeat.clone(),
    });
    let settings = [show, repeat].into_iter().flatten();
    title.into_iter().chain(note).chain(settings).collect()
}
