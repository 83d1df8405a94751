//! The time: the same workflows when nobody is asking.
//!
//! What belongs here: claiming jobs, running them, what repeats. What does not: what they do.

mod schedule;
mod worker;

use crate::app::App;
use crate::domain::job::Job;
use crate::workflows::sealing;

pub use worker::Worker;

/// Why a job did not get done.
#[derive(Debug)]
pub enum Failure {
    /// It may go better later.
    Retry(anyhow::Error),
    /// It never will: a person has to look.
    GiveUp(anyhow::Error),
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::NotFound => Self::GiveUp(error.into()),
            other => Self::Retry(other.into()),
        }
    }
}

/// Does one job.
///
/// # Errors
/// [`Failure`] says whether to try again.
pub async fn run(app: &App, job: &Job) -> Result<(), Failure> {
    let mut conn = app
        .db
        .get()
        .await
        .map_err(|error| Failure::Retry(error.into()))?;
    match job {
        Job::Seal {
            municipality,
            survey,
        } => Ok(sealing::seal(&mut conn, *municipality, *survey).await?),
        Job::Tabulate { .. } | Job::Send { .. } => Ok(()),
    }
}
