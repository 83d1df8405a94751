//! Recipients of confidential surveys, each with the hash of their key: apart from the answers, and gone on their day.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::{recipient_lists, recipients};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::recipient::Recipient;
use crate::domain::time::{Day, Timestamp};
use crate::domain::token::KeyHash;

/// What was promised of the recipients of a survey.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = recipient_lists)]
pub struct List {
    /// The day they are destroyed.
    pub destroy_on: Day,
    /// When they were.
    pub destroyed_at: Option<Timestamp>,
    /// How many they were.
    pub destroyed: Option<i32>,
}

/// Writes the promise down.
///
/// # Errors
/// When the database says no.
pub async fn promise(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    destroy_on: Day,
) -> QueryResult<()> {
    diesel::insert_into(recipient_lists::table)
        .values((
            recipient_lists::municipality_id.eq(municipality),
            recipient_lists::survey_id.eq(survey),
            recipient_lists::destroy_on.eq(destroy_on),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What was promised; none for a survey without recipients.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Option<List>> {
    List::query()
        .filter(recipient_lists::municipality_id.eq(municipality))
        .filter(recipient_lists::survey_id.eq(survey))
        .first(conn)
        .await
        .optional()
}

/// The same, and nobody else changes it or the recipients until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Option<List>> {
    List::query()
        .filter(recipient_lists::municipality_id.eq(municipality))
        .filter(recipient_lists::survey_id.eq(survey))
        .for_update()
        .first(conn)
        .await
        .optional()
}

#[derive(Insertable)]
#[diesel(table_name = recipients)]
struct New<'a> {
    municipality_id: MunicipalityId,
    survey_id: SurveyId,
    number: i32,
    code: Option<&'a str>,
    name: Option<&'a str>,
    email: Option<&'a str>,
    key_hash: KeyHash,
}

/// Stores recipients with the hashes of their keys; they are numbered from `first` on.
///
/// # Errors
/// When the database says no.
pub async fn insert(
    conn: &mut Conn,
    (municipality, survey): (MunicipalityId, SurveyId),
    first: i32,
    new: &[(Recipient, KeyHash)],
) -> QueryResult<()> {
    let numbered: Vec<_> = (first..).zip(new).collect();
    for some in numbered.chunks(5_000) {
        let rows = some.iter().map(|(number, (recipient, key_hash))| New {
            municipality_id: municipality,
            survey_id: survey,
            number: *number,
            code: recipient.code.as_deref(),
            name: recipient.name.as_deref(),
            email: recipient.email.as_deref(),
            key_hash: *key_hash,
        });
        diesel::insert_into(recipients::table)
            .values(&rows.collect::<Vec<_>>())
            .execute(conn)
            .await?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<Text>)]
    code: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    email: Option<String>,
}

impl From<Row> for Recipient {
    fn from(row: Row) -> Self {
        Self {
            code: row.code,
            name: row.name,
            email: row.email,
        }
    }
}

/// All of them, in the order they came.
///
/// # Errors
/// When the database fails.
pub async fn all(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<Recipient>> {
    let rows: Vec<Row> = diesel::sql_query(
        "select code, name, email from recipients where municipality_id = $1 and survey_id = $2 order by number",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(Recipient::from).collect())
}

/// Those whose key is not used, in the order they came.
///
/// # Errors
/// When the database fails.
pub async fn unanswered(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<Recipient>> {
    let rows: Vec<Row> = diesel::sql_query(
        "select r.code, r.name, r.email from recipients r join invitations i \
         on i.municipality_id = r.municipality_id and i.survey_id = r.survey_id and i.key_hash = r.key_hash \
         where r.municipality_id = $1 and r.survey_id = $2 and not i.used order by r.number",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(Recipient::from).collect())
}

/// How many there are.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<i64> {
    recipients::table
        .filter(recipients::municipality_id.eq(municipality))
        .filter(recipients::survey_id.eq(survey))
        .count()
        .get_result(conn)
        .await
}

/// The greatest number; 0 where there are none.
///
/// # Errors
/// When the database fails.
pub async fn last_number(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<i32> {
    let last: Option<i32> = recipients::table
        .filter(recipients::municipality_id.eq(municipality))
        .filter(recipients::survey_id.eq(survey))
        .select(diesel::dsl::max(recipients::number))
        .first(conn)
        .await?;
    Ok(last.unwrap_or(0))
}

/// Destroys them and writes that down; how many they were.
///
/// # Errors
/// When the database fails.
pub async fn destroy(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    now: Timestamp,
) -> QueryResult<usize> {
    let gone = diesel::delete(recipients::table)
        .filter(recipients::municipality_id.eq(municipality))
        .filter(recipients::survey_id.eq(survey))
        .execute(conn)
        .await?;
    diesel::update(recipient_lists::table)
        .filter(recipient_lists::municipality_id.eq(municipality))
        .filter(recipient_lists::survey_id.eq(survey))
        .set((
            recipient_lists::destroyed_at.eq(now),
            recipient_lists::destroyed.eq(i32::try_from(gone).unwrap_or(i32::MAX)),
        ))
        .execute(conn)
        .await?;
    Ok(gone)
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = Uuid)]
    municipality_id: MunicipalityId,
    #[diesel(sql_type = Uuid)]
    survey_id: SurveyId,
}

/// The surveys of every municipality whose recipients should be gone by the database's time: their day has begun where
/// they are.
///
/// # Errors
/// When the database fails.
pub async fn list_due(conn: &mut Conn) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    let due: Vec<Due> = diesel::sql_query(
        "select l.municipality_id, l.survey_id from recipient_lists l join municipalities m on m.id = l.municipality_id \
         where l.destroyed_at is null and (clock_timestamp() at time zone m.time_zone)::date >= l.destroy_on",
    )
    .load(conn)
    .await?;
    Ok(due
        .into_iter()
        .map(|due| (due.municipality_id, due.survey_id))
        .collect())
}
