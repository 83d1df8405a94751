//! What is text leaves compressed, where the client can read that.
//!
//! Pages are whole when they leave their handler, so they are compressed in one piece, here and now: the answer has a
//! length, and no thread has to be waited for. What is the same for everybody was compressed before (`cache::pages`).

use std::io::Write;

use actix_web::Error;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    self, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

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
    let reads_gzip = reads_gzip(request.headers());
    let mut response = next.call(request).await?;
    if !is_text(response.headers()) || response.headers().contains_key(CONTENT_ENCODING) {
        return Ok(response.map_into_left_body());
    }
    vary(response.headers_mut());
    if !reads_gzip {
        return Ok(response.map_into_left_body());
    }
    let mut compressed = false;
    let mut response = response.map_body(|_, body| match body.try_into_bytes() {
        Ok(bytes) => {
            let smaller = (bytes.len() >= SMALLEST).then(|| gzip(&bytes)).flatten();
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

/// Whether the client says that it can read gzip.
pub(in crate::web) fn reads_gzip(headers: &HeaderMap) -> bool {
    let said = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    said.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().trim_start_matches("q=").parse() == Ok(0.0);
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

/// Tells caches that another client may get other bytes.
pub(in crate::web) fn vary(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
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

fn gzip(bytes: &Bytes) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    encoder.write_all(bytes).ok()?;
    let smaller = encoder.finish().ok()?;
    (smaller.len() < bytes.len()).then(|| smaller.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(said: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(said));
        reads_gzip(&headers)
    }

    #[test]
    fn gzip_is_sent_to_whoever_says_it_can_be_read() {
        assert!(reads("gzip, deflate, br, zstd"));
        assert!(reads("br;q=1.0, GZIP;q=0.5"));
        assert!(!reads("gzip;q=0, identity"));
        assert!(!reads("br"));
        assert!(!reads_gzip(&HeaderMap::new()));
    }
}
