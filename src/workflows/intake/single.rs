//! One submission alone: what could not be stored with others, or whose fate is unknown.
//!
//! The id is looked up first, so that a repeated submission gets its receipt whatever has become of the survey, the
//! key or the connection since.

use std::time::Duration;

use diesel::QueryResult;

use super::batch::{self, Ended};
use super::{Desk, Outcome};
use crate::domain::invitation::{Invitation, NotAdmitted};
use crate::domain::submission::Submission;
use crate::domain::token::Receipt;
use crate::storage::responses::Stored;
use crate::storage::{Conn, invitations, responses};

/// Waits between tries: a database that restarts is back after a second or two.
const PAUSES: [Duration; 4] = [
    Duration::from_millis(50),
    Duration::from_millis(250),
    Duration::from_millis(700),
    Duration::from_millis(1500),
];

/// What one try came to.
enum Try {
    Settled(Outcome),
    /// Stored together with others a moment ago, or undone by a collision: look again.
    Again {
        may_be_stored: bool,
    },
}

/// Settles one submission, trying again where a connection was lost.
pub(super) async fn settle(desk: &Desk, submission: &Submission) -> Outcome {
    let mut may_be_stored = false;
    for pause in std::iter::once(Duration::ZERO).chain(PAUSES) {
        tokio::time::sleep(pause).await;
        match attempt(desk, submission).await {
            Try::Settled(outcome) => return outcome,
            Try::Again { may_be_stored: yes } => may_be_stored |= yes,
        }
    }
    if may_be_stored {
        Outcome::Unknown
    } else {
        Outcome::NotRecorded
    }
}

async fn attempt(desk: &Desk, submission: &Submission) -> Try {
    let again = |may_be_stored| Try::Again { may_be_stored };
    let mut conn = match desk.db.get().await {
        Ok(conn) => conn,
        Err(error) => {
            tracing::warn!("no connection for a submission: {error}");
            return again(false);
        }
    };
    match batch::transaction(&mut conn, async |tx| look(tx, desk, submission).await).await {
        Ended::Committed(Some(outcome)) => Try::Settled(outcome),
        Ended::Committed(None) => again(false),
        Ended::Undone(error) if is_final(&error) => {
            tracing::error!("the database refuses a submission: {error}");
            Try::Settled(Outcome::NotRecorded)
        }
        Ended::Undone(error) => {
            tracing::warn!("a submission was undone: {error}");
            again(false)
        }
        Ended::Unknown(error) => {
            tracing::warn!("the commit of a submission was not answered: {error}");
            again(true)
        }
    }
}

/// Settles the submission inside a transaction; `None` when another was faster and it must be looked at again.
async fn look(tx: &mut Conn, desk: &Desk, s: &Submission) -> QueryResult<Option<Outcome>> {
    let receipt = Receipt::of(&desk.secret, s.survey, s.id);
    match responses::find(tx, s.municipality, s.survey, s.id, &s.answers).await? {
        Stored::Same => return Ok(Some(Outcome::Accepted(receipt))),
        Stored::Other => return Ok(Some(Outcome::AlreadyReceived(receipt))),
        Stored::Not => {}
    }
    if let Some(refused) = refuse(tx, s).await? {
        return Ok(Some(refused));
    }
    let stored = batch::write(tx, desk, std::slice::from_ref(s)).await?;
    Ok(stored.get(&s.id).copied().map(Outcome::Accepted))
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
