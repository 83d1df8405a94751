//! Sealing: envelopes are opened twenty or more at a time, and as many responses are stored in random order under ids
//! drawn then. Nothing in the tables tells which key gave which response.
//!
//! The transaction that takes an answer writes the spent key, a receipt and an envelope (or, of at least [`FEWEST`] of
//! one survey together, the sealed responses at once). The transaction that seals writes responses and the counts of
//! their days. So who holds what, can learn what:
//!
//! | holding | during fieldwork | after entry has closed |
//! |---|---|---|
//! | the database | which [`FEWEST`] or more keys gave which as many responses | nothing: all is written anew once more |
//! | every night's backup | the same: envelopes tell neither content nor what became of them | the same groups |
//! | the database and the secret | besides, what lies in the envelopes of now: who came last, of fewer than [`FEWEST`] | nothing |
//! | secret *and* nightly backups | what was in each night's envelopes, so of whom few came in a night, perhaps the answers | the same, as long as those backups are kept |
//! | the running server | whatever is sent while it is watched | – |
//! | logs | how many were refused | – |
//!
//! The figures of the linkage tests (`trust.md` AV-1) stand in `OPERATING.md`; `tests/suite/sealing.rs` and `make
//! faults` compute them anew. Answers are not corrected by receipt: where that will be, it reaches a response only while
//! it lies in its envelope.

use diesel::result::Error;
use diesel_async::AsyncConnection;

use crate::domain::envelope::{Content, EnvelopeKey, Length};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::questionnaire::Reader;
use crate::domain::secret::Secret;
use crate::domain::survey::State;
use crate::storage::responses::sealing;
use crate::storage::surveys::{self, Survey};
use crate::storage::{
    Conn, QueryResult, drafts, envelopes, invitations, pool, questionnaires, receipts, returns,
};
use crate::workflows::opening;

/// The fewest responses that are sealed together while the survey runs.
pub const FEWEST: i64 = 20;

/// Whether so many responses may be sealed together while the survey runs.
#[must_use]
pub fn are_enough(responses: usize) -> bool {
    i64::try_from(responses).is_ok_and(|responses| responses >= FEWEST)
}

/// The most: as many envelopes as fit the memory of a small server.
const MOST: i64 = 1_000;

/// Seals what can be sealed. While the survey runs: its envelopes, when there are [`FEWEST`]. Once it is over: the
/// rest, then all responses, all receipts and all keys once more, each in a transaction of its own, and the drafts go.
/// Running it again changes nothing but order and ids.
///
/// # Errors
/// When the database fails, an envelope does not open, or there is no such survey (`NotFound`); what was sealed before
/// stays sealed.
pub async fn seal(
    conn: &mut Conn,
    secret: &Secret,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<()> {
    let key = EnvelopeKey::of(secret, id);
    let is_over = loop {
        let step = conn.transaction(async |tx| seal_some(tx, &key, municipality, id).await);
        match step.await? {
            Step::More => {}
            Step::Done { is_over } => break is_over,
        }
    };
    if is_over {
        seal_again(conn, municipality, id).await?;
    }
    Ok(())
}

enum Step {
    /// There may be more to seal.
    More,
    /// Nothing is left that can be sealed now.
    Done { is_over: bool },
}

/// The lock of the survey's sealing, and as much time as it takes. Answers go on arriving meanwhile: what is sealed was
/// committed before, and what comes lies in a transaction of its own.
async fn begin(tx: &mut Conn, municipality: MunicipalityId, id: SurveyId) -> QueryResult<Survey> {
    pool::take_time(tx).await?;
    surveys::lock_sealing(tx, municipality, id).await
}

async fn seal_some(
    tx: &mut Conn,
    key: &EnvelopeKey,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<Step> {
    let begun = begin(tx, municipality, id).await?;
    let is_over = matches!(begun.state, State::EntryClosed | State::Cancelled);
    if !is_over {
        enclose_too_few(tx, key, &begun).await?;
    }
    let waiting = envelopes::count(tx, municipality, id).await?;
    if waiting == 0 || (waiting < FEWEST && !is_over) {
        return Ok(Step::Done { is_over });
    }
    // So many that those left can be sealed as well.
    let most = if waiting < MOST + FEWEST {
        waiting
    } else {
        MOST
    };
    let taken = envelopes::take(tx, municipality, id, most).await?;
    let open = |envelope: &Vec<u8>| key.open(envelope).map_err(opening::unopened);
    let contents = taken.iter().map(open).collect::<QueryResult<Vec<_>>>()?;
    sealing::insert(tx, municipality, id, &contents).await?;
    returns::sum(tx, municipality, id).await?;
    Ok(Step::More)
}

/// What was stored before there were envelopes, and is not enough for a seal, goes into envelopes.
async fn enclose_too_few(tx: &mut Conn, key: &EnvelopeKey, survey: &Survey) -> QueryResult<()> {
    let (municipality, id) = (survey.municipality_id, survey.id);
    if !sealing::are_too_few(tx, municipality, id, FEWEST).await? {
        return Ok(());
    }
    let version = questionnaires::version(tx, municipality, survey.version_id).await?;
    let length = Length::of(Reader::new(version.document).items());
    let contents = sealing::take(tx, municipality, id).await?;
    let enclose = |content: &Content| key.enclose(rand::random(), content, length);
    let enclosed: Result<Vec<_>, _> = contents.iter().map(enclose).collect();
    let enclosed = enclosed.map_err(|error| Error::SerializationError(error.into()))?;
    envelopes::put_back(tx, municipality, id, &enclosed).await?;
    Ok(())
}

/// Once a survey is over: no group of twenty is left, and no order of any table tells anything.
async fn seal_again(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
) -> QueryResult<()> {
    conn.transaction(async |tx| {
        begin(tx, municipality, id).await?;
        returns::sum(tx, municipality, id).await?;
        sealing::seal_all(tx, municipality, id).await
    })
    .await?;
    conn.transaction(async |tx| {
        begin(tx, municipality, id).await?;
        receipts::seal_all(tx, municipality, id).await
    })
    .await?;
    conn.transaction(async |tx| {
        begin(tx, municipality, id).await?;
        invitations::seal_all(tx, municipality, id).await
    })
    .await?;
    drafts::delete_all(conn, municipality, id).await?;
    Ok(())
}
