//! Having the log followed from its beginning: long work, whose page says how far it is and what came of it.

use actix_web::HttpResponse;

use crate::domain::permission::VerifyRecord;
use crate::domain::work::Kind;
use crate::web::error::Error;
use crate::web::page::see_other;
use crate::web::staff::{Staff, work};
use crate::workflows::working;

/// Its address.
pub(super) const PATH: &str = "/staff/record/verification";

/// `POST /staff/record/verification`: leads to the work, which may be one that somebody else asked for.
pub async fn create(staff: Staff<VerifyRecord>) -> Result<HttpResponse, Error> {
    let asked = staff.write(async |at| working::ask(at.tx, at.actor, Kind::VerifyRecord).await);
    let id = asked.await??;
    Ok(see_other(&work::address(&staff, id)).finish())
}
