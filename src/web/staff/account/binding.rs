//! Giving up the account of the office's provider: from then on one comes in with the password alone, or with a code.

use actix_web::HttpResponse;

use crate::domain::permission::KeepOwnAccount;
use crate::storage::{Conn, QueryResult, credentials, people};
use crate::web::error::Error;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::factors;

use super::{codes, renewal};

/// Where the button leads.
const REMOVAL: &str = "/staff/account/binding/removal";

/// `POST /staff/account/binding/removal`
pub async fn remove(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let person = staff.who.person;
    let mut conn = staff.app.db.get().await?;
    if removal(&mut conn, &staff).await?.is_none() {
        // The button is there only where another way in is left.
        return Err(Error::BadRequest);
    }
    drop(conn);
    let removed =
        staff.write(async move |at| factors::remove_account(at.tx, at.actor, person).await);
    removed.await??;
    let entry = codes::left(&staff).await?;
    renewal::of(&staff, entry, Done::FactorRemoved).await
}

/// The way to that, for whoever has bound an account and comes in without it as well.
pub(super) async fn removal(
    conn: &mut Conn,
    staff: &Staff<KeepOwnAccount>,
) -> QueryResult<Option<String>> {
    let (town, person) = (staff.town.id, staff.who.person);
    let has_password = credentials::of(conn, town, person)
        .await?
        .password
        .is_some();
    let is_bound = people::account(conn, town, person).await?.is_some();
    Ok((has_password && is_bound).then(|| staff.path(REMOVAL)))
}
