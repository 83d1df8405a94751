//! The secrets of one-time codes, as they are encrypted under the installation's.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::people;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, PersonId};

/// A person's secret of one-time codes, encrypted; none: they use none.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = people)]
pub struct SecondFactor {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Whose.
    pub id: PersonId,
    /// As `Totp::seal` made it.
    pub totp: Option<Vec<u8>>,
}

/// Those of everybody in every municipality.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<SecondFactor>> {
    SecondFactor::query().load(conn).await
}

/// Stores a secret in place of the one that was there. Nothing a page shows changes by it, so that the person's version
/// stays.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, factor: &SecondFactor) -> QueryResult<usize> {
    diesel::update(people::table)
        .filter(people::municipality_id.eq(factor.municipality_id))
        .filter(people::id.eq(factor.id))
        .set(people::totp.eq(&factor.totp))
        .execute(conn)
        .await
}
