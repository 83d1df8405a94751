//! Saying what becomes of a comment.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::ids::CommentId;
use crate::domain::permission::EditQuestionnaires;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::DraftAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::inquiries::comment;
use crate::web::staff::inquiries::writing::Fields;
use crate::workflows::inquiring::{self, InquiryError};

use super::{address, page};

/// `POST /staff/drafts/{draft}/inquiry/answers`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let (draft, by, fields) = (at.draft, staff.who.person, form.untyped()?);
    let id = fields.about.parse().map(CommentId);
    let id = id.map_err(|_| Error::BadRequest)?;
    let said = match fields.said() {
        Ok(said) => (id, said),
        Err(form) => return page(&staff, draft, form).await,
    };
    let done = staff
        .write(async move |at| inquiring::answer(at.tx, at.actor, by, draft, said).await)
        .await?;
    match done {
        Ok(()) => Ok(staff.see_row(&address(draft), &comment::id(id), Done::CommentAnswered)),
        Err(InquiryError::Settled) => page(&staff, draft, fields.refused("inquiry-settled")).await,
        Err(InquiryError::Database(error)) => Err(error.into()),
        Err(why) => Err(Error::fault(why)),
    }
}
