//! The municipalities, and what stands on the page of one: its surveys, its plans, what is published.

use super::Sees;
use crate::domain::ids::SurveyId;
use crate::domain::token::KeyHash;
use crate::storage::municipalities::{self, Municipality};
use crate::storage::plans::{self, PlanRow};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, invitations, releases};

/// What a town's own page shows.
pub struct TownRecord {
    /// Its surveys.
    pub surveys: Vec<Survey>,
    /// Its plans.
    pub plans: Vec<PlanRow>,
    /// The surveys whose results are published.
    pub released: Vec<SurveyId>,
}

/// Every municipality that is served.
///
/// # Errors
/// When the database fails.
pub async fn served(conn: &mut Conn) -> QueryResult<Vec<Municipality>> {
    let mut all = municipalities::list(conn).await?;
    all.retain(|town| town.suspended_at.is_none());
    Ok(all)
}

/// A town's own page.
///
/// # Errors
/// When the database fails.
pub async fn record(conn: &mut Conn, sees: &impl Sees) -> QueryResult<TownRecord> {
    let municipality = sees.municipality();
    Ok(TownRecord {
        surveys: surveys::list(conn, municipality).await?,
        plans: plans::list(conn, municipality).await?,
        released: releases::surveys(conn, municipality).await?,
    })
}

/// Which of these keys of a demonstration nobody has used.
///
/// # Errors
/// When the database fails.
pub async fn unused_keys(
    conn: &mut Conn,
    sees: &impl Sees,
    survey: SurveyId,
    hashes: &[KeyHash],
) -> QueryResult<Vec<KeyHash>> {
    invitations::list_unused(conn, sees.municipality(), survey, hashes).await
}
