//! The outermost layer of every side: what is done for each request, whatever becomes of it. One layer and one pass,
//! because it stands in the way of all requests; what it does is said in `request_id`, `access_log`, `panic_net` and
//! `headers`.

use std::fmt;

use actix_http::ConnectionType;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};
use tracing::Instrument;

use crate::metrics::Word;
use crate::web::listening::Seat;
use crate::web::state::AppState;
use crate::web::{Side, side_of};

use super::access_log::Access;
use super::request_id::RequestId;
use super::{headers, panic_net, reads_html};

/// The middleware.
pub(in crate::web) async fn guard<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let record = RequestRecord::of(&request);
    if record.access.method() == Method::HEAD {
        // The head of what GET answers; the server library leaves the body out.
        request.head_mut().method = Method::GET;
    }
    let seat = Seat::of(request.request());
    let _answering = seat.clone().map(Seat::answer);
    let span = tracing::info_span!("request", request.id = %record.id);
    let outcome = panic_net::caught(next.call(request))
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
            record
                .access
                .end(record.app.as_ref(), &route, response.status());
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
            let response = panic_net::last_resort(record.id, record.wants_page);
            Err(record.fail("a bug", response))
        }
    }
}

/// What must be known of a request after it is gone.
struct RequestRecord {
    id: RequestId,
    access: Access,
    wants_page: bool,
    app: Option<Data<AppState>>,
    side: Side,
}

impl RequestRecord {
    fn of(request: &ServiceRequest) -> Self {
        Self {
            id: RequestId::draw(),
            access: Access::begin(request),
            wants_page: reads_html(request.headers()),
            app: request.app_data::<Data<AppState>>().cloned(),
            side: side_of(request.request()),
        }
    }

    /// The headers of every answer.
    fn complete(&self, headers: &mut HeaderMap) {
        let is_secure = |app: &Data<AppState>| app.config.is_secure(self.side);
        headers::complete(headers, self.app.as_ref().is_some_and(is_secure));
        self.id.write(headers);
    }

    /// The answer to a request that no handler has answered.
    fn fail(
        &self,
        error: impl fmt::Debug + fmt::Display + 'static,
        mut response: HttpResponse,
    ) -> Error {
        self.complete(response.headers_mut());
        self.access
            .end(self.app.as_ref(), &Word::new("none"), response.status());
        InternalError::from_response(error, response).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{ACCEPT, HeaderValue};
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
