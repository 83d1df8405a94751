//! What divisions are asked about drafts, and what they say ([`crate::domain::inquiry`]).

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Jsonb, Nullable, Uuid};
use diesel_async::RunQueryDsl;

use super::questionnaire_drafts::DraftRow;
use super::schema::{inquiries, inquiry_divisions, people, person_roles};
use super::{Conn, QueryResult};
use crate::domain::ids::{DivisionId, InquiryId, MunicipalityId, PersonId, QuestionnaireDraftId};
use crate::domain::inquiry::Term;
use crate::domain::role::Role;
use crate::domain::text::Text;
use crate::domain::time::{Day, Timestamp, Zone};

/// One as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = inquiries)]
pub struct InquiryRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: InquiryId,
    /// About which draft.
    pub draft_id: QuestionnaireDraftId,
    /// Who asks.
    pub person_id: PersonId,
    /// What they wrote.
    pub message: String,
    /// The last day.
    pub until_day: Day,
    /// Whether whoever may answer inquiries is asked.
    pub is_for_all: bool,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

impl InquiryRow {
    /// From when until when it asks about its draft.
    #[must_use]
    pub fn term(&self, draft: &DraftRow, zone: Zone) -> Term {
        Term {
            begun: zone.day(self.begun_at),
            until: self.until_day,
            is_closed: self.closed_at.is_some() || !draft.is_open(),
        }
    }
}

/// A division that is asked.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = inquiry_divisions)]
pub struct AskedRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// By which inquiry.
    pub inquiry_id: InquiryId,
    /// Which.
    pub division_id: DivisionId,
    /// When it was reminded.
    pub reminded_at: Option<Timestamp>,
}

/// One in the list of all.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listed {
    /// Its id.
    #[diesel(sql_type = Uuid)]
    pub id: InquiryId,
    /// About which draft.
    #[diesel(sql_type = Uuid)]
    pub draft_id: QuestionnaireDraftId,
    /// The title of its questionnaire.
    #[diesel(sql_type = Jsonb)]
    pub title: Text,
    /// The last day.
    #[diesel(sql_type = Date)]
    pub until_day: Day,
    /// Whether nothing more is wanted.
    #[diesel(sql_type = Bool)]
    pub is_closed: bool,
    /// How many comments there are.
    #[diesel(sql_type = BigInt)]
    pub comments: i64,
    /// How many of them wait for an answer.
    #[diesel(sql_type = BigInt)]
    pub unanswered: i64,
    /// How many inquiries there are on all pages.
    #[diesel(sql_type = BigInt)]
    pub all: i64,
}

/// How much waits for somebody.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Waiting {
    /// Inquiries that ask them and are open.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    /// Comments that nobody has answered.
    #[diesel(sql_type = BigInt)]
    pub unanswered: i64,
}

/// Stores a new one with the divisions it asks. A second one that is open breaks `inquiries_open_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(tx: &mut Conn, row: &InquiryRow, asked: &[AskedRow]) -> QueryResult<()> {
    diesel::insert_into(inquiries::table)
        .values(row)
        .execute(tx)
        .await?;
    diesel::insert_into(inquiry_divisions::table)
        .values(asked)
        .execute(tx)
        .await?;
    Ok(())
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such inquiry.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: InquiryId,
) -> QueryResult<InquiryRow> {
    InquiryRow::query()
        .filter(inquiries::municipality_id.eq(municipality))
        .filter(inquiries::id.eq(id))
        .first(conn)
        .await
}

/// Locks one until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such inquiry.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: InquiryId,
) -> QueryResult<InquiryRow> {
    InquiryRow::query()
        .filter(inquiries::municipality_id.eq(municipality))
        .filter(inquiries::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// Locks the one about a draft that is not closed.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn lock_open(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<InquiryRow> {
    InquiryRow::query()
        .filter(inquiries::municipality_id.eq(municipality))
        .filter(inquiries::draft_id.eq(draft))
        .filter(inquiries::closed_at.is_null())
        .for_update()
        .first(tx)
        .await
}

/// All about a draft, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_draft(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Vec<InquiryRow>> {
    InquiryRow::query()
        .filter(inquiries::municipality_id.eq(municipality))
        .filter(inquiries::draft_id.eq(draft))
        .order((inquiries::begun_at.desc(), inquiries::id))
        .load(conn)
        .await
}

/// The divisions that are asked.
///
/// # Errors
/// When the database fails.
pub async fn asked(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: InquiryId,
) -> QueryResult<Vec<AskedRow>> {
    AskedRow::query()
        .filter(inquiry_divisions::municipality_id.eq(municipality))
        .filter(inquiry_divisions::inquiry_id.eq(id))
        .order(inquiry_divisions::division_id)
        .load(conn)
        .await
}

/// One page of them, the newest first: those that ask somebody, or all.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    whose: Option<PersonId>,
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Listed>> {
    const LIST: &str = "select i.id, i.draft_id, d.document->'title' as title, i.until_day, \
        (i.closed_at is not null or d.version_id is not null or d.removed_at is not null) as is_closed, \
        (select count(*) from inquiry_comments c where c.municipality_id = $1 and c.inquiry_id = i.id) as comments, \
        (select count(*) from inquiry_comments c where c.municipality_id = $1 and c.inquiry_id = i.id \
           and c.answer is null) as unanswered, \
        count(*) over () as all \
        from inquiries i join questionnaire_drafts d on d.municipality_id = $1 and d.id = i.draft_id \
        where i.municipality_id = $1 and ($2 is null or i.is_for_all or exists (select from inquiry_divisions a \
          join people p on p.municipality_id = $1 and p.id = $2 and p.division_id = a.division_id \
          where a.municipality_id = $1 and a.inquiry_id = i.id)) \
        order by i.begun_at desc, i.id offset $3 limit $4";
    diesel::sql_query(LIST)
        .bind::<Uuid, _>(municipality)
        .bind::<Nullable<Uuid>, _>(whose)
        .bind::<BigInt, _>(skipped)
        .bind::<BigInt, _>(most)
        .load(conn)
        .await
}

/// How much waits for somebody.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    municipality: MunicipalityId,
    person: PersonId,
) -> QueryResult<Waiting> {
    const WAITING: &str = "select \
    (select count(*) from inquiries i join municipalities m on m.id = $1 \
       join questionnaire_drafts d on d.municipality_id = $1 and d.id = i.draft_id \
         and d.version_id is null and d.removed_at is null \
       where i.municipality_id = $1 and i.closed_at is null \
       and i.until_day >= (clock_timestamp() at time zone m.time_zone)::date \
       and (i.is_for_all or exists (select from inquiry_divisions a join people p on p.municipality_id = $1 \
         and p.id = $2 and p.division_id = a.division_id \
         where a.municipality_id = $1 and a.inquiry_id = i.id))) as asked, \
    (select count(*) from inquiry_comments c join inquiries i on i.municipality_id = $1 and i.id = c.inquiry_id \
       join questionnaire_drafts d on d.municipality_id = $1 and d.id = i.draft_id and d.removed_at is null \
       where c.municipality_id = $1 and c.answer is null) as unanswered";
    diesel::sql_query(WAITING)
        .bind::<Uuid, _>(municipality)
        .bind::<Uuid, _>(person)
        .get_result(conn)
        .await
}

/// Whether somebody of these divisions has one of these roles.
///
/// # Errors
/// When the database fails.
pub async fn is_staffed(
    conn: &mut Conn,
    municipality: MunicipalityId,
    divisions: &[DivisionId],
    roles: &[Role],
    today: Day,
) -> QueryResult<bool> {
    let of = person_roles::municipality_id
        .eq(people::municipality_id)
        .and(person_roles::person_id.eq(people::id));
    let works = people::until.is_null().or(people::until.ge(today));
    let has = person_roles::until
        .is_null()
        .or(person_roles::until.ge(today));
    let somebody = people::table
        .inner_join(person_roles::table.on(of))
        .filter(people::municipality_id.eq(municipality))
        .filter(people::division_id.eq_any(divisions))
        .filter(person_roles::role.eq_any(roles))
        .filter(works)
        .filter(has);
    diesel::select(diesel::dsl::exists(somebody))
        .get_result(conn)
        .await
}

/// Another last day, of which nobody was reminded yet.
///
/// # Errors
/// When the database fails.
pub async fn extend(tx: &mut Conn, row: &InquiryRow, until: Day) -> QueryResult<()> {
    diesel::update(inquiries::table)
        .filter(inquiries::municipality_id.eq(row.municipality_id))
        .filter(inquiries::id.eq(row.id))
        .set(inquiries::until_day.eq(until))
        .execute(tx)
        .await?;
    let none: Option<Timestamp> = None;
    diesel::update(inquiry_divisions::table)
        .filter(inquiry_divisions::municipality_id.eq(row.municipality_id))
        .filter(inquiry_divisions::inquiry_id.eq(row.id))
        .set(inquiry_divisions::reminded_at.eq(none))
        .execute(tx)
        .await?;
    Ok(())
}

/// Nothing more is wanted.
///
/// # Errors
/// When the database fails.
pub async fn close(tx: &mut Conn, row: &InquiryRow, now: Timestamp) -> QueryResult<usize> {
    diesel::update(inquiries::table)
        .filter(inquiries::municipality_id.eq(row.municipality_id))
        .filter(inquiries::id.eq(row.id))
        .set(inquiries::closed_at.eq(now))
        .execute(tx)
        .await
}

/// A division was reminded.
///
/// # Errors
/// When the database fails.
pub async fn set_reminded(tx: &mut Conn, asked: &AskedRow, now: Timestamp) -> QueryResult<usize> {
    diesel::update(inquiry_divisions::table)
        .filter(inquiry_divisions::municipality_id.eq(asked.municipality_id))
        .filter(inquiry_divisions::inquiry_id.eq(asked.inquiry_id))
        .filter(inquiry_divisions::division_id.eq(asked.division_id))
        .set(inquiry_divisions::reminded_at.eq(now))
        .execute(tx)
        .await
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = Uuid)]
    municipality: MunicipalityId,
    #[diesel(sql_type = Uuid)]
    inquiry: InquiryId,
}

/// Those of all municipalities whose last day is near and of which a division was not reminded, the first one first. Whether
/// somebody is reminded is decided where that is done.
///
/// # Errors
/// When the database fails.
pub async fn list_due(conn: &mut Conn) -> QueryResult<Vec<(MunicipalityId, InquiryId)>> {
    const DUE: &str = "select i.municipality_id as municipality, i.id as inquiry from inquiries i \
        where i.closed_at is null \
        and i.until_day between current_date - 2 and current_date + 5 \
        and exists (select from inquiry_divisions a where a.municipality_id = i.municipality_id \
          and a.inquiry_id = i.id and a.reminded_at is null) \
        order by i.begun_at";
    let due: Vec<Due> = diesel::sql_query(DUE).load(conn).await?;
    let pair = |due: Due| (due.municipality, due.inquiry);
    Ok(due.into_iter().map(pair).collect())
}
