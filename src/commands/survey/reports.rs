//! The life of reports by hand: computed again, approved, published, withdrawn.

use anyhow::{Context, bail};
use diesel_async::AsyncConnection;

use super::find;
use crate::domain::actor::Actor;
use crate::domain::plan::value::State;
use crate::domain::slug::Slug;
use crate::domain::tabulation::method::Method;
use crate::domain::time::Zone;
use crate::storage::reports::{self, StoredReport};
use crate::storage::surveys::Survey;
use crate::storage::{Conn, Db, clock};
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
        reason: String,
        /// Number of the report.
        #[arg(long)]
        report: Option<i32>,
    },
}

pub(super) async fn run(
    db: &Db,
    conn: &mut Conn,
    actor: &Actor,
    command: Command,
) -> anyhow::Result<String> {
    match command {
        Command::Recompute { survey, method } => {
            recompute(db, conn, actor, &survey, method.as_deref()).await
        }
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
    let line = |report: &StoredReport| {
        let state = format!("{:?}", report.state).to_lowercase();
        let at = zone.local(report.computed_at).format("%Y-%m-%d %H:%M");
        let (number, count) = (report.number, report.response_count);
        let method = &report.method;
        format!("report {number}: {state}, {count} responses, computed {at} by {method}")
    };
    Ok(all.iter().map(line).collect())
}

async fn recompute(
    db: &Db,
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
    let made = tabulating::recompute(db, actor, survey.id, method).await?;
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
    Withdraw(&'a str),
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
    let fits = |report: &&StoredReport| {
        step.from().contains(&report.state) && number.is_none_or(|number| number == report.number)
    };
    // A report that was computed again by an older version is there to compare, not to be published by mistake.
    let is_current = |report: &StoredReport| report.method == Method::CURRENT.name();
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
