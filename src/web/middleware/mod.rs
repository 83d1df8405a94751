//! What every request passes before and after its handler, each layer one file: the outermost is [`request`].

mod access_log;
pub mod address;
pub mod bodies;
pub mod body;
pub mod compression;
pub mod error_pages;
mod headers;
pub mod host;
mod panic_net;
pub mod request;
mod request_id;
pub mod same_origin;
pub mod signed_in;

use actix_web::http::header::{ACCEPT, HeaderMap};

/// Whether a person reads the answer: then it is a page.
fn reads_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accepted| accepted.contains("text/html"))
}
