//! The doors: who is asking, what they sent, what they get.

mod body;
pub mod client;
pub mod edge;
pub mod health;
mod host;
pub mod metrics;
mod routes;
pub mod tls;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App as ActixApp, Error};

use crate::app::App;

/// Which pages an address answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Citizens and the public.
    Public,
    /// Staff.
    Staff,
    /// Both, where staff have no address of their own.
    Both,
    /// The monitoring system.
    Metrics,
}

/// Everything that answers at one door: middleware and routes. Used by `serve` and by the tests.
pub fn service(
    app: Data<App>,
    door: Door,
) -> ActixApp<
    impl ServiceFactory<
        ServiceRequest,
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        Config = (),
        InitError = (),
    > + use<>,
> {
    // The last one wrapped is the first to see a request.
    ActixApp::new()
        .app_data(app)
        .wrap(from_fn(body::limit))
        .wrap(from_fn(host::check))
        .wrap(from_fn(edge::guard))
        .configure(move |config| routes::configure(config, door))
}
