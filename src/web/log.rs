//! What is written of requests: never what was sent, and never more lines than a disk can take.

use std::num::NonZeroU32;
use std::sync::LazyLock;
use std::time::Duration;

use actix_web::http::StatusCode;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::metrics::Word;

/// Lines about refusals and faults in a second, and at once: more are only counted, so that nobody fills a disk by
/// asking for what does not exist.
static PACE: LazyLock<DefaultDirectRateLimiter> = LazyLock::new(|| {
    let lines = NonZeroU32::new(50).unwrap_or(NonZeroU32::MIN);
    RateLimiter::direct(Quota::per_second(lines))
});

/// Whether another line about a refusal may be written now.
pub(super) fn room_in_the_log() -> bool {
    PACE.check().is_ok()
}

/// One line for what was refused or failed. What went well is only written at level `debug` (and always counted): a
/// line for each answer, in the order they came, would say who answered when, and costs more than the answer.
pub(super) fn answered(method: &Word, route: &Word, status: StatusCode, took: Duration) {
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                http.method = method.as_str(),
                http.route = route.as_str(),
                http.status = status.as_u16(),
                took.microseconds = micros,
                "answered"
            )
        };
    }
    if status.is_client_error() || status.is_server_error() {
        line!(info);
    } else {
        line!(debug);
    }
}
