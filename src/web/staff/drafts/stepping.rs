//! 元に戻す・やり直す: one step back or forward, as often as there is something.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::history::Way;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::see_other;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::designing::{self, DesignError};

use super::editor::At;
use super::fields::Fields;
use super::{Opened, address};

/// `POST /staff/drafts/{draft}/steps`: `back` or `forward` names the revision that was shown on the button.
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let (fields, draft) = (Fields::of(form)?, at.draft);
    let Some(step) = wanted(&fields) else {
        return Ok(see_other(&staff.path(&address(draft))).finish());
    };
    let stepped = staff
        .write(async move |at| designing::step(at.tx, at.actor, draft, step).await)
        .await?;
    let opened = Opened::of(&staff, draft).await?;
    let here = At::of_query(&staff, &opened.row.document);
    let path = format!("{}{}", opened.path(&staff, ""), here.query());
    match stepped {
        Ok(_) => Ok(see_other(&path).finish()),
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(DesignError::NoRevision) => Ok(staff.see(&address(draft), Done::DraftMoved)),
        Err(_) => Ok(staff.see(&address(draft), Done::DraftClosed)),
    }
}

/// Which step; none from a button that has nothing to take back.
fn wanted(fields: &Fields) -> Option<(Way, i32)> {
    let named = |name: &str| fields.sent(name)?.parse::<i32>().ok();
    let back = named("back").map(|of| (Way::Undone, of));
    back.or_else(|| named("forward").map(|of| (Way::Redone, of)))
}
