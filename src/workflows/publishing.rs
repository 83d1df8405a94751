//! Publishing: a report and the values it gave are approved, published and withdrawn together, all or none. With the
//! publication goes the release, which is all the public ever sees of a report.

use std::collections::BTreeSet;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{MunicipalityId, ReportId};
use crate::domain::plan::value::{NoSuchStep, Provenance, State};
use crate::domain::questionnaire::reader::Reader;
use crate::domain::reason::{Reason, says_something};
use crate::domain::report::apart::{self, TooClose};
use crate::domain::report::release::{Before, Release, Sum};
use crate::domain::time::Timestamp;
use crate::storage::releases::{self, ReleaseRow};
use crate::storage::reports::ReportRow;
use crate::storage::{Conn, audit, designs, indicators, questionnaires, reports, surveys, values};

/// Why a report was not moved.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Its life, or that of one of its values, does not go that way.
    #[error(transparent)]
    Refused(#[from] NoSuchStep),
    /// Whoever subtracts an earlier release would read what few people answered.
    #[error(transparent)]
    TooClose(#[from] TooClose),
    /// An approval names the recorded decision (文書番号).
    #[error("an approval needs the number of the decision")]
    NoDecision,
    /// The database failed, or there is no such report (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Approves a final report by a recorded decision (文書番号).
///
/// # Errors
/// [`PublishError`].
pub async fn approve(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    decision: &str,
    now: Timestamp,
) -> Result<(), PublishError> {
    let decision = decision.trim();
    if !says_something(decision) {
        return Err(PublishError::NoDecision);
    }
    let report = step(tx, actor, id, State::Approved, Some(decision), now).await?;
    check_apart(tx, &report).await
}

/// Makes an approved report public: its release, and the values it gave.
///
/// # Errors
/// [`PublishError`].
pub async fn publish(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    now: Timestamp,
) -> Result<(), PublishError> {
    let report = step(tx, actor, id, State::Published, None, now).await?;
    check_apart(tx, &report).await?;
    Ok(release(tx, &report, now).await?)
}

/// What was public once stays known, withdrawn or not: figures that differ from it by few people are not published.
async fn check_apart(tx: &mut Conn, report: &ReportRow) -> Result<(), PublishError> {
    let (municipality, survey) = (report.municipality_id, report.survey_id);
    surveys::lock(tx, municipality, survey).await?;
    let public = releases::list(tx, municipality, survey).await?;
    let public: BTreeSet<ReportId> = public.into_iter().map(|r| r.report_id).collect();
    let known = reports::list(tx, municipality, survey).await?;
    let known = known.iter().filter(|report| public.contains(&report.id));
    Ok(apart::check(
        report.counted(),
        known.map(ReportRow::counted),
    )?)
}

/// Stores what the public may see of a report, small numbers gone.
async fn release(
    tx: &mut Conn,
    report: &ReportRow,
    now: Timestamp,
) -> Result<(), diesel::result::Error> {
    let (municipality, survey) = (report.municipality_id, report.survey_id);
    let version = questionnaires::version(tx, municipality, report.version_id).await?;
    let design = designs::by_survey(tx, municipality, survey).await?;
    let earlier = releases::list(tx, municipality, survey).await?;
    let mut known = Vec::new();
    for release in &earlier {
        let sums = sums(tx, municipality, release.report_id).await?;
        let seen = |sum: &Sum| {
            let withheld = &release.document.withheld;
            sum.indicator
                .is_none_or(|indicator| !withheld.contains(&indicator))
        };
        known.extend(sums.into_iter().filter(seen));
    }
    let earlier: Vec<Release> = earlier.into_iter().map(|r| r.document).collect();
    let sums = sums(tx, municipality, report.id).await?;
    let reader = Reader::new(version.document);
    let before = Before {
        releases: &earlier,
        sums: &known,
    };
    let release = ReleaseRow {
        municipality_id: municipality,
        report_id: report.id,
        survey_id: survey,
        document: Release::of(&report.document, &reader, &design, &sums, before),
        released_at: now,
    };
    releases::insert(tx, &release).await
}

/// What the values of a report publish; too small ones nothing.
async fn sums(
    tx: &mut Conn,
    municipality: MunicipalityId,
    report: ReportId,
) -> Result<Vec<Sum>, diesel::result::Error> {
    let mut sums = Vec::new();
    for value in values::lock_by_report(tx, municipality, report).await? {
        let Provenance::Survey(measured) = &value.document.provenance else {
            continue;
        };
        if measured.figure.is_small() {
            continue;
        }
        let definitions = indicators::definitions(tx, municipality, value.indicator_id).await?;
        let definition = definitions.iter().find(|d| d.number == measured.definition);
        let items = definition.map(|stored| stored.document.items());
        let items = items.iter().flatten();
        sums.extend(items.flat_map(|item| Sum::of(Some(value.indicator_id), item)));
    }
    Ok(sums)
}

/// Takes a report and its values back; the reason is kept as the decision. Its release is no longer shown, but kept:
/// what was x in it stays x in the next one.
///
/// # Errors
/// [`PublishError`].
pub async fn withdraw(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    reason: &Reason,
    now: Timestamp,
) -> Result<(), PublishError> {
    let reason = Some(reason.as_str());
    step(tx, actor, id, State::Withdrawn, reason, now).await?;
    Ok(())
}

async fn step(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    to: State,
    decision: Option<&str>,
    now: Timestamp,
) -> Result<ReportRow, PublishError> {
    let report = reports::lock(tx, actor.municipality, id).await?;
    let state = report.state.step(to)?;
    move_values(tx, actor, id, to).await?;
    reports::set_state(tx, actor.municipality, id, state).await?;
    let event = Event::ReportMoved {
        report: id,
        to,
        decision: decision.map(str::to_owned),
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(report)
}

/// Moves the values a report gave: approved, published, withdrawn together with it. All or none. How many.
/// The caller records the move of the report in the audit log; the values follow it.
///
/// # Errors
/// [`PublishError`].
pub async fn move_values(
    tx: &mut Conn,
    actor: &Actor,
    report: ReportId,
    to: State,
) -> Result<usize, PublishError> {
    let municipality = actor.municipality;
    let given = values::lock_by_report(tx, municipality, report).await?;
    for value in &given {
        let next = value.state.step(to)?;
        values::set_state(tx, municipality, value.id, next).await?;
    }
    Ok(given.len())
}
