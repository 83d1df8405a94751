//! One transaction for what arrived together.
//!
//! Shared lock of each survey → state and time, read after it → keys spent → receipts, envelopes, sealed responses →
//! drafts forgotten → commit. An outcome is given to those admitted here and to nobody who merely bears the same id.
//! Whoever is not plainly accepted (refused, key not free, id seen before, anything unexpected) is left to
//! [`super::single`], which looks up the receipt before it says no.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::QueryResult;
use diesel::result::Error;

use super::transaction::{self, Ended};
use super::{Desk, Outcome};
use crate::domain::envelope::{Content, Cover, EnvelopeKey};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::submission::Submission;
use crate::domain::time::{Day, Timestamp};
use crate::domain::token::{KeyHash, Receipt, ReceiptHash};
use crate::storage::envelopes::{self, Envelopes};
use crate::storage::receipts::{self, Receipts};
use crate::storage::surveys_at_intake::{self, SurveyAtIntake};
use crate::storage::{Conn, drafts, invitations, responses, surveys};
use crate::workflows::sealing;

type Place = (MunicipalityId, SurveyId);

/// A submission this transaction stores.
#[derive(Clone, Copy)]
struct Admitted<'s> {
    /// Its place among those that arrived.
    at: usize,
    submission: &'s Submission,
    day: Day,
    receipt: Receipt,
    hash: ReceiptHash,
}

impl Admitted<'_> {
    fn place(&self) -> Place {
        (self.submission.municipality, self.submission.survey)
    }

    fn content(&self) -> Content {
        let s = self.submission;
        let cover = Cover {
            day: Some(self.day),
            mode: s.mode,
            language: s.language.clone(),
            duration: s.duration,
        };
        Content {
            cover,
            answers: s.answers.clone(),
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
    let work = async |tx: &mut Conn| write(tx, desk, submissions).await;
    let told = |stored: Vec<Option<Receipt>>, outcome: fn(Receipt) -> Outcome| {
        let told = stored.into_iter().map(|receipt| receipt.map(outcome));
        told.collect()
    };
    match transaction::run(desk, &mut conn, work).await {
        Ended::Committed(stored) => told(stored, Outcome::Accepted),
        Ended::Unknown(stored) => told(stored, |_| Outcome::Unknown),
        Ended::Undone(error) => {
            tracing::warn!("a batch was undone and is settled one by one: {error}");
            nobody()
        }
    }
}

/// The receipts of what this transaction stores, each in its submission's place.
pub(super) async fn write(
    tx: &mut Conn,
    desk: &Desk,
    submissions: &[Submission],
) -> QueryResult<Vec<Option<Receipt>>> {
    let surveys = enter(tx, submissions).await?;
    let mut admitted = admit(desk, submissions, &surveys);
    let free = spend(tx, &admitted).await?;
    admitted.retain(|a| a.submission.key.is_none_or(|key| free.contains(&key)));
    let new = record(tx, &admitted).await?;
    let is_seen = |a: &Admitted<'_>| !new.contains(&a.hash);
    if admitted
        .iter()
        .any(|a| a.submission.key.is_some() && is_seen(a))
    {
        // A key was spent for a form that had been stored before: undo all, settle one by one.
        return Err(Error::RollbackTransaction);
    }
    admitted.retain(|a| !is_seen(a));
    keep(tx, desk, &admitted).await?;
    forget_drafts(tx, &admitted).await?;
    Ok(receipts(submissions, &admitted))
}

/// Those the surveys take, each form and each key once: whoever comes second is settled alone, when the first is stored.
fn admit<'s>(desk: &Desk, submissions: &'s [Submission], surveys: &Surveys) -> Vec<Admitted<'s>> {
    let (mut forms, mut keys) = (HashSet::new(), HashSet::new());
    let mut admitted = Vec::with_capacity(submissions.len());
    for (at, s) in submissions.iter().enumerate() {
        let Some(day) = accepted(s, surveys) else {
            continue;
        };
        let receipt = Receipt::of(&desk.secret, s.survey, s.id);
        let hash = receipt.hash(&desk.secret, s.survey);
        if forms.insert(hash) && s.key.is_none_or(|key| keys.insert(key)) {
            admitted.push(Admitted {
                at,
                submission: s,
                day,
                receipt,
                hash,
            });
        }
    }
    admitted
}

/// A form sent twice at the same moment with the same answers is told the same twice; with other answers it is not.
fn receipts(submissions: &[Submission], admitted: &[Admitted<'_>]) -> Vec<Option<Receipt>> {
    let of_form: HashMap<_, _> = admitted
        .iter()
        .map(|a| ((a.submission.survey, a.submission.id), a))
        .collect();
    let receipt = |(at, s): (usize, &Submission)| {
        let stored = of_form.get(&(s.survey, s.id))?;
        let is_same = s.answers == stored.submission.answers && s.key == stored.submission.key;
        (at == stored.at || is_same).then_some(stored.receipt)
    };
    submissions.iter().enumerate().map(receipt).collect()
}

/// What the intake must know of the surveys, and the time it is there.
type Surveys = HashMap<Place, (SurveyAtIntake, Timestamp)>;

/// Takes the shared locks of surveys and drafts in order, then reads the surveys and the clock.
pub(super) async fn enter(tx: &mut Conn, submissions: &[Submission]) -> QueryResult<Surveys> {
    let places: HashSet<Place> = submissions
        .iter()
        .map(|s| (s.municipality, s.survey))
        .collect();
    // Drafts of keys are locked with their keys.
    let open = submissions.iter().filter(|s| s.key.is_none());
    let drafts = open.filter_map(|s| s.draft).map(drafts::lock_number);
    let mut numbers: Vec<i64> = places
        .iter()
        .map(|(municipality, survey)| surveys::lock_number(*municipality, *survey))
        .chain(drafts)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    surveys::lock_shared(tx, &numbers).await?;
    let (municipalities, ids): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let read = surveys_at_intake::list(tx, &municipalities, &ids).await?;
    Ok(read
        .into_iter()
        .map(|(place, survey, now)| (place, (survey, now)))
        .collect())
}

/// The day it counts for, when the survey takes it and it has a key where one is needed.
fn accepted(s: &Submission, surveys: &Surveys) -> Option<Day> {
    let (survey, now) = surveys.get(&(s.municipality, s.survey))?;
    let accepting = survey
        .fieldwork
        .accepts(s.mode, s.begun_at, *now, survey.zone);
    let has_key = s.key.is_some() == survey.anonymity.needs_key();
    accepting.ok().filter(|_| has_key).map(|taken| taken.on)
}

/// Spends the keys in the order of their hashes; those that were free.
async fn spend(tx: &mut Conn, admitted: &[Admitted<'_>]) -> QueryResult<HashSet<KeyHash>> {
    let mut spent: Vec<(KeyHash, Place)> = admitted
        .iter()
        .filter_map(|a| Some((a.submission.key?, a.place())))
        .collect();
    if spent.is_empty() {
        return Ok(HashSet::new());
    }
    spent.sort_unstable();
    let (keys, places): (Vec<_>, Vec<_>) = spent.into_iter().unzip();
    let (municipalities, surveys): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let free = invitations::spend(tx, &municipalities, &surveys, &keys).await?;
    Ok(free.into_iter().collect())
}

/// Records them; the receipts that were new.
async fn record(tx: &mut Conn, admitted: &[Admitted<'_>]) -> QueryResult<HashSet<ReceiptHash>> {
    if admitted.is_empty() {
        return Ok(HashSet::new());
    }
    let mut receipts = Receipts::default();
    for a in admitted {
        receipts.municipalities.push(a.submission.municipality);
        receipts.surveys.push(a.submission.survey);
        receipts.hashes.push(a.hash);
    }
    receipts::record(tx, &receipts).await
}

/// Stores what they say. So many of one survey that neither the transaction's number nor their place tells which of the
/// keys spent in it belongs to which are sealed at once: under load, when envelopes would cost most, none is written.
async fn keep(tx: &mut Conn, desk: &Desk, new: &[Admitted<'_>]) -> QueryResult<()> {
    let mut of_survey: BTreeMap<Place, Vec<&Admitted<'_>>> = BTreeMap::new();
    for one in new {
        of_survey.entry(one.place()).or_default().push(one);
    }
    let mut envelopes = Envelopes::default();
    for ((municipality, survey), together) in of_survey {
        if sealing::are_enough(together.len()) {
            let contents: Vec<_> = together.iter().map(|one| one.content()).collect();
            responses::sealing::insert(tx, municipality, survey, &contents).await?;
        } else {
            let key = EnvelopeKey::of(&desk.secret, survey);
            for one in together {
                enclose(&mut envelopes, &key, one)?;
            }
        }
    }
    if !envelopes.names.is_empty() {
        envelopes::put(tx, &envelopes).await?;
    }
    Ok(())
}

fn enclose(
    envelopes: &mut Envelopes,
    key: &EnvelopeKey,
    admitted: &Admitted<'_>,
) -> QueryResult<()> {
    let s = admitted.submission;
    let content = key.enclose(rand::random(), &admitted.content(), s.length);
    let content = content.map_err(|error| Error::SerializationError(error.into()))?;
    envelopes.municipalities.push(s.municipality);
    envelopes.surveys.push(s.survey);
    envelopes.names.push(key.name(s.id));
    envelopes.contents.push(content);
    Ok(())
}

async fn forget_drafts(tx: &mut Conn, stored: &[Admitted<'_>]) -> QueryResult<()> {
    let (mut of, mut surveys, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    for s in stored.iter().map(|a| a.submission) {
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
