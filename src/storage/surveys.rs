//! Surveys: one fieldwork of one version each, and the lock that lets closing wait for what is being stored.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool};
use diesel_async::RunQueryDsl;

use super::clock::clock_timestamp;
use super::schema::{municipalities, surveys, versions};
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireId, SurveyId, VersionId};
use crate::domain::slug::Slug;
use crate::domain::survey::{Anonymity, Fieldwork, Schedule, State};
use crate::domain::text::Text;
use crate::domain::time::{Timestamp, Zone};

/// A survey as stored. Its questionnaire is `version_id`'s.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable)]
#[diesel(table_name = surveys)]
pub struct Survey {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: SurveyId,
    /// The version that is asked.
    pub version_id: VersionId,
    /// Its name in addresses.
    pub slug: Slug,
    /// What citizens read.
    pub title: Text,
    /// The fiscal year its values are for.
    pub fiscal_year: i32,
    /// What the first page promises.
    pub anonymity: Anonymity,
    /// As stored: see [`Fieldwork`] for what it means.
    pub state: State,
    /// See [`Schedule`].
    pub opens_at: Option<Timestamp>,
    /// See [`Schedule`].
    pub web_closes_at: Option<Timestamp>,
    /// See [`Schedule`].
    pub entry_closes_at: Option<Timestamp>,
    /// See [`Schedule`].
    pub grace_minutes: i32,
    /// N, the people the sample was drawn from; none when unknown.
    pub frame_population: Option<i32>,
    /// How many were asked.
    pub sample_size: Option<i32>,
    /// Whether everybody was asked.
    pub census: bool,
    /// Whether its answers are made up: 「架空の回答」.
    pub synthetic: bool,
}

impl Survey {
    /// What decides about its life.
    #[must_use]
    pub fn fieldwork(&self) -> Fieldwork {
        let times = (self.opens_at, self.web_closes_at, self.entry_closes_at);
        fieldwork(self.state, times, self.grace_minutes)
    }
}

type Times = (Option<Timestamp>, Option<Timestamp>, Option<Timestamp>);

pub(super) fn fieldwork(state: State, times: Times, grace_minutes: i32) -> Fieldwork {
    let schedule = match times {
        (Some(opens_at), Some(web_closes_at), Some(entry_closes_at)) => Some(Schedule {
            opens_at,
            web_closes_at,
            entry_closes_at,
            grace_minutes,
        }),
        _ => None,
    };
    Fieldwork { state, schedule }
}

/// Newest fiscal year first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<Survey>> {
    Survey::query()
        .filter(surveys::municipality_id.eq(municipality))
        .order((surveys::fiscal_year.desc(), surveys::slug))
        .load(conn)
        .await
}

/// What a key is looked up in: the surveys of a municipality, each with its name in addresses, its state and whether it
/// needs keys.
///
/// # Errors
/// When the database fails.
pub async fn list_for_keys(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Vec<(SurveyId, Slug, State, Anonymity)>> {
    surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .order((surveys::fiscal_year.desc(), surveys::slug))
        .select((
            surveys::id,
            surveys::slug,
            surveys::state,
            surveys::anonymity,
        ))
        .load(conn)
        .await
}

/// By its name in addresses.
///
/// # Errors
/// `NotFound` when the municipality has no such survey.
pub async fn by_slug(
    conn: &mut Conn,
    municipality: MunicipalityId,
    slug: &Slug,
) -> QueryResult<Survey> {
    Survey::query()
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::slug.eq(slug))
        .first(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such survey.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<Survey> {
    Survey::query()
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::id.eq(id))
        .first(conn)
        .await
}

/// How many people the largest survey of a municipality is about: as many as live there, about; none before one says.
///
/// # Errors
/// When the database fails.
pub async fn people(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Option<u64>> {
    let most: Option<i32> = surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .select(diesel::dsl::max(surveys::frame_population))
        .first(conn)
        .await?;
    Ok(most.and_then(|most| u64::try_from(most).ok()))
}

/// Stores a new one; a slug in use breaks `surveys_slug_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, survey: &Survey) -> QueryResult<()> {
    diesel::insert_into(surveys::table)
        .values(survey)
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves the survey from what `was` read to what it `becomes`; false when another moved it in between.
///
/// # Errors
/// When the database fails.
pub async fn set_fieldwork(
    conn: &mut Conn,
    was: &Survey,
    becomes: &Fieldwork,
) -> QueryResult<bool> {
    let times = becomes.schedule;
    let moved = diesel::update(surveys::table)
        .filter(surveys::municipality_id.eq(was.municipality_id))
        .filter(surveys::id.eq(was.id))
        .filter(surveys::state.eq(was.state))
        .set((
            surveys::state.eq(becomes.state),
            surveys::opens_at.eq(times.map(|t| t.opens_at)),
            surveys::web_closes_at.eq(times.map(|t| t.web_closes_at)),
            surveys::entry_closes_at.eq(times.map(|t| t.entry_closes_at)),
            surveys::grace_minutes.eq(times.map_or(was.grace_minutes, |t| t.grace_minutes)),
        ))
        .returning(surveys::id)
        .get_result::<SurveyId>(conn)
        .await
        .optional()?;
    Ok(moved.is_some())
}

/// How many people were asked, where keys were issued to them.
///
/// # Errors
/// When the database fails.
pub async fn set_sample_size(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
    size: i32,
) -> QueryResult<()> {
    diesel::update(surveys::table)
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::id.eq(id))
        .set(surveys::sample_size.eq(size))
        .execute(conn)
        .await?;
    Ok(())
}

/// The surveys the clock may have to move at the database's time, of every municipality: what is asked is only
/// where to look, the decision is [`Fieldwork::due`].
///
/// # Errors
/// When the database fails.
pub async fn list_waiting_for_the_clock(
    conn: &mut Conn,
) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    use State::{Open, Scheduled, WebClosed};
    surveys::table
        .filter(
            surveys::state
                .eq(Scheduled)
                .and(surveys::opens_at.le(clock_timestamp().nullable()))
                .or(surveys::state
                    .eq(Open)
                    .and(surveys::web_closes_at.le(clock_timestamp().nullable())))
                .or(surveys::state
                    .eq(WebClosed)
                    .and(surveys::entry_closes_at.le(clock_timestamp().nullable()))),
        )
        .select((surveys::municipality_id, surveys::id))
        .load(conn)
        .await
}

/// The surveys of every municipality of which paper answers are typed.
///
/// # Errors
/// When the database fails.
pub async fn list_web_closed(conn: &mut Conn) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    surveys::table
        .filter(surveys::state.eq(State::WebClosed))
        .select((surveys::municipality_id, surveys::id))
        .load(conn)
        .await
}

/// The survey of a questionnaire, in any of its versions, whose web closed last; none when none has.
///
/// # Errors
/// When the database fails.
pub async fn last_closed(
    conn: &mut Conn,
    municipality: MunicipalityId,
    questionnaire: QuestionnaireId,
) -> QueryResult<Option<Survey>> {
    let asked = versions::table
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::questionnaire_id.eq(questionnaire))
        .select(versions::id);
    Survey::query()
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::version_id.eq_any(asked))
        .filter(surveys::state.eq(State::EntryClosed))
        .order(surveys::web_closes_at.desc())
        .first(conn)
        .await
        .optional()
}

/// The number of a survey's advisory lock. Two surveys with the same number wait for each other, no more.
#[must_use]
pub fn lock_number(municipality: MunicipalityId, id: SurveyId) -> i64 {
    let (_, tenant) = municipality.0.as_u64_pair();
    let (_, survey) = id.0.as_u64_pair();
    (tenant.rotate_left(1) ^ survey).cast_signed()
}

/// The number of the lock that those who seal a survey's responses hold against each other and against those who read
/// them. Nobody who stores a response takes it.
fn sealing_number(municipality: MunicipalityId, id: SurveyId) -> i64 {
    lock_number(municipality, id).rotate_left(32)
}

struct Shared<'a> {
    numbers: &'a [i64],
}

prepared!(Shared -> (Bool,),
    "select pg_advisory_xact_lock_shared(number) is null from unnest(" [numbers: Array<BigInt>] ") as number");

/// Takes the shared locks of surveys until the transaction ends, in the given order (so that nobody waits in a ring):
/// as long as they are held, none of them is closed. Read the state in a statement after this one.
///
/// # Errors
/// When the database fails.
pub async fn lock_shared(conn: &mut Conn, numbers: &[i64]) -> QueryResult<()> {
    Shared { numbers }.execute(conn).await?;
    Ok(())
}

diesel::define_sql_function! {
    /// Waits for everybody who holds the lock, and keeps it to the end of the transaction.
    fn pg_advisory_xact_lock(number: BigInt);
}

/// Takes the exclusive lock of a survey until the transaction ends, and then reads it: whatever the door accepted is
/// stored now, and nothing more is accepted before this transaction has ended.
///
/// # Errors
/// `NotFound` when the municipality has no such survey.
pub async fn lock(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<Survey> {
    diesel::select(pg_advisory_xact_lock(lock_number(municipality, id)))
        .execute(conn)
        .await?;
    by_id(conn, municipality, id).await
}

/// Takes the shared locks of a survey and of its sealing until the transaction ends: its state stays, and nothing is
/// sealed meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn lock_reading(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<()> {
    lock_shared(
        conn,
        &[
            lock_number(municipality, id),
            sealing_number(municipality, id),
        ],
    )
    .await
}

/// Takes the lock of a survey's sealing until the transaction ends, and then reads the survey: its state stays, nobody
/// else seals or reads its responses meanwhile, and whoever brings one waits for nothing.
///
/// # Errors
/// `NotFound` when the municipality has no such survey.
pub async fn lock_sealing(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<Survey> {
    lock_shared(conn, &[lock_number(municipality, id)]).await?;
    diesel::select(pg_advisory_xact_lock(sealing_number(municipality, id)))
        .execute(conn)
        .await?;
    by_id(conn, municipality, id).await
}

/// The zone its days are told in.
///
/// # Errors
/// `NotFound` when there is no such municipality.
pub async fn zone(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Zone> {
    municipalities::table
        .filter(municipalities::id.eq(municipality))
        .select(municipalities::time_zone)
        .first(conn)
        .await
}
