//! An indicator as data: CSV for offices, JSON for programs. The same published figures as the page, no more.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use serde::Serialize;

use crate::app::App;
use crate::domain::plan::value::Provenance;
use crate::storage::values::StoredValue;
use crate::web::error::Error;
use crate::web::tenant::{Tenant, Town};

use super::indicator::Known;

/// What is said of made-up answers wherever data goes out.
const SYNTHETIC: &str = "架空の回答";

/// One row: a value, a baseline or a target of one year.
#[derive(Debug, Serialize)]
struct Row {
    municipality: String,
    plan: String,
    indicator: String,
    name: String,
    kind: &'static str,
    fiscal_year: Option<i32>,
    value: Option<String>,
    printed: Option<String>,
    unit: Option<String>,
    margin: Option<String>,
    low: Option<String>,
    high: Option<String>,
    numerator: Option<u32>,
    n: Option<u32>,
    base: Option<String>,
    method: Option<String>,
    note: Option<String>,
}

/// `GET /{town}/plans/{plan}/indicators/{indicator}.csv`: UTF-8 with BOM, CRLF.
pub async fn csv(
    app: Data<App>,
    town: Tenant,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let rows = rows(&app, &town.0, &at).await?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in &rows {
        writer
            .serialize(row)
            .map_err(|error| Error::Internal(error.into()))?;
    }
    let body = writer
        .into_inner()
        .map_err(|error| Error::Internal(anyhow::anyhow!("{error}")))?;
    let name = format!("attachment; filename=\"{}.csv\"", at.2);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(body))
}

/// `GET /{town}/plans/{plan}/indicators/{indicator}.json`
pub async fn json(
    app: Data<App>,
    town: Tenant,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let rows = rows(&app, &town.0, &at).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .json(rows))
}

async fn rows(
    app: &App,
    town: &Town,
    at: &Path<(String, String, String)>,
) -> Result<Vec<Row>, Error> {
    let known = Known::load(&mut *app.db.get().await?, town.id, &at.1, &at.2).await?;
    let version = &known.version.document;
    let blank = || Row::blank(&known);
    let baseline = Row {
        kind: "baseline",
        fiscal_year: version.baseline.period.year,
        value: version
            .baseline
            .printed
            .number()
            .map(|number| number.to_string()),
        printed: Some(version.baseline.printed.raw.clone()),
        n: version.baseline.n,
        base: version.baseline.denominator.clone(),
        ..blank()
    };
    let targets = version.milestones.iter().map(|milestone| Row {
        kind: "target",
        fiscal_year: milestone.period.year,
        value: milestone.target.value().map(|number| number.to_string()),
        printed: Some(milestone.raw.clone()),
        note: milestone.label.clone(),
        ..blank()
    });
    let values = known
        .values
        .iter()
        .map(|value| Row::of_value(value, blank()));
    Ok(std::iter::once(baseline)
        .chain(targets)
        .chain(values)
        .map(Row::guarded)
        .collect())
}

impl Row {
    fn blank(known: &Known) -> Self {
        Self {
            municipality: known.plan.heading.municipality.clone(),
            plan: known.plan.heading.name.clone(),
            indicator: known.indicator.slug.to_string(),
            name: known.version.name.clone(),
            kind: "",
            fiscal_year: None,
            value: None,
            printed: None,
            unit: super::wording::unit(&known.version.document).map(str::to_owned),
            margin: None,
            low: None,
            high: None,
            numerator: None,
            n: None,
            base: None,
            method: None,
            note: None,
        }
    }

    fn of_value(value: &StoredValue, blank: Self) -> Self {
        let row = Self {
            kind: "value",
            fiscal_year: Some(value.fiscal_year),
            value: Some(value.document.shown.to_string()),
            ..blank
        };
        match &value.document.provenance {
            Provenance::Typed { source, .. } => Self {
                note: Some(source.clone()),
                ..row
            },
            Provenance::Survey(measured) => Self {
                margin: measured.margin.map(|margin| margin.to_string()),
                low: measured
                    .interval
                    .map(|(low, _)| low.round_dp(4).to_string()),
                high: measured
                    .interval
                    .map(|(_, high)| high.round_dp(4).to_string()),
                numerator: measured.numerator,
                n: Some(measured.n),
                base: Some(
                    super::wording::base(measured.base)
                        .trim_start_matches("base-")
                        .to_owned(),
                ),
                method: Some(measured.method.clone()),
                note: measured.synthetic.then(|| SYNTHETIC.to_owned()),
                ..row
            },
        }
    }

    /// A text a spreadsheet would run as a formula is kept from it by an apostrophe.
    fn guarded(mut self) -> Self {
        let texts = [
            Some(&mut self.name),
            self.printed.as_mut(),
            self.note.as_mut(),
            self.unit.as_mut(),
            self.base.as_mut(),
        ];
        for text in texts.into_iter().flatten() {
            if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
                && text.chars().count() > 1
            {
                text.insert(0, '\'');
            }
        }
        self
    }
}
