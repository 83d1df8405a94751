//! The number of a request: what a visitor can quote and the log can be searched for. Says nothing about the visitor.

use std::fmt;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestId(Uuid);

impl RequestId {
    /// A new one. From the generator of this thread, which asks the system for randomness only now and then.
    pub(super) fn draw() -> Self {
        Self(Uuid::from_u128(rand::random()))
    }

    /// Tells the visitor.
    pub(super) fn write(self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.to_string()) {
            headers.insert(HeaderName::from_static("x-request-id"), value);
        }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0.as_u128() >> 80)
    }
}
