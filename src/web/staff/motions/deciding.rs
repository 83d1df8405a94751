//! Yes and no by a second person, and taking back by the first.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;
use validator::Validate;

use crate::domain::permission::{Decide, MakeMotions};
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::MotionAt;
use crate::web::page::form::FormView;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::deciding;

use super::{address, motion, refused};

/// What the button of a yes sends.
const YES: &str = "yes";

/// What a button sends.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(rename = "_go")]
    answer: String,
}

/// `POST /staff/motions/{motion}/decision`
pub async fn create(
    staff: Staff<Decide>,
    at: Path<MotionAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let is_accepted = match form.fields.answer.as_str() {
        YES => true,
        "no" => false,
        _ => return Err(Error::BadRequest),
    };
    let (id, person) = (at.motion, staff.who.person);
    let deputy_of = staff.who.deputy_of.clone();
    let decided = staff.write(async move |at| {
        let by = (person, deputy_of.as_slice());
        deciding::decide(at.tx, at.actor, id, by, is_accepted).await
    });
    match decided.await? {
        Ok(_) if is_accepted => Ok(staff.see(&address(id), Done::MotionAccepted)),
        Ok(_) => Ok(staff.see(&address(id), Done::MotionRefused)),
        Err(why) => motion::show(&staff, id, form.refused(refused::said(why)?)).await,
    }
}

/// `POST /staff/motions/{motion}/withdrawal`
pub async fn withdraw(
    staff: Staff<MakeMotions>,
    at: Path<MotionAt>,
) -> Result<HttpResponse, Error> {
    let (id, person) = (at.motion, staff.who.person);
    let withdrawn =
        staff.write(async move |at| deciding::withdraw(at.tx, at.actor, id, person).await);
    match withdrawn.await? {
        Ok(()) => Ok(staff.see(&address(id), Done::MotionWithdrawn)),
        Err(why) => {
            let form = FormView::new([], refused::said(why)?);
            motion::show(&staff, id, form).await
        }
    }
}
