//! How many forms of an open survey were asked to come again in a moment. A number for staff; of whom is not kept.

use diesel::prelude::*;
use diesel::sql_types::Uuid;
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::schema::held_back;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};

/// Counts one form. A server that crashes may forget the last ones: nobody waits for the disk here.
///
/// # Errors
/// When the database fails.
pub async fn count_one(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<()> {
    const COUNT: &str = "insert into held_back as h (municipality_id, survey_id, forms) values ($1, $2, 1) \
        on conflict on constraint held_back_pkey do update set forms = h.forms + 1";
    conn.transaction(async |tx| {
        diesel::sql_query("set local synchronous_commit to off")
            .execute(tx)
            .await?;
        diesel::sql_query(COUNT)
            .bind::<Uuid, _>(municipality)
            .bind::<Uuid, _>(survey)
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// How many there were.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<i64> {
    let forms = held_back::table
        .filter(held_back::municipality_id.eq(municipality))
        .filter(held_back::survey_id.eq(survey))
        .select(held_back::forms)
        .first(conn)
        .await
        .optional()?;
    Ok(forms.unwrap_or(0))
}
