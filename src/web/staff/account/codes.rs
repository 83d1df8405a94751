//! The printed list of one-time codes: made here, shown once, on a page to be printed.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::account::codes::{LISTED, OneTimeCode};
use crate::domain::permission::KeepOwnAccount;
use crate::domain::session::Entry;
use crate::storage::credentials;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::accounts::factors;

use super::renewal;

/// The list.
#[derive(Serialize)]
struct Show {
    whose: Say,
    made: Say,
    codes: Vec<String>,
    back: String,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/account/codes/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("codes-title").into())
    }

    /// The answer to a form: another language shows where the list was asked for.
    fn around(&self) -> Around {
        Around {
            switch: Some(super::PATH.to_owned()),
            ..Around::default()
        }
    }
}

/// `POST /staff/account/codes`: a new list in place of the old one. It is shown in the very answer and nowhere else.
pub async fn create(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let (town, person) = (staff.town.id, staff.who.person);
    let drawn = (0..LISTED).map(|_| OneTimeCode::from_random(rand::random()));
    let codes: Vec<OneTimeCode> = drawn.collect();
    let hash = |code: &OneTimeCode| code.hash(&staff.app.keys, (town, person)).to_vec();
    let hashes: Vec<Vec<u8>> = codes.iter().map(hash).collect();
    let chosen =
        staff.write(async move |at| factors::choose_codes(at.tx, at.actor, person, &hashes).await);
    chosen.await??;
    let cookie = renewal::cookie(&staff, Entry::Codes).await?;
    let mut response = staff.show(&Show {
        whose: Say::new("codes-of")
            .with("name", staff.who.name.as_str())
            .with("login", staff.who.login.as_str()),
        made: Say::new("codes-made").with("at", Datum::moment(staff.who.now, staff.town.zone)),
        codes: codes.iter().map(OneTimeCode::to_string).collect(),
        back: staff.path(super::PATH),
    })?;
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// `POST /staff/account/codes/removal`
pub async fn remove(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let person = staff.who.person;
    let removed = staff.write(async move |at| factors::remove_codes(at.tx, at.actor, person).await);
    removed.await??;
    let entry = after_removal(&staff).await?;
    renewal::of(&staff, entry, Done::FactorRemoved).await
}

/// How somebody is in who has given up a factor: as strongly as before where another one is left.
///
/// # Errors
/// When the database fails.
pub(super) async fn after_removal(staff: &Staff<KeepOwnAccount>) -> Result<Entry, Error> {
    match staff.who.entry {
        entry @ (Entry::Provider | Entry::Demonstration) => Ok(entry),
        _ => left(staff).await,
    }
}

/// How somebody can be in with what is left of their own: program, list, password.
///
/// # Errors
/// When the database fails.
pub(super) async fn left(staff: &Staff<KeepOwnAccount>) -> Result<Entry, Error> {
    let (town, person) = (staff.town.id, staff.who.person);
    let mut conn = staff.app.db.get().await?;
    let theirs = credentials::of(&mut conn, town, person).await?;
    let codes = credentials::codes(&mut conn, town, person).await?;
    Ok(match (theirs.totp.is_some(), codes.is_empty()) {
        (true, _) => Entry::Totp,
        (false, false) => Entry::Codes,
        (false, true) => Entry::Password,
    })
}
