//! The doors: who is asking, what they sent, what they get.

pub mod assets;
pub mod cache;
pub mod cookies;
mod download;
mod encoding;
pub mod error;
pub mod extract;
mod gzip;
pub mod health;
mod known;
pub mod listening;
mod log;
pub mod metrics;
mod middleware;
pub mod page;
pub mod public;
pub mod respond;
pub mod routes;
pub mod staff;
pub mod state;
pub mod throttle;
pub mod tls;
pub mod town;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PathConfig, to};
use actix_web::{App as ActixApp, Error, HttpMessage as _, HttpRequest, HttpResponse};

pub use crate::config::Side;
use crate::metrics::Word;
use crate::web::state::AppState;

impl Side {
    /// What it is called where things are counted.
    #[must_use]
    pub fn word(self) -> Word {
        Word::new(match self {
            Self::Public | Self::Both => "public",
            Self::Staff => "staff",
            Self::Metrics => "metrics",
        })
    }
}

/// Everything that answers at one side: middleware and routes. Used by `serve` and by the tests.
pub fn service(
    app: Data<AppState>,
    side: Side,
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
        .app_data(side)
        .app_data(PathConfig::default().error_handler(|_, _| error::Error::NotFound.into()))
        .wrap(from_fn(middleware::signed_in::guard))
        .wrap(from_fn(middleware::same_origin::guard))
        .wrap(from_fn(middleware::body::limit))
        .wrap(from_fn(listening::guard))
        .wrap(from_fn(middleware::error_pages::show))
        // Outside of the error pages: what is compressed is what is sent.
        .wrap(from_fn(middleware::compression::compress))
        .wrap(from_fn(middleware::address::lead))
        .wrap(from_fn(middleware::host::check))
        .wrap(from_fn(middleware::request::guard))
        .configure(move |config| routes::configure(config, side))
        .default_service(to(nothing_here))
}

/// The side whose pages a request asks for.
fn side_of(request: &HttpRequest) -> Side {
    request.app_data().copied().unwrap_or(Side::Both)
}

/// An address of none of the routes. In a town, the page that says so names whom to call there.
async fn nothing_here(
    request: HttpRequest,
    app: Data<AppState>,
) -> Result<HttpResponse, error::Error> {
    let first = request.path().split('/').nth(1).unwrap_or_default();
    if let Ok(town) = app.cache.town(first).await {
        request.extensions_mut().insert(town);
    }
    Err(error::Error::NotFound)
}
