//! Which municipality an address belongs to.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::state::AppState;
use crate::web::town::Town;

/// The town of a request's address, as an argument.
pub struct Tenant(pub Arc<Town>);

/// The survey of a request's address, as an argument.
pub struct Surveyed(pub Arc<LiveSurvey>);

async fn town(request: &HttpRequest) -> Result<Arc<Town>, Error> {
    let app = request
        .app_data::<Data<AppState>>()
        .ok_or(Error::NotFound)?;
    let slug = request.match_info().get("town").ok_or(Error::NotFound)?;
    let town = app.cache.town(slug).await?;
    let town = town.served()?;
    request.extensions_mut().insert(town.clone());
    Ok(town)
}

impl FromRequest for Tenant {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(town(&request).await?)) })
    }
}

impl FromRequest for Surveyed {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let town = town(&request).await?;
            let app = request
                .app_data::<Data<AppState>>()
                .ok_or(Error::NotFound)?;
            let slug = request.match_info().get("survey").ok_or(Error::NotFound)?;
            Ok(Self(app.cache.survey(&town, slug).await?))
        })
    }
}
