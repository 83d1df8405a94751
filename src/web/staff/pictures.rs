//! The pictures of notes as staff see them while questionnaires are made and printed: the desk may have an address of its
//! own, where the pages of citizens are not.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::SeeToday;
use crate::web::error::Error;
use crate::web::extract::path::PictureAt;
use crate::web::respond::picture;

use super::Staff;

/// Where they are.
pub(super) const PATH: &str = "/staff/pictures";

/// `GET /staff/pictures/{hash}`
pub async fn show(staff: Staff<SeeToday>, at: Path<PictureAt>) -> Result<HttpResponse, Error> {
    picture::given(&staff.app, staff.request(), (staff.town.id, at.hash)).await
}
