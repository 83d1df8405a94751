//! One indicator: its latest published value with margin and verdict, the chart, and how it was computed, in words.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::app::App;
use crate::domain::ids::MunicipalityId;
use crate::domain::language::Language;
use crate::domain::plan::definition::{Definition, Measure, Source};
use crate::domain::plan::indicator::Version;
use crate::domain::plan::value::{Measured, Provenance};
use crate::domain::questionnaire::Reader;
use crate::domain::slug::Slug;
use crate::storage::indicators::Indicator;
use crate::storage::reports::StoredReport;
use crate::storage::surveys::Survey;
use crate::storage::values::StoredValue;
use crate::storage::{
    Conn, amendments, indicators, plans, questionnaires, reports, surveys, values,
};
use crate::views::chart::{self, Mark, Point};
use crate::views::dates;
use crate::web::error::Error;
use crate::web::page::publish;
use crate::web::tenant::{Tenant, Town};

use super::plan::{TargetView, path, targets};
use super::verdict::Verdict;
use super::{chrome, wording};

/// An indicator's page.
#[derive(Serialize)]
struct Page {
    plan: String,
    plan_href: String,
    path: Vec<String>,
    name: String,
    kind: Option<String>,
    latest: Option<Latest>,
    waiting: bool,
    not_set: Option<String>,
    baseline: String,
    baseline_period: Option<String>,
    baseline_n_unknown: bool,
    targets: Vec<TargetView>,
    explanation: Option<String>,
    notes: Option<String>,
    svg: Option<String>,
    description: String,
    rows: Vec<RowView>,
    how: Option<How>,
    amendments: Vec<AmendmentView>,
    csv: String,
    json: String,
}

/// The value on top of the page.
#[derive(Serialize)]
struct Latest {
    value: String,
    margin: Option<String>,
    year: String,
    synthetic: bool,
    verdict: Verdict,
}

/// One value in the table below the chart.
#[derive(Serialize)]
struct RowView {
    year: String,
    value: String,
    margin: String,
    n: String,
    origin: &'static str,
    note: Option<String>,
}

/// How the latest value was computed.
#[derive(Serialize)]
struct How {
    question: String,
    numerator: Vec<String>,
    base: &'static str,
    numerator_count: Option<String>,
    n: String,
    survey: String,
    version: i32,
    responses: String,
    population: Option<String>,
    sample: Option<String>,
    computed: String,
    method: String,
    weighted: bool,
}

/// One change of the plan.
#[derive(Serialize)]
struct AmendmentView {
    field: String,
    old: String,
    new: String,
    reason: Option<String>,
}

/// Everything stored about one indicator that the public may know.
pub(super) struct Known {
    pub(super) plan: plans::Plan,
    pub(super) indicator: Indicator,
    pub(super) version: indicators::Version,
    pub(super) nodes: Vec<plans::Node>,
    pub(super) values: Vec<StoredValue>,
    definition: Option<Definition>,
    amendments: Vec<amendments::StoredAmendment>,
    source: Option<SourceRows>,
}

/// Where the latest value comes from.
struct SourceRows {
    measured: Measured,
    report: StoredReport,
    survey: Survey,
    version: questionnaires::Version,
}

/// `GET /{town}/plans/{plan}/indicators/{indicator}`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    town: Tenant,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let known = Known::load(&mut *app.db.get().await?, town.0.id, &at.1, &at.2).await?;
    let chrome = chrome(&app, &request, &town.0, &known.version.name);
    let page = Page::new(&town.0, &known, &chrome.language);
    publish(&app, "public/indicator", &chrome, &page)
}

impl Known {
    /// # Errors
    /// [`Error::NotFound`] when the town has no such plan or indicator.
    pub(super) async fn load(
        conn: &mut Conn,
        of: MunicipalityId,
        plan: &str,
        indicator: &str,
    ) -> Result<Self, Error> {
        let slug = |text: &str| Slug::parse(text).map_err(|_| Error::NotFound);
        let plan = plans::by_slug(conn, of, &slug(plan)?).await?;
        let indicator = indicators::by_slug(conn, of, &slug(indicator)?).await?;
        if indicator.plan_id != plan.id {
            return Err(Error::NotFound);
        }
        let versions = indicators::versions_of(conn, of, indicator.id).await?;
        let version = versions.into_iter().next_back().ok_or(Error::NotFound)?;
        let nodes = plans::nodes(conn, of, plan.id).await?;
        let values = values::list_published(conn, of, &[indicator.id]).await?;
        let definition = indicators::definitions(conn, of, indicator.id)
            .await?
            .pop()
            .map(|stored| stored.document);
        let amendments = amendments::list_of(conn, of, indicator.id).await?;
        let source = match values.last().map(|value| &value.document.provenance) {
            Some(Provenance::Survey(measured)) => Some(SourceRows::load(conn, of, measured).await?),
            _ => None,
        };
        Ok(Self {
            plan,
            indicator,
            version,
            nodes,
            values,
            definition,
            amendments,
            source,
        })
    }
}

impl Known {
    fn rows(&self, unit: Option<&str>, language: &Language) -> Vec<RowView> {
        self.values
            .iter()
            .map(|value| RowView::new(value, unit, language))
            .collect()
    }

    fn how(&self, town: &Town, language: &Language) -> Option<How> {
        let (source, definition) = self.source.as_ref().zip(self.definition.as_ref())?;
        source.how(definition, town, language)
    }
}

impl SourceRows {
    async fn load(conn: &mut Conn, of: MunicipalityId, measured: &Measured) -> Result<Self, Error> {
        Ok(Self {
            measured: measured.clone(),
            report: reports::by_id(conn, of, measured.report).await?,
            survey: surveys::by_id(conn, of, measured.survey).await?,
            version: questionnaires::version(conn, of, measured.version).await?,
        })
    }

    /// The computation in words.
    fn how(&self, definition: &Definition, town: &Town, language: &Language) -> Option<How> {
        let Source::Item(item) = &definition.source else {
            return None;
        };
        let reader = Reader::new(self.version.document.clone());
        let (_, asked) = reader.item(&self.measured.item)?;
        let questionnaire = reader.questionnaire();
        let question = asked.question(questionnaire)?.text.get(language);
        let rows = asked.labels(questionnaire, language).join(" ");
        let choices = asked.choices(questionnaire).iter();
        let chosen = |codes: &std::collections::BTreeSet<_>| {
            choices
                .filter(|choice| codes.contains(&choice.code))
                .map(|choice| choice.label.get(language).to_owned())
                .collect()
        };
        Some(How {
            question: format!("{question} {rows}").trim().to_owned(),
            numerator: if let Measure::Share(codes) = &item.measure {
                chosen(codes)
            } else {
                Vec::new()
            },
            base: wording::base(self.measured.base),
            numerator_count: self.measured.numerator.map(wording::count),
            n: wording::count(self.measured.n),
            survey: self.survey.title.get(language).to_owned(),
            version: self.version.number,
            responses: wording::count(self.report.response_count),
            population: self.survey.frame_population.map(wording::count),
            sample: self.survey.sample_size.map(wording::count),
            computed: dates::date(town.zone.day(self.report.computed_at), language),
            method: self.measured.method.clone(),
            weighted: self.measured.weighted,
        })
    }
}

/// Whether a value was made from made-up answers.
pub(super) fn is_synthetic(value: &StoredValue) -> bool {
    matches!(&value.document.provenance, Provenance::Survey(measured) if measured.synthetic)
}

/// The series of an indicator: the baseline as a ring, published values with their margins, targets as printed.
pub(super) fn points(version: &Version, values: &[StoredValue]) -> Vec<Point> {
    let baseline = version
        .baseline
        .period
        .year
        .zip(version.baseline.printed.number())
        .map(|(year, value)| Point {
            year,
            value: Some(value),
            interval: None,
            mark: Mark::Baseline,
            label: wording::printed(&version.baseline.printed.raw),
        });
    let measured = values.iter().map(|stored| Point {
        year: stored.fiscal_year,
        value: Some(stored.document.shown),
        interval: match &stored.document.provenance {
            Provenance::Survey(measured) => measured.interval,
            Provenance::Typed { .. } => None,
        },
        mark: Mark::Value,
        label: wording::number(stored.document.shown),
    });
    let targets = version.milestones.iter().filter_map(|milestone| {
        let label = wording::printed(&milestone.raw);
        Some(Point {
            year: milestone.period.year?,
            value: milestone.target.value(),
            interval: None,
            mark: Mark::Target,
            label,
        })
    });
    baseline
        .into_iter()
        .chain(measured)
        .chain(targets)
        .collect()
}

impl Page {
    fn new(town: &Town, known: &Known, language: &Language) -> Self {
        let document = &known.version.document;
        let base = format!("/{}/plans/{}", town.slug, known.plan.slug);
        let own = format!("{base}/indicators/{}", known.indicator.slug);
        let series = points(document, &known.values);
        let unit = wording::unit(document);
        let printed_unit = unit.unwrap_or_default();
        Self {
            plan: known.plan.heading.name.clone(),
            plan_href: base,
            path: path(&known.nodes, known.version.node_id),
            name: known.version.name.clone(),
            kind: document.subkind.clone().or_else(|| document.kind.clone()),
            latest: Latest::new(known, unit, language),
            waiting: known.values.is_empty() && known.definition.is_some(),
            not_set: document.not_set().map(wording::printed),
            baseline: wording::baseline(document),
            baseline_period: wording::period(&document.baseline.period, language),
            baseline_n_unknown: document.baseline.n.is_none() && known.definition.is_some(),
            targets: targets(document, language),
            explanation: wording::explanation(document),
            notes: document.notes.as_deref().map(wording::printed),
            svg: chart::series(&series, &known.version.name, printed_unit, language),
            description: chart::describe(&series, printed_unit, language),
            rows: known.rows(unit, language),
            how: known.how(town, language),
            amendments: known.amendments.iter().map(AmendmentView::new).collect(),
            csv: format!("{own}.csv"),
            json: format!("{own}.json"),
        }
    }
}

impl Latest {
    fn new(known: &Known, unit: Option<&str>, language: &Language) -> Option<Self> {
        let value = known.values.last()?;
        let unit = value.document.unit.as_deref().or(unit);
        Some(Self {
            value: wording::with_unit(value.document.shown, unit),
            margin: margin(value),
            year: wording::year(value.fiscal_year, language),
            synthetic: is_synthetic(value),
            verdict: Verdict::new(known, value, unit, language),
        })
    }
}

/// The margin as published: `±3.1`.
fn margin(value: &StoredValue) -> Option<String> {
    match &value.document.provenance {
        Provenance::Survey(measured) => measured
            .margin
            .map(|margin| format!("±{}", wording::number(margin))),
        Provenance::Typed { .. } => None,
    }
}

impl RowView {
    fn new(value: &StoredValue, unit: Option<&str>, language: &Language) -> Self {
        let (n, origin, note) = match &value.document.provenance {
            Provenance::Survey(measured) => (wording::count(measured.n), "origin-survey", None),
            Provenance::Typed { source, correction } => {
                let note = correction.clone().unwrap_or_else(|| source.clone());
                (String::from("－"), "origin-typed", Some(note))
            }
        };
        Self {
            year: wording::year(value.fiscal_year, language),
            value: wording::with_unit(
                value.document.shown,
                value.document.unit.as_deref().or(unit),
            ),
            margin: margin(value).unwrap_or_else(|| String::from("－")),
            n,
            origin,
            note,
        }
    }
}

impl AmendmentView {
    fn new(stored: &amendments::StoredAmendment) -> Self {
        let amendment = &stored.document;
        let shown =
            |text: &Option<String>| text.as_deref().map(wording::printed).unwrap_or_default();
        Self {
            field: amendment.field.clone(),
            old: shown(&amendment.old),
            new: shown(&amendment.new),
            reason: amendment.reason.clone(),
        }
    }
}
