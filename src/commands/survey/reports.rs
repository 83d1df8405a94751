//! The life of reports by hand: computed again, approved, published, withdrawn.

use anyhow::{Context, bail};
use diesel_async::AsyncConnection;

use super::find;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::plan::value::State;
use crate::domain::reason::Reason;
use crate::domain::report::{Quality, Report, Stage, apart};
use crate::domain::slug::Slug;
use crate::domain::statistics::rounding;
use crate::domain::survey;
use crate::domain::tabulation::method::Method;
use crate::domain::time::Zone;
use crate::storage::reports::{self, ReportRow};
use crate::storage::surveys::Survey;
use crate::storage::{Conn, clock, responses};
use crate::workflows::lifecycle::Act;
use crate::workflows::{publishing, tabulating};

/// What is done with a report.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Compute the newest report again by another version of the rules, from the same responses; both are kept.
    Recompute {
        survey: Slug,
        /// The version, e.g. kocho-statistics/1; the current one when absent.
        #[arg(long)]
        method: Option<String>,
    },
    /// Print a whole report as JSON: every table, cross table, weight, indicator and flag, small numbers included.
    Report {
        survey: Slug,
        /// Number of the report; the newest when absent.
        #[arg(long)]
        report: Option<i32>,
    },
    /// Approve the final report.
    Approve {
        survey: Slug,
        /// The number of the recorded decision (文書番号).
        #[arg(long)]
        decision: String,
        /// Number of the report; the newest by the current version of the rules when absent.
        #[arg(long)]
        report: Option<i32>,
    },
    /// Publish the approved report and its values.
    Publish {
        survey: Slug,
        /// Number of the report.
        #[arg(long)]
        report: Option<i32>,
    },
    /// Take the published report and its values back.
    Withdraw {
        survey: Slug,
        /// Why; it is kept with the report.
        #[arg(long)]
        reason: Reason,
        /// Number of the report.
        #[arg(long)]
        report: Option<i32>,
    },
}

pub(super) async fn run(
    app: &App,
    conn: &mut Conn,
    actor: &Actor,
    command: Command,
) -> anyhow::Result<String> {
    match command {
        Command::Recompute { survey, method } => {
            recompute(app, conn, actor, &survey, method.as_deref()).await
        }
        Command::Report { survey, report } => document(conn, actor, &survey, report).await,
        Command::Approve {
            survey,
            decision,
            report,
        } => step(conn, actor, (&survey, report), Step::Approve(&decision)).await,
        Command::Publish { survey, report } => {
            step(conn, actor, (&survey, report), Step::Publish).await
        }
        Command::Withdraw {
            survey,
            reason,
            report,
        } => step(conn, actor, (&survey, report), Step::Withdraw(&reason)).await,
    }
}

/// A line for each report of a survey.
pub(super) async fn list(
    conn: &mut Conn,
    survey: &Survey,
    zone: Zone,
) -> anyhow::Result<Vec<String>> {
    let all = reports::list(conn, survey.municipality_id, survey.id).await?;
    let line = |report: &ReportRow| {
        let state = report.state.word();
        let at = zone.local(report.computed_at).format("%Y-%m-%d %H:%M");
        let (number, count) = (report.number, report.response_count);
        let method = &report.method;
        format!("report {number}: {state}, {count} responses, computed {at} by {method}")
    };
    let newest = all.last().map(|report| &report.document);
    let remarks = newest.map(remarks).unwrap_or_default();
    let waiting = not_counted(conn, survey, &all).await?;
    Ok(all.iter().map(line).chain(remarks).chain(waiting).collect())
}

/// What keeps answers that were typed after entry was reopened out of the figures.
async fn not_counted(
    conn: &mut Conn,
    survey: &Survey,
    all: &[ReportRow],
) -> anyhow::Result<Option<String>> {
    let settled = all.iter().rfind(|report| report.stage == Stage::Final);
    let Some(settled) = settled.filter(|_| survey.state == survey::State::EntryClosed) else {
        return Ok(None);
    };
    let count = responses::count(conn, survey.municipality_id, survey.id).await?;
    let came = count - i64::from(settled.response_count);
    let number = settled.number;
    let remark = || {
        format!(
            "  {came} answers came after report {number} and are kept, but in no figures: whoever subtracts these would \
             read what so few people answered. They count once {} have come",
            apart::FEWEST
        )
    };
    let is_few = u64::try_from(came).is_ok_and(|came| (1..apart::FEWEST).contains(&came));
    Ok(is_few.then(remark))
}

/// What staff must know who let paper answers be typed again where there are figures already.
pub(super) async fn notice_after(
    act: &Act,
    conn: &mut Conn,
    survey: &Survey,
) -> anyhow::Result<String> {
    if !matches!(act, Act::ReopenEntry { .. }) {
        return Ok(String::new());
    }
    let all = reports::list(conn, survey.municipality_id, survey.id).await?;
    let settled = all.iter().rfind(|report| report.stage == Stage::Final);
    let Some(settled) = settled else {
        return Ok(String::new());
    };
    let (count, number) = (settled.response_count, settled.number);
    Ok(format!(
        "\nreport {number} has the figures of {count} answers: new ones are made when at least {} more have been \
         typed, or none; until then {number} stays the newest",
        apart::FEWEST
    ))
}

/// What staff should know before approving: warnings of the weights, quality flags (M-15), what was not computed.
fn remarks(report: &Report) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(weights) = &report.weights {
        let (n_eff, deff) = (
            rounding::float(weights.n_eff, 1),
            rounding::float(weights.deff_kish, 2),
        );
        let used = if weights.converged {
            ""
        } else {
            "; not used, they do not converge"
        };
        remarks.push(format!(
            "  weights: effective n {n_eff}, design effect {deff}{used}"
        ));
        remarks.extend(
            weights
                .warnings
                .iter()
                .map(|key| format!("  warning: {key}")),
        );
    }
    remarks.extend(flags(&report.quality));
    let missing = report.not_computed.iter();
    remarks.extend(missing.map(|missing| {
        format!(
            "  not computed: indicator {} ({})",
            missing.indicator, missing.reason
        )
    }));
    remarks
}

/// Quality flags; nothing was left out because of them (M-15).
fn flags(quality: &Quality) -> Vec<String> {
    let lines = quality.straight_lined.iter().filter(|line| line.count > 0);
    let mut flags: Vec<String> = lines
        .map(|line| {
            let (count, of, question) = (line.count, line.of, &line.question);
            format!("  flag: {count} of {of} gave one answer to every row of {question}")
        })
        .collect();
    if quality.durations.short > 0 {
        let short = quality.durations.short;
        flags.push(format!(
            "  flag: {short} answered in less than a third of the time"
        ));
    }
    if quality.identical > 0 {
        let identical = quality.identical;
        flags.push(format!(
            "  flag: {identical} gave all answers another one gave"
        ));
    }
    flags
}

async fn document(
    conn: &mut Conn,
    actor: &Actor,
    slug: &Slug,
    number: Option<i32>,
) -> anyhow::Result<String> {
    let survey = find(conn, actor, slug).await?;
    let all = reports::list(conn, actor.municipality, survey.id).await?;
    let wanted = |report: &&ReportRow| number.is_none_or(|number| number == report.number);
    let report = all.iter().rev().find(wanted);
    let report = report.with_context(|| format!("{slug} has no such report"))?;
    Ok(serde_json::to_string_pretty(&report.document)?)
}

async fn recompute(
    app: &App,
    conn: &mut Conn,
    actor: &Actor,
    slug: &Slug,
    method: Option<&str>,
) -> anyhow::Result<String> {
    let survey = find(conn, actor, slug).await?;
    let named = method.map_or(Some(Method::CURRENT), Method::named);
    let Some(method) = named else {
        let known: Vec<&str> = Method::ALL.iter().map(|method| method.name()).collect();
        bail!(
            "there is no such version; this program knows {}",
            known.join(", ")
        );
    };
    let made = tabulating::recompute(&app.db, &app.secret, actor, survey.id, method).await?;
    let name = method.name();
    Ok(match made {
        Some(_) => format!("{slug}: computed again by {name}; the earlier report is kept"),
        None => format!("{slug}: there is a report of these responses by {name} already"),
    })
}

/// Where a report goes.
#[derive(Clone, Copy)]
enum Step<'a> {
    Approve(&'a str),
    Publish,
    Withdraw(&'a Reason),
}

impl Step<'_> {
    /// The states a report can be in before it.
    fn from(self) -> &'static [State] {
        match self {
            Step::Approve(_) => &[State::Final],
            Step::Publish => &[State::Approved],
            Step::Withdraw(_) => &[State::Final, State::Approved, State::Published],
        }
    }

    fn done(self) -> &'static str {
        match self {
            Step::Approve(_) => "approved",
            Step::Publish => "published",
            Step::Withdraw(_) => "withdrawn",
        }
    }
}

async fn step(
    conn: &mut Conn,
    actor: &Actor,
    (slug, number): (&Slug, Option<i32>),
    step: Step<'_>,
) -> anyhow::Result<String> {
    let survey = find(conn, actor, slug).await?;
    let all = reports::list(conn, actor.municipality, survey.id).await?;
    let fits = |report: &&ReportRow| {
        step.from().contains(&report.state) && number.is_none_or(|number| number == report.number)
    };
    // A report that was computed again by an older version is there to compare, not to be published by mistake.
    let is_current = |report: &ReportRow| report.method == Method::CURRENT.name();
    let report = all
        .iter()
        .filter(fits)
        .max_by_key(|report| (is_current(report), report.number));
    let report = report.with_context(|| {
        format!("{slug} has no report in that state; see kocho survey show {slug}")
    })?;
    let id = report.id;
    conn.transaction(async |tx| {
        let now = clock::now(tx).await?;
        match step {
            Step::Approve(decision) => publishing::approve(tx, actor, id, decision, now).await,
            Step::Publish => publishing::publish(tx, actor, id, now).await,
            Step::Withdraw(reason) => publishing::withdraw(tx, actor, id, reason, now).await,
        }
    })
    .await?;
    Ok(format!(
        "{slug}: report {} is {}",
        report.number,
        step.done()
    ))
}
