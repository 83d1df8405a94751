//! What a draft is after an act, and how the act is taken back.

use std::mem::swap;

use super::super::limits::{QUESTIONS, SECTIONS, TEXT};
use super::super::question::{Code, Question};
use super::super::{Questionnaire, Section};
use super::Act;
use super::at::At;
use crate::domain::language::Language;

/// A draft after an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The draft.
    pub draft: Questionnaire,
    /// What takes the act back: applied to the draft, it gives the one before, byte for byte.
    pub undo: Act,
}

/// Why an act cannot be done on this draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// What it changes, or stands beside, is not there any more.
    #[error("there is no “{0}” in the draft")]
    Gone(String),
    /// What comes in has the code of something that is there.
    #[error("the draft has a “{0}” already")]
    Taken(Code),
    /// More than can be asked.
    #[error("a questionnaire has at most {SECTIONS} sections and {QUESTIONS} questions")]
    TooMany,
    /// A text nobody would read.
    #[error("a text has at most {TEXT} characters, this one has {0}")]
    TooLong(usize),
    /// An erratum corrects words and changes nothing else.
    #[error("an erratum changes nothing but words")]
    NotWords,
}

/// Does an act.
///
/// # Errors
/// [`Refused`]; nothing is done then.
pub fn apply(draft: &Questionnaire, act: &Act) -> Result<Applied, Refused> {
    let mut draft = draft.clone();
    let undo = change(&mut draft, act)?;
    Ok(Applied { draft, undo })
}

/// What an empty draft of the same code becomes a questionnaire by: everything that comes in from elsewhere comes in by
/// acts. The first of two parts with one code stays; those that are left out are named.
#[must_use]
pub fn take_apart(whole: &Questionnaire) -> (Questionnaire, Vec<Act>, Vec<Code>) {
    let (mut acts, mut double) = (Vec::new(), Vec::new());
    let empty = Questionnaire {
        sections: Vec::new(),
        ..whole.clone()
    };
    let mut draft = empty.clone();
    for section in &whole.sections {
        let mut bare = section.clone();
        bare.questions.clear();
        let mut parts = vec![(
            section.code.clone(),
            Act::AddSection {
                section: Box::new(bare),
                before: None,
            },
        )];
        parts.extend(section.questions.iter().map(|question| {
            let act = Act::AddQuestion {
                section: section.code.clone(),
                question: Box::new(question.clone()),
                before: None,
            };
            (question.code.clone(), act)
        }));
        for (code, act) in parts {
            match change(&mut draft, &act) {
                Ok(_) => acts.push(act),
                Err(_) => double.push(code),
            }
        }
    }
    (empty, acts, double)
}

pub(super) fn change(draft: &mut Questionnaire, act: &Act) -> Result<Act, Refused> {
    match act {
        Act::Together { acts } => together(draft, acts),
        Act::Write { at, language, text } => write(draft, at, language, text.as_deref()),
        Act::AddSection { section, before } => add_section(draft, section, before.as_ref()),
        Act::RemoveSection { section } => remove_section(draft, section),
        Act::MoveSection { section, before } => move_section(draft, section, before.as_ref()),
        Act::AddQuestion {
            section,
            question,
            before,
        } => add_question(draft, section, question, before.as_ref()),
        Act::RemoveQuestion { question } => remove_question(draft, question),
        Act::MoveQuestion {
            question,
            section,
            before,
        } => move_question(draft, question, section, before.as_ref()),
        setting => set(draft, setting),
    }
}

/// Gives something another value: what takes it back has the value that was there.
fn set(draft: &mut Questionnaire, setting: &Act) -> Result<Act, Refused> {
    let mut undo = setting.clone();
    match &mut undo {
        Act::Take { minutes } => swap(&mut draft.minutes, minutes),
        Act::Lay { layout } => swap(&mut draft.layout, layout),
        Act::Offer { languages } => swap(&mut draft.languages, languages),
        Act::ShowSection { section, show_if } => {
            swap(&mut section_of(draft, section)?.show_if, show_if);
        }
        Act::RepeatSection { section, repeat } => {
            swap(&mut section_of(draft, section)?.repeat, repeat);
        }
        Act::ShowQuestion { question, show_if } => {
            swap(&mut question_of(draft, question)?.show_if, show_if);
        }
        Act::Require { question, required } => {
            swap(&mut question_of(draft, question)?.required, required);
        }
        Act::Mean { question, role } => swap(&mut question_of(draft, question)?.role, role),
        Act::Arrange { question, order } => swap(&mut question_of(draft, question)?.order, order),
        Act::Copy { question, same_as } => {
            swap(&mut question_of(draft, question)?.same_as, same_as);
        }
        Act::Answer { question, kind } => swap(&mut question_of(draft, question)?.kind, kind),
        _ => {}
    }
    Ok(undo)
}

fn together(draft: &mut Questionnaire, acts: &[Act]) -> Result<Act, Refused> {
    let mut undo = Vec::with_capacity(acts.len());
    for act in acts {
        undo.push(change(draft, act)?);
    }
    undo.reverse();
    Ok(Act::Together { acts: undo })
}

fn write(
    draft: &mut Questionnaire,
    at: &At,
    language: &Language,
    text: Option<&str>,
) -> Result<Act, Refused> {
    let length = text.map_or(0, |text| text.chars().count());
    if length > TEXT {
        return Err(Refused::TooLong(length));
    }
    let slot = at.slot(draft);
    let slot = slot.ok_or_else(|| Refused::Gone(at.name()))?;
    Ok(Act::Write {
        at: at.clone(),
        language: language.clone(),
        text: slot.write(language, text.map(str::to_owned)),
    })
}

fn section_of<'q>(draft: &'q mut Questionnaire, code: &Code) -> Result<&'q mut Section, Refused> {
    let mut all = draft.sections.iter_mut();
    let found = all.find(|section| section.code == *code);
    found.ok_or_else(|| Refused::Gone(code.to_string()))
}

fn question_of<'q>(draft: &'q mut Questionnaire, code: &Code) -> Result<&'q mut Question, Refused> {
    let mut all = draft
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.questions);
    let found = all.find(|question| question.code == *code);
    found.ok_or_else(|| Refused::Gone(code.to_string()))
}

/// Where something comes to stand.
fn place<'c>(
    mut all: impl ExactSizeIterator<Item = &'c Code>,
    before: Option<&Code>,
) -> Result<usize, Refused> {
    match before {
        None => Ok(all.len()),
        Some(before) => {
            let at = all.position(|code| code == before);
            at.ok_or_else(|| Refused::Gone(before.to_string()))
        }
    }
}

/// Which neighbour something stands before.
pub(super) fn next<'c>(mut all: impl Iterator<Item = &'c Code>, code: &Code) -> Option<Code> {
    all.find(|one| *one == code)?;
    all.next().cloned()
}

fn has_question(draft: &Questionnaire, code: &Code) -> bool {
    draft.question(code).is_some()
}

fn add_section(
    draft: &mut Questionnaire,
    section: &Section,
    before: Option<&Code>,
) -> Result<Act, Refused> {
    if draft.sections.iter().any(|one| one.code == section.code) {
        return Err(Refused::Taken(section.code.clone()));
    }
    let mut coming = section.questions.iter().enumerate();
    let twice = |at: usize, question: &Question| {
        let mut others = section.questions.iter().take(at);
        others.any(|other| other.code == question.code)
    };
    let taken = coming.find(|(at, one)| has_question(draft, &one.code) || twice(*at, one));
    if let Some((_, taken)) = taken {
        return Err(Refused::Taken(taken.code.clone()));
    }
    let questions = draft.questions().count() + section.questions.len();
    if draft.sections.len() >= SECTIONS || questions > QUESTIONS {
        return Err(Refused::TooMany);
    }
    let at = place(draft.sections.iter().map(|one| &one.code), before)?;
    draft.sections.insert(at, section.clone());
    Ok(Act::RemoveSection {
        section: section.code.clone(),
    })
}

fn remove_section(draft: &mut Questionnaire, code: &Code) -> Result<Act, Refused> {
    let before = next(draft.sections.iter().map(|one| &one.code), code);
    let at = place(draft.sections.iter().map(|one| &one.code), Some(code))?;
    let section = Box::new(draft.sections.remove(at));
    Ok(Act::AddSection { section, before })
}

fn move_section(
    draft: &mut Questionnaire,
    code: &Code,
    before: Option<&Code>,
) -> Result<Act, Refused> {
    let back = next(draft.sections.iter().map(|one| &one.code), code);
    let at = place(draft.sections.iter().map(|one| &one.code), Some(code))?;
    if before != Some(code) {
        let section = draft.sections.remove(at);
        let to = place(draft.sections.iter().map(|one| &one.code), before)?;
        draft.sections.insert(to, section);
    }
    Ok(Act::MoveSection {
        section: code.clone(),
        before: back,
    })
}

fn add_question(
    draft: &mut Questionnaire,
    section: &Code,
    question: &Question,
    before: Option<&Code>,
) -> Result<Act, Refused> {
    if has_question(draft, &question.code) {
        return Err(Refused::Taken(question.code.clone()));
    }
    if draft.questions().count() >= QUESTIONS {
        return Err(Refused::TooMany);
    }
    let section = section_of(draft, section)?;
    let at = place(section.questions.iter().map(|one| &one.code), before)?;
    section.questions.insert(at, question.clone());
    Ok(Act::RemoveQuestion {
        question: question.code.clone(),
    })
}

/// The section a question is in, and the one it stands before there.
pub(super) fn stands(draft: &Questionnaire, code: &Code) -> Result<(Code, Option<Code>), Refused> {
    let mut sections = draft.sections.iter();
    let found = sections.find(|one| one.questions.iter().any(|question| question.code == *code));
    let found = found.ok_or_else(|| Refused::Gone(code.to_string()))?;
    let before = next(found.questions.iter().map(|one| &one.code), code);
    Ok((found.code.clone(), before))
}

fn remove_question(draft: &mut Questionnaire, code: &Code) -> Result<Act, Refused> {
    let (section, before) = stands(draft, code)?;
    let question = Box::new(taken_out(draft, &section, code)?);
    Ok(Act::AddQuestion {
        section,
        question,
        before,
    })
}

fn taken_out(draft: &mut Questionnaire, section: &Code, code: &Code) -> Result<Question, Refused> {
    let section = section_of(draft, section)?;
    let at = place(section.questions.iter().map(|one| &one.code), Some(code))?;
    Ok(section.questions.remove(at))
}

fn move_question(
    draft: &mut Questionnaire,
    code: &Code,
    section: &Code,
    before: Option<&Code>,
) -> Result<Act, Refused> {
    let (from, back) = stands(draft, code)?;
    section_of(draft, section)?;
    if before != Some(code) {
        let question = taken_out(draft, &from, code)?;
        let section = section_of(draft, section)?;
        let to = place(section.questions.iter().map(|one| &one.code), before)?;
        section.questions.insert(to, question);
    }
    Ok(Act::MoveQuestion {
        question: code.clone(),
        section: from,
        before: back,
    })
}
