//! The files of a draft, as it is now.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::permission::EditQuestionnaires;
use crate::storage::questionnaire_drafts as drafts;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::{DraftAt, DraftFileAt};
use crate::web::staff::Staff;
use crate::web::staff::drafts::address;

use super::Written;

/// `GET /staff/drafts/{draft}/files`
pub async fn index(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let (written, own) = (written(&staff, at.draft).await?, address(at.draft));
    let back = staff.path(&own);
    written.index(&staff, (&format!("{own}/files"), back))
}

/// `GET /staff/drafts/{draft}/files/{format}`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftFileAt>,
) -> Result<HttpResponse, Error> {
    let written = written(&staff, at.draft).await?;
    written.download(&staff, &at.format)
}

async fn written(
    staff: &Staff<EditQuestionnaires>,
    draft: QuestionnaireDraftId,
) -> Result<Written, Error> {
    let mut conn = staff.app.db.get().await?;
    let row = drafts::by_id(&mut conn, staff.town.id, draft).await?;
    let number = row.revision.to_string();
    Ok(Written {
        said: Say::new("files-of-draft").with("number", number.as_str()),
        mark: format!("r{number}"),
        document: row.document,
    })
}
