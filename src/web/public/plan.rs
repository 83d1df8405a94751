//! A plan on one page: its tree with every indicator as printed, the latest published value, the state.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::ids::NodeId;
use crate::domain::slug::Slug;
use crate::read::plan::{IndicatorInPlan, PlanRecord};
use crate::read::{self, Public};
use crate::storage::plans::NodeRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::cache::publications::{Issue, Publication};
use crate::web::error::Error;
use crate::web::extract::choice::choice;
use crate::web::extract::path::PlanAt;
use crate::web::extract::tenant::Tenant;
use crate::web::page::{self, Title, query};
use crate::web::state::AppState;

use super::drawn::spark;
use super::indicator::{is_synthetic, shown};
use super::material::{self, Material};
use super::{languages, state, wording};

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
    baseline_period: Option<Wording>,
    targets: Vec<TargetView>,
    latest: Option<String>,
    latest_year: Option<Datum>,
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
    pub(super) period: Option<Wording>,
    pub(super) printed: String,
}

/// `GET /{town}/plans/{plan}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<PlanAt>,
) -> Result<HttpResponse, Error> {
    let known = |word: &str| state::ALL.into_iter().find(|state| *state == word);
    let wanted = choice(query(&request, "state"), known)?;
    let asked = (Publication::Plan(at.plan.clone(), wanted), &*languages());
    let write = async |material: &Material<'_>| write(material, &at.plan, wanted).await;
    material::give(&app, &request, &town.0, asked, write).await
}

async fn write(material: &Material<'_>, plan: &Slug, wanted: Option<&str>) -> Result<Issue, Error> {
    let (conn, public) = (
        &mut *material.app.db.get().await?,
        Public::of(material.town.id),
    );
    let record = read::plan::record(conn, &public, plan).await?;
    let page = Page::new(record, &material.town.slug, wanted);
    Ok(material.visitor().show(&page)?.into())
}

impl Page {
    fn new(record: PlanRecord, town: &str, wanted: Option<&str>) -> Self {
        let base = format!("/{town}/plans/{}", record.plan.slug);
        let row = |in_plan: &IndicatorInPlan| {
            let view = RowView::new(in_plan, &base);
            (in_plan.row.node_id, view)
        };
        let rows: Vec<(Option<NodeId>, RowView)> = record.rows.iter().map(row).collect();
        let count = Say::new("indicators-count").with("count", rows.len());
        let filters = filters(&rows, &base, wanted);
        let shown = rows
            .into_iter()
            .filter(|(_, row)| wanted.is_none_or(|wanted| row.state_word == wanted));
        let heading = record.plan.heading;
        Self {
            name: heading.name,
            municipality: heading.municipality,
            period: heading.period,
            groups: groups(&record.nodes, shown),
            version: record.version.and_then(|version| version.label),
            filters,
            count,
        }
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
pub(super) fn targets(version: &crate::domain::plan::indicator::Version) -> Vec<TargetView> {
    let view = |milestone: &crate::domain::plan::target::Milestone| TargetView {
        label: milestone.label.as_deref().map(wording::printed),
        period: wording::period(&milestone.period),
        printed: wording::goal(milestone, version.printed_unit()),
    };
    version.milestones.iter().map(view).collect()
}

impl RowView {
    fn new(in_plan: &IndicatorInPlan, base: &str) -> Self {
        let (row, series) = (&in_plan.row, &in_plan.series);
        let (document, latest) = (&row.document, in_plan.values.last());
        let (unit, state) = (series.unit(), state::of(series));
        let slug = in_plan.slug.as_ref().map_or("", Slug::as_str);
        Self {
            name: row.name.clone(),
            href: format!("{base}/indicators/{slug}"),
            kind: document.subkind.clone().or_else(|| document.kind.clone()),
            baseline: wording::baseline(document),
            baseline_period: wording::period(&document.baseline.period),
            targets: targets(document),
            latest: latest.map(|value| shown(value, value.document.unit.as_deref().or(unit))),
            latest_year: latest.map(|value| Datum::FiscalYear(value.fiscal_year)),
            not_set: document.not_set().map(wording::printed),
            spark: spark(series),
            synthetic: in_plan.values.iter().any(is_synthetic),
            state: named(state),
            state_word: state,
        }
    }
}
