//! Divisions (課) of a municipality: they own indicators and get the mail about them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::divisions;
use super::{Conn, QueryResult};
use crate::domain::ids::{DivisionId, MunicipalityId};

/// A division as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = divisions)]
pub struct Division {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: DivisionId,
    /// Its name as printed in plans.
    pub name: String,
    /// Where its letters go; none until somebody types it.
    pub email: Option<String>,
}

/// By name.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<Division>> {
    Division::query()
        .filter(divisions::municipality_id.eq(municipality))
        .order(divisions::name)
        .load(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such division.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: DivisionId,
) -> QueryResult<Division> {
    Division::query()
        .filter(divisions::municipality_id.eq(municipality))
        .filter(divisions::id.eq(id))
        .first(conn)
        .await
}

/// The division of this name: `new` where there was none, the one there is otherwise.
///
/// # Errors
/// When the database fails.
pub async fn by_name_or_insert(conn: &mut Conn, new: &Division) -> QueryResult<Division> {
    diesel::insert_into(divisions::table)
        .values(new)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Division::query()
        .filter(divisions::municipality_id.eq(new.municipality_id))
        .filter(divisions::name.eq(&new.name))
        .first(conn)
        .await
}

/// Where its letters go from now on.
///
/// # Errors
/// `NotFound` when the municipality has no such division.
pub async fn set_email(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: DivisionId,
    email: Option<&str>,
) -> QueryResult<()> {
    let changed = diesel::update(divisions::table)
        .filter(divisions::municipality_id.eq(municipality))
        .filter(divisions::id.eq(id))
        .set(divisions::email.eq(email))
        .execute(conn)
        .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::NotFound)
    }
}
