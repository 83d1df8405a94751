//! Reports as staff list them: which there are and where each stands, never what is in it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text as SqlText};
use diesel_async::RunQueryDsl;

use super::schema::{reports, surveys};
use super::search::searched;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, ReportId};
use crate::domain::plan::value::State;
use crate::domain::report::Stage;
use crate::domain::search::Search;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;
use crate::domain::words::words;

words! {
    /// What comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Order {
        /// What was computed last.
        #[default]
        Newest = "newest",
        /// What was computed first.
        Oldest = "oldest",
    }
}

/// A report.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    /// Its id.
    pub id: ReportId,
    /// The survey's name in addresses.
    pub survey: Slug,
    /// What it is called.
    pub title: Text,
    /// The fiscal year its values are for.
    pub fiscal_year: i32,
    /// 1 for the first of its survey.
    pub number: i32,
    /// How complete the responses were.
    pub stage: Stage,
    /// Where it stands.
    pub state: State,
    /// How many responses were counted.
    pub responses: i32,
    /// When.
    pub computed_at: Timestamp,
    /// How many there are of those searched for, on all pages.
    pub all: i64,
}

/// What is searched: every language of the survey's title, and its name in addresses.
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
) -> QueryResult<Vec<Listed>> {
    let with_survey = surveys::table.on(surveys::municipality_id
        .eq(reports::municipality_id)
        .and(surveys::id.eq(reports::survey_id)));
    let all = reports::table
        .inner_join(with_survey)
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::state.eq_any(states))
        .select((
            reports::id,
            surveys::slug,
            surveys::title,
            surveys::fiscal_year,
            reports::number,
            reports::stage,
            reports::state,
            reports::response_count,
            reports::computed_at,
            sql::<BigInt>("count(*) over ()"),
        ))
        .into_boxed();
    let found = searched!(all, sql::<SqlText>(TEXT), search);
    let ordered = match order {
        Order::Newest => found.order_by(reports::computed_at.desc()),
        Order::Oldest => found.order_by(reports::computed_at.asc()),
    };
    let page = ordered.then_order_by(reports::id);
    page.offset(skipped).limit(most).load(conn).await
}
