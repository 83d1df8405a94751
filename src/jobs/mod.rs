//! The time: the same workflows when nobody is asking.
//!
//! What belongs here: claiming jobs, running them, what repeats. What does not: what they do.

pub mod heads;
mod lease;
mod schedule;
mod sending;
mod worker;
mod working;

use diesel_async::AsyncConnection;

use crate::app::App;
use crate::domain::actor::{Actor, Who};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::job::Job;
use crate::storage::{Conn, Db, QueryResult};
use crate::workflows::tabulating::{self, TabulateError};
use crate::workflows::{recipients, sealing};

pub use schedule::{forget_drafts, forget_what_is_over, move_people, remind_divisions};
pub use worker::{Worker, next};

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

impl From<TabulateError> for Failure {
    fn from(error: TabulateError) -> Self {
        match error {
            TabulateError::Database(error) => error.into(),
            TabulateError::Unfitting(_)
            | TabulateError::TooManyOptions(_)
            | TabulateError::TooManyResponses => Self::GiveUp(error.into()),
            other => Self::Retry(other.into()),
        }
    }
}

/// Does one job, with connections of its own.
///
/// # Errors
/// [`Failure`] says whether to try again.
pub async fn run(app: &App, db: &Db, job: &Job) -> Result<(), Failure> {
    let mut conn = db
        .get()
        .await
        .map_err(|error| Failure::Retry(error.into()))?;
    match job {
        Job::Seal {
            municipality,
            survey,
        } => Ok(sealing::seal(&mut conn, &app.secret, *municipality, *survey).await?),
        Job::Tabulate {
            municipality,
            survey,
        } => {
            drop(conn);
            let actor = Actor {
                municipality: *municipality,
                who: Who::Schedule,
            };
            let report = tabulating::run(db, &app.secret, &actor, *survey).await?;
            if let Some(report) = report {
                tracing::info!(report.id = %report, "report {report} of survey {survey} was computed");
            }
            Ok(())
        }
        Job::DestroyRecipients {
            municipality,
            survey,
        } => Ok(destroy(&mut conn, *municipality, *survey).await?),
        Job::Work { municipality, work } => {
            working::work(&mut conn, &app.config.var, *municipality, *work).await
        }
        Job::Send {
            municipality,
            letter,
        } => Ok(sending::send(&mut conn, &app.mailer, &app.views, *municipality, *letter).await?),
    }
}

async fn destroy(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<()> {
    let actor = Actor {
        municipality,
        who: Who::Schedule,
    };
    let destroyed = conn
        .transaction(async |tx| recipients::destroy(tx, &actor, survey).await)
        .await?;
    if let Some(count) = destroyed {
        tracing::info!(survey.id = %survey, "{count} recipients of survey {survey} were destroyed");
    }
    Ok(())
}
