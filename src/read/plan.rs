//! A plan: its newest version, its tree, and every indicator with its series.

use std::collections::HashMap;

use super::{Sees, series};
use crate::domain::ids::IndicatorId;
use crate::domain::plan::series::Series;
use crate::domain::slug::Slug;
use crate::storage::indicators::{self, DefinitionRow, VersionRow};
use crate::storage::plans::{self, NodeRow, PlanRow};
use crate::storage::values::ValueRow;
use crate::storage::{Conn, QueryResult, continuity};

/// Everything a plan's page shows.
pub struct PlanRecord {
    /// The plan.
    pub plan: PlanRow,
    /// Its newest version.
    pub version: Option<plans::VersionRow>,
    /// Its tree.
    pub nodes: Vec<NodeRow>,
    /// The rows of that version.
    pub rows: Vec<IndicatorInPlan>,
}

/// One row of a plan.
pub struct IndicatorInPlan {
    /// Its name in addresses.
    pub slug: Option<Slug>,
    /// What the plan prints.
    pub row: VersionRow,
    /// Its values, oldest first.
    pub values: Vec<ValueRow>,
    /// All of it over the years.
    pub series: Series,
}

/// A plan by its name in addresses.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn record(conn: &mut Conn, sees: &impl Sees, slug: &Slug) -> QueryResult<PlanRecord> {
    let municipality = sees.municipality();
    let plan = plans::by_slug(conn, municipality, slug).await?;
    let versions = plans::versions(conn, municipality, plan.id).await?;
    let version = versions.into_iter().next_back();
    let number = version.as_ref().map_or(1, |version| version.number);
    let mut rows = indicators::versions(conn, municipality, plan.id).await?;
    rows.retain(|row| row.version == number);
    let ids: Vec<IndicatorId> = rows.iter().map(|row| row.indicator_id).collect();
    let named = indicators::list(conn, municipality, plan.id).await?;
    let mut slugs: HashMap<_, _> = named.into_iter().map(|row| (row.id, row.slug)).collect();
    let mut values = by_indicator(sees.values(conn, &ids).await?, |row| row.indicator_id);
    let definitions = indicators::all_definitions(conn, municipality).await?;
    let definitions = by_indicator(definitions, |row: &DefinitionRow| row.indicator_id);
    let nodes = plans::nodes(conn, municipality, plan.id).await?;
    let asked = continuity::asked(conn, municipality).await?;
    let in_plan = |row: VersionRow| {
        let id = row.indicator_id;
        let values = values.remove(&id).unwrap_or_default();
        let defined = definitions.get(&id).map_or(&[][..], Vec::as_slice);
        IndicatorInPlan {
            slug: slugs.remove(&id),
            series: series::of(&row, defined, &values, &asked),
            values,
            row,
        }
    };
    Ok(PlanRecord {
        rows: rows.into_iter().map(in_plan).collect(),
        plan,
        version,
        nodes,
    })
}

/// Rows by the indicator they are about, in their order.
pub(super) fn by_indicator<R>(
    rows: Vec<R>,
    about: impl Fn(&R) -> IndicatorId,
) -> HashMap<IndicatorId, Vec<R>> {
    let mut all: HashMap<IndicatorId, Vec<R>> = HashMap::new();
    for row in rows {
        all.entry(about(&row)).or_default().push(row);
    }
    all
}
