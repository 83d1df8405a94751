//! An answer even when the program has a bug: a panic ends one request, not the worker that serves it.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use actix_web::HttpResponse;
use futures_util::FutureExt;

use super::request_id::RequestId;

/// The same future; a panic in it becomes its error. Whatever the panic left half done belongs to the request that
/// ends with it.
pub(super) fn caught<F: Future>(
    answering: F,
) -> impl Future<Output = Result<F::Output, Box<dyn Any + Send>>> {
    AssertUnwindSafe(answering).catch_unwind()
}

/// What the visitor gets then. Needs nothing of the program but this function: whatever broke, this answers.
pub(super) fn last_resort(id: RequestId, wants_page: bool) -> HttpResponse {
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
