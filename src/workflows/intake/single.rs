//! One submission alone: what could not be stored with others, or whose fate is unknown.
//!
//! The id is looked up first, so that a repeated submission gets its receipt whatever has become of the survey, the
//! key or the connection since.

use std::time::Duration;

use diesel::QueryResult;

use super::transaction::{self, Ended, PAUSES};
use super::{Desk, Outcome, batch};
use crate::domain::envelope::EnvelopeKey;
use crate::domain::invitation::{Invitation, NotAdmitted};
use crate::domain::submission::Submission;
use crate::domain::token::Receipt;
use crate::storage::{Conn, envelopes, invitations, receipts};
use crate::workflows::opening;

/// What one try came to.
enum Try {
    Settled(Outcome),
    /// Stored together with others a moment ago, or undone by a collision: look again.
    Again,
}

/// Settles one submission, trying again where a connection was lost.
pub(super) async fn settle(desk: &Desk, submission: &Submission) -> Outcome {
    for pause in std::iter::once(Duration::ZERO).chain(PAUSES) {
        tokio::time::sleep(pause).await;
        if let Try::Settled(outcome) = attempt(desk, submission).await {
            return outcome;
        }
    }
    Outcome::NotRecorded
}

async fn attempt(desk: &Desk, submission: &Submission) -> Try {
    let mut conn = match desk.db.get().await {
        Ok(conn) => conn,
        Err(error) => {
            tracing::warn!("no connection for a submission: {error}");
            return Try::Again;
        }
    };
    let work = async |tx: &mut Conn| look(tx, desk, submission).await;
    match transaction::run(desk, &mut conn, work).await {
        Ended::Committed(Some(outcome)) => Try::Settled(outcome),
        Ended::Committed(None) => Try::Again,
        Ended::Unknown(_) => Try::Settled(Outcome::Unknown),
        Ended::Undone(error) if is_final(&error) => {
            tracing::error!("the database refuses a submission: {error}");
            Try::Settled(Outcome::NotRecorded)
        }
        Ended::Undone(error) => {
            tracing::warn!("a submission was undone: {error}");
            Try::Again
        }
    }
}

/// Settles the submission inside a transaction; `None` when another was faster and it must be looked at again.
async fn look(tx: &mut Conn, desk: &Desk, s: &Submission) -> QueryResult<Option<Outcome>> {
    let receipt = Receipt::of(&desk.secret, s.survey, s.id);
    let hash = receipt.hash(&desk.secret, s.survey);
    if receipts::is_recorded(tx, s.municipality, s.survey, hash).await? {
        return Ok(Some(match is_enclosed(tx, desk, s).await? {
            true => Outcome::Accepted(receipt),
            false => Outcome::AlreadyReceived(receipt),
        }));
    }
    if let Some(refused) = refuse(tx, s).await? {
        return Ok(Some(refused));
    }
    let stored = batch::write(tx, desk, std::slice::from_ref(s)).await?;
    let receipt = stored.into_iter().next().flatten();
    Ok(receipt.map(Outcome::Accepted))
}

/// Whether just these answers lie in the envelope of this form. Of a sealed response nobody can say whose it is.
async fn is_enclosed(tx: &mut Conn, desk: &Desk, s: &Submission) -> QueryResult<bool> {
    let key = EnvelopeKey::of(&desk.secret, s.survey);
    let name = key.name(s.id);
    let Some(envelope) = envelopes::by_name(tx, s.municipality, s.survey, name).await? else {
        return Ok(false);
    };
    let content = key.open(&envelope).map_err(opening::unopened)?;
    Ok(content.answers == s.answers)
}

/// Why the submission is not taken, if it is not.
async fn refuse(tx: &mut Conn, s: &Submission) -> QueryResult<Option<Outcome>> {
    let doors = batch::enter(tx, std::slice::from_ref(s)).await?;
    let Some((door, now)) = doors.get(&(s.municipality, s.survey)) else {
        return Ok(Some(Outcome::NotRecorded));
    };
    let invitation = match (door.anonymity.needs_key(), s.key) {
        // An open survey asks for no key: nobody has used it.
        (false, None) => Some(Invitation { used: false }),
        (true, Some(key)) => invitations::by_key(tx, s.municipality, s.survey, key).await?,
        _ => None,
    };
    let Some(invitation) = invitation else {
        return Ok(Some(Outcome::KeyUnknown));
    };
    let admitted = invitation.admit(&door.fieldwork, s.mode, s.begun_at, *now, door.zone);
    Ok(match admitted {
        Ok(_) => None,
        Err(NotAdmitted::Used) => Some(Outcome::KeyUsed),
        Err(NotAdmitted::Survey(refusal)) => Some(Outcome::Refused(refusal)),
    })
}

/// Whether trying again cannot help.
fn is_final(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind as Kind, Error};
    matches!(
        error,
        Error::DatabaseError(
            Kind::UniqueViolation
                | Kind::CheckViolation
                | Kind::ForeignKeyViolation
                | Kind::NotNullViolation,
            _
        ) | Error::SerializationError(_)
    )
}
