//! What was typed into a form whose session was over: it waits, sealed for whose session it was, until they have signed
//! in again. Somebody else who signs in on the same PC learns nothing of it.

use actix_web::FromRequest as _;
use actix_web::dev::{Payload, ServiceRequest};

use crate::domain::account::kept::Kept;
use crate::storage::clock;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::staff::session;
use crate::web::state::AppState;

use super::Onward;

/// The way onward for whoever sent a form: to the form's address, with what was typed, where it is known whose it was.
/// What is no form, or too much, is not kept: a file is chosen again.
pub(super) async fn of_request(
    app: &AppState,
    request: &mut ServiceRequest,
) -> Result<Onward, Error> {
    let onward = Onward::to(request.path(), request.query_string());
    let Some(person) = session::former(app, request.request()).await? else {
        return Ok(onward);
    };
    let mut payload: Payload = request.parts_mut().1.take();
    let Ok(Pairs(fields)) = Pairs::from_request(request.request(), &mut payload).await else {
        return Ok(onward);
    };
    let now = clock::now(&mut *app.db.get().await?).await?;
    let kept = Kept {
        person,
        path: onward.address().to_owned(),
        fields,
    };
    let sealed = kept.seal(&app.keys, now, rand::random());
    Ok(onward.keeping(sealed.unwrap_or_default()))
}
