//! 代決: who decides in an approver's place, on which days.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::deputies;
use super::{Conn, QueryResult};
use crate::domain::deputy::{Days, State};
use crate::domain::ids::{DeputyId, MunicipalityId, PersonId};
use crate::domain::time::{Day, Timestamp};

/// A time in which one person decides in another's place, as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = deputies)]
pub struct DeputyRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: DeputyId,
    /// In whose place.
    pub person_id: PersonId,
    /// Who decides.
    pub deputy_id: PersonId,
    /// The first day.
    pub from_day: Day,
    /// The last day.
    pub until_day: Day,
    /// Why.
    pub reason: String,
    /// When it was ended before its last day.
    pub ended_at: Option<Timestamp>,
}

impl DeputyRow {
    /// Its days.
    #[must_use]
    pub fn days(&self) -> Days {
        Days {
            from: self.from_day,
            until: self.until_day,
        }
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn state(&self, today: Day) -> State {
        self.days().state(self.ended_at.is_some(), today)
    }
}

/// All of them, those that begin last first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<DeputyRow>> {
    DeputyRow::query()
        .filter(deputies::municipality_id.eq(municipality))
        .order((deputies::from_day.desc(), deputies::id.desc()))
        .load(conn)
        .await
}

/// Those that run on a day or are still to come, the first one first.
///
/// # Errors
/// When the database fails.
pub async fn list_open(
    conn: &mut Conn,
    municipality: MunicipalityId,
    today: Day,
) -> QueryResult<Vec<DeputyRow>> {
    DeputyRow::query()
        .filter(deputies::municipality_id.eq(municipality))
        .filter(deputies::ended_at.is_null())
        .filter(deputies::until_day.ge(today))
        .order((deputies::from_day, deputies::id))
        .load(conn)
        .await
}

/// Locks one until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such row.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: DeputyId,
) -> QueryResult<DeputyRow> {
    DeputyRow::query()
        .filter(deputies::municipality_id.eq(municipality))
        .filter(deputies::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// Stores a new one.
///
/// # Errors
/// When the database says no.
pub async fn insert(tx: &mut Conn, row: &DeputyRow) -> QueryResult<usize> {
    diesel::insert_into(deputies::table)
        .values(row)
        .execute(tx)
        .await
}

/// Ends one before its last day.
///
/// # Errors
/// When the database fails.
pub async fn end(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: DeputyId,
    now: Timestamp,
) -> QueryResult<usize> {
    diesel::update(deputies::table)
        .filter(deputies::municipality_id.eq(municipality))
        .filter(deputies::id.eq(id))
        .set(deputies::ended_at.eq(now))
        .execute(tx)
        .await
}
