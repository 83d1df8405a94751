//! Questionnaires and their immutable versions.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::versions;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, VersionId};
use crate::domain::questionnaire::Questionnaire;

/// A version as stored.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = versions)]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// What it asks.
    pub document: Questionnaire,
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such version.
pub async fn version(conn: &mut Conn, of: MunicipalityId, id: VersionId) -> QueryResult<Version> {
    Version::query()
        .filter(versions::municipality_id.eq(of))
        .filter(versions::id.eq(id))
        .first(conn)
        .await
}
