//! Wanting nothing more.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::permission::EditQuestionnaires;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::inquiring::{self, InquiryError};

use super::address;

/// `POST /staff/drafts/{draft}/inquiry/closing`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let draft = at.draft;
    let closed = staff
        .write(async move |at| inquiring::close(at.tx, at.actor, draft).await)
        .await?;
    match closed {
        Ok(()) => Ok(staff.see(&address(draft), Done::InquiryClosed)),
        Err(why) => answer(&staff, draft, why),
    }
}

/// Where somebody else was first, the page says so.
pub(super) fn answer(
    staff: &Staff<EditQuestionnaires>,
    draft: QuestionnaireDraftId,
    why: InquiryError,
) -> Result<HttpResponse, Error> {
    match why {
        InquiryError::Closed => Ok(staff.see(&address(draft), Done::InquiryOver)),
        InquiryError::Database(error) => Err(error.into()),
        why => Err(Error::fault(why)),
    }
}
