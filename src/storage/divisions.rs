//! Divisions (課) of a municipality: they own indicators and get the mail about them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{division_names, divisions};
use super::{Conn, QueryResult};
use crate::domain::ids::{DivisionId, MunicipalityId};
use crate::domain::time::Day;

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

/// Adds one, called so from a day on. A name in use breaks `divisions_name_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(tx: &mut Conn, division: &Division, from: Day) -> QueryResult<()> {
    diesel::insert_into(divisions::table)
        .values(division)
        .execute(tx)
        .await?;
    name_from(tx, division, from).await
}

/// Another name from a day on. The names before stay; a second one of the same day takes the place of the first.
///
/// # Errors
/// When the database says no: the name is another's.
pub async fn rename(tx: &mut Conn, division: &Division, from: Day) -> QueryResult<()> {
    diesel::update(divisions::table)
        .filter(divisions::municipality_id.eq(division.municipality_id))
        .filter(divisions::id.eq(division.id))
        .set(divisions::name.eq(&division.name))
        .execute(tx)
        .await?;
    name_from(tx, division, from).await
}

async fn name_from(tx: &mut Conn, division: &Division, from: Day) -> QueryResult<()> {
    diesel::insert_into(division_names::table)
        .values((
            division_names::municipality_id.eq(division.municipality_id),
            division_names::division_id.eq(division.id),
            division_names::from_day.eq(from),
            division_names::name.eq(&division.name),
        ))
        .on_conflict((
            division_names::municipality_id,
            division_names::division_id,
            division_names::from_day,
        ))
        .do_update()
        .set(division_names::name.eq(&division.name))
        .execute(tx)
        .await?;
    Ok(())
}

/// What a division was called when: name and first day, the newest first. What it was called before the first of them
/// nobody has said.
///
/// # Errors
/// When the database fails.
pub async fn names(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: DivisionId,
) -> QueryResult<Vec<(Day, String)>> {
    division_names::table
        .filter(division_names::municipality_id.eq(municipality))
        .filter(division_names::division_id.eq(id))
        .order(division_names::from_day.desc())
        .select((division_names::from_day, division_names::name))
        .load(conn)
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
