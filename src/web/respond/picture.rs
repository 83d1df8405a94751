//! The pictures of notes: each under the hash of its bytes, so that a browser fetches it once and keeps it.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, ETag, EntityTag};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::ids::MunicipalityId;
use crate::domain::questionnaire::picture::PictureHash;
use crate::web::assets::FOR_EVER;
use crate::web::error::Error;
use crate::web::extract::path::PictureAt;
use crate::web::extract::tenant::Tenant;
use crate::web::known;
use crate::web::state::AppState;

/// `GET /{town}/pictures/{hash}`: for ever the same, since another picture has another address.
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<PictureAt>,
) -> Result<HttpResponse, Error> {
    given(&app, &request, (town.0.id, at.hash)).await
}

/// A picture of a town, or that the browser has it already.
///
/// # Errors
/// [`Error::NotFound`] where the town keeps none of this hash.
pub async fn given(
    app: &AppState,
    request: &HttpRequest,
    (town, hash): (MunicipalityId, PictureHash),
) -> Result<HttpResponse, Error> {
    let picture = app.cache.picture(town, hash).await?;
    let tag = EntityTag::new_strong(hash.to_string());
    let is_known = known::has(request, &tag);
    let mut response = match is_known {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    response.insert_header(FOR_EVER).insert_header(ETag(tag));
    if is_known {
        return Ok(response.finish());
    }
    Ok(response
        .content_type(picture.format.media_type())
        // Should somebody make a browser take it for a page, nothing runs in it.
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .body(picture.bytes))
}
