//! One indicator: its latest published value with margin and verdict, the chart, and how it was computed, in words.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::baseline::Start;
use crate::domain::plan::value::{Figure, Provenance};
use crate::domain::statistics::margin::MarginReason;
use crate::domain::time::Day;
use crate::read::indicator::{IndicatorRecord, SourceRows};
use crate::read::{self, Public};
use crate::storage::values::ValueRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::publications::{Form, Issue, Publication};
use crate::web::error::Error;
use crate::web::extract::path::IndicatorAt;
use crate::web::extract::tenant::Tenant;
use crate::web::page::{self, Title, shipped};
use crate::web::state::AppState;
use crate::web::town::Town;

use super::drawn::ChartView;
use super::how::How;
use super::material::{self, Material};
use super::printed::{self, Cells, Note};
use super::tabled::{self, RowView};
use super::targets::Judged;
use super::verdict::{Print, Verdict, rule_of_thumb};
use super::{amended, tree, wording};

/// An indicator's page.
#[derive(Serialize)]
struct Page {
    plan: String,
    plan_href: String,
    path: Vec<String>,
    name: String,
    number: Option<Say>,
    kind: Option<String>,
    unit: Option<Say>,
    /// The divisions that own it, as they are called today.
    owner: Option<String>,
    latest: Option<Latest>,
    judged: Option<Judged>,
    waiting: bool,
    not_set: Option<String>,
    cells: Option<Cells>,
    baseline_method: Option<Say>,
    /// Whether the plan says more of it than its name and figures.
    is_explained: bool,
    explanation: Option<String>,
    notes: Vec<Note>,
    elsewhere: Option<Say>,
    chart: Option<ChartView>,
    /// Why there is no chart.
    chartless: Option<Say>,
    /// Whether divisions own it.
    is_owned: bool,
    rows: Vec<RowView>,
    how: Option<How>,
    amendments: Vec<amended::Line>,
    /// How it was measured before.
    measuring: Vec<amended::Line>,
    csv: String,
    json: String,
    /// How the plan's own words are told from the others.
    foreign_words: Option<Say>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/indicator";

    fn title(&self) -> Title {
        Title::Before(self.name.as_str().into())
    }
}

/// The value on top of the page.
#[derive(Serialize)]
struct Latest {
    value: String,
    /// Hidden because of a small number (M-12); then nothing that is made from it is said either.
    small: bool,
    margin: Option<String>,
    /// Why the margin is not a plain ±.
    margin_note: Option<Say>,
    year: Datum,
    synthetic: bool,
    verdict: Option<Verdict>,
    /// Both weightings, where they differ.
    beside: Option<Say>,
    rule_of_thumb: Option<Say>,
}

/// `GET /{town}/plans/{plan}/indicators/{indicator}`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<IndicatorAt>,
) -> Result<HttpResponse, Error> {
    let asked = (publication(Form::Page, &at), &*shipped());
    let write = async |material: &Material<'_>| write(material, &at).await;
    material::give(&app, &request, &town.0, asked, write).await
}

async fn write(material: &Material<'_>, at: &IndicatorAt) -> Result<Issue, Error> {
    let page = Page::new(
        &material.town,
        &record(material, at).await?,
        material.language,
    );
    Ok(material.visitor().show(&page)?.into())
}

/// What is asked for at an address.
pub(super) fn publication(form: Form, at: &IndicatorAt) -> Publication {
    Publication::Indicator(form, at.plan.clone(), at.indicator.clone())
}

/// An indicator as the public sees it.
pub(super) async fn record(
    material: &Material<'_>,
    at: &IndicatorAt,
) -> Result<IndicatorRecord, Error> {
    let (conn, public) = (
        &mut *material.app.db.get().await?,
        Public::of(material.town.id),
    );
    let record = read::indicator::record(conn, &public, &at.plan, &at.indicator).await?;
    record.ok_or(Error::NotFound)
}

/// Whether a value was made from made-up answers.
pub(super) fn is_synthetic(value: &ValueRow) -> bool {
    matches!(&value.document.provenance, Provenance::Survey(measured) if measured.synthetic)
}

impl Page {
    fn new(town: &Town, record: &IndicatorRecord, language: &Language) -> Self {
        let (row, document) = (&record.version, &record.version.document);
        let base = format!("/{}/plans/{}", town.slug, record.plan.slug);
        let own = format!("{base}/indicators/{}", record.indicator.slug);
        let unit = record.series.unit();
        let (chart, chartless) = chart(record, language);
        let (explanation, notes) = (document.explained(), printed::notes(document));
        let elsewhere = printed::elsewhere(document);
        let told = amended::told(record, language);
        Self {
            plan: record.plan.heading.name.clone(),
            plan_href: base,
            path: tree::path(&record.nodes, row.node_id),
            name: tree::called(row, &record.nodes),
            number: printed::number(document),
            kind: printed::kind(document),
            unit: printed::unit(document),
            owner: record.owned_on(Day::MAX),
            latest: Latest::new(record, unit, language),
            judged: Judged::new(record),
            waiting: record.values.is_empty() && record.definition.is_some(),
            not_set: document.not_set().map(wording::printed),
            cells: Cells::of(document),
            baseline_method: baseline_method(record),
            is_explained: explanation.is_some() || !notes.is_empty() || elsewhere.is_some(),
            explanation: explanation.map(wording::printed),
            notes,
            elsewhere,
            chart,
            chartless,
            is_owned: !record.owners.is_empty(),
            rows: tabled::rows(record, (town, language), unit),
            how: How::new(record, town, language),
            amendments: told.printed,
            measuring: told.measured,
            foreign_words: printed::foreign_words(language),
            csv: format!("{own}.csv"),
            json: format!("{own}.json"),
        }
    }
}

/// The chart, or why there is none; neither where the plan sets no indicator.
fn chart(record: &IndicatorRecord, language: &Language) -> (Option<ChartView>, Option<Say>) {
    if record.version.document.not_set().is_some() {
        return (None, None);
    }
    match ChartView::new(&record.series, language) {
        Ok(chart) => (Some(chart), None),
        Err(why) => (None, Some(why)),
    }
}

/// How the printed baseline was made, as far as it is recorded; only where a survey goes on from it. Or that its unit is
/// another one.
fn baseline_method(record: &IndicatorRecord) -> Option<Say> {
    let start = || printed::start_word(&Start::of(&record.version.document.baseline));
    let said = |key| Say::new(key).with("baseline", start());
    if record.series.baseline_differs() {
        return Some(said("baseline-other-unit"));
    }
    let definition = record.definition.as_ref()?;
    let baseline = record.series.baseline();
    let found = definition.baseline.as_ref();
    let Some(found) = found.filter(|found| found.printed == baseline.printed.raw) else {
        return baseline.n.is_none().then(|| said("baseline-n-unknown"));
    };
    let key = match (baseline.n, baseline.n_assumed) {
        (Some(_), true) => "baseline-n-assumed",
        (Some(_), false) => "baseline-n-known",
        (None, _) => "baseline-source",
    };
    let say = said(key).with("value", found.source.as_str());
    Some(say.with_any("count", baseline.n.map(Datum::how_many)))
}

impl Latest {
    fn new(record: &IndicatorRecord, unit: Option<&str>, language: &Language) -> Option<Self> {
        let stored = record.values.last()?;
        let value = &stored.document;
        let (small, unit) = (value.is_small(), value.unit.as_deref().or(unit));
        let figure = match &value.provenance {
            Provenance::Survey(measured) if !small => Some(&measured.figure),
            _ => None,
        };
        let print = Print {
            unit,
            baseline: &record.version.document.baseline,
            is_share: figure.is_some_and(Figure::is_share),
            language,
        };
        let change = record.change(value).filter(|_| !small);
        let margin = figure.and_then(Figure::margin_shown);
        Some(Self {
            value: shown(stored, unit),
            small,
            margin_note: figure.and_then(|figure| margin_note(record, figure)),
            year: Datum::FiscalYear(stored.fiscal_year),
            synthetic: is_synthetic(stored),
            verdict: change.map(|change| Verdict::new(&change, &print)),
            beside: figure.and_then(|figure| beside(stored, figure, unit)),
            rule_of_thumb: figure
                .filter(|_| margin.is_some())
                .and_then(|figure| rule_of_thumb(figure, value)),
            margin,
        })
    }
}

/// A value with its unit; x where it may not be seen (M-12).
pub(super) fn shown(stored: &ValueRow, unit: Option<&str>) -> String {
    if stored.document.is_small() {
        return "x".to_owned();
    }
    wording::with_unit(stored.document.shown, unit)
}

/// Why there is no plain ±, in words (M-10).
fn margin_note(record: &IndicatorRecord, figure: &Figure) -> Option<Say> {
    let key = match figure.precision.reason? {
        MarginReason::Bounds => "margin-bounds",
        MarginReason::NoSpread => "margin-no-spread",
        MarginReason::Census => "margin-census",
        MarginReason::CensusLowReturn => "margin-census-low-return",
        MarginReason::NTooSmall => "margin-n-too-small",
        MarginReason::NoBase => return None,
        MarginReason::NotASample => "margin-not-a-sample",
    };
    let source = record.source.as_ref();
    Some(Say::new(key).with_any("value", source.and_then(SourceRows::return_rate)))
}

/// Both weightings side by side, where they differ by more than half the margin (M-10).
fn beside(stored: &ValueRow, figure: &Figure, unit: Option<&str>) -> Option<Say> {
    let other = figure
        .precision
        .other
        .as_ref()
        .filter(|other| other.beside)?;
    let published = wording::with_unit(stored.document.shown, unit);
    let other_shown = wording::with_unit(other.shown, unit);
    let (weighted, unweighted) = if other.weighted {
        (other_shown, published)
    } else {
        (published, other_shown)
    };
    let say = Say::new("weightings-differ").with("value", weighted);
    Some(say.with("other", unweighted))
}
