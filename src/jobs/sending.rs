//! Sending one letter of the outbox. Sent twice only when the worker dies between the mail server's yes and ours, and
//! then with the same Message-ID.

use super::Failure;
use crate::domain::ids::{LetterId, MunicipalityId};
use crate::domain::letter::LetterState;
use crate::mail::{MailError, Mailer};
use crate::storage::{Conn, clock, letters};
use crate::views::Views;

/// Sends the letter, unless that was done or given up.
///
/// # Errors
/// [`Failure`]: what a mail server refuses for good is given up, everything else tried again.
pub(super) async fn send(
    conn: &mut Conn,
    mailer: &Mailer,
    views: &Views,
    municipality: MunicipalityId,
    id: LetterId,
) -> Result<(), Failure> {
    let stored = letters::by_id(conn, municipality, id).await?;
    if stored.state != LetterState::Queued {
        return Ok(());
    }
    match mailer
        .send(views, id, &stored.letter, &stored.language, &stored.address)
        .await
    {
        Ok(()) => {
            let now = clock::now(conn).await?;
            Ok(letters::set_sent(conn, municipality, id, now).await?)
        }
        Err(error @ MailError::Later(_)) => Err(Failure::Retry(error.into())),
        Err(error) => {
            letters::set_given_up(conn, municipality, id, &error.to_string()).await?;
            Err(Failure::GiveUp(error.into()))
        }
    }
}
