//! A comment with its answer, and taking back one's own.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::event::thing::Thing;
use crate::domain::ids::CommentId;
use crate::domain::permission::AnswerInquiries;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::Code;
use crate::storage::inquiry_comments::CommentRow;
use crate::views::ruby;
use crate::views::say::{Say, Wording, question_number};
use crate::web::error::Error;
use crate::web::extract::path::InquiryCommentAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::told::Told;
use crate::workflows::inquiring::{self, InquiryError};

use super::address;
use super::writing::Writing;

/// What was said.
#[derive(Serialize)]
pub(in crate::web::staff) struct Comment {
    id: String,
    pub said: String,
    pub by: Say,
    pub answer: Option<Answer>,
    /// Where its author takes it back; none where that is not possible.
    pub withdrawal: Option<String>,
    /// The form of its answer.
    pub writing: Option<Writing>,
}

/// What becomes of it.
#[derive(Serialize)]
pub(in crate::web::staff) struct Answer {
    pub said: String,
    by: Say,
}

impl Comment {
    pub(in crate::web::staff) fn of(told: &Told<'_>, row: &CommentRow) -> Self {
        let then = told.at(row.said_at);
        let division = row.division_id.map(|id| then.thing(Thing::Division(id)));
        let key = match division {
            Some(_) => "comment-by",
            None => "inquiry-by",
        };
        Self {
            id: id(row.id),
            said: row.said.clone(),
            by: Say::new(key)
                .with("division", division.unwrap_or_else(|| "".into()))
                .with("who", then.person(row.person_id))
                .with("at", told.moment(row.said_at)),
            answer: answer(told, row),
            withdrawal: None,
            writing: None,
        }
    }
}

fn answer(told: &Told<'_>, row: &CommentRow) -> Option<Answer> {
    let (said, by, at) = (row.answer.clone()?, row.answered_by?, row.answered_at?);
    Some(Answer {
        said,
        by: Say::new("inquiry-by")
            .with("who", told.at(at).person(by))
            .with("at", told.moment(at)),
    })
}

/// Where a comment stands on its page.
pub(in crate::web::staff) fn id(comment: CommentId) -> String {
    format!("comment-{comment}")
}

/// What a comment is about: the question with its number, or the whole. One that is not in the draft any more is its code.
pub(in crate::web::staff) fn place(
    reader: &Reader,
    question: Option<&Code>,
    told: &Told<'_>,
) -> Wording {
    let Some(code) = question else {
        return Say::new("inquiry-whole").into();
    };
    let sections = reader.questionnaire().sections.iter().enumerate();
    let mut all = sections.flat_map(|(at, section)| {
        let questions = section.questions.iter().enumerate();
        questions.map(move |(place, question)| (at, place, question))
    });
    let Some((at, place, question)) = all.find(|(.., question)| question.code == *code) else {
        return Say::new("inquiry-gone").with("code", code.as_str()).into();
    };
    let text = ruby::plain(question.text.get(told.language));
    match reader.number(at, place) {
        None => text.into(),
        Some(number) => Say::new("inquiry-place")
            .with("number", question_number(number))
            .with("text", text)
            .into(),
    }
}

/// `POST /staff/inquiries/{inquiry}/comments/{comment}/withdrawal`
pub async fn withdraw(
    staff: Staff<AnswerInquiries>,
    at: Path<InquiryCommentAt>,
) -> Result<HttpResponse, Error> {
    let (which, by) = ((at.inquiry, at.comment), staff.who.person);
    let done = staff
        .write(async move |at| inquiring::withdraw(at.tx, at.actor, by, which).await)
        .await?;
    let done = match done {
        Ok(()) => Done::CommentWithdrawn,
        Err(InquiryError::Database(error)) => return Err(error.into()),
        Err(_) => Done::CommentSettled,
    };
    Ok(staff.see(&address(at.inquiry), done))
}
