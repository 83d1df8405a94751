//! Ending at once that somebody decides in another's place.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::{EndDeputy, Permission};
use crate::web::error::Error;
use crate::web::extract::path::DeputyAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::deputies::{self, DeputyError};

use super::PATH;

/// `POST /staff/deputies/{deputy}/ending`: by whoever named them, or by whoever looks after everybody.
pub async fn create(staff: Staff<EndDeputy>, at: Path<DeputyAt>) -> Result<HttpResponse, Error> {
    let id = at.deputy;
    let of = (!staff.may(Permission::EditPeople)).then_some(staff.who.person);
    let ended = staff.write(async move |at| deputies::end(at.tx, at.actor, id, of).await);
    match ended.await? {
        Ok(()) => Ok(staff.see(PATH, Done::DeputyEnded)),
        Err(DeputyError::Over) => Ok(staff.see(PATH, Done::DeputyOver)),
        Err(DeputyError::Database(error)) => Err(error.into()),
        Err(other) => Err(Error::fault(other)),
    }
}
