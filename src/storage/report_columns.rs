//! Kept columns: the cleaned answers of a closed survey as they were counted, one column for each item.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use tokio::task::spawn_blocking;

use super::schema::report_columns;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::statistics::stored::{from_bytes, to_bytes};
use crate::domain::tabulation::Layout;
use crate::domain::tabulation::responses::Responses;

/// The name under which stands what belongs to the responses as a whole.
const SUMMARY: &str = "";

/// Keeps the responses of this digest. What is kept already stays, unless it was kept differently: an earlier version of
/// the program cut the indexes of items with many options.
///
/// # Errors
/// When the database says no.
pub async fn keep(
    conn: &mut Conn,
    (municipality, survey): (MunicipalityId, SurveyId),
    digest: &[u8],
    layout: &Layout,
    responses: &Responses,
) -> QueryResult<()> {
    let summary = serde_json::to_vec(&responses.summary).map_err(broken)?;
    put(conn, (municipality, survey), digest, SUMMARY, summary).await?;
    for (item, column) in layout.items().iter().zip(&responses.columns) {
        put(
            conn,
            (municipality, survey),
            digest,
            &item.id,
            to_bytes(column),
        )
        .await?;
    }
    Ok(())
}

async fn put(
    conn: &mut Conn,
    (municipality, survey): (MunicipalityId, SurveyId),
    digest: &[u8],
    item: &str,
    bytes: Vec<u8>,
) -> QueryResult<()> {
    let insert = diesel::insert_into(report_columns::table)
        .values((
            report_columns::municipality_id.eq(municipality),
            report_columns::survey_id.eq(survey),
            report_columns::response_digest.eq(digest),
            report_columns::item.eq(item),
            report_columns::answers.eq(bytes),
        ))
        .on_conflict((
            report_columns::municipality_id,
            report_columns::survey_id,
            report_columns::response_digest,
            report_columns::item,
        ))
        .do_update()
        .set(report_columns::answers.eq(excluded(report_columns::answers)));
    let is_other = report_columns::answers.ne(excluded(report_columns::answers));
    diesel::query_dsl::methods::FilterDsl::filter(insert, is_other)
        .execute(conn)
        .await?;
    Ok(())
}

/// The responses of this digest; none when they were not kept, or not so that they can be counted.
///
/// # Errors
/// When the database fails, or what it holds is not what was kept.
pub async fn load(
    conn: &mut Conn,
    (municipality, survey): (MunicipalityId, SurveyId),
    digest: &[u8],
    layout: &Layout,
) -> QueryResult<Option<Responses>> {
    let Some(summary) = get(conn, (municipality, survey), digest, SUMMARY).await? else {
        return Ok(None);
    };
    let summary = serde_json::from_slice(&summary).map_err(broken)?;
    // One is unpacked while the next is on its way.
    let mut unpacking = Vec::with_capacity(layout.items().len());
    for item in layout.items() {
        let Some(bytes) = get(conn, (municipality, survey), digest, &item.id).await? else {
            return Err(broken(format!(
                "the kept answers to {} are missing",
                item.id
            )));
        };
        unpacking.push(spawn_blocking(move || from_bytes(&bytes)));
    }
    let mut columns = Vec::with_capacity(unpacking.len());
    for column in unpacking {
        columns.push(column.await.map_err(broken)?.map_err(broken)?);
    }
    let fit = columns
        .iter()
        .zip(layout.items())
        .all(|(column, item)| column.fits(item));
    Ok(fit.then_some(Responses { columns, summary }))
}

async fn get(
    conn: &mut Conn,
    (municipality, survey): (MunicipalityId, SurveyId),
    digest: &[u8],
    item: &str,
) -> QueryResult<Option<Vec<u8>>> {
    report_columns::table
        .filter(report_columns::municipality_id.eq(municipality))
        .filter(report_columns::survey_id.eq(survey))
        .filter(report_columns::response_digest.eq(digest))
        .filter(report_columns::item.eq(item))
        .select(report_columns::answers)
        .first(conn)
        .await
        .optional()
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(why.into())
}
