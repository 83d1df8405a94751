//! A survey as its results are shown: its release, and where there is none, what has become of its figures.

use super::Sees;
use crate::domain::ids::SurveyId;
use crate::domain::job::Job;
use crate::storage::{Conn, QueryResult, jobs};

/// Whether the figures of a survey were tried for long and given up.
///
/// # Errors
/// When the database fails.
pub async fn is_given_up(conn: &mut Conn, sees: &impl Sees, survey: SurveyId) -> QueryResult<bool> {
    let figures = Job::Tabulate {
        municipality: sees.municipality(),
        survey,
    };
    Ok(jobs::given_up(conn, &figures).await?.is_some())
}
