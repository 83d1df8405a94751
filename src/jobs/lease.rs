//! Holding a job: a claim lasts a short time and is renewed while its job runs, so that the job of a worker that is gone
//! is taken over soon, and never done by two.

use std::time::{Duration, Instant};

use actix_web::web::Data;
use tokio::task::JoinHandle;

use super::{Failure, run};
use crate::app::App;
use crate::storage::jobs::{self, Claimed};
use crate::storage::{clock, job_sessions};

/// How long a claim holds that nobody renews, by the database's clock.
const LEASE: Duration = Duration::from_secs(20);

/// How often a claim is renewed: three renewals may fail before it is lost.
const RENEW: Duration = Duration::from_secs(5);

/// Claims the next job, and ends what its former holder still has open.
///
/// # Errors
/// When the queue cannot be reached.
pub(super) async fn claim(app: &App) -> anyhow::Result<Option<Claimed>> {
    let mut conn = app.db.get().await?;
    let now = clock::now(&mut conn).await?;
    let lease = chrono::Duration::from_std(LEASE)?;
    let Some(claimed) = jobs::claim(&mut conn, lease, now).await? else {
        return Ok(None);
    };
    if claimed.attempts > 1 && !job_sessions::end_former(&mut conn, &claimed).await? {
        anyhow::bail!("the former holder of job {} still works", claimed.id);
    }
    Ok(Some(claimed))
}

/// Runs the job while the claim holds; none when it was lost, and then nothing of the job goes on.
///
/// # Errors
/// When the job cannot be given connections.
pub(super) async fn hold(
    app: &Data<App>,
    claimed: &Claimed,
) -> anyhow::Result<Option<Result<(), Failure>>> {
    let db = app.job_sessions.of(claimed)?;
    let (of, job) = (app.clone(), claimed.job.clone());
    // A task of its own, so that a bug in one job does not end the worker.
    let mut running: JoinHandle<_> = tokio::spawn(async move { run(&of, &db, &job).await });
    let mut sure_until = Instant::now() + LEASE;
    loop {
        tokio::select! {
            done = &mut running => {
                return Ok(Some(done.unwrap_or_else(|panic| Err(Failure::Retry(panic.into())))));
            }
            () = tokio::time::sleep(RENEW) => {}
        }
        let asked = Instant::now();
        match tokio::time::timeout(RENEW, renew(app, claimed)).await {
            Ok(Ok(true)) => sure_until = asked + LEASE,
            Ok(Ok(false)) => break,
            _ if Instant::now() >= sure_until => break,
            Ok(Err(error)) => warn(claimed, &format!("{error:#}")),
            Err(_) => warn(claimed, "the database does not answer"),
        }
    }
    running.abort();
    let _ = running.await;
    Ok(None)
}

async fn renew(app: &App, claimed: &Claimed) -> anyhow::Result<bool> {
    let lease = chrono::Duration::from_std(LEASE)?;
    Ok(jobs::renew(&mut *app.db.get().await?, claimed, lease).await?)
}

fn warn(claimed: &Claimed, why: &str) {
    tracing::warn!(job.id = %claimed.id, "the claim of job {} was not renewed: {why}", claimed.id);
}
