//! Indicators of all plans as staff list them: what the newest version of its plan calls each, where its values come
//! from, and the newest of them, whatever its state.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text as SqlText};
use diesel_async::RunQueryDsl;

use super::schema::{indicator_values, indicator_versions, indicators, plans};
use super::search::searched;
use super::values::ValueRow;
use super::{Conn, QueryResult};
use crate::domain::ids::{IndicatorId, MunicipalityId};
use crate::domain::plan::Heading;
use crate::domain::search::Search;
use crate::domain::slug::Slug;
use crate::domain::words::words;

words! {
    /// What comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Order {
        /// As plans print them.
        #[default]
        Printed = "printed",
        /// By name.
        Name = "name",
        /// By name, from behind.
        NameFromBehind = "name-from-behind",
    }
}

words! {
    /// Whether a question of a survey gives an indicator its values.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Binding {
        /// One does.
        Bound = "bound",
        /// None does.
        Unbound = "unbound",
    }
}

/// An indicator.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    /// Its id.
    pub id: IndicatorId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name in one line.
    pub name: String,
    /// The plan's name in addresses.
    pub plan: Slug,
    /// What the plan is called.
    pub heading: Heading,
    /// Whether a question gives it its values.
    pub is_bound: bool,
    /// How many there are of those searched for, on all pages.
    pub all: i64,
}

/// Whether its plan has no later version.
const IS_NEWEST: &str = "not exists (select from plan_versions later where \
                         later.municipality_id = indicator_versions.municipality_id and \
                         later.plan_id = indicator_versions.plan_id and later.number > indicator_versions.version)";

/// Whether the definition that holds names an item of a questionnaire.
const IS_BOUND: &str = "coalesce((select document->'source' ? 'item' from indicator_definitions defined where \
                        defined.municipality_id = indicators.municipality_id and \
                        defined.indicator_id = indicators.id order by defined.number desc limit 1), false)";

/// What is searched: its names, and what its plan is called.
const TEXT: &str =
    "(indicators.slug || ' ' || indicator_versions.name || ' ' || (plans.heading->>'name'))";

/// Those searched for, of one binding or of both: as many as `most`, after the first `skipped`.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    municipality: MunicipalityId,
    binding: Option<Binding>,
    (search, order): (&Search, Order),
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Listed>> {
    let with_version = indicator_versions::table.on(indicator_versions::municipality_id
        .eq(indicators::municipality_id)
        .and(indicator_versions::indicator_id.eq(indicators::id)));
    let with_plan = plans::table.on(plans::municipality_id
        .eq(indicators::municipality_id)
        .and(plans::id.eq(indicators::plan_id)));
    let all = indicators::table
        .inner_join(with_version)
        .inner_join(with_plan)
        .filter(indicators::municipality_id.eq(municipality))
        .filter(sql::<Bool>(IS_NEWEST))
        .select((
            indicators::id,
            indicators::slug,
            indicator_versions::name,
            plans::slug,
            plans::heading,
            sql::<Bool>(IS_BOUND),
            sql::<BigInt>("count(*) over ()"),
        ))
        .into_boxed();
    let found = searched!(all, sql::<SqlText>(TEXT), search);
    let found = match binding {
        None => found,
        Some(Binding::Bound) => found.filter(sql::<Bool>(IS_BOUND)),
        Some(Binding::Unbound) => found.filter(diesel::dsl::not(sql::<Bool>(IS_BOUND))),
    };
    let (name, position) = (indicator_versions::name, indicator_versions::position);
    let ordered = match order {
        Order::Printed => found.order_by((plans::slug.asc(), position.asc())),
        Order::Name => found.order_by((name.asc(), position.asc())),
        Order::NameFromBehind => found.order_by((name.desc(), position.asc())),
    };
    let page = ordered.then_order_by(indicators::id);
    page.offset(skipped).limit(most).load(conn).await
}

/// The newest value of each of these that was not taken back.
///
/// # Errors
/// When the database fails.
pub async fn newest_values(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[IndicatorId],
) -> QueryResult<Vec<ValueRow>> {
    use crate::domain::plan::value::State;
    use indicator_values as v;
    ValueRow::query()
        .filter(v::municipality_id.eq(municipality))
        .filter(v::indicator_id.eq_any(ids))
        .filter(v::state.ne(State::Withdrawn))
        .distinct_on(v::indicator_id)
        .order((
            v::indicator_id,
            v::fiscal_year.desc(),
            v::recorded_at.desc(),
        ))
        .load(conn)
        .await
}
