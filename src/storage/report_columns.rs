//! Kept columns: the cleaned answers of a closed survey as they were counted, one column for each item.

use std::collections::HashMap;
use std::pin::pin;

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use futures_util::{Stream, TryStreamExt};
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
    let mut kept = pin!(stream(conn, (municipality, survey), digest).await?);
    let (mut summary, mut unpacking) = (None, HashMap::new());
    // One is unpacked while the next is on its way.
    while let Some((item, bytes)) = kept.try_next().await? {
        match item.as_str() {
            SUMMARY => summary = Some(serde_json::from_slice(&bytes).map_err(broken)?),
            _ => drop(unpacking.insert(item, spawn_blocking(move || from_bytes(&bytes)))),
        }
    }
    let Some(summary) = summary else {
        return Ok(None);
    };
    let mut columns = Vec::with_capacity(unpacking.len());
    for item in layout.items() {
        let missing = || broken(format!("the kept answers to {} are missing", item.id));
        let column = unpacking.remove(&item.id).ok_or_else(missing)?;
        columns.push(column.await.map_err(broken)?.map_err(broken)?);
    }
    let fit = columns
        .iter()
        .zip(layout.items())
        .all(|(column, item)| column.fits(item));
    Ok(fit.then_some(Responses { columns, summary }))
}

/// Everything that was kept under a digest, in no order.
async fn stream(
    conn: &mut Conn,
    (municipality, survey): (MunicipalityId, SurveyId),
    digest: &[u8],
) -> QueryResult<impl Stream<Item = QueryResult<(String, Vec<u8>)>>> {
    report_columns::table
        .filter(report_columns::municipality_id.eq(municipality))
        .filter(report_columns::survey_id.eq(survey))
        .filter(report_columns::response_digest.eq(digest))
        .select((report_columns::item, report_columns::answers))
        .load_stream(conn)
        .await
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(why.into())
}
