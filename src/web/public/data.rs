//! An indicator as data: CSV for offices, JSON for programs. The same published figures as the page, no more.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::plan::definition::Comparability;
use crate::domain::plan::indicator::Version;
use crate::domain::plan::period::{Kind, Period};
use crate::domain::plan::series::Change;
use crate::domain::plan::target::Target;
use crate::domain::plan::value::{Measured, Provenance};
use crate::domain::report::PublicProgress;
use crate::domain::statistics::achievement::State;
use crate::domain::statistics::change::{Unavailable, Verdict};
use crate::domain::statistics::margin::MarginReason;
use crate::domain::statistics::rounding;
use crate::domain::time::{Day, Zone};
use crate::read::indicator::IndicatorRecord;
use crate::storage::values::ValueRow;
use crate::web::error::Error;
use crate::web::extract::path::IndicatorAt;
use crate::web::extract::tenant::Tenant;
use crate::web::state::AppState;

use super::file_words::FileWords;
use super::indicator::{publication, record};
use super::material::{self, Material};
use super::{tree, wording};
use crate::web::cache::publications::Form;
use crate::web::download::Download;

/// One row: a value, a baseline or a target of one year.
#[derive(Debug, Default, Serialize)]
struct Row {
    municipality: String,
    plan: String,
    indicator: String,
    name: String,
    kind: &'static str,
    /// Of a value, and of a baseline or target where the plan says 年度.
    fiscal_year: Option<i32>,
    value: Option<String>,
    printed: Option<String>,
    unit: Option<String>,
    margin: Option<String>,
    low: Option<String>,
    high: Option<String>,
    numerator: Option<u64>,
    n: Option<u64>,
    base: Option<String>,
    method: Option<String>,
    note: Option<String>,
    /// As printed: `±3.1`, `0.0～3.2`.
    margin_text: Option<String>,
    /// Why it is not a plain ±.
    margin_reason: Option<&'static str>,
    /// `same`, `minor`, `limited`, `broken` or `unknown`: with what it is compared with.
    comparability: Option<Comparability>,
    /// What it was compared with is a value of this year, or the baseline.
    compared_year: Option<i32>,
    /// The difference of displayed values, with its sign.
    difference: Option<String>,
    /// `up`, `down`, `same` or `not_confirmed`.
    change: Option<&'static str>,
    /// Why the change is not judged.
    change_reason: Option<&'static str>,
    p_value: Option<f64>,
    p_holm: Option<f64>,
    /// Whether the n of the baseline is an assumption.
    n_assumed: Option<bool>,
    /// Against the first target it is on the way to.
    state: Option<State>,
    level_rate: Option<String>,
    /// A rate, `above_baseline` or `below_baseline`.
    progress_rate: Option<String>,
    grade: Option<&'static str>,
    weighted: Option<bool>,
    n_eff: Option<String>,
    /// The figure with the other weighting, where there are weights.
    other_weighting: Option<String>,
    /// The divisions that own the indicator: of a value as they were called when it was recorded, of a target as now.
    division: Option<String>,
    /// The number of the indicator in its plan.
    number: Option<String>,
    /// What the plan calls it: 基準値, 中間目標値.
    label: Option<String>,
    /// The year it is about, of whatever kind.
    year: Option<i32>,
    /// What kind of time it is about.
    year_kind: Option<&'static str>,
    /// The time as the plan prints it.
    year_printed: Option<String>,
    /// First and last year, where it is about several.
    year_from: Option<i32>,
    year_to: Option<i32>,
    /// The notes (※) of the indicator as the plan prints them.
    notes: Option<String>,
}

/// `GET /{town}/plans/{plan}/indicators/{indicator}.csv`: UTF-8 with BOM, CRLF.
pub async fn csv(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<IndicatorAt>,
) -> Result<HttpResponse, Error> {
    let write = async |material: &Material<'_>| {
        let (file, rows) = written(material, &at).await?;
        Ok(file.csv(rows)?.into())
    };
    material::give_file(&app, &request, &town.0, publication(Form::Csv, &at), write).await
}

/// `GET /{town}/plans/{plan}/indicators/{indicator}.json`
pub async fn json(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<IndicatorAt>,
) -> Result<HttpResponse, Error> {
    let write = async |material: &Material<'_>| {
        let (file, rows) = written(material, &at).await?;
        Ok(file.json(&rows)?.into())
    };
    material::give_file(&app, &request, &town.0, publication(Form::Json, &at), write).await
}

async fn written(material: &Material<'_>, at: &IndicatorAt) -> Result<(Download, Vec<Row>), Error> {
    let record = record(material, at).await?;
    let words = FileWords::load(material.app)?;
    Ok((file(&record), rows(&record, material.town.zone, &words)))
}

fn file(record: &IndicatorRecord) -> Download {
    let name = tree::called(&record.version, &record.nodes);
    Download::new(&record.indicator.slug.to_string(), &name)
}

/// The notes of an indicator, each with its mark.
fn notes(printed: &Version) -> Option<String> {
    let notes = printed.marked_notes().into_iter();
    let notes: Vec<String> = notes
        .map(|note| format!("{} {}", note.mark, wording::printed(&note.words)))
        .collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn rows(record: &IndicatorRecord, zone: Zone, words: &FileWords) -> Vec<Row> {
    let start = record.series.baseline();
    let blank = || Row::blank(record);
    let baseline = Row {
        kind: "baseline",
        label: start.label.clone(),
        value: start.printed.number().map(|number| number.to_string()),
        printed: Some(start.printed.raw.clone()),
        n: start.n.map(u64::from),
        n_assumed: start.n.map(|_| start.n_assumed),
        base: start.denominator.clone(),
        note: if record.series.baseline_differs() {
            Some(words.other_unit.clone())
        } else {
            start.source.clone()
        },
        ..blank().at(&start.period)
    };
    let targets = record.series.milestones().iter().map(|milestone| Row {
        kind: "target",
        label: milestone.label.clone(),
        value: milestone.target.value().map(|number| number.to_string()),
        printed: Some(milestone.raw.clone()),
        note: match milestone.target {
            Target::OtherUnit(_) => Some(words.other_unit.clone()),
            _ => None,
        },
        division: record.owned_on(Day::MAX),
        ..blank().at(&milestone.period)
    });
    let values = record.values.iter().map(|value| Row {
        division: record.owned_on(zone.day(value.recorded_at)),
        ..Row::of_value(record, value, words)
    });
    std::iter::once(baseline)
        .chain(targets)
        .chain(values)
        .collect()
}

impl Row {
    fn blank(record: &IndicatorRecord) -> Self {
        Self {
            municipality: record.plan.heading.municipality.clone(),
            plan: record.plan.heading.name.clone(),
            indicator: record.indicator.slug.to_string(),
            name: tree::called(&record.version, &record.nodes),
            unit: record.series.unit().map(str::to_owned),
            number: record.version.document.number.clone(),
            notes: notes(&record.version.document),
            ..Self::default()
        }
    }

    /// About a time of the plan.
    fn at(self, period: &Period) -> Self {
        Self {
            fiscal_year: period.fiscal_year(),
            year: period.year,
            year_kind: Some(period.kind.word()),
            year_printed: period.raw.clone(),
            year_from: period.span.map(|(from, _)| from),
            year_to: period.span.map(|(_, to)| to),
            ..self
        }
    }

    fn of_value(record: &IndicatorRecord, value: &ValueRow, words: &FileWords) -> Self {
        let row = Self {
            kind: "value",
            fiscal_year: Some(value.fiscal_year),
            year: Some(value.fiscal_year),
            year_kind: Some(Kind::FiscalYear.word()),
            ..Self::blank(record)
        };
        if value.document.is_small() {
            return Self {
                value: Some("x".to_owned()),
                note: Some(words.small.clone()),
                ..row
            };
        }
        let mut row = Self {
            value: Some(value.document.shown.to_string()),
            ..row
        };
        row.changed(record, value);
        row.judged(record, value);
        match &value.document.provenance {
            Provenance::Typed { source, .. } => row.note = Some(source.clone()),
            Provenance::Survey(measured) => row.measured(measured, words),
        }
        row
    }

    fn measured(&mut self, measured: &Measured, words: &FileWords) {
        let figure = &measured.figure;
        let precision = &figure.precision;
        let shown = figure.margin_shown();
        let interval = figure.interval.filter(|_| shown.is_some());
        self.margin = figure.margin.map(|margin| margin.to_string());
        self.margin_text = shown;
        self.margin_reason = precision.reason.map(MarginReason::word);
        self.low = interval.map(|(low, _)| low.round_dp(4).to_string());
        self.high = interval.map(|(_, high)| high.round_dp(4).to_string());
        self.numerator = figure.numerator;
        self.n = Some(figure.n);
        self.base = Some(figure.base.word().to_owned());
        self.method = Some(measured.method.clone());
        self.note = measured.synthetic.then(|| words.synthetic.clone());
        self.weighted = Some(figure.weighted);
        self.n_eff = precision.n_eff.map(|n| n.round_dp(1).to_string());
        let other = precision.other.as_ref();
        self.other_weighting = other.map(|other| other.shown.to_string());
    }

    /// Nothing is said against an earlier value that may not be seen.
    fn changed(&mut self, record: &IndicatorRecord, value: &ValueRow) {
        let change = record.change(&value.document);
        let seen = |change: &Change| change.earlier.as_ref().is_none_or(|e| !e.is_small);
        let Some(change) = change.filter(seen) else {
            return;
        };
        self.compared_year = change.earlier.as_ref().and_then(|earlier| earlier.year);
        self.comparability = change.earlier.map(|_| change.comparability);
        self.difference = change.difference.map(rounding::signed);
        self.change = change.verdict.map(Verdict::word);
        self.change_reason = change.reason.map(Unavailable::word);
        self.p_value = change.test.as_ref().map(|test| test.p_value);
        self.p_holm = change.test.and_then(|test| test.p_holm);
    }

    fn judged(&mut self, record: &IndicatorRecord, value: &ValueRow) {
        let first = record.milestones(&value.document).into_iter().next();
        let Some(judgement) = first.and_then(|first| first.judgement) else {
            return;
        };
        self.state = judgement.state;
        self.level_rate = judgement.level.map(|rate| rate.to_string());
        self.progress_rate = judgement.public_progress.map(|progress| match progress {
            PublicProgress::Rate(rate) => rate.to_string(),
            PublicProgress::AboveBaseline => "above_baseline".to_owned(),
            PublicProgress::BelowBaseline => "below_baseline".to_owned(),
        });
        self.grade = Some(judgement.grade.key());
    }
}
