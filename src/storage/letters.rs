//! The outbox: letters are rows of the transaction that causes them; the worker sends them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::letters;
use super::{Conn, QueryResult};
use crate::domain::ids::{LetterId, MunicipalityId};
use crate::domain::language::Language;
use crate::domain::letter::{Letter, LetterState};
use crate::domain::time::Timestamp;

/// A letter as stored.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = letters)]
pub struct LetterRow {
    /// Its id; its Message-ID follows from it.
    pub id: LetterId,
    /// What it says.
    pub letter: Letter,
    /// The language it is written in.
    pub language: Language,
    /// Where it goes.
    pub address: String,
    /// What has become of it.
    pub state: LetterState,
}

/// Writes a letter into the outbox.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: LetterId,
    letter: &Letter,
    language: &Language,
    address: &str,
) -> QueryResult<()> {
    diesel::insert_into(letters::table)
        .values((
            letters::municipality_id.eq(municipality),
            letters::id.eq(id),
            letters::letter.eq(letter),
            letters::language.eq(language),
            letters::address.eq(address),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such letter.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: LetterId,
) -> QueryResult<LetterRow> {
    LetterRow::query()
        .filter(letters::municipality_id.eq(municipality))
        .filter(letters::id.eq(id))
        .first(conn)
        .await
}

/// It was sent.
///
/// # Errors
/// When the database fails.
pub async fn set_sent(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: LetterId,
    now: Timestamp,
) -> QueryResult<()> {
    diesel::update(letters::table)
        .filter(letters::municipality_id.eq(municipality))
        .filter(letters::id.eq(id))
        .set((
            letters::state.eq(LetterState::Sent),
            letters::sent_at.eq(now),
            letters::last_error.eq(None::<String>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// It cannot be sent, and why.
///
/// # Errors
/// When the database fails.
pub async fn set_given_up(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: LetterId,
    error: &str,
) -> QueryResult<()> {
    diesel::update(letters::table)
        .filter(letters::municipality_id.eq(municipality))
        .filter(letters::id.eq(id))
        .set((
            letters::state.eq(LetterState::GivenUp),
            letters::last_error.eq(error),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
