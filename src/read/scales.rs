//! 選択肢の組: the scales of a town, and where each is used.

use super::Desk;
use super::bank::AT_ONCE;
use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::scales::{Place, Scale};
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::storage::{Conn, QueryResult, bank, questionnaire_drafts};

/// A questionnaire that uses a scale.
#[derive(Debug)]
pub struct Use {
    /// Which one.
    pub of: Of,
    /// What it asks.
    pub document: Questionnaire,
    /// Where in it, the scales in the order they were given.
    pub places: Vec<Vec<Place>>,
}

/// A questionnaire as it is made, or as it was frozen.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// A draft that can still be changed.
    Draft(QuestionnaireDraftId),
    /// The version of this number.
    Version(VersionNumber),
}

/// The questionnaires that use one of these scales: the drafts first, then the versions, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn uses(conn: &mut Conn, desk: Desk, scales: &[&Scale]) -> QueryResult<Vec<Use>> {
    let town = desk.municipality();
    let mut found = Vec::new();
    let mut take = |of: Of, document: Questionnaire| {
        let places: Vec<_> = scales.iter().map(|scale| scale.places(&document)).collect();
        if places.iter().any(|places| !places.is_empty()) {
            found.push(Use {
                of,
                document,
                places,
            });
        }
    };
    for draft in questionnaire_drafts::open(conn, town).await? {
        take(Of::Draft(draft.id), draft.document);
    }
    let (count, _) = bank::stamp(conn, town).await?;
    for skipped in (0..count).step_by(AT_ONCE) {
        let window = (skipped, i64::try_from(AT_ONCE).unwrap_or(i64::MAX));
        for one in bank::versions(conn, town, window).await? {
            take(Of::Version(one.number), one.document);
        }
    }
    Ok(found)
}
