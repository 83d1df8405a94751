//! A session in place of those that a change has ended: whoever changed something of their own account is the one who
//! stays in.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;

use crate::domain::permission::KeepOwnAccount;
use crate::domain::session::Entry;
use crate::storage::people;
use crate::web::error::Error;
use crate::web::staff::done::Done;
use crate::web::staff::{Staff, session};
use crate::workflows::accounts::signing_in;

/// The cookie of the new session.
///
/// # Errors
/// When the database fails.
pub(super) async fn cookie(
    staff: &Staff<KeepOwnAccount>,
    entry: Entry,
) -> Result<Cookie<'static>, Error> {
    let person = staff.who.person;
    let from = session::from(&staff.app, staff.request());
    let renewed = staff.write(async move |at| {
        let person = people::by_id(at.tx, at.actor.municipality, person).await?;
        signing_in::open(at.tx, &person, (entry, from), rand::random()).await
    });
    Ok(session::cookie(&staff.app, &renewed.await??))
}

/// Back to the account, where it says what was done.
///
/// # Errors
/// When the database fails.
pub(super) async fn of(
    staff: &Staff<KeepOwnAccount>,
    entry: Entry,
    done: Done,
) -> Result<HttpResponse, Error> {
    let cookie = cookie(staff, entry).await?;
    let mut response = staff.see(super::PATH, done);
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}
