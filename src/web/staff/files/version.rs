//! The files of a version.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::ids::VersionId;
use crate::domain::permission::SeeQuestionnaires;
use crate::storage::questionnaires as versions;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::{FrozenAt, FrozenFileAt};
use crate::web::staff::{Staff, questionnaires};

use super::Written;

/// The address of them.
pub(in crate::web::staff) fn address(version: VersionId) -> String {
    format!("{}/{version}/files", questionnaires::PATH)
}

/// `GET /staff/questionnaires/{version}/files`
pub async fn index(
    staff: Staff<SeeQuestionnaires>,
    at: Path<FrozenAt>,
) -> Result<HttpResponse, Error> {
    let written = written(&staff, at.version).await?;
    let back = staff.path(questionnaires::PATH);
    written.index(&staff, (&address(at.version), back))
}

/// `GET /staff/questionnaires/{version}/files/{format}`
pub async fn show(
    staff: Staff<SeeQuestionnaires>,
    at: Path<FrozenFileAt>,
) -> Result<HttpResponse, Error> {
    let written = written(&staff, at.version).await?;
    written.download(&staff, &at.format)
}

async fn written(staff: &Staff<SeeQuestionnaires>, id: VersionId) -> Result<Written, Error> {
    let mut conn = staff.app.db.get().await?;
    let row = versions::version(&mut conn, staff.town.id, id).await?;
    let number = row.number.to_string();
    Ok(Written {
        said: Say::new("version-number").with("number", number.as_str()),
        mark: format!("v{number}"),
        document: row.document,
    })
}
