//! Whether a browser has already what it asks for: then it is told so, and nothing is sent.

use actix_web::http::header::{EntityTag, IfNoneMatch};
use actix_web::{HttpMessage as _, HttpRequest};

/// Whether what is found under this tag is there already. What cannot be read says nothing.
pub(super) fn has(request: &HttpRequest, tag: &EntityTag) -> bool {
    match request.get_header() {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|own| own.weak_eq(tag)),
        None => false,
    }
}
