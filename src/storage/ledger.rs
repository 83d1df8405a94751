//! Surveys as staff list them: how many there are, and one page of them.

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::surveys;
use super::surveys::Survey;
use super::{Conn, QueryResult};
use crate::domain::ids::MunicipalityId;
use crate::domain::survey::State;

/// Those in one of these states, newest fiscal year first: as many as `most`, after the first `skipped`.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    municipality: MunicipalityId,
    states: &[State],
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Survey>> {
    Survey::query()
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::state.eq_any(states))
        .order((surveys::fiscal_year.desc(), surveys::slug))
        .offset(skipped)
        .limit(most)
        .load(conn)
        .await
}

/// How many there are in each state; none of a state that has none.
///
/// # Errors
/// When the database fails.
pub async fn count_by_state(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Vec<(State, i64)>> {
    surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .group_by(surveys::state)
        .select((surveys::state, count_star()))
        .load(conn)
        .await
}
