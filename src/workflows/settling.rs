//! Settling: a job is done, or given up for good. What follows from it goes with it in one transaction, so that nothing
//! is lost between the two.

use crate::domain::job::Job;
use crate::domain::time::Timestamp;
use crate::storage::jobs::{self, Claimed};
use crate::storage::{Conn, QueryResult};
use crate::workflows::{notifying, working};

/// The claim's job is done: it leaves the queue with whatever was given up of it before, and what comes next is queued.
/// Nothing happens when the lease ran out: another settles it then.
///
/// # Errors
/// When the database fails.
pub async fn done(tx: &mut Conn, claimed: &Claimed, now: Timestamp) -> QueryResult<()> {
    if jobs::delete(tx, claimed).await? {
        jobs::forget_given_up(tx, claimed).await?;
        follow(tx, claimed, now).await?;
    }
    Ok(())
}

/// The claim's job is given up: it stays for a person to see, what comes next is queued all the same, and the operator
/// is written to, once.
///
/// # Errors
/// When the database fails.
pub async fn given_up(
    tx: &mut Conn,
    claimed: &Claimed,
    error: &str,
    operator: &str,
    now: Timestamp,
) -> QueryResult<()> {
    if !jobs::give_up(tx, claimed, error, now).await? {
        return Ok(());
    }
    let is_news = jobs::forget_given_up(tx, claimed).await? == 0;
    follow(tx, claimed, now).await?;
    if let Job::Work { municipality, work } = claimed.job {
        working::give_up(tx, municipality, work, now).await?;
    }
    if is_news {
        notifying::given_up(tx, &claimed.job, error, operator, now).await?;
    }
    Ok(())
}

async fn follow(tx: &mut Conn, claimed: &Claimed, now: Timestamp) -> QueryResult<()> {
    match claimed.job.then() {
        Some(next) => jobs::enqueue(tx, &next, now).await,
        None => Ok(()),
    }
}
