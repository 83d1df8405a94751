//! A plan on one page: its tree with every indicator as printed, the latest published value, the state.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::ids::NodeId;
use crate::domain::plan::baseline::Start;
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
use crate::web::page::{self, Around, Title, query, shipped};
use crate::web::state::AppState;

use super::drawn::spark;
use super::indicator::{is_synthetic, shown};
use super::material::{self, Material};
use super::printed::{self, Cells, Note};
use super::tree::{self, Heading};
use super::{state, wording};

/// A plan's page.
#[derive(Serialize)]
struct Page {
    name: String,
    period: Option<String>,
    /// The kind of its indicators, where they are all of one.
    kind: Option<String>,
    count: Say,
    /// Which version it is, where there are several.
    version: Option<Say>,
    /// Whether its document does not print what it is called.
    is_called_elsewhere: bool,
    filters: Vec<Filter>,
    /// What it calls the figures its indicators start from.
    start: Wording,
    groups: Vec<Group>,
    /// How its own words are told from the others.
    foreign_words: Option<Say>,
    /// Where the language switch leads: to the same state.
    #[serde(skip)]
    switch: Option<String>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/plan";

    fn title(&self) -> Title {
        Title::Before(self.name.as_str().into())
    }

    fn around(&self) -> Around {
        Around {
            switch: self.switch.clone(),
            ..Around::default()
        }
    }
}

/// A way to see only the indicators of one state.
#[derive(Serialize)]
struct Filter {
    label: Say,
    href: String,
    current: bool,
}

/// The indicators that hang on one node.
#[derive(Serialize)]
struct Group {
    #[serde(skip)]
    path: Vec<String>,
    /// The headings that begin here.
    begun: Vec<Heading>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    name: String,
    href: String,
    number: Option<Say>,
    kind: Option<String>,
    unit: Option<Say>,
    notes: Vec<Note>,
    /// Why the plan sets no indicator here, in its words.
    not_set: Option<String>,
    cells: Option<Cells>,
    latest: Option<String>,
    latest_year: Option<Datum>,
    spark: Option<String>,
    synthetic: bool,
    /// None where no indicator is set.
    state: Option<Say>,
    #[serde(skip)]
    state_word: Option<&'static str>,
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
    let asked = (Publication::Plan(at.plan.clone(), wanted), &*shipped());
    let write = async |material: &Material<'_>| write(material, &at.plan, wanted).await;
    material::give(&app, &request, &town.0, asked, write).await
}

async fn write(material: &Material<'_>, plan: &Slug, wanted: Option<&str>) -> Result<Issue, Error> {
    let (conn, public) = (
        &mut *material.app.db.get().await?,
        Public::of(material.town.id),
    );
    let record = read::plan::record(conn, &public, plan).await?;
    let page = Page {
        foreign_words: printed::foreign_words(material.language),
        ..Page::new(record, &material.town.slug, wanted)
    };
    Ok(material.visitor().show(&page)?.into())
}

impl Page {
    fn new(record: PlanRecord, town: &str, wanted: Option<&str>) -> Self {
        let base = format!("/{town}/plans/{}", record.plan.slug);
        let set = || {
            let documents = record.rows.iter().map(|in_plan| &in_plan.row.document);
            documents.filter(|document| document.not_set().is_none())
        };
        let kinds: Vec<Option<String>> = set().map(printed::kind).collect();
        let (kind, differ) = match kinds.split_first() {
            Some((first, rest)) => (first.clone(), rest.iter().any(|kind| kind != first)),
            None => (None, false),
        };
        let row = |in_plan: &IndicatorInPlan| {
            let mut view = RowView::new(in_plan, &record.nodes, &base);
            view.kind = view.kind.filter(|_| differ);
            (in_plan.row.node_id, view)
        };
        let rows: Vec<(Option<NodeId>, RowView)> = record.rows.iter().map(row).collect();
        let baselines = set().map(|document| &document.baseline);
        let (count, start) = (
            set().count(),
            printed::start_heading(&Start::of_all(baselines)),
        );
        let filters = filters(&rows, &base, wanted);
        let shown = rows
            .into_iter()
            .filter(|(_, row)| wanted.is_none() || row.state_word == wanted);
        let (heading, version) = (record.plan.heading, record.version);
        let version = version.and_then(|version| version.label);
        Self {
            is_called_elsewhere: !heading.name_in_text && heading.name_evidence.is_some(),
            name: heading.name,
            period: heading.period,
            kind: kind.filter(|_| !differ),
            groups: groups(&record.nodes, shown),
            version: version.map(|label| Say::new("plan-version").with("version", label)),
            count: Say::new("indicators-count").with("count", count),
            filters,
            start,
            foreign_words: None,
            switch: wanted.map(|state| format!("?state={state}")),
        }
    }
}

fn named(state: &str) -> Say {
    Say::new(format!("state-{state}"))
}

/// All states that occur, each with how often; none where there is nothing to choose.
fn filters(rows: &[(Option<NodeId>, RowView)], base: &str, wanted: Option<&str>) -> Vec<Filter> {
    let count_of = |state: &str| {
        let of_state = rows.iter().filter(|(_, row)| row.state_word == Some(state));
        of_state.count()
    };
    let occurring = state::ALL.iter().filter(|state| count_of(state) > 0);
    if wanted.is_none() && occurring.count() < 2 {
        return Vec::new();
    }
    let counted = |name: Say, count: usize| {
        let say = Say::new("filter-counted").with("count", count);
        say.with("name", name)
    };
    let set = rows.iter().filter(|(_, row)| row.not_set.is_none());
    let all = Filter {
        label: counted(Say::new("filter-all"), set.count()),
        href: base.to_owned(),
        current: wanted.is_none(),
    };
    let each = state::ALL.iter().filter_map(|state| {
        let count = count_of(state);
        let current = wanted == Some(*state);
        (count > 0 || current).then(|| Filter {
            label: counted(named(state), count),
            href: format!("{base}?state={state}"),
            current,
        })
    });
    std::iter::once(all).chain(each).collect()
}

/// Rows that hang on one node stand together under its headings.
fn groups(nodes: &[NodeRow], rows: impl Iterator<Item = (Option<NodeId>, RowView)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut node_before = None;
    for (node, row) in rows {
        if let Some(group) = groups.last_mut().filter(|_| node_before == Some(node)) {
            group.rows.push(row);
            continue;
        }
        node_before = Some(node);
        groups.push(Group {
            path: tree::path(nodes, node),
            begun: Vec::new(),
            rows: vec![row],
        });
    }
    let mut before: &[String] = &[];
    for group in &mut groups {
        group.begun = tree::begun(&group.path, before);
        // Where no indicator is set, the row itself is called as its step.
        if group.rows.iter().all(|row| row.not_set.is_some()) {
            group.begun.pop();
        }
        before = &group.path;
    }
    groups
}

impl RowView {
    fn new(in_plan: &IndicatorInPlan, nodes: &[NodeRow], base: &str) -> Self {
        let (row, series) = (&in_plan.row, &in_plan.series);
        let (document, latest) = (&row.document, in_plan.values.last());
        let not_set = document.not_set().map(wording::printed);
        let state = not_set.is_none().then(|| state::of(series));
        let (unit, slug) = (
            series.unit(),
            in_plan.slug.as_ref().map_or("", Slug::as_str),
        );
        Self {
            name: tree::called(row, nodes),
            href: format!("{base}/indicators/{slug}"),
            number: printed::number(document),
            kind: printed::kind(document),
            unit: printed::unit(document),
            notes: printed::notes(document),
            cells: Cells::of(document),
            latest: latest.map(|value| shown(value, value.document.unit.as_deref().or(unit))),
            latest_year: latest.map(|value| Datum::FiscalYear(value.fiscal_year)),
            spark: spark(series),
            synthetic: in_plan.values.iter().any(is_synthetic),
            state: state.map(named),
            state_word: state,
            not_set,
        }
    }
}
