//! A plan on one page: its tree with every indicator as printed, the latest published value, the state.

use std::collections::HashMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::app::App;
use crate::domain::ids::{IndicatorId, MunicipalityId, NodeId};
use crate::domain::language::Language;
use crate::domain::slug::Slug;
use crate::storage::plans::Node;
use crate::storage::values::StoredValue;
use crate::storage::{Conn, indicators, plans, values};
use crate::views::chart;
use crate::web::error::Error;
use crate::web::page::publish;
use crate::web::tenant::Tenant;

use super::{chrome, wording};

/// A plan's page.
#[derive(Serialize)]
struct Page {
    name: String,
    municipality: String,
    period: Option<String>,
    version: Option<String>,
    groups: Vec<Group>,
    count: usize,
}

/// The indicators that hang on one node.
#[derive(Serialize)]
struct Group {
    path: Vec<String>,
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
}

/// A target as printed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TargetView {
    pub(super) label: Option<String>,
    pub(super) period: Option<String>,
    pub(super) raw: String,
    pub(super) explicit: bool,
}

/// `GET /{town}/plans/{plan}`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    town: Tenant,
    at: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let slug = Slug::parse(&at.1).map_err(|_| Error::NotFound)?;
    let mut conn = app.db.get().await?;
    let plan = plans::by_slug(&mut conn, town.0.id, &slug).await?;
    let mut chrome = chrome(&app, &request, &town.0, &plan.heading.name);
    chrome.home = format!("/{}", town.0.slug);
    let language = chrome.language.clone();
    let page = Reading {
        conn: &mut conn,
        of: town.0.id,
        town: &town.0.slug,
        language: &language,
    }
    .page(&plan)
    .await?;
    publish(&app, "public/plan", &chrome, &page)
}

/// Reads a plan for its page.
struct Reading<'a> {
    conn: &'a mut Conn,
    of: MunicipalityId,
    town: &'a str,
    language: &'a Language,
}

impl Reading<'_> {
    async fn page(self, plan: &plans::Plan) -> Result<Page, Error> {
        let Self {
            conn,
            of,
            town,
            language,
        } = self;
        let latest = plans::versions(conn, of, plan.id)
            .await?
            .into_iter()
            .next_back();
        let number = latest.as_ref().map_or(1, |version| version.number);
        let nodes = plans::nodes(conn, of, plan.id).await?;
        let slugs: HashMap<IndicatorId, Slug> = indicators::list(conn, of, plan.id)
            .await?
            .into_iter()
            .map(|row| (row.id, row.slug))
            .collect();
        let mut rows = indicators::versions(conn, of, plan.id).await?;
        rows.retain(|row| row.version == number);
        let ids: Vec<IndicatorId> = rows.iter().map(|row| row.indicator_id).collect();
        let mut published: HashMap<IndicatorId, Vec<StoredValue>> = HashMap::new();
        for value in values::list_published(conn, of, &ids).await? {
            published.entry(value.indicator_id).or_default().push(value);
        }
        let base = format!("/{town}/plans/{}", plan.slug);
        let count = rows.len();
        let mut groups: Vec<(Option<NodeId>, Vec<RowView>)> = Vec::new();
        for row in rows {
            let values = published
                .get(&row.indicator_id)
                .map_or(&[][..], Vec::as_slice);
            let slug = slugs.get(&row.indicator_id).map_or("", Slug::as_str);
            let view = RowView::new(&row, &format!("{base}/indicators/{slug}"), values, language);
            match groups.last_mut().filter(|(node, _)| *node == row.node_id) {
                Some((_, views)) => views.push(view),
                None => groups.push((row.node_id, vec![view])),
            }
        }
        let groups = groups.into_iter().map(|(node, rows)| Group {
            path: path(&nodes, node),
            rows,
        });
        Ok(Page {
            name: plan.heading.name.clone(),
            municipality: plan.heading.municipality.clone(),
            period: plan.heading.period.clone(),
            version: latest.and_then(|version| version.label),
            groups: groups.collect(),
            count,
        })
    }
}

/// The headings above a node, from the root.
pub(super) fn path(nodes: &[Node], node: Option<NodeId>) -> Vec<String> {
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
        raw: wording::printed(&milestone.raw),
        explicit: milestone.explicit,
    };
    version.milestones.iter().map(view).collect()
}

impl RowView {
    fn new(
        row: &indicators::Version,
        href: &str,
        values: &[StoredValue],
        language: &Language,
    ) -> Self {
        let document = &row.document;
        let latest = values.last();
        let unit = wording::unit(document);
        Self {
            name: row.name.clone(),
            href: href.to_owned(),
            kind: document.subkind.clone().or_else(|| document.kind.clone()),
            baseline: wording::printed(&document.baseline.printed.raw),
            baseline_period: wording::period(&document.baseline.period, language),
            targets: targets(document, language),
            latest: latest.map(|value| {
                wording::with_unit(
                    value.document.shown,
                    value.document.unit.as_deref().or(unit),
                )
            }),
            latest_year: latest.map(|value| wording::year(value.fiscal_year, language)),
            not_set: document.not_set().map(wording::printed),
            spark: chart::spark(&super::indicator::points(document, values)),
            synthetic: values.iter().any(super::indicator::is_synthetic),
        }
    }
}
