//! A scale is thrown away, or taken back out. The questions that use it stay as they are.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;
use validator::Validate;

use crate::domain::permission::EditQuestionnaires;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::ScaleAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::scales::{self, ScaleError};

use super::address;

/// Which of the two.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(rename = "_go")]
    go: String,
}

/// `POST /staff/scales/{scale}/removal`: `_go` is `away` or `back`.
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<ScaleAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let id = at.scale;
    let is_gone = match form.untyped()?.go.as_str() {
        "away" => true,
        "back" => false,
        _ => return Err(Error::BadRequest),
    };
    let removed = staff
        .write(async move |at| scales::remove(at.tx, at.actor, id, is_gone).await)
        .await?;
    match removed {
        Ok(()) if is_gone => Ok(staff.see(&address(id), Done::ScaleRemoved)),
        Ok(()) => Ok(staff.see(&address(id), Done::ScaleKept)),
        Err(ScaleError::NameTaken) => Ok(staff.see(&address(id), Done::ScaleNameTaken)),
        Err(ScaleError::Database(error)) => Err(error.into()),
        Err(other) => Err(Error::fault(other)),
    }
}
