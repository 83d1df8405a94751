//! Files that a browser fetches once and keeps: the sheet and the script of the pages of staff.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::encoding::{Encoding, vary};
use super::error::Error;
use super::extract::path::AssetAt;

use super::state::AppState;

/// What is found under the hash of its content: nobody has to ask for it again.
pub(super) const FOR_EVER: (HeaderName, &str) =
    (CACHE_CONTROL, "public, max-age=31536000, immutable");

/// `GET /assets/{hash}/{name}`: for ever the same, since another content has another address.
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    at: Path<AssetAt>,
) -> Result<HttpResponse, Error> {
    let asset = app.views.assets().get(&at.hash, &at.name);
    let asset = asset.ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, asset.content_type))
        .insert_header(FOR_EVER);
    let gzip = asset
        .compressed()
        .filter(|_| Encoding::Gzip.is_read(request.headers()));
    let Some(gzip) = gzip else {
        return Ok(response.body(asset.text.clone()));
    };
    let mut response = response
        .insert_header((CONTENT_ENCODING, "gzip"))
        .body(gzip.to_vec());
    vary(response.headers_mut());
    Ok(response)
}
