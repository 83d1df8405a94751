//! Sampling: what is known of a survey's sample is said: the population it stands for, what became of the letters.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::SurveyId;
use crate::domain::job::Job;
use crate::domain::survey::State;
use crate::domain::survey::design::{Design, DesignError, Dimension};
use crate::domain::survey::dispositions::Dispositions;
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
    /// Every letter is answered, comes back or is lost; none does two of these.
    #[error(
        "{returned} responses and {lost} letters that came back, were refused or reached nobody are more than the {mailed} \
         mailed"
    )]
    MoreThanMailed {
        /// Responses.
        returned: u64,
        /// Letters without one.
        lost: u64,
        /// Letters.
        mailed: u64,
    },
    /// Nobody is asked twice.
    #[error("{0} were mailed, and the survey is of {1} people")]
    MoreThanPeople(i32, i32),
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
    fn is_about_letters(&self) -> bool {
        let letters = [self.undeliverable, self.ineligible, self.refused];
        self.mailed.is_some() || letters.iter().any(Option::is_some)
    }

    fn onto(&self, design: Design) -> Design {
        let (population, bounds) = match &self.population {
            Some(said) => (said.dimensions.clone(), said.bounds),
            None => (design.population, design.bounds),
        };
        let work = design.fieldwork;
        Design {
            population,
            bounds,
            fieldwork: Dispositions {
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
    let municipality = actor.municipality;
    let survey = surveys::lock(tx, municipality, id).await?;
    Design::may_change(
        survey.state,
        reports::was_approved(tx, municipality, id).await?,
    )?;
    let mailed = said.mailed.or(survey.sample_size);
    let design = said.onto(designs::by_survey(tx, municipality, id).await?);
    let design = design.checked(mailed.and_then(|mailed| u64::try_from(mailed).ok()))?;
    if let Some(mailed) = mailed.filter(|_| said.is_about_letters()) {
        fits(tx, &survey, mailed, design.fieldwork).await?;
    }
    if let Some(mailed) = said.mailed {
        surveys::set_sample_size(tx, municipality, id, mailed).await?;
    }
    designs::put(tx, municipality, id, &design).await?;
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &event(&survey, &design, mailed), now).await?;
    count_again(tx, &survey, now).await?;
    Ok(design)
}

/// Whether what came back, with and without an answer, is no more than was mailed, and that no more than there are people.
async fn fits(
    tx: &mut Conn,
    survey: &Survey,
    mailed: i32,
    work: Dispositions,
) -> Result<(), SampleError> {
    if let Some(people) = survey.frame_population.filter(|people| mailed > *people) {
        return Err(SampleError::MoreThanPeople(mailed, people));
    }
    if !survey.anonymity.needs_key() {
        return Ok(());
    }
    let count = responses::count(tx, survey.municipality_id, survey.id).await?;
    if count > i64::from(mailed) {
        return Err(SampleError::MoreReturned(count, mailed));
    }
    let [returned, letters] = [count, i64::from(mailed)].map(|n| u64::try_from(n).unwrap_or(0));
    let lost = work.undeliverable + work.ineligible + work.refused;
    if returned + lost > letters {
        return Err(SampleError::MoreThanMailed {
            returned,
            lost,
            mailed: letters,
        });
    }
    Ok(())
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
