//! One transaction for what arrived together.
//!
//! Shared lock of each survey → state and time, read after it → keys spent → rows stored → drafts forgotten → commit.
//! Whoever is not plainly accepted here (refused, key not free, id seen before, anything unexpected) is left to
//! [`super::single`], which looks up the submission's id before it says no.

use std::collections::{HashMap, HashSet};

use diesel::QueryResult;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};

use super::{Desk, Outcome};
use crate::domain::ids::{MunicipalityId, SubmissionId, SurveyId};
use crate::domain::submission::Submission;
use crate::domain::time::{Day, Timestamp};
use crate::domain::token::{KeyHash, Receipt};
use crate::storage::{Conn, drafts, invitations, responses, surveys};
use crate::workflows::sealing;

type Transactions = AnsiTransactionManager;
type Place = (MunicipalityId, SurveyId);

/// How the transaction ended.
pub(super) enum Ended<T> {
    /// It is committed.
    Committed(T),
    /// Nothing of it is stored.
    Undone(diesel::result::Error),
    /// The commit was sent and not answered.
    Unknown(diesel::result::Error),
}

/// Runs `work` in a transaction and tells a failure before the commit from one of the commit.
pub(super) async fn transaction<T>(
    conn: &mut Conn,
    work: impl AsyncFnOnce(&mut Conn) -> QueryResult<T>,
) -> Ended<T> {
    if let Err(error) = Transactions::begin_transaction(conn).await {
        return Ended::Undone(error);
    }
    match work(conn).await {
        Ok(done) => match Transactions::commit_transaction(conn).await {
            Ok(()) => Ended::Committed(done),
            Err(error) => Ended::Unknown(error),
        },
        Err(error) => {
            // A connection that cannot roll back is broken and not used again; the database undoes it then.
            if let Err(also) = Transactions::rollback_transaction(conn).await {
                tracing::debug!("rolling back failed: {also}");
            }
            Ended::Undone(error)
        }
    }
}

/// Stores what can be stored together. `None` in a place: to be settled alone.
pub(super) async fn store(desk: &Desk, submissions: &[Submission]) -> Vec<Option<Outcome>> {
    let nobody = || vec![None; submissions.len()];
    let mut conn = match desk.db.get().await {
        Ok(conn) => conn,
        Err(error) => {
            tracing::warn!("no connection for a batch: {error}");
            return nobody();
        }
    };
    let conn: &mut AsyncPgConnection = &mut conn;
    match transaction(conn, async |tx| write(tx, desk, submissions).await).await {
        Ended::Committed(stored) => submissions
            .iter()
            .map(|s| stored.get(&s.id).copied().map(Outcome::Accepted))
            .collect(),
        Ended::Undone(error) => {
            tracing::warn!("a batch was undone and is settled one by one: {error}");
            nobody()
        }
        Ended::Unknown(error) => {
            tracing::warn!("a batch's commit was not answered: {error}");
            nobody()
        }
    }
}

/// The receipts of what this transaction stored.
pub(super) async fn write(
    tx: &mut Conn,
    desk: &Desk,
    submissions: &[Submission],
) -> QueryResult<HashMap<SubmissionId, Receipt>> {
    let doors = enter(tx, submissions).await?;
    let (mut ids, mut keys) = (HashSet::new(), HashSet::new());
    let mut admitted: Vec<(&Submission, Day)> = submissions
        .iter()
        .filter_map(|s| Some((s, accepted(s, &doors)?)))
        // Twice in one batch: the second is settled alone, when the first is stored.
        .filter(|(s, _)| ids.insert(s.id) && s.key.is_none_or(|key| keys.insert(key)))
        .collect();
    let free = spend(tx, &admitted).await?;
    admitted.retain(|(s, _)| s.key.is_none_or(|key| free.contains(&key)));
    // In the order of ids drawn at random, which has nothing to do with the order of keys or of arrival.
    admitted.sort_unstable_by_key(|(s, _)| s.id);
    let crowds = Crowds::of(&admitted);
    let receipts: HashMap<_, _> = admitted
        .iter()
        .map(|(s, _)| (s.id, Receipt::of(&desk.secret, s.survey, s.id)))
        .collect();
    let stored: HashSet<SubmissionId> = insert(tx, desk, &admitted, &crowds, &receipts).await?;
    if admitted
        .iter()
        .any(|(s, _)| s.key.is_some() && !stored.contains(&s.id))
    {
        // A key was spent for a response that had been stored before: undo all, settle one by one.
        return Err(diesel::result::Error::RollbackTransaction);
    }
    admitted.retain(|(s, _)| stored.contains(&s.id));
    if !crowds.hold(&admitted) {
        return Err(diesel::result::Error::RollbackTransaction);
    }
    forget_drafts(tx, &admitted).await?;
    Ok(receipts
        .into_iter()
        .filter(|(id, _)| stored.contains(id))
        .collect())
}

/// Surveys of which so many responses are stored in one transaction that neither its number nor their place tells
/// which of the keys spent in it belongs to which: they are sealed from the start (`sealing`), and under load, when
/// rewriting them would cost most, nothing is rewritten.
struct Crowds(HashSet<Place>);

impl Crowds {
    fn of(admitted: &[(&Submission, Day)]) -> Self {
        let large = sizes(admitted)
            .into_iter()
            .filter(|(_, size)| *size >= sealing::FEWEST);
        Self(large.map(|(place, _)| place).collect())
    }

    fn cover(&self, s: &Submission) -> bool {
        self.0.contains(&(s.municipality, s.survey))
    }

    /// Whether each is still large enough with what was really stored: ids seen before are not.
    fn hold(&self, stored: &[(&Submission, Day)]) -> bool {
        let sizes = sizes(stored);
        let enough = |place| {
            sizes
                .get(place)
                .is_some_and(|size| *size >= sealing::FEWEST)
        };
        self.0.iter().all(enough)
    }
}

fn sizes(responses: &[(&Submission, Day)]) -> HashMap<Place, i64> {
    let mut sizes = HashMap::new();
    for (s, _) in responses {
        *sizes.entry((s.municipality, s.survey)).or_default() += 1;
    }
    sizes
}

type Doors = HashMap<Place, (surveys::AtTheDoor, Timestamp)>;

/// Takes the shared locks in order, then reads the surveys and the clock.
pub(super) async fn enter(tx: &mut Conn, submissions: &[Submission]) -> QueryResult<Doors> {
    let places: HashSet<Place> = submissions
        .iter()
        .map(|s| (s.municipality, s.survey))
        .collect();
    let mut numbers: Vec<i64> = places
        .iter()
        .map(|(of, survey)| surveys::lock_number(*of, *survey))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    surveys::lock_shared(tx, &numbers).await?;
    let (of, ids): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let read = surveys::at_the_door(tx, &of, &ids).await?;
    Ok(read
        .into_iter()
        .map(|(place, door, now)| (place, (door, now)))
        .collect())
}

/// The day it bears, when the survey takes it and it has a key where one is needed.
fn accepted(s: &Submission, doors: &Doors) -> Option<Day> {
    let (door, now) = doors.get(&(s.municipality, s.survey))?;
    let accepting = door.fieldwork.accepts(s.mode, s.begun_at, *now, door.zone);
    let has_key = s.key.is_some() == door.anonymity.needs_key();
    accepting.ok().filter(|_| has_key).map(|taken| taken.on)
}

/// Spends the keys in the order of their hashes; those that were free.
async fn spend(tx: &mut Conn, admitted: &[(&Submission, Day)]) -> QueryResult<HashSet<KeyHash>> {
    let mut spent: Vec<(KeyHash, Place)> = admitted
        .iter()
        .filter_map(|(s, _)| Some((s.key?, (s.municipality, s.survey))))
        .collect();
    if spent.is_empty() {
        return Ok(HashSet::new());
    }
    spent.sort_unstable();
    let (keys, places): (Vec<_>, Vec<_>) = spent.into_iter().unzip();
    let (of, surveys): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let free = invitations::spend(tx, &of, &surveys, &keys).await?;
    Ok(free.into_iter().collect())
}

async fn insert(
    tx: &mut Conn,
    desk: &Desk,
    admitted: &[(&Submission, Day)],
    crowds: &Crowds,
    receipts: &HashMap<SubmissionId, Receipt>,
) -> QueryResult<HashSet<SubmissionId>> {
    if admitted.is_empty() {
        return Ok(HashSet::new());
    }
    let mut columns = responses::Columns::default();
    for (s, day) in admitted {
        let Some(receipt) = receipts.get(&s.id) else {
            continue;
        };
        columns.municipalities.push(s.municipality);
        columns.surveys.push(s.survey);
        columns.ids.push(s.id);
        columns.receipts.push(receipt.hash(&desk.secret));
        columns.modes.push(s.mode.word());
        columns.languages.push(s.language.tag());
        columns.durations.push(s.duration.map(|d| d.word()));
        columns.days.push(*day);
        columns.sealed.push(crowds.cover(s));
        columns.answers.push(s.answers.as_str());
    }
    Ok(responses::insert(tx, columns).await?.into_iter().collect())
}

async fn forget_drafts(tx: &mut Conn, stored: &[(&Submission, Day)]) -> QueryResult<()> {
    let (mut of, mut surveys, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    for (s, _) in stored {
        if let Some(draft) = s.draft {
            of.push(s.municipality);
            surveys.push(s.survey);
            tokens.push(draft);
        }
    }
    if tokens.is_empty() {
        return Ok(());
    }
    drafts::delete_finished(tx, &of, &surveys, &tokens).await
}
