//! Refuses what other sites' pages send in a visitor's name.

use actix_web::HttpRequest;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::web::error::Error;
use crate::web::side_of;
use crate::web::state::AppState;

/// What the addresses of staff begin with.
const STAFF: &str = "staff";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets safe methods pass. Others need `Sec-Fetch-Site: same-origin` or `none`, else an `Origin` equal to the address of
/// this side; with neither header (old phones) citizens' forms pass, since the submission id and the key protect them.
/// What staff send says where it comes from, or is not taken.
pub(in crate::web) async fn guard<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if request.method().is_safe() || same_origin(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    Ok(request
        .error_response(Error::CrossSite)
        .map_into_right_body())
}

/// Whether the browser says that a link on another site's page was followed. Scanned and typed addresses are none.
#[must_use]
pub fn is_foreign(request: &HttpRequest) -> bool {
    let site = request.headers().get(SEC_FETCH_SITE);
    site.is_some_and(|site| site == "cross-site" || site == "same-site")
}

fn same_origin(request: &ServiceRequest) -> bool {
    let header = |name| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or("?"))
    };
    match (header(SEC_FETCH_SITE), header(ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_ours(request, origin),
        (None, None) => request.path().split('/').nth(1) != Some(STAFF),
    }
}

fn is_ours(request: &ServiceRequest, origin: &str) -> bool {
    let app = request.app_data::<Data<AppState>>();
    let ours = app.map(|app| app.config.urls(side_of(request.request())));
    ours.is_some_and(|ours| ours.iter().any(|own| own == origin))
}
