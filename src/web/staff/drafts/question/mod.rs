//! A question of a draft: wording, options, rows and limits in one form.

mod beside;
pub(in crate::web::staff) mod lists;
mod offer;
mod places;
mod typed;
mod view;

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::{Act, of_question};
use crate::domain::questionnaire::question::{Code, Question, Role};
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftQuestionAt;
use crate::web::page::form::{FormView, TICKED};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;
use super::fields::{Fields, shown};
use super::meeting::answer;
use super::picture;
pub(super) use lists::decimal;
pub(super) use view::View;
pub(in crate::web::staff) use view::{ListView, list};

/// The form of a question as the draft has it.
pub(super) fn filled(draft: &Questionnaire, code: &Code, language: &Language) -> FormView {
    let Some(question) = draft.question(code) else {
        return FormView::blank(&["text"]);
    };
    let mut all = vec![
        ("text".to_owned(), shown(Some(&question.text), language)),
        ("short".to_owned(), shown(question.short.as_ref(), language)),
        ("hint".to_owned(), shown(question.hint.as_ref(), language)),
        ("required".to_owned(), ticked(question.required)),
        (
            "attribute".to_owned(),
            ticked(question.role == Role::Attribute),
        ),
    ];
    all.extend(lists::filled(&question.kind, language));
    all.extend(typed::limits(question, language));
    all.extend(places::filled(&question.kind, language));
    all.extend(beside::filled(question));
    all.extend(picture::filled(&question.kind, &draft.languages));
    FormView::new(all, crate::web::page::form::FieldErrors::default())
}

fn ticked(is_so: bool) -> String {
    if is_so { TICKED } else { "" }.to_owned()
}

/// `POST /staff/drafts/{draft}/questions/{question}`
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(form)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let old: &Question = base.question(&at.question).ok_or(Error::NotFound)?;
    let here = At::Question(at.question.clone());
    match typed::question((&base, old), &fields, &opened.language) {
        Ok(new) => {
            let act = Act::together(of_question(old, &new));
            answer(&staff, &opened, &here, &fields, act).await
        }
        Err(wrong) => super::page(&staff, &opened, &here, fields.refused(wrong)).await,
    }
}
