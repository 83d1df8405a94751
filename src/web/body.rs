//! What a request may send: so many bytes, within so many seconds. Slow bodies are never cut by the server library
//! itself (`trust.md` H7); here one deadline counts for the whole body, however it dribbles.
//!
//! Whoever reads the body meets the limit as a `PayloadError` and answers with the page that belongs to it.

use std::io::ErrorKind;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage};
use futures_util::{Stream, StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::app::App;
use crate::domain::questionnaire::limits::BODY_BYTES;

use super::error::Error as Situation;

/// The middleware. A body that announces itself as too large is not read.
pub(super) async fn limit<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let seconds = request
        .app_data::<Data<App>>()
        .map(|app| app.config.web.body_seconds);
    let Some(seconds) = seconds else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    if announced(&request).is_some_and(|announced| announced > BODY_BYTES) {
        let refusal = request.error_response(Situation::TooLarge);
        return Ok(refusal.map_into_right_body());
    }
    match request.take_payload() {
        Payload::None => {}
        payload => {
            let time = Duration::from_secs(seconds.into());
            let payload = limited(payload, BODY_BYTES, Instant::now() + time);
            request.set_payload(Payload::Stream {
                payload: Box::pin(payload),
            });
        }
    }
    Ok(next.call(request).await?.map_into_left_body())
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

/// The same bytes, until there are too many or they come too late; then an error and nothing more.
fn limited(
    payload: Payload,
    most: usize,
    deadline: Instant,
) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    stream::unfold(Some((payload, most)), move |state| async move {
        let (mut payload, left) = state?;
        let Ok(next) = timeout_at(deadline, payload.next()).await else {
            return Some((Err(PayloadError::Io(ErrorKind::TimedOut.into())), None));
        };
        match next? {
            Ok(bytes) => match left.checked_sub(bytes.len()) {
                Some(left) => Some((Ok(bytes), Some((payload, left)))),
                None => Some((Err(PayloadError::Overflow), None)),
            },
            Err(error) => Some((Err(error), None)),
        }
    })
}
