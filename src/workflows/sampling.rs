//! Sampling: what is known of a survey's sample is said: the population it stands for, what became of the letters.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::SurveyId;
use crate::domain::job::Job;
use crate::domain::report::Fieldwork;
use crate::domain::survey::State;
use crate::domain::survey::design::{Design, DesignError, Dimension};
use crate::domain::time::Timestamp;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, audit, clock, designs, jobs, reports, responses};

/// Why nothing was said anew.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The survey or the numbers do not allow it.
    #[error(transparent)]
    Refused(#[from] DesignError),
    /// More people answered than are said to have been asked.
    #[error("{0} responses have come back: more than {1} were mailed")]
    MoreReturned(i64, i32),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Whom a survey stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// The people by dimension.
    pub dimensions: Vec<Dimension>,
    /// Bounds of weights; untrimmed without.
    pub bounds: Option<(f64, f64)>,
}

/// What is said; what is absent stays as it was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Whom the survey stands for, in place of what was said before.
    pub population: Option<Population>,
    /// How many were asked.
    pub mailed: Option<i32>,
    /// Returned by the post.
    pub undeliverable: Option<u64>,
    /// Moved away or deceased.
    pub ineligible: Option<u64>,
    /// Refused without a sheet.
    pub refused: Option<u64>,
    /// Whether margins of a census with low return are shown.
    pub census_margin: Option<bool>,
    /// Least count that is published.
    pub k: Option<u64>,
    /// Least people of a published row.
    pub min_base: Option<u64>,
}

impl Said {
    fn onto(&self, design: Design) -> Design {
        let (population, bounds) = match &self.population {
            Some(said) => (said.dimensions.clone(), said.bounds),
            None => (design.population, design.bounds),
        };
        let work = design.fieldwork;
        Design {
            population,
            bounds,
            fieldwork: Fieldwork {
                undeliverable: self.undeliverable.unwrap_or(work.undeliverable),
                ineligible: self.ineligible.unwrap_or(work.ineligible),
                refused: self.refused.unwrap_or(work.refused),
            },
            census_margin: self.census_margin.unwrap_or(design.census_margin),
            k: self.k.unwrap_or(design.k),
            min_base: self.min_base.unwrap_or(design.min_base),
        }
    }
}

/// Says the design of a survey anew, until a report of it is approved; a closed one is computed again soon after.
///
/// # Errors
/// [`SampleError`].
pub async fn say(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    said: &Said,
) -> Result<Design, SampleError> {
    let of = actor.municipality;
    let survey = surveys::lock(tx, of, id).await?;
    Design::may_change(survey.state, reports::was_approved(tx, of, id).await?)?;
    let mailed = said.mailed.or(survey.sample_size);
    let design = said.onto(designs::by_survey(tx, of, id).await?);
    let design = design.checked(mailed.and_then(|mailed| u64::try_from(mailed).ok()))?;
    if let Some(mailed) = said.mailed {
        let returned = responses::count(tx, of, id).await?;
        if survey.anonymity.needs_key() && returned > i64::from(mailed) {
            return Err(SampleError::MoreReturned(returned, mailed));
        }
        surveys::set_sample_size(tx, of, id, mailed).await?;
    }
    designs::put(tx, of, id, &design).await?;
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &event(&survey, &design, mailed), now).await?;
    count_again(tx, &survey, now).await?;
    Ok(design)
}

fn event(survey: &Survey, design: &Design, mailed: Option<i32>) -> Event {
    Event::DesignChanged {
        survey: survey.id,
        dimensions: design.population.iter().map(Dimension::name).collect(),
        mailed,
        fieldwork: design.fieldwork,
        k: design.k,
        min_base: design.min_base,
    }
}

async fn count_again(
    tx: &mut Conn,
    survey: &Survey,
    now: Timestamp,
) -> Result<(), diesel::result::Error> {
    if !matches!(survey.state, State::WebClosed | State::EntryClosed) {
        return Ok(());
    }
    let job = Job::Tabulate {
        municipality: survey.municipality_id,
        survey: survey.id,
    };
    jobs::enqueue(tx, &job, now).await
}
