//! Surveys as staff list them: how many there are, and one page of them.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Text as SqlText;
use diesel_async::RunQueryDsl;

use super::schema::surveys;
use super::search::searched;
use super::surveys::Survey;
use super::{Conn, QueryResult};
use crate::domain::ids::MunicipalityId;
use crate::domain::search::Search;
use crate::domain::survey::State;
use crate::domain::words::words;

words! {
    /// What comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Order {
        /// The newest fiscal year.
        #[default]
        Newest = "newest",
        /// The oldest.
        Oldest = "oldest",
        /// Whose deadline comes first; those without one last.
        Deadline = "deadline",
        /// Whose deadline comes last.
        LatestDeadline = "latest-deadline",
    }
}

/// What is searched: every language of the title, and the name in addresses.
const TEXT: &str = "(surveys.slug || ' ' || coalesce((select string_agg(value, ' ') \
                    from jsonb_each_text(surveys.title)), ''))";

/// Those in one of these states that are searched for: as many as `most`, after the first `skipped`.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    municipality: MunicipalityId,
    states: &[State],
    (search, order): (&Search, Order),
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Survey>> {
    let all = Survey::query()
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::state.eq_any(states))
        .into_boxed();
    let (year, until) = (surveys::fiscal_year, surveys::web_closes_at);
    let found = searched!(all, sql::<SqlText>(TEXT), search);
    let ordered = match order {
        Order::Newest => found.order_by(year.desc()),
        Order::Oldest => found.order_by(year.asc()),
        Order::Deadline => found.order_by(until.asc().nulls_last()),
        Order::LatestDeadline => found.order_by(until.desc().nulls_last()),
    };
    let page = ordered.then_order_by(surveys::slug);
    page.offset(skipped).limit(most).load(conn).await
}

/// How many of those searched for there are in each state; none of a state that has none.
///
/// # Errors
/// When the database fails.
pub async fn count_by_state(
    conn: &mut Conn,
    municipality: MunicipalityId,
    search: &Search,
) -> QueryResult<Vec<(State, i64)>> {
    let all = surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .group_by(surveys::state)
        .select((surveys::state, count_star()))
        .into_boxed();
    let found = searched!(all, sql::<SqlText>(TEXT), search);
    found.load(conn).await
}
