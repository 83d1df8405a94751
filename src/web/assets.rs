//! Files that a browser fetches once and keeps: the sheet and the script of the pages of staff.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use actix_web::web::{Data, Path};

use super::error::Error;
use super::extract::path::AssetAt;
use super::state::AppState;

/// What is found under the hash of its content: nobody has to ask for it again.
pub(super) const FOR_EVER: (HeaderName, &str) =
    (CACHE_CONTROL, "public, max-age=31536000, immutable");

/// `GET /assets/{hash}/{name}`: for ever the same, since another content has another address.
pub async fn show(app: Data<AppState>, at: Path<AssetAt>) -> Result<HttpResponse, Error> {
    let asset = app.views.assets().get(&at.hash, &at.name);
    let asset = asset.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.content_type))
        .insert_header(FOR_EVER)
        .body(asset.text.clone()))
}
