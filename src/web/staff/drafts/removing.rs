//! Taking a section or a question out of a draft, and a draft off the table. All of it can be taken back.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::Act;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::{DraftAt, DraftQuestionAt, DraftSectionAt};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::designing::{self, DesignError};

use super::editor::At;
use super::fields::Fields;
use super::meeting::answer;
use super::{Opened, address};

/// `POST /staff/drafts/{draft}/sections/{section}/removal`
pub async fn section(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftSectionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let section = at.section.clone();
    answer(
        &staff,
        &opened,
        &At::Head,
        &fields,
        Act::RemoveSection { section },
    )
    .await
}

/// `POST /staff/drafts/{draft}/questions/{question}/removal`
pub async fn question(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let question = at.question.clone();
    let draft = &opened.row.document;
    let section = At::Question(question.clone()).section(draft);
    let section = draft.sections.get(section);
    let here = section.map_or(At::Head, |section| At::Section(section.code.clone()));
    answer(
        &staff,
        &opened,
        &here,
        &fields,
        Act::RemoveQuestion { question },
    )
    .await
}

/// `POST /staff/drafts/{draft}/removal`: `_go` is `away` or `back`.
pub async fn draft(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let (fields, draft) = (Fields::of(form)?, at.draft);
    let is_gone = match fields.text("_go").as_str() {
        "away" => true,
        "back" => false,
        _ => return Err(Error::BadRequest),
    };
    let removed = staff
        .write(async move |at| designing::remove(at.tx, at.actor, draft, is_gone).await)
        .await?;
    match removed {
        Ok(()) if is_gone => Ok(staff.see(&address(draft), Done::DraftRemoved)),
        Ok(()) => Ok(staff.see(&address(draft), Done::DraftKept)),
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(_) => Ok(staff.see(&address(draft), Done::DraftClosed)),
    }
}
