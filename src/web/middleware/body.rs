//! What a request may send: so many bytes, within so many seconds, and no more than there is room for (`bodies`). Slow
//! bodies are never cut by the server library itself (`trust.md` H7); here one deadline counts for the whole body, however
//! it dribbles. Only bytes that have come put it off, so that a large form gets through a slow line.
//!
//! Whoever reads the body meets the limit as a `PayloadError` and answers with the page that belongs to it.

use std::cell::{Cell, RefCell};
use std::io::ErrorKind;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage};
use futures_util::{Stream, StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::domain::questionnaire::limits::{BODY_BYTES, UPLOAD_BYTES};
use crate::metrics::Word;
use crate::web::error::Error as Situation;
use crate::web::extract::client::ClientAddress;
use crate::web::listening::{Seat, paced};
use crate::web::middleware::bodies::{NoRoom, Share};
use crate::web::state::AppState;

/// Bytes of a body that give it a second more.
const SENT_A_SECOND: usize = 4_096;

/// The middleware. A body that announces itself as too large is not read.
pub(in crate::web) async fn limit<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let app = request.app_data::<Data<AppState>>().cloned();
    let Some(app) = app else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let most = most(&request);
    if announced(&request).is_some_and(|announced| announced > most) {
        let refusal = request.error_response(Situation::TooLarge);
        return Ok(refusal.map_into_right_body());
    }
    // Held until the request is answered: what was read is in memory as long.
    let network = ClientAddress::of(request.request()).household();
    let body = Rc::new(Body {
        share: RefCell::new(app.bodies.begin(network)),
        is_read: Cell::new(true),
        most,
    });
    let seat = Seat::of(request.request());
    match request.take_payload() {
        Payload::None => {}
        payload => {
            body.is_read.set(false);
            let payload = limited(payload, app, Rc::clone(&body), seat.clone());
            request.set_payload(Payload::Stream {
                payload: Box::pin(payload),
            });
        }
    }
    let response = next.call(request).await?.map_into_left_body();
    if let Some(seat) = seat.filter(|_| !body.is_read.get()) {
        seat.end();
    }
    Ok(response)
}

/// A body on its way.
struct Body {
    share: RefCell<Share>,
    /// It was read to its end, or there is none.
    is_read: Cell<bool>,
    /// Bytes it may have.
    most: usize,
}

/// What a form may have: more where it carries a file, which only staff send.
fn most(request: &ServiceRequest) -> usize {
    let kind = request.headers().get(CONTENT_TYPE);
    let carries = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    match carries && request.path().starts_with("/staff/") {
        true => UPLOAD_BYTES,
        false => BODY_BYTES,
    }
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
    app: Data<AppState>,
    body: Rc<Body>,
    seat: Option<Arc<Seat>>,
) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let first = Instant::now() + Duration::from_secs(app.config.web.body_seconds.into());
    stream::unfold(Some((payload, 0)), move |state| {
        let (app, body, seat) = (app.clone(), Rc::clone(&body), seat.clone());
        let reading = move |now| {
            if let Some(seat) = &seat {
                seat.read_body(now);
            }
        };
        async move {
            let (mut payload, came) = state?;
            let deadline = first + paced(came, SENT_A_SECOND);
            reading(true);
            let next = timeout_at(deadline, payload.next()).await;
            reading(false);
            let next = match next {
                Ok(Some(next)) => next,
                Ok(None) => {
                    body.is_read.set(true);
                    return None;
                }
                Err(_) => Err(refused(&app, "slow", ErrorKind::TimedOut)),
            };
            let kept = next.and_then(|bytes| keep(&app, &body, came, bytes));
            let state = kept
                .as_ref()
                .ok()
                .map(|bytes| (payload, came + bytes.len()));
            Some((kept, state))
        }
    })
    // Whoever reads a form in parts asks once more after its end.
    .fuse()
}

/// The bytes, if there is room for them.
fn keep(app: &AppState, body: &Body, came: usize, bytes: Bytes) -> Result<Bytes, PayloadError> {
    if came + bytes.len() > body.most {
        return Err(PayloadError::Overflow);
    }
    let taken = body.share.borrow_mut().take(bytes.len());
    taken.map(|()| bytes).map_err(|no_room| {
        let why = match no_room {
            NoRoom::Full => "full",
            NoRoom::Network => "network",
        };
        refused(app, why, ErrorKind::QuotaExceeded)
    })
}

fn refused(app: &AppState, why: &'static str, kind: ErrorKind) -> PayloadError {
    app.metrics.refused_body(&Word::new(why));
    PayloadError::Io(kind.into())
}
