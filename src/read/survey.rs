//! A survey as its results are shown: its release, and where there is none, what has become of its figures. And surveys as
//! staff see them: what stands where, and how many have answered.

use super::{Desk, Sees};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::job::Job;
use crate::domain::search::Search;
use crate::domain::slug::Slug;
use crate::domain::survey::State;
use crate::domain::survey::stage::Stage;
use crate::domain::time::Timestamp;
use crate::storage::errata::Issued;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, clock, errata, jobs, ledger, returns};

/// So many surveys stand on a page of the ledger.
pub const ON_A_PAGE: i64 = 20;

/// The surveys of a town as staff see them: one page.
pub struct Ledger {
    /// How many surveys each stage has.
    pub counts: Vec<(Stage, i64)>,
    /// Those of the page.
    pub surveys: Vec<Counted>,
}

/// A survey and how many responses it has.
pub struct Counted {
    /// The survey.
    pub survey: Survey,
    /// Its responses, however they came.
    pub responses: i64,
    /// The database's time then.
    pub now: Timestamp,
}

impl Ledger {
    /// How many surveys a stage has, or all.
    #[must_use]
    pub fn count(&self, stage: Option<Stage>) -> i64 {
        let counts = self.counts.iter();
        let wanted = counts.filter(|(of, _)| stage.is_none_or(|stage| stage == *of));
        wanted.map(|(_, count)| count).sum()
    }
}

/// One page of the ledger, counted from 0: the surveys searched for, of one stage or of all.
///
/// # Errors
/// When the database fails.
pub async fn ledger(
    conn: &mut Conn,
    desk: Desk,
    (search, stage): (&Search, Option<Stage>),
    order: ledger::Order,
    page: u32,
) -> QueryResult<Ledger> {
    let municipality = desk.municipality();
    let by_state = ledger::count_by_state(conn, municipality, search).await?;
    let count = |stage: Stage| {
        let of_stage = by_state
            .iter()
            .filter(|(state, _)| Stage::of(*state) == stage);
        (stage, of_stage.map(|(_, count)| count).sum())
    };
    let states: Vec<State> = match stage {
        Some(stage) => stage.states().collect(),
        None => State::ALL.to_vec(),
    };
    let window = (i64::from(page).saturating_mul(ON_A_PAGE), ON_A_PAGE);
    let rows = ledger::page(conn, municipality, &states, (search, order), window).await?;
    Ok(Ledger {
        counts: Stage::ALL.into_iter().map(count).collect(),
        surveys: counted(conn, municipality, rows).await?,
    })
}

/// One survey, by its name in addresses.
///
/// # Errors
/// `NotFound` when the town has no such survey; when the database fails.
pub async fn at_desk(conn: &mut Conn, desk: Desk, name: &Slug) -> QueryResult<Counted> {
    let municipality = desk.municipality();
    let survey = surveys::by_slug(conn, municipality, name).await?;
    let mut counted = counted(conn, municipality, vec![survey]).await?;
    counted.pop().ok_or(diesel::result::Error::NotFound)
}

async fn counted(
    conn: &mut Conn,
    municipality: MunicipalityId,
    surveys: Vec<Survey>,
) -> QueryResult<Vec<Counted>> {
    let now = clock::now(conn).await?;
    let ids: Vec<SurveyId> = surveys.iter().map(|survey| survey.id).collect();
    let totals = returns::totals(conn, municipality, &ids).await?;
    let counted = |survey: Survey| Counted {
        responses: totals.get(&survey.id).copied().unwrap_or_default(),
        survey,
        now,
    };
    Ok(surveys.into_iter().map(counted).collect())
}

/// Whether the figures of a survey were tried for long and given up.
///
/// # Errors
/// When the database fails.
pub async fn is_given_up(conn: &mut Conn, sees: &impl Sees, survey: SurveyId) -> QueryResult<bool> {
    let figures = Job::Tabulate {
        municipality: sees.municipality(),
        survey,
    };
    Ok(jobs::given_up(conn, &figures).await?.is_some())
}

/// When words of a survey were corrected while answers came in, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn corrected(
    conn: &mut Conn,
    sees: &impl Sees,
    survey: SurveyId,
) -> QueryResult<Vec<Issued>> {
    errata::of(conn, sees.municipality(), survey).await
}
