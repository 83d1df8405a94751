//! What an administrator ends for a person: all sessions, a second factor that was lost, the account of a provider.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::ids::PersonId;
use crate::domain::permission::EditPeople;
use crate::storage::people;
use crate::web::error::Error;
use crate::web::extract::path::PersonAt;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::{factors, signing_in};

use super::address;

/// `POST /staff/people/{person}/sessions`: all of them end.
pub async fn end(staff: Staff<EditPeople>, at: Path<PersonAt>) -> Result<HttpResponse, Error> {
    let id = found(&staff, &at).await?;
    let ended =
        staff.write(async move |at| signing_in::end_others(at.tx, at.actor, id, None).await);
    ended.await??;
    Ok(staff.see(&address(id), Done::PersonSignedOut))
}

/// `POST /staff/people/{person}/factors`: the phone was lost, the list was thrown away.
pub async fn remove_factors(
    staff: Staff<EditPeople>,
    at: Path<PersonAt>,
) -> Result<HttpResponse, Error> {
    let id = found(&staff, &at).await?;
    let removed = staff.write(async move |at| {
        factors::remove_totp(at.tx, at.actor, id).await?;
        factors::remove_codes(at.tx, at.actor, id).await
    });
    removed.await??;
    Ok(staff.see(&address(id), Done::PersonFactorsRemoved))
}

/// `POST /staff/people/{person}/binding`: the account of the provider is theirs no longer.
pub async fn unbind(staff: Staff<EditPeople>, at: Path<PersonAt>) -> Result<HttpResponse, Error> {
    let id = found(&staff, &at).await?;
    let removed = staff.write(async move |at| factors::remove_account(at.tx, at.actor, id).await);
    removed.await??;
    Ok(staff.see(&address(id), Done::PersonUnbound))
}

async fn found(staff: &Staff<EditPeople>, at: &PersonAt) -> Result<PersonId, Error> {
    let mut conn = staff.app.db.get().await?;
    Ok(people::by_id(&mut conn, staff.town.id, PersonId(at.person))
        .await?
        .id)
}
