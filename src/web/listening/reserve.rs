//! In the reserve only whoever watches over the program is answered; everybody else is told, kindly, to come again.

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::web::error::Error as Situation;

use super::Seat;

/// After how many seconds there is room again, most likely.
const AGAIN: u64 = 10;

/// The middleware.
///
/// # Errors
/// Passes on what the service inside fails with.
pub(in crate::web) async fn guard<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let seat = Seat::of(request.request()).filter(|seat| seat.is_in_reserve());
    if let Some(seat) = &seat {
        // The place is needed by others.
        seat.end();
    }
    if seat.is_some() && !matches!(request.path(), "/healthz" | "/readyz") {
        let refusal = request.error_response(Situation::Busy(AGAIN));
        return Ok(refusal.map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}
