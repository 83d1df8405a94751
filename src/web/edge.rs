//! The outermost layer of every door: a number for each request, one line in the log, the headers every answer
//! carries, and an answer even when the program has a bug.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse};
use futures_util::FutureExt;
use tracing::Instrument;
use uuid::Uuid;

use crate::app::App;

/// The number of a request: what a visitor can quote and the log can be searched for. Says nothing about the visitor.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(Uuid);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0.as_u128() >> 80)
    }
}

impl FromRequest for RequestId {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions().get::<Self>().copied();
        std::future::ready(Ok(known.unwrap_or(Self(Uuid::nil()))))
    }
}

/// The middleware.
pub(super) async fn guard<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let id = RequestId(Uuid::new_v4());
    request.extensions_mut().insert(id);
    let app = request.app_data::<Data<App>>().cloned();
    let method = request.method().clone();
    let wants_page = wants_page(request.headers());
    let span = tracing::info_span!("request", request.id = %id);
    let outcome = AssertUnwindSafe(next.call(request))
        .catch_unwind()
        .instrument(span.clone())
        .await;
    let _entered = span.enter();
    let secure = app.as_ref().is_some_and(|app| app.config.is_secure());
    let (status, route, answer) = match outcome {
        Ok(Ok(mut response)) => {
            complete(response.headers_mut(), id, secure);
            let route = response.request().match_pattern();
            (response.status(), route, Ok(response))
        }
        Ok(Err(error)) => {
            let mut response = error.error_response();
            complete(response.headers_mut(), id, secure);
            (
                response.status(),
                None,
                Err(InternalError::from_response(error, response).into()),
            )
        }
        Err(_) => {
            if let Some(app) = &app {
                app.metrics.panics.inc();
            }
            let mut response = last_resort(id, wants_page);
            complete(response.headers_mut(), id, secure);
            (
                response.status(),
                None,
                Err(InternalError::from_response("panic", response).into()),
            )
        }
    };
    let (route, took) = (route.as_deref().unwrap_or("none"), began.elapsed());
    if let Some(app) = app {
        app.metrics
            .answered(method.as_str(), route, status.as_u16(), took);
    }
    tracing::info!(
        http.method = method.as_str(),
        http.route = route,
        http.status = status.as_u16(),
        took.microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    answer
}

/// What every answer carries. A page may have said something stricter; then that stays. A page's own policy for
/// scripts and styles is its own business.
fn complete(headers: &mut HeaderMap, id: RequestId, secure: bool) {
    let always = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-site"),
    ];
    let hsts = secure.then_some(("strict-transport-security", "max-age=63072000"));
    for (name, value) in always.into_iter().chain(hsts) {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"))
}

/// Needs nothing of the program but this function: whatever broke, this answers.
fn last_resort(id: RequestId, wants_page: bool) -> HttpResponse {
    let mut response = HttpResponse::InternalServerError();
    response.insert_header(("cache-control", "no-store"));
    if wants_page {
        response
            .content_type("text/html; charset=utf-8")
            .body(include_str!("last_resort.html").replace("{id}", &id.to_string()))
    } else {
        response
            .content_type("application/problem+json")
            .body(format!(
                r#"{{"type":"about:blank","title":"Internal Server Error","status":500,"request_id":"{id}"}}"#
            ))
    }
}
