//! Ending sessions: this one, another one, all others.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::config::Side;
use crate::domain::ids::SessionId;
use crate::domain::permission::KeepOwnAccount;
use crate::web::error::Error;
use crate::web::extract::path::SessionAt;
use crate::web::page::see_other;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::session;
use crate::web::state::AppState;
use crate::workflows::accounts::signing_in;

/// `POST /staff/account/sessions`: all others end.
pub async fn end_others(staff: Staff<KeepOwnAccount>) -> Result<HttpResponse, Error> {
    let (person, own) = (staff.who.person, staff.who.session);
    let ended = staff
        .write(async move |at| signing_in::end_others(at.tx, at.actor, person, Some(own)).await);
    ended.await??;
    Ok(staff.see(super::PATH, Done::SessionsEnded))
}

/// `POST /staff/account/sessions/{session}`: it ends.
pub async fn end(staff: Staff<KeepOwnAccount>, at: Path<SessionAt>) -> Result<HttpResponse, Error> {
    let (person, id) = (staff.who.person, SessionId(at.session));
    let ended = staff.write(async move |at| signing_in::end(at.tx, at.actor, person, id).await);
    ended.await??;
    Ok(staff.see(super::PATH, Done::SessionsEnded))
}

/// `POST /staff/sign-out`: one click for whoever leaves a shared PC. The browser forgets what it has seen, and the next
/// person finds the field for their name.
pub async fn sign_out(
    staff: Option<Staff<KeepOwnAccount>>,
    app: Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let mut to = "/staff/sign-in".to_owned();
    if let Some(staff) = staff {
        let (person, own) = (staff.who.person, staff.who.session);
        let ended =
            staff.write(async move |at| signing_in::end(at.tx, at.actor, person, own).await);
        ended.await??;
        to = staff.path(&format!("/staff/sign-in/{}", staff.town.slug));
    }
    let mut response = see_other(&to);
    response.cookie(session::forgotten(&app));
    if app.config.is_secure(Side::Staff) && session::token(&app, &request).is_some() {
        // Nothing of the former person is shown again by going back.
        response.insert_header((
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\"",
        ));
    }
    Ok(response.finish())
}
