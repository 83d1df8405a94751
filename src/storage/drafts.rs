//! Drafts: what people typed so far, sealed under tokens only they hold (`domain::token::draft`).
//!
//! Saving one waits for no disk (`synchronous_commit` is off for these statements alone, never for the session): when the
//! server of the database crashes, the last second of a draft may be lost, and its page is filled in once more. What was
//! sent is another matter: no response is acknowledged before it is on the disk.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Date, Uuid};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::schema::drafts;
use super::sql::prepared;
use super::surveys::pg_advisory_xact_lock;
use super::{Conn, QueryResult, receipts};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::time::Day;
use crate::domain::token::{DraftHash, KeyHash, NetworkHash, ReceiptHash};

diesel::define_sql_function! {
    /// Sets a parameter until the end of the transaction.
    fn set_config(
        name: diesel::sql_types::Text,
        value: diesel::sql_types::Text,
        is_local: diesel::sql_types::Bool,
    ) -> diesel::sql_types::Text;
}

/// A draft as it lies in the table.
pub struct DraftRow<'a> {
    /// Whose survey it is of.
    pub municipality: MunicipalityId,
    /// The survey.
    pub survey: SurveyId,
    /// What it is found by.
    pub token: DraftHash,
    /// Its sealed content.
    pub content: &'a [u8],
    /// Today, for cleaning up.
    pub saved_on: Day,
}

struct Update<'a> {
    draft: &'a DraftRow<'a>,
    before: &'a [u8],
}

prepared!(Update -> (),
    "with off as materialized (select set_config('synchronous_commit', 'off', true)) \
     update drafts set content = " [draft.content: Binary] ", saved_on = " [draft.saved_on: Date] " from off \
     where municipality_id = " [draft.municipality: Uuid] " and survey_id = " [draft.survey: Uuid] " \
     and token_hash = " [draft.token: Binary] " \
     and substr(content, 1, octet_length(" [before: Binary] "::bytea)) = " [before: Binary]);

/// Stores new content of a draft whose content begins with `before`; whether there is one.
///
/// # Errors
/// When the database fails.
pub async fn save(conn: &mut Conn, draft: &DraftRow<'_>, before: &[u8]) -> QueryResult<bool> {
    Ok(Update { draft, before }.execute(conn).await? > 0)
}

struct First<'a> {
    draft: &'a DraftRow<'a>,
    key: KeyHash,
}

// The key's row is locked against being spent meanwhile: no draft outlives the response of its key. The intake takes the
// same two rows in the same order.
prepared!(First -> (),
    "with off as materialized (select set_config('synchronous_commit', 'off', true)), \
     unspent as materialized (select municipality_id, survey_id from invitations, off \
     where municipality_id = " [draft.municipality: Uuid] " and survey_id = " [draft.survey: Uuid] " \
     and key_hash = " [key: Binary] " and not used for share of invitations) \
     insert into drafts (municipality_id, survey_id, token_hash, content, saved_on) \
     select municipality_id, survey_id, " [draft.token: Binary] ", " [draft.content: Binary] ", "
     [draft.saved_on: Date] " from unspent \
     on conflict on constraint drafts_pkey do nothing");

/// Stores the first content of a key's draft, unless the key was spent (on another device, on paper) or the draft was
/// begun meanwhile; whether it did.
///
/// # Errors
/// When the database fails.
pub async fn insert_of_key(
    conn: &mut Conn,
    draft: &DraftRow<'_>,
    key: KeyHash,
) -> QueryResult<bool> {
    Ok(First { draft, key }.execute(conn).await? > 0)
}

/// What became of the first content of an open survey's draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// It is stored.
    Yes,
    /// Its network has begun enough of them today.
    Enough,
    /// Its response is stored: nothing may be left of it.
    Sent,
    /// It was begun before: that stays.
    Before,
}

/// The number of the lock of an open survey's draft: shared by those who store its response, exclusive for whoever
/// stores its first content, so that one of them sees what the other did.
#[must_use]
pub fn lock_number(token: DraftHash) -> i64 {
    let (one, other) = uuid::Uuid::from_bytes(token.0).as_u64_pair();
    (one ^ other).cast_signed()
}

/// Stores the first content of an open survey's draft, unless its response (which would have this receipt) is stored,
/// it was begun meanwhile, or its network has begun `most` of the survey's today. As many as there are connections may
/// pass at once.
///
/// # Errors
/// When the database fails.
pub async fn insert_open(
    conn: &mut Conn,
    draft: &DraftRow<'_>,
    receipt: ReceiptHash,
    network: NetworkHash,
    most: u32,
) -> QueryResult<Begun> {
    conn.transaction(async |tx| {
        let off = set_config("synchronous_commit", "off", true);
        diesel::select((off, pg_advisory_xact_lock(lock_number(draft.token))))
            .execute(tx)
            .await?;
        // A statement after the lock, so that it sees what was stored before.
        if receipts::is_recorded(tx, draft.municipality, draft.survey, receipt).await? {
            return Ok(Begun::Sent);
        }
        if insert(tx, draft, network, most).await? {
            return Ok(Begun::Yes);
        }
        let before = by_token(tx, draft.municipality, draft.survey, draft.token).await?;
        Ok(before.map_or(Begun::Enough, |_| Begun::Before))
    })
    .await
}

async fn insert(
    tx: &mut Conn,
    draft: &DraftRow<'_>,
    network: NetworkHash,
    most: u32,
) -> QueryResult<bool> {
    const INSERT: &str = "insert into drafts \
        (municipality_id, survey_id, token_hash, content, saved_on, network) \
        select $1, $2, $3, $4, $5, $6 where $7 > (select count(*) from drafts \
        where municipality_id = $1 and survey_id = $2 and network = $6) \
        on conflict on constraint drafts_pkey do nothing";
    let inserted = diesel::sql_query(INSERT)
        .bind::<Uuid, _>(draft.municipality)
        .bind::<Uuid, _>(draft.survey)
        .bind::<Binary, _>(draft.token)
        .bind::<Binary, _>(draft.content)
        .bind::<Date, _>(draft.saved_on)
        .bind::<Binary, _>(network)
        .bind::<BigInt, _>(i64::from(most))
        .execute(tx)
        .await?;
    Ok(inserted > 0)
}

/// How many bytes the drafts of open surveys occupy, all together.
///
/// # Errors
/// When the database fails.
pub async fn open_bytes(conn: &mut Conn) -> QueryResult<i64> {
    const SUM: &str = "coalesce(sum(octet_length(content)), 0)::bigint";
    drafts::table
        .filter(drafts::network.is_not_null())
        .select(diesel::dsl::sql::<BigInt>(SUM))
        .first(conn)
        .await
}

/// Forgets from which networks drafts last saved before `today` were begun: it mattered on their day only.
///
/// # Errors
/// When the database fails.
pub async fn forget_networks(conn: &mut Conn, today: Day) -> QueryResult<usize> {
    let nowhere: &[u8] = &[];
    let old = drafts::table
        .filter(drafts::saved_on.lt(today))
        .filter(drafts::network.ne(nowhere));
    diesel::update(old)
        .set(drafts::network.eq(nowhere))
        .execute(conn)
        .await
}

/// The sealed content; none when there is no such draft (any more).
///
/// # Errors
/// When the database fails.
pub async fn by_token(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    token: DraftHash,
) -> QueryResult<Option<Vec<u8>>> {
    drafts::table
        .filter(drafts::municipality_id.eq(municipality))
        .filter(drafts::survey_id.eq(survey))
        .filter(drafts::token_hash.eq(token))
        .select(drafts::content)
        .first(conn)
        .await
        .optional()
}

struct Finished<'a> {
    municipalities: &'a [MunicipalityId],
    surveys: &'a [SurveyId],
    tokens: &'a [DraftHash],
}

prepared!(Finished -> (),
    "delete from drafts d using unnest(" [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>] ", "
    [tokens: Array<Binary>] ") as finished (municipality_id, survey_id, token_hash) \
     where d.municipality_id = finished.municipality_id and d.survey_id = finished.survey_id \
     and d.token_hash = finished.token_hash");

/// Forgets drafts whose responses are stored in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn delete_finished(
    conn: &mut Conn,
    municipalities: &[MunicipalityId],
    surveys: &[SurveyId],
    tokens: &[DraftHash],
) -> QueryResult<()> {
    let finished = Finished {
        municipalities,
        surveys,
        tokens,
    };
    finished.execute(conn).await?;
    Ok(())
}

/// Forgets one draft; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    token: DraftHash,
) -> QueryResult<usize> {
    diesel::delete(drafts::table)
        .filter(drafts::municipality_id.eq(municipality))
        .filter(drafts::survey_id.eq(survey))
        .filter(drafts::token_hash.eq(token))
        .execute(conn)
        .await
}

/// Forgets all drafts of a survey; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<usize> {
    diesel::delete(drafts::table)
        .filter(drafts::municipality_id.eq(municipality))
        .filter(drafts::survey_id.eq(survey))
        .execute(conn)
        .await
}

/// Forgets every draft of every municipality last saved before `day`; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_saved_before(conn: &mut Conn, day: Day) -> QueryResult<usize> {
    diesel::delete(drafts::table)
        .filter(drafts::saved_on.lt(day))
        .execute(conn)
        .await
}
