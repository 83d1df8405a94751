//! Giving divisions longer.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;
use validator::Validate;

use crate::domain::permission::EditQuestionnaires;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::words::day;
use crate::workflows::inquiring::{self, InquiryError};

use super::{address, beginning, closing, page};

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    longer: String,
}

/// `POST /staff/drafts/{draft}/inquiry/extension`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let draft = at.draft;
    let until = match form.read(|fields| day("longer", &fields.longer)) {
        Ok(until) => until,
        Err(form) => return page(&staff, draft, form).await,
    };
    let extended = staff
        .write(async move |at| inquiring::extend(at.tx, at.actor, draft, until).await)
        .await?;
    match extended {
        Ok(()) => Ok(staff.see(&address(draft), Done::InquiryExtended)),
        Err(InquiryError::Until(fault)) => {
            let wrong = FieldErrors::of("longer", beginning::not_until(fault));
            page(&staff, draft, form.refused(wrong)).await
        }
        Err(why) => closing::answer(&staff, draft, why),
    }
}
