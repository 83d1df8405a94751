//! The headers of every answer.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// What every answer carries. A page may have said something stricter; then that stays. A page's own policy for
/// scripts and styles is its own business.
pub(super) fn complete(headers: &mut HeaderMap, secure: bool) {
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
}
