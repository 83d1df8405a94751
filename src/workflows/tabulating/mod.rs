//! Tabulating: the responses of a closed survey become an immutable report, and its indicators get their value.

mod reading;

use chrono::Duration;
use diesel_async::AsyncConnection;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{ReportId, SurveyId};
use crate::domain::plan::definition::Definition;
use crate::domain::plan::value::State;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::report::apart;
use crate::domain::report::{NotComputed, Reason, Report, Stage};
use crate::domain::secret::Secret;
use crate::domain::survey;
use crate::domain::survey::design::Design;
use crate::domain::tabulation::method::Method;
use crate::domain::tabulation::reading::Unfitting;
use crate::domain::tabulation::responses::Responses;
use crate::domain::tabulation::{Layout, TooManyOptions, measuring, report};
use crate::domain::time::Timestamp;
use crate::storage::indicators::DefinitionRow;
use crate::storage::report_columns;
use crate::storage::reports::{self, ReportRow};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, Db, audit, clock, designs, questionnaires};
use crate::workflows::planning::binding::bound_to;
use crate::workflows::planning::measuring::values_of;
use crate::workflows::planning::{self, judging};
use crate::workflows::{keeping_apart, notifying};

/// While paper answers are typed the figures are not computed again within this time.
const APART: Duration = Duration::days(1);

/// Why no report was computed.
#[derive(Debug, thiserror::Error)]
pub enum TabulateError {
    /// A question has more options than can be counted.
    #[error(transparent)]
    TooManyOptions(#[from] TooManyOptions),
    /// More responses than can be counted.
    #[error("a survey can have at most {} responses", i32::MAX)]
    TooManyResponses,
    /// A stored response cannot be read: nothing is computed rather than something wrong.
    #[error(transparent)]
    Unfitting(#[from] Unfitting),
    /// No connection.
    #[error(transparent)]
    Pool(#[from] diesel_async::pooled_connection::deadpool::PoolError),
    /// A reading task ended badly.
    #[error(transparent)]
    Task(#[from] tokio::task::JoinError),
    /// There is no report to compute again.
    #[error("the survey has no report yet")]
    NoReport,
    /// The responses of the report are not there any more: others have come, and no columns were kept.
    #[error("the responses this report was computed from were not kept")]
    NotKept,
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Computes the figures of a closed survey and gives its indicators their value, in one transaction. Nothing to do:
/// the survey takes answers, nothing (or too little, too soon) has changed since the last report.
///
/// # Errors
/// [`TabulateError`].
pub async fn run(
    db: &Db,
    secret: &Secret,
    actor: &Actor,
    id: SurveyId,
) -> Result<Option<ReportId>, TabulateError> {
    let mut conn = db.get().await?;
    let survey = surveys::by_id(&mut conn, actor.municipality, id).await?;
    let Some(stage) = stage(&survey) else {
        return Ok(None);
    };
    if stage == Stage::Provisional && is_too_early(&mut conn, &survey).await? {
        return Ok(None);
    }
    let subject = Subject::load(&mut conn, survey).await?;
    let (responses, digest) = reading::read(&mut conn, (db, secret), &subject, stage).await?;
    if stage == Stage::Provisional && responses.summary.returned() < apart::FEWEST {
        return Ok(None);
    }
    let figures = compute(subject, responses, digest, stage, Method::CURRENT).await?;
    let stored = conn
        .transaction(async |tx| store(tx, actor, figures).await)
        .await?;
    Ok(stored)
}

/// Computes the newest report of a survey again by another version of the rules, from the same responses. Both reports
/// are kept; none is made where this version has counted these responses before.
///
/// # Errors
/// [`TabulateError`]; [`TabulateError::NotKept`] when the responses of that report are not there any more.
pub async fn recompute(
    db: &Db,
    secret: &Secret,
    actor: &Actor,
    id: SurveyId,
    method: Method,
) -> Result<Option<ReportId>, TabulateError> {
    let mut conn = db.get().await?;
    let municipality = actor.municipality;
    let survey = surveys::by_id(&mut conn, municipality, id).await?;
    let last = reports::latest(&mut conn, municipality, id).await?;
    let last = last.ok_or(TabulateError::NoReport)?;
    let subject = Subject::load(&mut conn, survey).await?;
    let counted = counted((db, secret), &mut conn, &subject, &last).await?;
    let responses = counted.ok_or(TabulateError::NotKept)?;
    let digest = last.response_digest;
    let figures = compute(subject, responses, digest, last.stage, method).await?;
    let stored = conn
        .transaction(async |tx| store(tx, actor, figures).await)
        .await?;
    Ok(stored)
}

/// The responses a report was counted from; none when they are not there any more.
async fn counted(
    from: (&Db, &Secret),
    conn: &mut Conn,
    subject: &Subject,
    report: &ReportRow,
) -> Result<Option<Responses>, TabulateError> {
    let (municipality, digest) = (report.municipality_id, &report.response_digest);
    let kept = report_columns::load(
        conn,
        (municipality, report.survey_id),
        digest,
        &subject.layout,
    )
    .await?;
    if kept.is_some() {
        return Ok(kept);
    }
    let (responses, found) = reading::read(conn, from, subject, report.stage).await?;
    Ok((found == *digest).then_some(responses))
}

/// What a definition would have given on a closed survey: of the responses of its last final report, so that answers
/// that came later are not told apart; without one, of all. Nothing is stored.
///
/// # Errors
/// [`TabulateError`].
pub async fn try_out(
    db: &Db,
    secret: &Secret,
    survey: Survey,
    definition: Definition,
) -> Result<Result<measuring::Measured, Reason>, TabulateError> {
    let mut conn = db.get().await?;
    let reports = reports::list(&mut conn, survey.municipality_id, survey.id).await?;
    let subject = Subject::load(&mut conn, survey).await?;
    let last = reports.iter().rfind(|report| report.stage == Stage::Final);
    let known = match last {
        Some(last) => counted((db, secret), &mut conn, &subject, last).await?,
        None => None,
    };
    let responses = match known {
        Some(responses) => responses,
        None => {
            reading::read(&mut conn, (db, secret), &subject, Stage::Final)
                .await?
                .0
        }
    };
    let measured = tokio::task::spawn_blocking(move || {
        counting(&subject, &responses, Method::CURRENT).measure(&definition)
    });
    Ok(measured.await?)
}

/// What is counted: the survey with all that says how.
struct Subject {
    survey: Survey,
    layout: Layout,
    design: Design,
    definitions: Vec<DefinitionRow>,
}

impl Subject {
    async fn load(conn: &mut Conn, survey: Survey) -> Result<Self, TabulateError> {
        let municipality = survey.municipality_id;
        let version = questionnaires::version(conn, municipality, survey.version_id).await?;
        let code = version.document.code.clone();
        Ok(Self {
            layout: Layout::new(&Reader::new(version.document))?,
            design: designs::by_survey(conn, municipality, survey.id).await?,
            definitions: bound_to(conn, municipality, &code).await?,
            survey,
        })
    }
}

fn stage(survey: &Survey) -> Option<Stage> {
    match survey.state {
        survey::State::WebClosed => Some(Stage::Provisional),
        survey::State::EntryClosed => Some(Stage::Final),
        _ => None,
    }
}

async fn is_too_early(conn: &mut Conn, survey: &Survey) -> Result<bool, diesel::result::Error> {
    let (municipality, id) = (survey.municipality_id, survey.id);
    let Some(last) = reports::latest(conn, municipality, id).await? else {
        return Ok(false);
    };
    let now = clock::now(conn).await?;
    Ok(now - last.computed_at < APART)
}

/// Everything that was computed.
struct Figures {
    subject: Subject,
    responses: Responses,
    digest: Vec<u8>,
    stage: Stage,
    method: Method,
    report: Report,
    measured: Measurements,
}

/// Whether the newest report of this stage and method counted the same responses and says the same: the design may have
/// been said anew since, or an indicator bound.
fn is_known(new: &ReportRow, reports: &[ReportRow]) -> bool {
    let alike = |known: &&ReportRow| {
        known.stage == new.stage && known.method == new.method && known.state != State::Withdrawn
    };
    reports.iter().rev().find(alike).is_some_and(|known| {
        known.response_digest == new.response_digest && known.document.same_figures(&new.document)
    })
}

impl Figures {
    /// The report, and what it was counted from.
    fn into_report(
        self,
        (number, count): (i32, i32),
        actor: &Actor,
        now: Timestamp,
    ) -> (ReportRow, Measurements, (Layout, Responses)) {
        let survey = self.subject.survey;
        let report = ReportRow {
            municipality_id: actor.municipality,
            id: ReportId(Uuid::now_v7()),
            survey_id: survey.id,
            number,
            stage: self.stage,
            state: state(self.stage),
            version_id: survey.version_id,
            method: self.method.name().to_owned(),
            response_count: count,
            response_digest: self.digest,
            document: self.report,
            computed_at: now,
            computed_by: actor.who.clone(),
        };
        let counted = (self.subject.layout, self.responses);
        (report, self.measured, counted)
    }
}

/// Counts, on a thread of its own: others are answered meanwhile.
async fn compute(
    subject: Subject,
    responses: Responses,
    digest: Vec<u8>,
    stage: Stage,
    method: Method,
) -> Result<Figures, TabulateError> {
    let computed = tokio::task::spawn_blocking(move || {
        let (report, measured) = figures(&subject, &responses, method);
        Figures {
            subject,
            responses,
            digest,
            stage,
            method,
            report,
            measured,
        }
    });
    Ok(computed.await?)
}

type Measurements = Vec<(DefinitionRow, measuring::Measured)>;

fn counting<'a>(
    subject: &'a Subject,
    responses: &'a Responses,
    method: Method,
) -> report::Counting<'a> {
    let survey = &subject.survey;
    let facts = report::Facts {
        population: survey.frame_population,
        sample_size: survey.sample_size,
        census: survey.census,
        is_sample: survey.anonymity != survey::Anonymity::Open,
    };
    report::Counting::new(&subject.layout, responses, &subject.design, facts, method)
}

fn figures(subject: &Subject, responses: &Responses, method: Method) -> (Report, Measurements) {
    let counted = counting(subject, responses, method);
    let (mut measured, mut not_computed) = (Vec::new(), Vec::new());
    for stored in &subject.definitions {
        match counted.measure(&stored.document) {
            Ok(figure) => measured.push((stored.clone(), figure)),
            Err(reason) => not_computed.push(NotComputed {
                indicator: stored.indicator_id,
                reason,
            }),
        }
    }
    (counted.report(not_computed), measured)
}

/// Stores report and values and writes to the owners; none when there is such a report already or the survey moved.
async fn store(
    tx: &mut Conn,
    actor: &Actor,
    figures: Figures,
) -> Result<Option<ReportId>, TabulateError> {
    let (municipality, computed) = (actor.municipality, &figures.subject.survey);
    let survey = surveys::lock(tx, municipality, computed.id).await?;
    let now = clock::now(tx).await?;
    let reports = reports::list(tx, municipality, survey.id).await?;
    if survey.state != computed.state {
        return Ok(None);
    }
    let number = reports.last().map_or(0, |last| last.number) + 1;
    let count = i32::try_from(figures.report.returned);
    let count = count.map_err(|_| TabulateError::TooManyResponses)?;
    let (mut report, measured, counted) = figures.into_report((number, count), actor, now);
    let measurements = values_of(&survey, &report, &measured);
    report.document.indicators = judging::judge(tx, municipality, &measurements).await?;
    if is_known(&report, &reports) {
        return Ok(None);
    }
    if let Err(close) = keeping_apart::check(&report, &reports) {
        keeping_apart::withhold(tx, actor, &report, close, now).await?;
        return Ok(None);
    }
    if report.stage == Stage::Final {
        let (digest, (layout, responses)) = (&report.response_digest, &counted);
        report_columns::keep(tx, (municipality, survey.id), digest, layout, responses).await?;
    }
    reports::insert(tx, &report).await?;
    let event = Event::ReportComputed {
        report: report.id,
        survey: survey.id,
    };
    audit::record(tx, actor, &event, now).await?;
    let arrived = planning::refresh_from(tx, actor, report.state, &measurements, now).await?;
    // Of the provisional figures the owners hear once, not every day.
    if report.stage == Stage::Final || reports.is_empty() {
        let stage = report.stage;
        notifying::values_arrived(tx, actor, &survey, stage, &arrived, &measured, now).await?;
    }
    Ok(Some(report.id))
}

fn state(stage: Stage) -> State {
    match stage {
        Stage::Provisional => State::Provisional,
        Stage::Final => State::Final,
    }
}
