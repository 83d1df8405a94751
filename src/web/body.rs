//! What a request may send: so many bytes, within so many seconds. Slow bodies are never cut by the server library
//! itself (`trust.md` H7); here one deadline counts for the whole body, however it dribbles.

use std::cell::Cell;
use std::io::ErrorKind;
use std::rc::Rc;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage, HttpResponse};
use futures_util::{Stream, StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::app::App;

/// The middleware.
pub(super) async fn limit<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let Some(web) = request
        .app_data::<Data<App>>()
        .map(|app| app.config.web.clone())
    else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    if announced(&request).is_some_and(|bytes| bytes > web.body_bytes) {
        let refusal = refusal(StatusCode::PAYLOAD_TOO_LARGE);
        return Ok(request.into_response(refusal).map_into_right_body());
    }
    let cut = Rc::new(Cell::new(None));
    match request.take_payload() {
        Payload::None => {}
        payload => {
            let deadline = Instant::now() + Duration::from_secs(web.body_seconds.into());
            let payload = limited(payload, web.body_bytes, deadline, cut.clone());
            request.set_payload(Payload::Stream {
                payload: Box::pin(payload),
            });
        }
    }
    let response = next.call(request).await?;
    Ok(match cut.get() {
        None => response.map_into_left_body(),
        Some(status) => response
            .into_response(refusal(status))
            .map_into_right_body(),
    })
}

fn announced(request: &ServiceRequest) -> Option<usize> {
    request
        .headers()
        .get(CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The same bytes, until there are too many or they come too late; then an error, and the reason in `cut`.
fn limited(
    payload: Payload,
    most: usize,
    deadline: Instant,
    cut: Rc<Cell<Option<StatusCode>>>,
) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    stream::unfold(Some((payload, most)), move |state| {
        let cut = cut.clone();
        async move {
            let (mut payload, left) = state?;
            let Ok(next) = timeout_at(deadline, payload.next()).await else {
                cut.set(Some(StatusCode::REQUEST_TIMEOUT));
                let late = PayloadError::Io(ErrorKind::TimedOut.into());
                return Some((Err(late), None));
            };
            match next? {
                Ok(bytes) => match left.checked_sub(bytes.len()) {
                    Some(left) => Some((Ok(bytes), Some((payload, left)))),
                    None => {
                        cut.set(Some(StatusCode::PAYLOAD_TOO_LARGE));
                        Some((Err(PayloadError::Overflow), None))
                    }
                },
                Err(error) => Some((Err(error), None)),
            }
        }
    })
}

/// The connection is closed: what is still under way on it is not read.
fn refusal(status: StatusCode) -> HttpResponse {
    HttpResponse::build(status)
        .force_close()
        .content_type("application/problem+json")
        .body(format!(
            r#"{{"type":"about:blank","title":"{}","status":{}}}"#,
            status.canonical_reason().unwrap_or_default(),
            status.as_u16()
        ))
}
