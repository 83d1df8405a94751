//! What is text leaves compressed, where the client can read that.
//!
//! Pages are whole when they leave their handler, so they are compressed in one piece, here and now: the answer has a
//! length, and no thread has to be waited for. What is the same for everybody was compressed before (`cache::pages`).

use actix_web::Error;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::web::encoding::{Encoding, vary};
use crate::web::state::AppState;

/// Shorter texts fit into a packet anyway.
const SMALLEST: usize = 860;

/// The middleware.
///
/// # Errors
/// Passes on what the service inside fails with.
pub(in crate::web) async fn compress<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let reads_gzip = Encoding::Gzip.is_read(request.headers());
    let app = request.app_data::<Data<AppState>>().cloned();
    let mut response = next.call(request).await?;
    if !is_text(response.headers()) || response.headers().contains_key(CONTENT_ENCODING) {
        return Ok(response.map_into_left_body());
    }
    vary(response.headers_mut());
    let Some(app) = app.filter(|_| reads_gzip) else {
        return Ok(response.map_into_left_body());
    };
    let mut compressed = false;
    let mut response = response.map_body(|_, body| match body.try_into_bytes() {
        Ok(bytes) => {
            let smaller = (bytes.len() >= SMALLEST)
                .then(|| app.beginnings.gzip(&bytes))
                .flatten();
            compressed = smaller.is_some();
            EitherBody::right(BoxBody::new(smaller.unwrap_or(bytes)))
        }
        // It comes in pieces: as it is.
        Err(body) => EitherBody::left(body),
    });
    if compressed {
        let headers = response.headers_mut();
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        headers.remove(CONTENT_LENGTH);
    }
    Ok(response)
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || kind == "application/javascript"
}
