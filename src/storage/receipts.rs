//! Receipts: which submissions are recorded. Nothing leads from here to an answer.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::receipts;
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::token::ReceiptHash;

/// Whether the submission of this receipt is recorded.
///
/// # Errors
/// When the database fails.
pub async fn is_recorded(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    receipt: ReceiptHash,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        receipts::table
            .filter(receipts::municipality_id.eq(municipality))
            .filter(receipts::survey_id.eq(survey))
            .filter(receipts::receipt_hash.eq(receipt)),
    ))
    .get_result(conn)
    .await
}

/// Receipts column by column: one place in each list is one of them.
#[derive(Debug, Default)]
pub struct Receipts {
    /// The tenants.
    pub municipalities: Vec<MunicipalityId>,
    /// The surveys.
    pub surveys: Vec<SurveyId>,
    /// What they are found by.
    pub hashes: Vec<ReceiptHash>,
}

struct Recording<'a> {
    municipalities: &'a [MunicipalityId],
    surveys: &'a [SurveyId],
    hashes: &'a [ReceiptHash],
}

prepared!(Recording -> (Binary,),
    "insert into receipts (municipality_id, survey_id, receipt_hash) \
     select * from unnest(" [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>] ", " [hashes: Array<Binary>] ") \
     order by 3 on conflict do nothing returning receipt_hash");

/// Records submissions, those that are not recorded yet: theirs are returned. Each of them gets a response or an
/// envelope in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn record(conn: &mut Conn, receipts: &Receipts) -> QueryResult<HashSet<ReceiptHash>> {
    let recording = Recording {
        municipalities: &receipts.municipalities,
        surveys: &receipts.surveys,
        hashes: &receipts.hashes,
    };
    let rows: Vec<(ReceiptHash,)> = recording.load(conn).await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// Writes all receipts of a survey anew in random order, so that neither their writer nor their place tells when they
/// were given; how many.
///
/// # Errors
/// When the database fails.
pub async fn seal_all(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (delete from receipts where municipality_id = $1 and survey_id = $2 returning *) \
         insert into receipts (municipality_id, survey_id, receipt_hash) \
         select municipality_id, survey_id, receipt_hash from moved order by gen_random_uuid()",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .execute(conn)
    .await
}
