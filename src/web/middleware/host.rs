//! Only our own names are answered, and each side to its own: a page asked for under a foreign name could carry that name
//! into links and caches (`trust.md` B58). Links are made from the settings anyway.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HOST;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};

use crate::web::side_of;
use crate::web::state::AppState;

/// The middleware.
pub(in crate::web) async fn check<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if known(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let refusal = HttpResponse::MisdirectedRequest()
        .content_type("application/problem+json")
        .body(r#"{"type":"about:blank","title":"Misdirected Request","status":421}"#);
    Ok(request.into_response(refusal).map_into_right_body())
}

/// Old clients that name no host are answered.
fn known(request: &ServiceRequest) -> bool {
    let Some(host) = request.headers().get(HOST) else {
        return true;
    };
    let (Ok(host), Some(app)) = (host.to_str(), request.app_data::<Data<AppState>>()) else {
        return false;
    };
    app.config.answers_to(side_of(request.request()), host)
}
