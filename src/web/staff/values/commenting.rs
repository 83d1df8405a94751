//! Saying what stands behind a value.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;
use validator::Validate;

use crate::domain::permission::CommentValues;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::ValueAt;
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::words::reason;
use crate::workflows::planning::commenting::{self, CommentError, Commenter};

use super::{address, value};

/// What is typed.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    said: String,
}

/// `POST /staff/values/{value}/comments`
pub async fn create(
    staff: Staff<CommentValues>,
    at: Path<ValueAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let id = at.value;
    let said = match form.read(|fields| reason("said", &fields.said)) {
        Ok(said) => said,
        Err(form) => return value::show(&staff, id, form).await,
    };
    let by = Commenter {
        person: staff.who.person,
        division: staff.who.division,
    };
    let done =
        staff.write(async move |at| commenting::comment(at.tx, at.actor, by, (id, said)).await);
    let why = match done.await? {
        Ok(()) => return Ok(staff.see(&address(id), Done::ValueCommented)),
        Err(CommentError::NotOwner) => "comments-of-owners",
        Err(CommentError::NotAwaiting) => "comments-over",
        Err(CommentError::Database(error)) => return Err(error.into()),
    };
    let form = form.refused(FieldErrors::of("said", Say::new(why)));
    value::show(&staff, id, form).await
}
