//! Intake: the one door for responses, whoever brings them.
//!
//! What arrives together is stored in one transaction ([`batch`]) by a thread of its own, so that a connection that
//! drops cancels nothing, and is answered after the commit. Whatever does not fit a batch is settled alone
//! ([`single`]): one bad row never fails its neighbours.

mod batch;
mod gather;
mod single;
mod transaction;

use std::sync::Arc;
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

use crate::domain::secret::Secret;
use crate::domain::submission::Submission;
use crate::domain::survey::Refusal;
use crate::domain::token::Receipt;
use crate::storage::Db;

/// How much is taken at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// How many submissions may wait; the next one is told [`Outcome::Busy`].
    pub queue: usize,
    /// The most submissions in one transaction.
    pub batch: usize,
    /// How many transactions at a time: while one waits for the disk, the next is written.
    pub batches: usize,
}

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored, now or by an earlier try with the same id and answers.
    Accepted(Receipt),
    /// A form with this id was stored before; its answers stay (`trust.md` F12). Whether they were the same nobody can
    /// tell any more once they are sealed.
    AlreadyReceived(Receipt),
    /// Another response was given with this key; that one counts.
    KeyUsed,
    /// The survey has no such key, or needs one and none was given.
    KeyUnknown,
    /// The survey does not take it.
    Refused(Refusal),
    /// Too many at once: not stored, try again in a moment.
    Busy,
    /// Not stored: the database refused or could not be reached.
    NotRecorded,
    /// Nobody can say whether it is stored. Sending it again makes no second response.
    Unknown,
}

/// The door. Cloned freely; all clones lead to the same place.
#[derive(Debug, Clone)]
pub struct Intake {
    line: mpsc::Sender<Waiting>,
}

/// A submission and the one who waits for what becomes of it.
#[derive(Debug)]
struct Waiting {
    submission: Submission,
    answer: oneshot::Sender<Outcome>,
}

/// What storing needs.
#[derive(Clone)]
struct Desk {
    db: Db,
    secret: Arc<Secret>,
}

impl Intake {
    /// Opens the door: a thread of its own, which ends when the last clone of the door is gone and everything that waited
    /// is settled. `db` is a pool of its own with a connection more than `batches`, so that pages never keep responses
    /// waiting.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(db: Db, secret: Secret, capacity: Capacity) -> anyhow::Result<Self> {
        let (line, waiting) = mpsc::channel(capacity.queue);
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let work = async move {
            db.drive_here();
            let secret = Arc::new(secret);
            gather::run(Desk { db, secret }, waiting, capacity).await;
        };
        let thread = thread::Builder::new().name("intake".to_owned());
        thread.spawn(move || runtime.block_on(work))?;
        Ok(Self { line })
    }

    /// Hands in a submission; ready when it is stored, refused or known not to be. Dropping the future changes nothing.
    pub async fn submit(&self, submission: Submission) -> Outcome {
        let (answer, outcome) = oneshot::channel();
        let waiting = Waiting { submission, answer };
        match self.line.try_send(waiting) {
            Ok(()) => outcome.await.unwrap_or(Outcome::Unknown),
            Err(mpsc::error::TrySendError::Full(_)) => Outcome::Busy,
            Err(mpsc::error::TrySendError::Closed(_)) => Outcome::NotRecorded,
        }
    }
}
