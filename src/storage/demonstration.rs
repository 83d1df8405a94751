//! What only a demonstration does, and only to rows that say they are made up: putting a survey into the past.

use diesel::prelude::*;
use diesel::sql_types::{Date, Integer, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::surveys;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::survey::Schedule;
use crate::domain::time::Day;

/// Gives a made-up survey the times it would have had.
///
/// # Errors
/// `NotFound` when there is no such survey, or its answers are real.
pub async fn set_times(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    times: Schedule,
) -> QueryResult<()> {
    let changed = diesel::update(surveys::table)
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::id.eq(survey))
        .filter(surveys::synthetic)
        .set((
            surveys::opens_at.eq(times.opens_at),
            surveys::web_closes_at.eq(times.web_closes_at),
            surveys::entry_closes_at.eq(times.entry_closes_at),
            surveys::grace_minutes.eq(times.grace_minutes),
        ))
        .execute(conn)
        .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::NotFound)
    }
}

/// Spreads the returns of a made-up survey over `days` days from `first` on, more at the beginning.
///
/// # Errors
/// When the database fails.
pub async fn spread_days(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    first: Day,
    days: i32,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (delete from returns r using surveys s where r.municipality_id = $1 and r.survey_id = $2 \
         and s.municipality_id = r.municipality_id and s.id = r.survey_id and s.synthetic returning r.*), \
         one as (select municipality_id, survey_id, mode, $3 + (power(random(), 1.7) * $4)::integer as day \
         from moved, generate_series(1, responses)) \
         insert into returns (municipality_id, survey_id, day, mode, responses) \
         select municipality_id, survey_id, day, mode, count(*) from one group by 1, 2, 3, 4",
    )
    .bind::<Uuid, _>(municipality.0)
    .bind::<Uuid, _>(survey.0)
    .bind::<Date, _>(first)
    .bind::<Integer, _>(days - 1)
    .execute(conn)
    .await
}
