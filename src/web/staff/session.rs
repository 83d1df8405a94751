//! The session of a request: what the browser keeps of it, who that is, and where it comes from.

use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::domain::ids::PersonId;
use crate::domain::permission::KeepOwnAccount;
use crate::domain::session::{Device, Place, SessionToken};
use crate::storage::sessions::{self, SignedIn};
use crate::web::cookies::Cookies;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::state::AppState;
use crate::web::town::Town;
use crate::workflows::accounts::signing_in::From;

use super::Staff;

/// What the cookie is called.
const NAME: &str = "staff";

/// The addresses it is sent to.
const PATH: &str = "/staff";

/// Whoever is signed in, as the middleware found out.
#[derive(Clone)]
pub struct Present {
    /// Who.
    pub who: SignedIn,
    /// Their town.
    pub town: Arc<Town>,
}

/// What the browser keeps of a session, whether it is good or not.
#[must_use]
pub fn token(app: &AppState, request: &HttpRequest) -> Option<SessionToken> {
    SessionToken::read(&Cookies::of_staff(app).read(request, || NAME.to_owned())?)
}

/// Who is signed in; none where nobody is. That they are there is written down.
///
/// # Errors
/// When the database fails.
pub async fn present(app: &AppState, request: &HttpRequest) -> Result<Option<Present>, Error> {
    let Some(token) = token(app, request) else {
        return Ok(None);
    };
    let mut conn = app.db.get().await?;
    let town = token.municipality;
    let Some(who) = sessions::signed_in(&mut conn, town, &token.hash()).await? else {
        return Ok(None);
    };
    if who.is_stale {
        sessions::see(&mut conn, town, who.session, who.now).await?;
    }
    drop(conn);
    let town = app.cache.town_of(town).await?;
    Ok(Some(Present { who, town }))
}

/// Whose session the browser had, where it is over and not yet deleted.
///
/// # Errors
/// When the database fails.
pub async fn former(app: &AppState, request: &HttpRequest) -> Result<Option<PersonId>, Error> {
    let Some(token) = token(app, request) else {
        return Ok(None);
    };
    let mut conn = app.db.get().await?;
    Ok(sessions::owner(&mut conn, token.municipality, &token.hash()).await?)
}

/// The cookie that keeps a session until the browser is closed.
#[must_use]
pub fn cookie(app: &AppState, token: &SessionToken) -> Cookie<'static> {
    Cookies::of_staff(app).kept(NAME, token.written(), PATH.to_owned())
}

/// The cookie that lets the browser forget it.
#[must_use]
pub fn forgotten(app: &AppState) -> Cookie<'static> {
    Cookies::of_staff(app).forgotten(NAME, PATH.to_owned())
}

/// Where a request comes from and with what: as much as is kept of it.
#[must_use]
pub fn from(app: &AppState, request: &HttpRequest) -> From {
    let agent = request.headers().get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok());
    From {
        device: Device::of(agent.unwrap_or_default()),
        place: place(app, ClientAddress::of(request)),
    }
}

fn place(app: &AppState, address: ClientAddress) -> Place {
    if address.is_loopback() {
        Place::Here
    } else if app.config.web.is_office(address.ip()) {
        Place::Inside
    } else {
        Place::Outside
    }
}

/// `GET /staff/session`: whoever asks is here, and so stays signed in. How many seconds until that is over.
pub async fn show(staff: Staff<KeepOwnAccount>) -> HttpResponse {
    let left = staff.who.ends_at - staff.who.now;
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "seconds": left.num_seconds() }))
}
