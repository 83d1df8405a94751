//! Tabulating: the responses of a closed survey become an immutable report, and its indicators get their value.

use chrono::Duration;
use diesel_async::AsyncConnection;
use futures_util::TryStreamExt;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{ReportId, SurveyId};
use crate::domain::plan::value::{Measured, Provenance, State, Value};
use crate::domain::questionnaire::reader::Reader;
use crate::domain::report::{Fieldwork, NotComputed, Quality, Report, Stage};
use crate::domain::statistics::indicator::Setting;
use crate::domain::statistics::interval::Z95;
use crate::domain::survey;
use crate::domain::tabulation::measuring::{self, measure};
use crate::domain::tabulation::reading::{Responses, Unfitting};
use crate::domain::tabulation::tables::tables;
use crate::domain::tabulation::{Layout, METHOD};
use crate::domain::year::FiscalYear;
use crate::storage::indicators::StoredDefinition;
use crate::storage::reports::{self, StoredReport};
use crate::storage::responses::reading::{self, Half};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, Db, audit, clock, pool, questionnaires, responses};
use crate::workflows::notifying;
use crate::workflows::planning::binding::bound_to;
use crate::workflows::planning::{self, measuring::Measurement};

/// While paper answers are typed the figures are computed again after so many new responses at the earliest …
const NEW: i64 = 20;

/// … and not within this time: no difference of two reports shows one person.
const APART: Duration = Duration::days(1);

/// Why no report was computed.
#[derive(Debug, thiserror::Error)]
pub enum TabulateError {
    /// A stored response cannot be read: nothing is computed rather than something wrong.
    #[error(transparent)]
    Unfitting(#[from] Unfitting),
    /// No connection.
    #[error(transparent)]
    Pool(#[from] diesel_async::pooled_connection::deadpool::PoolError),
    /// A reading task ended badly.
    #[error(transparent)]
    Task(#[from] tokio::task::JoinError),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Computes the figures of a closed survey and gives its indicators their value, in one transaction. Nothing to do:
/// the survey takes answers, nothing (or too little, too soon) has changed since the last report.
///
/// # Errors
/// [`TabulateError`].
pub async fn run(db: &Db, actor: &Actor, id: SurveyId) -> Result<Option<ReportId>, TabulateError> {
    let mut conn = db.get().await?;
    let survey = surveys::by_id(&mut conn, actor.municipality, id).await?;
    let Some(stage) = stage(&survey) else {
        return Ok(None);
    };
    if stage == Stage::Provisional && is_too_early(&mut conn, &survey).await? {
        return Ok(None);
    }
    let of = actor.municipality;
    let version = questionnaires::version(&mut conn, of, survey.version_id).await?;
    let code = version.document.code.clone();
    let layout = Layout::new(&Reader::new(version.document));
    let responses = read(db, &survey, &layout).await?;
    let definitions = bound_to(&mut conn, of, &code).await?;
    let figures = Figures::of(&survey, &layout, responses, definitions);
    let stored = conn
        .transaction(async |tx| store(tx, actor, &survey, stage, figures).await)
        .await?;
    Ok(stored)
}

fn stage(survey: &Survey) -> Option<Stage> {
    match survey.state {
        survey::State::WebClosed => Some(Stage::Provisional),
        survey::State::EntryClosed => Some(Stage::Final),
        _ => None,
    }
}

async fn is_too_early(conn: &mut Conn, survey: &Survey) -> Result<bool, diesel::result::Error> {
    let (of, id) = (survey.municipality_id, survey.id);
    let Some(last) = reports::latest(conn, of, id).await? else {
        return Ok(false);
    };
    let now = clock::now(conn).await?;
    let new = responses::count(conn, of, id).await? - i64::from(last.response_count);
    Ok(now - last.computed_at < APART || new < NEW)
}

/// Reads all responses, half of them on each of two connections.
async fn read(db: &Db, survey: &Survey, layout: &Layout) -> Result<Responses, TabulateError> {
    let halves = [Half::Lower, Half::Upper].map(|half| {
        let (db, layout) = (db.clone(), layout.clone());
        let (of, id) = (survey.municipality_id, survey.id);
        tokio::spawn(async move {
            let mut conn = db.get().await?;
            conn.transaction(async |tx| {
                pool::take_time(tx).await?;
                let mut all = Responses::new(&layout);
                let mut rows = std::pin::pin!(reading::half(tx, of, id, half).await?);
                while let Some((id, mode, document)) = rows.try_next().await? {
                    all.add(id, mode, &document)?;
                }
                Ok::<_, TabulateError>(all)
            })
            .await
        })
    });
    let [lower, upper] = halves;
    Ok(lower.await??.and(upper.await??))
}

/// Everything that was computed.
struct Figures {
    report: Report,
    digest: Vec<u8>,
    measured: Vec<(StoredDefinition, measuring::Measured)>,
}

impl Figures {
    fn of(
        survey: &Survey,
        layout: &Layout,
        mut responses: Responses,
        definitions: Vec<StoredDefinition>,
    ) -> Self {
        let setting = setting(survey, &responses);
        let (mut measured, mut not_computed) = (Vec::new(), Vec::new());
        for stored in definitions {
            match measure(&stored.document, layout, &responses, setting) {
                Ok(figure) => measured.push((stored, figure)),
                Err(reason) => not_computed.push(NotComputed {
                    indicator: stored.indicator_id,
                    reason,
                }),
            }
        }
        let report = Report {
            returned: responses.returned(),
            valid: responses.valid(),
            by_mode: responses.by_mode.clone(),
            population: survey.frame_population,
            sample_size: survey.sample_size,
            fieldwork: Fieldwork::default(),
            weights: None,
            tables: tables(layout, &responses, setting),
            crosstabs: Vec::new(),
            quality: Quality::default(),
            not_computed,
        };
        Self {
            report,
            digest: responses.digest(),
            measured,
        }
    }
}

/// N for the correction, and whether a margin may be shown: not for an open survey, whose answers are no sample, and
/// not for a census of which less than 80 % came back (M-10).
fn setting(survey: &Survey, responses: &Responses) -> Setting {
    let valid = responses.valid();
    let population = survey.frame_population.and_then(|n| u64::try_from(n).ok());
    let asked = survey
        .sample_size
        .and_then(|n| u64::try_from(n).ok())
        .or(population);
    let low_return = asked.is_none_or(|asked| valid * 100 < asked * 80);
    let is_sample = survey.anonymity != survey::Anonymity::Open;
    Setting {
        valid,
        z: Z95,
        population,
        margins: is_sample && !(survey.census && low_return),
    }
}

/// Stores report and values and writes to the owners; none when there is such a report already or the survey moved.
async fn store(
    tx: &mut Conn,
    actor: &Actor,
    computed: &Survey,
    stage: Stage,
    figures: Figures,
) -> Result<Option<ReportId>, TabulateError> {
    let survey = surveys::lock(tx, actor.municipality, computed.id).await?;
    let now = clock::now(tx).await?;
    let last = reports::latest(tx, actor.municipality, survey.id).await?;
    let is_known =
        |last: &StoredReport| last.stage == stage && last.response_digest == figures.digest;
    if survey.state != computed.state || last.as_ref().is_some_and(is_known) {
        return Ok(None);
    }
    let count = i32::try_from(figures.report.returned).unwrap_or(i32::MAX);
    let report = StoredReport {
        municipality_id: actor.municipality,
        id: ReportId(Uuid::now_v7()),
        survey_id: survey.id,
        number: last.as_ref().map_or(0, |last| last.number) + 1,
        stage,
        state: state(stage),
        version_id: survey.version_id,
        method: METHOD.to_owned(),
        response_count: count,
        response_digest: figures.digest,
        document: figures.report,
        computed_at: now,
        computed_by: actor.who.clone(),
    };
    reports::insert(tx, &report).await?;
    let event = Event::ReportComputed {
        report: report.id,
        survey: survey.id,
    };
    audit::record(tx, actor, &event, now).await?;
    let measurements = measurements(&survey, &report, &figures.measured);
    let arrived = planning::refresh_from(tx, actor, report.state, &measurements, now).await?;
    // Of the provisional figures the owners hear once, not every day.
    if stage == Stage::Final || last.is_none() {
        notifying::values_arrived(tx, actor, &survey, stage, &arrived, &figures.measured, now)
            .await?;
    }
    Ok(Some(report.id))
}

fn state(stage: Stage) -> State {
    match stage {
        Stage::Provisional => State::Provisional,
        Stage::Final => State::Final,
    }
}

fn measurements(
    survey: &Survey,
    report: &StoredReport,
    measured: &[(StoredDefinition, measuring::Measured)],
) -> Vec<Measurement> {
    measured
        .iter()
        .map(|(definition, figure)| Measurement {
            indicator: definition.indicator_id,
            value: Value {
                fiscal_year: FiscalYear(survey.fiscal_year),
                shown: figure.shown,
                unrounded: figure.unrounded,
                unit: figure.is_percent.then(|| "％".to_owned()),
                provenance: Provenance::Survey(Box::new(Measured {
                    report: report.id,
                    survey: survey.id,
                    version: report.version_id,
                    item: figure.item.clone(),
                    numerator: figure.numerator,
                    n: figure.n,
                    base: figure.base,
                    interval: figure.interval,
                    margin: figure.margin,
                    weighted: false,
                    method: report.method.clone(),
                    definition: definition.number,
                    synthetic: survey.synthetic,
                })),
            },
        })
        .collect()
}
