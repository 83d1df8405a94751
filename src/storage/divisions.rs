//! Divisions (課) of a municipality: they own indicators and get the mail about them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{division_names, divisions};
use super::{Conn, QueryResult};
use crate::domain::division::Called;
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

/// Another name from a day on, whatever it was to be called later. The names before stay; the one it had when nobody had
/// said since when is the oldest, and ends the day before.
///
/// # Errors
/// When the database says no: the name is another's.
pub async fn rename(
    tx: &mut Conn,
    old: &Called,
    division: &Division,
    from: Day,
) -> QueryResult<()> {
    diesel::update(divisions::table)
        .filter(divisions::municipality_id.eq(division.municipality_id))
        .filter(divisions::id.eq(division.id))
        .set(divisions::name.eq(&division.name))
        .execute(tx)
        .await?;
    diesel::delete(division_names::table)
        .filter(division_names::municipality_id.eq(division.municipality_id))
        .filter(division_names::division_id.eq(division.id))
        .filter(division_names::from_day.ge(from))
        .execute(tx)
        .await?;
    if let Some(before) = from.pred_opt() {
        let oldest = Division {
            name: old.on(before).to_owned(),
            ..division.clone()
        };
        if !old.is_known_on(before) {
            name_from(tx, &oldest, before).await?;
        }
    }
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

/// What divisions are and were called, by their ids: those named, or all.
///
/// # Errors
/// When the database fails.
pub async fn called(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: Option<&[DivisionId]>,
) -> QueryResult<BTreeMap<DivisionId, Called>> {
    let of = division_names::municipality_id
        .eq(divisions::municipality_id)
        .and(division_names::division_id.eq(divisions::id));
    let mut query = divisions::table
        .left_join(division_names::table.on(of))
        .filter(divisions::municipality_id.eq(municipality))
        .select((
            divisions::id,
            divisions::name,
            division_names::from_day.nullable(),
            division_names::name.nullable(),
        ))
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(divisions::id.eq_any(ids));
    }
    let rows: Vec<(DivisionId, String, Option<Day>, Option<String>)> = query.load(conn).await?;
    let mut all: BTreeMap<DivisionId, (String, Vec<(Day, String)>)> = BTreeMap::new();
    for (id, now, from, name) in rows {
        let (_, since) = all.entry(id).or_insert_with(|| (now, Vec::new()));
        since.extend(from.zip(name));
    }
    let called = |(id, (now, since))| (id, Called::new(now, since));
    Ok(all.into_iter().map(called).collect())
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
