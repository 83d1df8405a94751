//! What stands around the form on the page of a draft: nobody else asks for it, and no form that passes waits for it.

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::history::{Standing, standing};
use crate::read::fed::Consequences;
use crate::storage::scales::{self, ScaleRow};
use crate::storage::{draft_sources, questionnaire_drafts as drafts};
use crate::web::error::Error;
use crate::web::staff::Staff;

use super::corrected::Corrected;
use super::{Opened, leftovers};

/// All of it.
pub(super) struct Surroundings {
    /// What can be taken back and done again.
    pub(super) standing: Standing,
    /// What the draft does to indicators.
    pub(super) consequences: Consequences,
    /// The version whose words it corrects.
    pub(super) corrected: Option<Corrected>,
    /// The scales of the town.
    pub(super) scales: Vec<ScaleRow>,
    /// Whether it was begun from a file or a text.
    pub(super) has_source: bool,
    /// How much of last year is left in it.
    pub(super) left: usize,
}

impl Surroundings {
    pub(super) async fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
    ) -> Result<Self, Error> {
        let consequences = opened.consequences(staff).await?;
        let corrected = Corrected::of(staff, opened).await?;
        let mut conn = staff.app.db.get().await?;
        let (town, draft) = (staff.town.id, opened.row.id);
        let steps = drafts::steps(&mut conn, town, draft).await?;
        Ok(Self {
            standing: standing(&steps),
            consequences,
            corrected,
            scales: scales::list(&mut conn, town).await?,
            has_source: draft_sources::is_there(&mut conn, town, draft).await?,
            left: leftovers::count(&mut conn, staff.town.zone, &opened.row).await?,
        })
    }
}
