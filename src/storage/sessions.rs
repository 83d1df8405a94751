//! Who is signed in. What a request may do is read with its session in one statement, by the database's clock: a role
//! that was taken away, a last day that has passed and a town that is suspended count from the next request on.

use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Date, Double, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::sessions;
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{DivisionId, MunicipalityId, PersonId, SessionId};
use crate::domain::person::{Login, Name};
use crate::domain::role::Role;
use crate::domain::session::{Entry, IDLE, Place, SEEN};
use crate::domain::time::{Day, Timestamp};

/// A session as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// SHA-256 of what the browser keeps.
    pub hash: Vec<u8>,
    /// Who is signed in.
    pub person_id: PersonId,
    /// What it is called where it is ended from another one.
    pub id: SessionId,
    /// What kind of browser on what kind of system.
    pub device: String,
    /// From where.
    pub place: Place,
    /// How they came in.
    pub entry: Entry,
    /// Since when.
    pub began_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends however busy.
    pub ends_at: Timestamp,
}

/// Somebody whose session is good, with what they may do today.
#[derive(Debug, Clone, Queryable)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The session.
    pub session: SessionId,
    /// How they came in.
    pub entry: Entry,
    /// What they type to sign in.
    pub login: Login,
    /// Their name.
    pub name: Name,
    /// Their division.
    pub division: Option<DivisionId>,
    /// Their own roles.
    pub own: Vec<Role>,
    /// Those, and what they are in another's place.
    pub roles: Vec<Role>,
    /// In whose place they decide, where they are a deputy.
    pub deputy_of: Vec<PersonId>,
    /// Whether administrators and approvers of the town need a second factor.
    pub second_factor: bool,
    /// When they signed in the time before.
    pub before: Option<Timestamp>,
    /// When the session ends, unless it is used again.
    pub ends_at: Timestamp,
    /// Whether its use has to be written down again.
    pub is_stale: bool,
    /// The database's time.
    pub now: Timestamp,
    /// The day it is in the town.
    pub today: Day,
}

struct Lookup<'a> {
    municipality: MunicipalityId,
    hash: &'a [u8],
    idle: f64,
    seen: f64,
}

prepared!(Lookup -> (
        Uuid, Uuid, Text, Text, Text, Nullable<Uuid>, Array<Text>, Array<Text>, Array<Uuid>, Bool,
        Nullable<Timestamptz>, Timestamptz, Bool, Timestamptz, Date,
    ),
    "with here as (select s.*, m.second_factor, clock_timestamp() as now, \
       (clock_timestamp() at time zone m.time_zone)::date as today \
       from sessions s join municipalities m on m.id = s.municipality_id and m.suspended_at is null \
       where s.municipality_id = " [municipality: Uuid] " and s.hash = " [hash: diesel::sql_types::Binary] "), \
     standing as (select d.person_id from here join deputies d on d.municipality_id = here.municipality_id \
       and d.deputy_id = here.person_id and here.today between d.from_day and d.until_day and d.ended_at is null \
       join people p on p.municipality_id = d.municipality_id and p.id = d.person_id \
       and (p.until is null or p.until >= here.today) \
       join person_roles r on r.municipality_id = d.municipality_id and r.person_id = d.person_id \
       and r.role = 'approver' and (r.until is null or r.until >= here.today)), \
     own as (select r.role from here join person_roles r on r.municipality_id = here.municipality_id \
       and r.person_id = here.person_id and (r.until is null or r.until >= here.today)), \
     held as (select role from own union select 'approver' from standing) \
     select here.person_id, here.id, here.entry, p.login, p.name, p.division_id, \
       array(select role from own order by 1), array(select role from held order by 1), array(select distinct person_id from standing), \
       here.second_factor, p.signed_in_before_at, \
       least(here.ends_at, here.now + " [idle: Double] " * interval '1 second'), \
       here.seen_at < here.now - " [seen: Double] " * interval '1 second', here.now, here.today \
     from here join people p on p.municipality_id = here.municipality_id and p.id = here.person_id \
     where here.ends_at > here.now and here.seen_at > here.now - " [idle: Double] " * interval '1 second' \
       and (p.until is null or p.until >= here.today) and exists (select from held)"
);

impl diesel::query_dsl::RunQueryDsl<Conn> for Lookup<'_> {}

/// Who is signed in with this token; none where nobody is: there is no such session, it is over, the person's last day
/// has passed, no role is left, or the town is suspended.
///
/// # Errors
/// When the database fails.
pub async fn signed_in(
    conn: &mut Conn,
    municipality: MunicipalityId,
    hash: &[u8],
) -> QueryResult<Option<SignedIn>> {
    let seconds = |duration: chrono::Duration| duration.as_seconds_f64();
    let lookup = Lookup {
        municipality,
        hash,
        idle: seconds(IDLE),
        seen: seconds(SEEN),
    };
    RunQueryDsl::get_result(lookup, conn).await.optional()
}

/// Whose session it was, good or over; none when the clock has deleted it.
///
/// # Errors
/// When the database fails.
pub async fn owner(
    conn: &mut Conn,
    municipality: MunicipalityId,
    hash: &[u8],
) -> QueryResult<Option<PersonId>> {
    sessions::table
        .filter(sessions::municipality_id.eq(municipality))
        .filter(sessions::hash.eq(hash))
        .select(sessions::person_id)
        .first(conn)
        .await
        .optional()
}

/// Begins one.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, session: &Session) -> QueryResult<usize> {
    diesel::insert_into(sessions::table)
        .values(session)
        .execute(tx)
        .await
}

/// Writes down that one is used.
///
/// # Errors
/// When the database fails.
pub async fn see(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SessionId,
    now: Timestamp,
) -> QueryResult<usize> {
    diesel::update(sessions::table)
        .filter(sessions::municipality_id.eq(municipality))
        .filter(sessions::id.eq(id))
        .set(sessions::seen_at.eq(now))
        .execute(conn)
        .await
}

/// The sessions of a person that are good, the last used first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    person: PersonId,
    now: Timestamp,
) -> QueryResult<Vec<Session>> {
    Session::query()
        .filter(sessions::municipality_id.eq(municipality))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ends_at.gt(now))
        .filter(sessions::seen_at.gt(now - IDLE))
        .order(sessions::seen_at.desc())
        .load(conn)
        .await
}

/// Ends one; whether the person had it.
///
/// # Errors
/// When the database fails.
pub async fn end(
    tx: &mut Conn,
    municipality: MunicipalityId,
    person: PersonId,
    id: SessionId,
) -> QueryResult<bool> {
    let ended = diesel::delete(sessions::table)
        .filter(sessions::municipality_id.eq(municipality))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::id.eq(id))
        .execute(tx)
        .await?;
    Ok(ended == 1)
}

/// Ends all of a person but one; how many.
///
/// # Errors
/// When the database fails.
pub async fn end_others(
    tx: &mut Conn,
    municipality: MunicipalityId,
    person: PersonId,
    but: Option<SessionId>,
) -> QueryResult<usize> {
    let kept = but.unwrap_or(SessionId(uuid::Uuid::nil()));
    diesel::delete(sessions::table)
        .filter(sessions::municipality_id.eq(municipality))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::id.ne(kept))
        .execute(tx)
        .await
}
