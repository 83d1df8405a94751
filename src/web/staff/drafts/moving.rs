//! Moving a section or a question: one place up or down, or before another one.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::question::Code;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::{DraftQuestionAt, DraftSectionAt};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;
use super::fields::Fields;
use super::meeting::answer;

/// The button that was pressed.
const GO: &str = "_go";

/// `POST /staff/drafts/{draft}/sections/{section}/move`: `_go` is `up`, `down`, or `to`, where `before` names a section, or
/// nothing for the end.
pub async fn section(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftSectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let codes: Vec<&Code> = base.sections.iter().map(|one| &one.code).collect();
    let act = match fields.text(GO).as_str() {
        "up" => up(&codes, &at.section),
        "down" => down(&codes, &at.section),
        "to" => Some(Code::parse(&fields.text("before")).ok()),
        _ => return Err(Error::BadRequest),
    };
    let act = act.map_or_else(nothing, |before| Act::MoveSection {
        section: at.section.clone(),
        before,
    });
    let here = At::Section(at.section.clone());
    answer(&staff, &opened, &here, &fields, act).await
}

/// `POST /staff/drafts/{draft}/questions/{question}/move`: `_go` is `up` or `down`, over the end of a section into the
/// next one; or `to`, where `into` names a section and `before` a question of it, or nothing for the end.
pub async fn question(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let to = match fields.text(GO).as_str() {
        "up" => stepped(&base, &at.question, true),
        "down" => stepped(&base, &at.question, false),
        "to" => {
            let code = |name: &str| Code::parse(&fields.text(name)).ok();
            Some((code("into").ok_or(Error::BadRequest)?, code("before")))
        }
        _ => return Err(Error::BadRequest),
    };
    let act = to.map_or_else(nothing, |(section, before)| Act::MoveQuestion {
        question: at.question.clone(),
        section,
        before,
    });
    let here = At::Question(at.question.clone());
    answer(&staff, &opened, &here, &fields, act).await
}

fn nothing() -> Act {
    Act::together(Vec::new())
}

/// Before which one something stands when it has gone one place up; none where it is the first.
fn up(codes: &[&Code], code: &Code) -> Option<Option<Code>> {
    let at = codes.iter().position(|one| *one == code)?;
    let before = codes.get(at.checked_sub(1)?)?;
    Some(Some((*before).clone()))
}

/// The same, one place down; none where it is the last.
fn down(codes: &[&Code], code: &Code) -> Option<Option<Code>> {
    let at = codes.iter().position(|one| *one == code)?;
    codes.get(at + 1)?;
    Some(codes.get(at + 2).map(|before| (*before).clone()))
}

/// Where a question stands one place up or down; over the end of its section in the one before or after.
fn stepped(draft: &Questionnaire, code: &Code, is_up: bool) -> Option<(Code, Option<Code>)> {
    let sections = &draft.sections;
    let codes_of = |at: usize| -> Option<Vec<&Code>> {
        let questions = sections.get(at)?.questions.iter();
        Some(questions.map(|question| &question.code).collect())
    };
    let own = sections.iter().position(|section| {
        let mut questions = section.questions.iter();
        questions.any(|question| question.code == *code)
    })?;
    let codes = codes_of(own)?;
    let within = if is_up {
        up(&codes, code)
    } else {
        down(&codes, code)
    };
    if let Some(before) = within {
        return Some((sections.get(own)?.code.clone(), before));
    }
    let next = if is_up { own.checked_sub(1)? } else { own + 1 };
    let into = sections.get(next)?.code.clone();
    let first = codes_of(next)?.first().map(|code| (*code).clone());
    Some((into, first.filter(|_| !is_up)))
}
