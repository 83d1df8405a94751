//! What divisions say of values before these are published.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::value_comments;
use super::{Conn, QueryResult};
use crate::domain::event::thing::Thing;
use crate::domain::ids::{CommentId, DivisionId, MunicipalityId, PersonId, ValueId};
use crate::domain::time::Timestamp;

/// A comment as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = value_comments)]
pub struct CommentRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: CommentId,
    /// Of which value.
    pub value_id: ValueId,
    /// For which division.
    pub division_id: DivisionId,
    /// By whom.
    pub person_id: PersonId,
    /// The words.
    pub said: String,
    /// When.
    pub said_at: Timestamp,
}

impl CommentRow {
    /// Who said it, and for whom.
    #[must_use]
    pub fn things(&self) -> [Thing; 2] {
        [
            Thing::Person(self.person_id),
            Thing::Division(self.division_id),
        ]
    }
}

/// A value that will be published, with how many comments it has.
#[derive(Debug, Clone, QueryableByName)]
pub struct Awaiting {
    /// Which.
    #[diesel(sql_type = Uuid)]
    pub id: ValueId,
    /// How many comments.
    #[diesel(sql_type = BigInt)]
    pub comments: i64,
    /// How many values there are on all pages.
    #[diesel(sql_type = BigInt)]
    pub all: i64,
}

/// Of whose indicators, and which of them.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The division that owns the indicators; none: any.
    pub division: Option<DivisionId>,
    /// Only those that nobody, or of a division nobody of it, has said anything about.
    pub is_silent: bool,
}

/// Stores a new one.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, comment: &CommentRow) -> QueryResult<usize> {
    diesel::insert_into(value_comments::table)
        .values(comment)
        .execute(tx)
        .await
}

/// What was said of these values, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    values: &[ValueId],
) -> QueryResult<Vec<CommentRow>> {
    CommentRow::query()
        .filter(value_comments::municipality_id.eq(municipality))
        .filter(value_comments::value_id.eq_any(values))
        .order((value_comments::said_at, value_comments::id))
        .load(conn)
        .await
}

/// The values that are to be published and are the newest of their year: as many as `most`, after the first `skipped`,
/// what came last first.
///
/// # Errors
/// When the database fails.
pub async fn awaiting(
    conn: &mut Conn,
    municipality: MunicipalityId,
    wanted: Wanted,
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Awaiting>> {
    const AWAITING: &str = "select v.id, count(*) over () as all, \
        (select count(*) from value_comments c where c.municipality_id = $1 and c.value_id = v.id) as comments \
        from indicator_values v where v.municipality_id = $1 and v.state in ('final', 'approved') \
        and not exists (select from indicator_values l where l.municipality_id = $1 and l.indicator_id = v.indicator_id \
          and l.fiscal_year = v.fiscal_year and l.state <> 'withdrawn' and l.recorded_at > v.recorded_at) \
        and ($2 is null or exists (select from indicator_owners o where o.municipality_id = $1 \
          and o.indicator_id = v.indicator_id and o.division_id = $2)) \
        and (not $3 or not exists (select from value_comments c where c.municipality_id = $1 and c.value_id = v.id \
          and ($2 is null or c.division_id = $2))) \
        order by v.recorded_at desc, v.id offset $4 limit $5";
    diesel::sql_query(AWAITING)
        .bind::<Uuid, _>(municipality)
        .bind::<Nullable<Uuid>, _>(wanted.division)
        .bind::<Bool, _>(wanted.is_silent)
        .bind::<BigInt, _>(skipped)
        .bind::<BigInt, _>(most)
        .load(conn)
        .await
}
