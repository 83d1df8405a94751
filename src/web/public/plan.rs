//! A plan on one page: its tree with every indicator as printed, the latest published value, the state.

use std::collections::HashMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::ids::{IndicatorId, MunicipalityId, NodeId};
use crate::domain::language::Language;
use crate::domain::plan::series::Series;
use crate::domain::slug::Slug;
use crate::storage::indicators::DefinitionRow;
use crate::storage::plans::NodeRow;
use crate::storage::values::ValueRow;
use crate::storage::{Conn, indicators, plans, values};
use crate::views::chart;
use crate::views::dates;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::tenant::Tenant;
use crate::web::page::{self, Title, query};
use crate::web::state::AppState;
use crate::workflows::planning::judging;

use super::drawn::points;
use super::{state, visitor, wording};

/// A plan's page.
#[derive(Serialize)]
struct Page {
    name: String,
    municipality: String,
    period: Option<String>,
    version: Option<String>,
    groups: Vec<Group>,
    filters: Vec<Filter>,
    count: Say,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/plan";

    fn title(&self) -> Title {
        Title::Before(self.name.as_str().into())
    }
}

/// A way to see only the indicators of one state.
#[derive(Serialize)]
struct Filter {
    label: Say,
    href: String,
    count: usize,
    current: bool,
}

/// The indicators that hang on one node.
#[derive(Serialize)]
struct Group {
    /// The headings above, where they differ from those of the group before.
    heading: Option<Vec<String>>,
    title: Option<String>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    name: String,
    href: String,
    kind: Option<String>,
    baseline: String,
    baseline_period: Option<String>,
    targets: Vec<TargetView>,
    latest: Option<String>,
    latest_year: Option<String>,
    not_set: Option<String>,
    spark: Option<String>,
    synthetic: bool,
    state: Say,
    #[serde(skip)]
    state_word: &'static str,
}

/// A target as printed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TargetView {
    pub(super) label: Option<String>,
    pub(super) period: Option<String>,
    pub(super) printed: String,
}

/// `GET /{town}/plans/{plan}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let slug = Slug::parse(&at.1).map_err(|_| Error::NotFound)?;
    let mut conn = app.db.get().await?;
    let plan = plans::by_slug(&mut conn, town.0.id, &slug).await?;
    let visitor = visitor(&app, &request, &town.0);
    let wanted = query(&request, "state").filter(|state| state::ALL.contains(state));
    let stored = Stored::load(&mut conn, town.0.id, &plan).await?;
    visitor.show(&stored.page(&plan, &town.0.slug, wanted, &visitor.language))
}

/// What is stored of a plan's newest version.
struct Stored {
    version: Option<plans::VersionRow>,
    nodes: Vec<NodeRow>,
    slugs: HashMap<IndicatorId, Slug>,
    rows: Vec<indicators::VersionRow>,
    published: HashMap<IndicatorId, Vec<ValueRow>>,
    said: HashMap<IndicatorId, Vec<DefinitionRow>>,
}

impl Stored {
    async fn load(
        conn: &mut Conn,
        of: MunicipalityId,
        plan: &plans::PlanRow,
    ) -> Result<Self, Error> {
        let version = plans::versions(conn, of, plan.id)
            .await?
            .into_iter()
            .next_back();
        let number = version.as_ref().map_or(1, |version| version.number);
        let slugs = indicators::list(conn, of, plan.id)
            .await?
            .into_iter()
            .map(|row| (row.id, row.slug))
            .collect();
        let mut rows = indicators::versions(conn, of, plan.id).await?;
        rows.retain(|row| row.version == number);
        let ids: Vec<IndicatorId> = rows.iter().map(|row| row.indicator_id).collect();
        let mut published: HashMap<IndicatorId, Vec<ValueRow>> = HashMap::new();
        for value in values::list_published(conn, of, &ids).await? {
            published.entry(value.indicator_id).or_default().push(value);
        }
        let mut said: HashMap<IndicatorId, Vec<DefinitionRow>> = HashMap::new();
        for row in indicators::all_definitions(conn, of).await? {
            said.entry(row.indicator_id).or_default().push(row);
        }
        Ok(Self {
            version,
            nodes: plans::nodes(conn, of, plan.id).await?,
            slugs,
            rows,
            published,
            said,
        })
    }

    fn page(
        self,
        plan: &plans::PlanRow,
        town: &str,
        wanted: Option<&str>,
        language: &Language,
    ) -> Page {
        let base = format!("/{town}/plans/{}", plan.slug);
        let rows: Vec<(Option<NodeId>, RowView)> = self
            .rows
            .iter()
            .map(|row| (row.node_id, self.row(row, &base, language)))
            .collect();
        let count = Say::new("indicators-count").with("count", rows.len());
        let filters = filters(&rows, &base, wanted);
        let shown = rows
            .into_iter()
            .filter(|(_, row)| wanted.is_none_or(|wanted| row.state_word == wanted));
        Page {
            name: plan.heading.name.clone(),
            municipality: plan.heading.municipality.clone(),
            period: plan.heading.period.clone(),
            groups: groups(&self.nodes, shown),
            version: self.version.and_then(|version| version.label),
            filters,
            count,
        }
    }

    fn row(&self, row: &indicators::VersionRow, base: &str, language: &Language) -> RowView {
        let values = self
            .published
            .get(&row.indicator_id)
            .map_or(&[][..], Vec::as_slice);
        let slug = self.slugs.get(&row.indicator_id).map_or("", Slug::as_str);
        let said = self
            .said
            .get(&row.indicator_id)
            .cloned()
            .unwrap_or_default();
        let series = judging::series_of(row, judging::said(said), values);
        let href = format!("{base}/indicators/{slug}");
        RowView::new(row, &href, values, &series, language)
    }
}

fn named(state: &str) -> Say {
    Say::new(format!("state-{state}"))
}

/// All states that occur, each with how often.
fn filters(rows: &[(Option<NodeId>, RowView)], base: &str, wanted: Option<&str>) -> Vec<Filter> {
    let all = Filter {
        label: Say::new("filter-all"),
        href: base.to_owned(),
        count: rows.len(),
        current: wanted.is_none(),
    };
    let each = state::ALL.iter().filter_map(|state| {
        let of_state = rows.iter().filter(|(_, row)| row.state_word == *state);
        let count = of_state.count();
        let current = wanted == Some(*state);
        (count > 0 || current).then(|| Filter {
            label: named(state),
            href: format!("{base}?state={state}"),
            count,
            current,
        })
    });
    std::iter::once(all).chain(each).collect()
}

/// Rows that hang on one node stand together under its headings.
fn groups(nodes: &[NodeRow], rows: impl Iterator<Item = (Option<NodeId>, RowView)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut node_before = None;
    let mut above_before: Vec<String> = Vec::new();
    for (node, row) in rows {
        if let Some(group) = groups.last_mut().filter(|_| node_before == Some(node)) {
            group.rows.push(row);
            continue;
        }
        let mut above = path(nodes, node);
        let own = above.pop();
        let (heading, title) = match (above.is_empty(), own) {
            (true, own) => (own.map(|own| vec![own]), None),
            (false, own) => ((above != above_before).then(|| above.clone()), own),
        };
        (node_before, above_before) = (Some(node), above);
        groups.push(Group {
            heading,
            title,
            rows: vec![row],
        });
    }
    groups
}

/// The headings above a node, from the root.
pub(super) fn path(nodes: &[NodeRow], node: Option<NodeId>) -> Vec<String> {
    let mut names = Vec::new();
    let mut next = node;
    while let Some(node) = next.and_then(|id| nodes.iter().find(|node| node.id == id)) {
        let words = [node.code.as_deref(), node.name.as_deref()];
        let name = words
            .into_iter()
            .flatten()
            .map(wording::printed)
            .collect::<Vec<_>>()
            .join(" ");
        if !name.is_empty() {
            names.push(name);
        }
        next = node.parent_id.filter(|_| names.len() < 20);
    }
    names.reverse();
    names
}

/// The targets of an indicator as printed.
pub(super) fn targets(
    version: &crate::domain::plan::indicator::Version,
    language: &Language,
) -> Vec<TargetView> {
    let view = |milestone: &crate::domain::plan::target::Milestone| TargetView {
        label: milestone.label.as_deref().map(wording::printed),
        period: wording::period(&milestone.period, language),
        printed: wording::goal(milestone, version.printed_unit()),
    };
    version.milestones.iter().map(view).collect()
}

impl RowView {
    fn new(
        row: &indicators::VersionRow,
        href: &str,
        values: &[ValueRow],
        series: &Series,
        language: &Language,
    ) -> Self {
        let document = &row.document;
        let latest = values.last();
        let (unit, state) = (series.unit(), state::of(series));
        Self {
            name: row.name.clone(),
            href: href.to_owned(),
            kind: document.subkind.clone().or_else(|| document.kind.clone()),
            baseline: wording::baseline(document),
            baseline_period: wording::period(&document.baseline.period, language),
            targets: targets(document, language),
            latest: latest.map(|value| {
                super::indicator::shown(value, value.document.unit.as_deref().or(unit))
            }),
            latest_year: latest.map(|value| dates::fiscal_year(value.fiscal_year, language)),
            not_set: document.not_set().map(wording::printed),
            spark: chart::spark(&points(series)),
            synthetic: values.iter().any(super::indicator::is_synthetic),
            state: named(state),
            state_word: state,
        }
    }
}
