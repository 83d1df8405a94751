//! The worker: claims one job at a time, runs it outside of any transaction, and settles the claim.

use actix_web::web::Data;
use chrono::Duration;
use diesel_async::AsyncConnection;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Failure, lease, schedule};
use crate::app::App;
use crate::storage::jobs::{self, Claimed};
use crate::storage::{QueryResult, clock};
use crate::workflows::settling;

/// After so many attempts (about seventeen hours) a person has to look.
const ATTEMPTS: i32 = 10;

/// How long an idle worker waits before it looks again.
const REST: std::time::Duration = std::time::Duration::from_millis(500);

/// The background work of one process.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Begins to work: one task does jobs, another what repeats.
    #[must_use]
    pub fn start(app: Data<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let working = {
            let (app, mut stopped) = (app.clone(), stopped.clone());
            // A job under way is finished; its claim would only run out otherwise.
            tokio::spawn(async move {
                while !*stopped.borrow() {
                    if !worked(&app).await {
                        let _ = tokio::time::timeout(REST, stopped.changed()).await;
                    }
                }
            })
        };
        let repeating = tokio::spawn(schedule::run(app, stopped));
        Self {
            stop,
            tasks: vec![working, repeating],
        }
    }

    /// Finishes what is under way and ends.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!("the worker ended badly: {error}");
            }
        }
    }
}

/// Does the next job, if there is one; says whether to go on at once.
async fn worked(app: &Data<App>) -> bool {
    match next(app).await {
        Ok(worked) => worked,
        Err(error) => {
            tracing::warn!("the queue cannot be read: {error:#}");
            false
        }
    }
}

/// Claims and does one job; false when nothing is due.
///
/// # Errors
/// When the queue cannot be reached. The claim then runs out and the job is done again.
pub async fn next(app: &Data<App>) -> anyhow::Result<bool> {
    let Some(claimed) = lease::claim(app).await? else {
        return Ok(false);
    };
    let done = match claimed.attempts {
        ..=ATTEMPTS => lease::hold(app, &claimed).await?,
        many => Some(Err(Failure::GiveUp(anyhow::anyhow!(
            "whoever worked at it ended, {} times",
            many - 1
        )))),
    };
    match done {
        Some(done) => settle(app, &claimed, done).await?,
        None => tracing::warn!(
            job.id = %claimed.id,
            "job {} was taken over by another worker; what was begun here is dropped", claimed.id
        ),
    }
    Ok(true)
}

async fn settle(app: &App, claimed: &Claimed, done: Result<(), Failure>) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    let conn = &mut *conn;
    let now = clock::now(conn).await?;
    let settled: QueryResult<()> = match done {
        Ok(()) => {
            conn.transaction(async |tx| settling::done(tx, claimed, now).await)
                .await
        }
        Err(Failure::Retry(error)) if claimed.attempts < ATTEMPTS => {
            tracing::warn!(job.id = %claimed.id, "job {} will be tried again: {error:#}", claimed.id);
            let at = now + pause(claimed.attempts);
            jobs::put_back(conn, claimed, at, &format!("{error:#}")).await
        }
        Err(Failure::Retry(error) | Failure::GiveUp(error)) => {
            tracing::error!(job.id = %claimed.id, "job {} is given up: {error:#}", claimed.id);
            let (error, operator) = (format!("{error:#}"), app.config.mail.operator());
            conn.transaction(async |tx| {
                settling::given_up(tx, claimed, &error, operator, now).await
            })
            .await
        }
    };
    Ok(settled?)
}

/// 2ⁿ minutes and up to a quarter more, so that what failed together does not come back together.
fn pause(attempts: i32) -> Duration {
    let exponent = u32::try_from(attempts)
        .unwrap_or(0)
        .saturating_sub(1)
        .min(10);
    let seconds = 60 * (1_i64 << exponent);
    Duration::seconds(seconds + rand::random_range(0..=seconds / 4))
}
