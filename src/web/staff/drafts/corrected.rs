//! 正誤: what stands around a draft that corrects the words of a version.

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::text::Text;
use crate::storage::{errata, questionnaires};
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::parts::Confirmation;
use crate::web::staff::Staff;
use crate::web::staff::questionnaires::erratum::asked_by;

use super::Opened;

/// The version whose words are corrected.
pub(super) struct Corrected {
    number: VersionNumber,
    /// The surveys that go on with the corrected words.
    surveys: Vec<Text>,
}

impl Corrected {
    /// Of a draft; none where it becomes a version of its own.
    pub(super) async fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
    ) -> Result<Option<Self>, Error> {
        let Some(version) = opened.row.corrects() else {
            return Ok(None);
        };
        let (mut conn, town) = (staff.app.db.get().await?, staff.town.id);
        let asking = errata::asking(&mut conn, town, version).await?;
        Ok(Some(Self {
            number: questionnaires::version(&mut conn, town, version)
                .await?
                .number,
            surveys: asking.into_iter().map(|(_, title)| title).collect(),
        }))
    }

    /// What the draft is.
    pub(super) fn said(&self) -> Say {
        Say::new("draft-corrects").with("version", self.number.to_string())
    }

    /// What happens when it is frozen.
    pub(super) fn confirmation(&self, staff: &Staff<EditQuestionnaires>) -> Confirmation {
        let surveys = self.surveys.iter();
        let surveys = surveys.map(|title| asked_by(title.get(staff.language())));
        let rest = ["erratum-answers", "erratum-paper"].map(Say::new);
        Confirmation {
            happens: surveys.chain(rest).collect(),
            back: Say::new("erratum-freeze-back"),
        }
    }
}
