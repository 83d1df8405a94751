//! Giving up a move of roles that was not made yet.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::MovePeople;
use crate::web::error::Error;
use crate::web::extract::path::TransferAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::transfers::{self, TransferError};

use super::PATH;

/// `POST /staff/transfers/{transfer}/undoing`
pub async fn create(staff: Staff<MovePeople>, at: Path<TransferAt>) -> Result<HttpResponse, Error> {
    let id = at.transfer;
    let undone = staff.write(async move |at| transfers::undo(at.tx, at.actor, id).await);
    match undone.await? {
        Ok(()) => Ok(staff.see_row(PATH, &id, Done::TransferUndone)),
        Err(TransferError::Settled) => Ok(staff.see(PATH, Done::TransferSettled)),
        Err(TransferError::Database(error)) => Err(error.into()),
        Err(other) => Err(Error::fault(other)),
    }
}
