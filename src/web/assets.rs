//! Files that a browser fetches once and keeps: the sheet and the script of the pages of staff.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path};

use super::error::Error;
use super::extract::path::AssetAt;
use super::state::AppState;

/// `GET /assets/{hash}/{name}`: for ever the same, since another content has another address.
pub async fn show(app: Data<AppState>, at: Path<AssetAt>) -> Result<HttpResponse, Error> {
    let asset = app.views.assets().get(&at.hash, &at.name);
    let asset = asset.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.content_type))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.text.clone()))
}
