//! `kocho jobs …`: work that was tried for long and given up. What it is and why, and doing it again.

use anyhow::bail;
use diesel::OptionalExtension;
use uuid::Uuid;

use super::session::Session;
use crate::config::Config;
use crate::domain::ids::JobId;
use crate::storage::jobs::{self, GivenUp};
use crate::storage::{Conn, QueryResult, clock, municipalities, surveys};

/// `kocho jobs`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show what was given up, and why.
    List,
    /// Try what was given up again: one job by its id, or all of them.
    Retry { job: Option<Uuid> },
    /// Forget a job that is not wanted any more, such as a letter to an address that is gone.
    Forget { job: Uuid },
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let said = match arguments.act {
        Command::List => list(&mut conn).await?,
        Command::Retry { job } => retry(&mut conn, job.map(JobId)).await?,
        Command::Forget { job } => forget(&mut conn, JobId(job)).await?,
    };
    println!("{said}");
    Ok(())
}

async fn list(conn: &mut Conn) -> anyhow::Result<String> {
    let (waiting, given_up) = jobs::count(conn).await?;
    let mut lines = vec![format!("{waiting} wait or run, {given_up} given up")];
    for job in jobs::list_given_up(conn).await? {
        let (id, line) = (job.id, line(conn, &job).await?);
        lines.push(format!("{id} {line}"));
    }
    Ok(lines.join("\n"))
}

async fn retry(conn: &mut Conn, only: Option<JobId>) -> anyhow::Result<String> {
    let now = clock::now(conn).await?;
    let given_up = jobs::list_given_up(conn).await?;
    let wanted = given_up.iter().map(|job| job.id);
    let wanted: Vec<JobId> = wanted
        .filter(|id| only.is_none_or(|only| only == *id))
        .collect();
    let mut count = 0;
    for id in wanted {
        count += usize::from(jobs::retry(conn, id, now).await?);
    }
    match (count, only) {
        (0, Some(id)) => bail!("no job that was given up has the id {id}"),
        _ => Ok(format!("{count} will be tried again")),
    }
}

async fn forget(conn: &mut Conn, id: JobId) -> anyhow::Result<String> {
    match jobs::forget(conn, id).await? {
        true => Ok(format!("{id} is forgotten")),
        false => bail!("no job that was given up has the id {id}"),
    }
}

/// A job in words: what, for whom, since when, why.
pub(super) async fn line(conn: &mut Conn, given_up: &GivenUp) -> QueryResult<String> {
    let (municipality, job) = (given_up.job.municipality(), &given_up.job);
    let town = municipalities::by_id(conn, municipality).await.optional()?;
    let mut place = town.map_or_else(|| municipality.to_string(), |town| town.slug.to_string());
    if let Some(id) = job.survey() {
        let survey = surveys::by_id(conn, municipality, id).await.optional()?;
        let survey = survey.map_or_else(|| id.to_string(), |survey| survey.slug.to_string());
        place = format!("{place}/{survey}");
    }
    Ok(format!("{} {place}: {}", job.word(), why(given_up)))
}

/// Since when it is given up, and why.
pub(super) fn why(given_up: &GivenUp) -> String {
    let at = given_up.given_up_at.map_or_else(String::new, |at| {
        format!(" on {}", at.format("%Y-%m-%d %H:%M UTC"))
    });
    let (tries, error) = (given_up.attempts, given_up.last_error.as_deref());
    let error = error.unwrap_or("no reason was kept");
    let times = if tries == 1 { "attempt" } else { "attempts" };
    format!("given up{at} after {tries} {times}: {error}")
}
