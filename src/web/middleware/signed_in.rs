//! Who is signed in, found out before a handler of staff is reached: what they may do is the handler's question
//! (`web::staff::Staff`). Whoever is nobody is led to the door; what they typed waits there for them.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpResponse};

use crate::web::error::Error;
use crate::web::extract::client::{ClientAddress, FORWARDED};
use crate::web::staff::{session, sign_in};
use crate::web::state::AppState;
use crate::web::{Side, side_of};

/// What the addresses of staff begin with.
const STAFF: &str = "/staff";

/// What their pages fetch: whoever is kept outside sees that neither.
const ASSETS: &str = "/assets";

/// What whoever watches over the program asks every address for.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// Where one comes in: nobody is signed in there yet.
const DOORS: [&str; 2] = ["/staff/sign-in", "/staff/set-up"];

/// The middleware.
pub(in crate::web) async fn guard<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if !is_open(&request) {
        return Ok(request
            .error_response(Error::NotFound)
            .map_into_right_body());
    }
    let knows_staff = matches!(side_of(request.request()), Side::Staff | Side::Both);
    if !knows_staff || !is_under(request.path(), STAFF) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    match entrance(&mut request).await {
        Ok(None) => Ok(next.call(request).await?.map_into_left_body()),
        Ok(Some(answer)) => Ok(request.into_response(answer).map_into_right_body()),
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

/// Whether the address is there for whoever asks: where staff come in from the office only, strangers find nothing.
fn is_open(request: &ServiceRequest) -> bool {
    let path = request.path();
    let is_of_staff = match side_of(request.request()) {
        Side::Staff => !PROBES.contains(&path),
        Side::Both => is_under(path, STAFF) || is_under(path, ASSETS),
        Side::Public | Side::Metrics => false,
    };
    let Some(app) = request.app_data::<Data<AppState>>() else {
        return true;
    };
    let address = ClientAddress::of(request.request()).ip();
    let is_forwarded = request.headers().contains_key(FORWARDED);
    !is_of_staff || app.config.web.lets_staff_in(address, is_forwarded)
}

/// None: they may go on. Else what they see instead.
async fn entrance(request: &mut ServiceRequest) -> Result<Option<HttpResponse>, Error> {
    let app = request.app_data::<Data<AppState>>().cloned();
    let app = app.ok_or(Error::NotFound)?;
    if let Some(present) = session::present(&app, request.request()).await? {
        request.extensions_mut().insert(present.town.clone());
        request.extensions_mut().insert(present);
        return Ok(None);
    }
    if DOORS.iter().any(|door| is_under(request.path(), door)) {
        return Ok(None);
    }
    sign_in::instead(&app, request).await.map(Some)
}

/// Whether an address is that of a place or of something in it.
fn is_under(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
