//! The outermost layer of every door: a number for each request, a line in the log, the headers every answer
//! carries, and an answer even when the program has a bug.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_http::ConnectionType;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpResponse};
use futures_util::FutureExt;
use tracing::Instrument;
use uuid::Uuid;

use crate::metrics::Word;
use crate::web::listening::Seat;
use crate::web::log;
use crate::web::state::AppState;

use super::{headers, reads_html};

/// The number of a request: what a visitor can quote and the log can be searched for. Says nothing about the visitor.
#[derive(Debug, Clone, Copy)]
struct RequestId(Uuid);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0.as_u128() >> 80)
    }
}

/// The middleware.
pub(in crate::web) async fn guard<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let record = RequestRecord::of(&request);
    if record.method == Method::HEAD {
        // The head of what GET answers; the server library leaves the body out.
        request.head_mut().method = Method::GET;
    }
    let seat = Seat::of(request.request());
    let _answering = seat.clone().map(Seat::answer);
    let span = tracing::info_span!("request", request.id = %record.id);
    let outcome = AssertUnwindSafe(next.call(request))
        .catch_unwind()
        .instrument(span.clone())
        .await;
    let _entered = span.enter();
    match outcome {
        Ok(Ok(mut response)) => {
            record.complete(response.headers_mut());
            if seat.is_some_and(|seat| seat.is_over()) {
                let head = response.response_mut().head_mut();
                head.set_connection_type(ConnectionType::Close);
            }
            let route = Word::route(response.request());
            record.settle(response.status(), &route);
            Ok(response)
        }
        Ok(Err(error)) => {
            let response = error.error_response();
            Err(record.fail(error, response))
        }
        Err(_) => {
            if let Some(app) = &record.app {
                app.metrics.panics.inc();
            }
            let response = last_resort(record.id, record.wants_page);
            Err(record.fail("a bug", response))
        }
    }
}

/// What must be known of a request after it is gone.
struct RequestRecord {
    id: RequestId,
    began: Instant,
    method: Method,
    wants_page: bool,
    app: Option<Data<AppState>>,
}

impl RequestRecord {
    fn of(request: &ServiceRequest) -> Self {
        // From the generator of this thread, which asks the system for randomness only now and then.
        let id = RequestId(Uuid::from_u128(rand::random()));
        request.extensions_mut().insert(id);
        Self {
            id,
            began: Instant::now(),
            method: request.method().clone(),
            wants_page: reads_html(request.headers()),
            app: request.app_data::<Data<AppState>>().cloned(),
        }
    }

    fn fail(
        &self,
        error: impl fmt::Debug + fmt::Display + 'static,
        mut response: HttpResponse,
    ) -> Error {
        self.complete(response.headers_mut());
        self.settle(response.status(), &Word::new("none"));
        InternalError::from_response(error, response).into()
    }

    fn settle(&self, status: StatusCode, route: &Word) {
        let (method, took) = (Word::method(&self.method), self.began.elapsed());
        let Some(app) = &self.app else {
            return log::answered(&method, route, status, took);
        };
        let refused = status.is_client_error() || status.is_server_error();
        if refused && !log::room_in_the_log() {
            app.metrics.unwritten.inc();
        } else {
            log::answered(&method, route, status, took);
        }
        app.metrics.answered(&method, route, status.as_u16(), took);
    }

    fn complete(&self, headers: &mut HeaderMap) {
        let secure = self.app.as_ref().is_some_and(|app| app.config.is_secure());
        headers::complete(headers, secure);
        if let Ok(value) = HeaderValue::from_str(&self.id.to_string()) {
            headers.insert(HeaderName::from_static("x-request-id"), value);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::ACCEPT;
    use actix_web::middleware::from_fn;
    use actix_web::{App as ActixApp, test, web};

    async fn fine() -> HttpResponse {
        HttpResponse::Ok()
            .insert_header(("referrer-policy", "no-referrer"))
            .finish()
    }

    async fn broken() -> HttpResponse {
        assert!(std::hint::black_box(false), "a bug");
        HttpResponse::Ok().finish()
    }

    #[actix_web::test]
    async fn a_bug_gives_an_answer_and_the_next_request_is_not_harmed() {
        let service = test::init_service(
            ActixApp::new()
                .wrap(from_fn(guard))
                .route("/fine", web::get().to(fine))
                .route("/broken", web::get().to(broken)),
        )
        .await;
        for _ in 0..3 {
            let request = test::TestRequest::get()
                .uri("/broken")
                .insert_header((ACCEPT, "text/html"))
                .to_request();
            let Err(error) = test::try_call_service(&service, request).await else {
                panic!("the bug was not noticed");
            };
            let response = error.error_response();
            assert_eq!(response.status(), 500);
            assert_eq!(
                response.headers().get("x-content-type-options"),
                Some(&HeaderValue::from_static("nosniff"))
            );
            let number = response.headers().get("x-request-id").cloned();
            let page = actix_web::body::to_bytes(response.into_body())
                .await
                .unwrap_or_default();
            let page = String::from_utf8_lossy(&page).into_owned();
            let number = number
                .as_ref()
                .and_then(|value| value.to_str().ok())
                .unwrap_or("none");
            assert!(page.contains("ページを表示できませんでした") && page.contains(number));

            let request = test::TestRequest::get().uri("/fine").to_request();
            let response = test::call_service(&service, request).await;
            assert_eq!(response.status(), 200);
            assert_eq!(
                response.headers().get("referrer-policy"),
                Some(&HeaderValue::from_static("no-referrer"))
            );
        }
    }
}
