//! Drafts of those who try a questionnaire: kept as those of open surveys are (`super::drafts`), and apart from them.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use super::schema::{trial_drafts, trials};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId, TrialId};
use crate::domain::time::{Day, Timestamp};
use crate::domain::token::{DraftHash, NetworkHash};

/// A draft as stored.
#[derive(Insertable)]
#[diesel(table_name = trial_drafts)]
pub struct TrialDraftRow<'a> {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Of which trial.
    pub trial_id: TrialId,
    /// What it is found by.
    pub token_hash: DraftHash,
    /// Its sealed content.
    pub content: &'a [u8],
    /// Today.
    pub saved_on: Day,
    /// From where it was begun.
    pub network: NetworkHash,
}

/// Stores the first content of a draft, unless it was begun before; how many that was.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, draft: &TrialDraftRow<'_>) -> QueryResult<usize> {
    let key = (
        trial_drafts::municipality_id,
        trial_drafts::trial_id,
        trial_drafts::token_hash,
    );
    diesel::insert_into(trial_drafts::table)
        .values(draft)
        .on_conflict(key)
        .do_nothing()
        .execute(tx)
        .await
}

diesel::define_sql_function! {
    /// The first bytes.
    #[sql_name = "substr"]
    fn first_bytes(
        bytes: diesel::sql_types::Binary,
        from: diesel::sql_types::Integer,
        count: diesel::sql_types::Integer,
    ) -> diesel::sql_types::Binary;
}

/// Stores new content of a draft whose content begins with `before`; whether there is one.
///
/// # Errors
/// When the database fails.
pub async fn update(
    conn: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    (token, content, today): (DraftHash, &[u8], Day),
    before: &[u8; 24],
) -> QueryResult<bool> {
    let found = trial_drafts::table
        .filter(trial_drafts::municipality_id.eq(municipality))
        .filter(trial_drafts::trial_id.eq(trial))
        .filter(trial_drafts::token_hash.eq(token))
        .filter(first_bytes(trial_drafts::content, 1, 24).eq(before.as_slice()));
    let updated = diesel::update(found)
        .set((
            trial_drafts::content.eq(content),
            trial_drafts::saved_on.eq(today),
        ))
        .execute(conn)
        .await?;
    Ok(updated > 0)
}

/// The sealed content; none when there is no such draft (any more).
///
/// # Errors
/// When the database fails.
pub async fn by_token(
    conn: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    token: DraftHash,
) -> QueryResult<Option<Vec<u8>>> {
    trial_drafts::table
        .filter(trial_drafts::municipality_id.eq(municipality))
        .filter(trial_drafts::trial_id.eq(trial))
        .filter(trial_drafts::token_hash.eq(token))
        .select(trial_drafts::content)
        .first(conn)
        .await
        .optional()
}

/// How many a network has begun of a trial today.
///
/// # Errors
/// When the database fails.
pub async fn count_of_network(
    conn: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    network: NetworkHash,
) -> QueryResult<i64> {
    trial_drafts::table
        .filter(trial_drafts::municipality_id.eq(municipality))
        .filter(trial_drafts::trial_id.eq(trial))
        .filter(trial_drafts::network.eq(network))
        .count()
        .get_result(conn)
        .await
}

/// Forgets one draft; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    conn: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    token: DraftHash,
) -> QueryResult<usize> {
    diesel::delete(trial_drafts::table)
        .filter(trial_drafts::municipality_id.eq(municipality))
        .filter(trial_drafts::trial_id.eq(trial))
        .filter(trial_drafts::token_hash.eq(token))
        .execute(conn)
        .await
}

/// Forgets what was typed in all trials of a questionnaire; how many drafts there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(
    tx: &mut Conn,
    municipality: MunicipalityId,
    questionnaire: QuestionnaireDraftId,
) -> QueryResult<usize> {
    let its = trials::table
        .filter(trials::municipality_id.eq(municipality))
        .filter(trials::draft_id.eq(questionnaire))
        .select(trials::id);
    diesel::delete(trial_drafts::table)
        .filter(trial_drafts::municipality_id.eq(municipality))
        .filter(trial_drafts::trial_id.eq_any(its))
        .execute(tx)
        .await
}

/// Forgets what was typed in trials of every municipality that are over; how many drafts there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_over(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    let over = trials::table
        .filter(trials::municipality_id.eq(trial_drafts::municipality_id))
        .filter(trials::id.eq(trial_drafts::trial_id))
        .filter(trials::ends_at.le(now));
    diesel::delete(trial_drafts::table)
        .filter(diesel::dsl::exists(over))
        .execute(conn)
        .await
}

/// How many bytes they occupy, all together.
///
/// # Errors
/// When the database fails.
pub async fn open_bytes(conn: &mut Conn) -> QueryResult<i64> {
    const SUM: &str = "coalesce(sum(octet_length(content)), 0)::bigint";
    trial_drafts::table
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
    let old = trial_drafts::table
        .filter(trial_drafts::saved_on.lt(today))
        .filter(trial_drafts::network.ne(nowhere));
    diesel::update(old)
        .set(trial_drafts::network.eq(nowhere))
        .execute(conn)
        .await
}
