//! Asking long work to stop: it does between two steps, and leaves nothing half.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::StopWork;
use crate::read::work;
use crate::web::error::Error;
use crate::web::extract::path::WorkAt;
use crate::web::page::see_other;
use crate::web::staff::Staff;
use crate::workflows::working;

/// The end of its address.
pub(super) const ACT: &str = "stopping";

/// `POST /staff/work/{work}/stopping`. What has ended meanwhile says so itself.
pub async fn create(staff: Staff<StopWork>, at: Path<WorkAt>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let asked = work::one(&mut conn, staff.desk(), at.work).await?;
    if !staff.may(asked.work.kind.permission()) {
        return Err(Error::NotFound);
    }
    drop(conn);
    let id = asked.work.id;
    let stopped = staff.write(async move |at| working::stop(at.tx, at.actor, id).await);
    stopped.await??;
    Ok(see_other(&super::address(&staff, id)).finish())
}
