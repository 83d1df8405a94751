//! Gathering: whatever waits goes into one batch, a few batches at a time.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::sync::{Semaphore, mpsc};

use super::{Capacity, Desk, Outcome, Waiting, batch, single};

/// How many of a batch's rest are settled at a time.
const ALONE: usize = 16;

/// Takes batches, whatever waits going into one, until the line is closed and empty; then waits for the last ones.
pub(super) async fn run(desk: Desk, mut line: mpsc::Receiver<Waiting>, capacity: Capacity) {
    let slots = Arc::new(Semaphore::new(capacity.batches));
    loop {
        // A slot first: what arrives while all are busy goes together.
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        let mut waiting = Vec::new();
        if line.recv_many(&mut waiting, capacity.batch).await == 0 {
            break;
        }
        let desk = desk.clone();
        tokio::spawn(async move {
            settle(&desk, waiting).await;
            drop(slot);
        });
    }
    for _ in 0..capacity.batches {
        if let Ok(slot) = slots.acquire().await {
            slot.forget();
        }
    }
}

/// Stores what can be stored together and settles the rest one by one.
async fn settle(desk: &Desk, waiting: Vec<Waiting>) {
    let (submissions, answers): (Vec<_>, Vec<_>) = waiting
        .into_iter()
        .map(|waiting| (waiting.submission, waiting.answer))
        .unzip();
    let outcomes = batch::store(desk, &submissions).await;
    let mut alone = Vec::new();
    for ((submission, answer), outcome) in submissions.into_iter().zip(answers).zip(outcomes) {
        match outcome {
            Some(outcome) => tell(answer, outcome),
            None => alone.push((submission, answer)),
        }
    }
    // Several at a time: with the database away each of them waits for it.
    futures_util::stream::iter(alone)
        .for_each_concurrent(ALONE, async |(submission, answer)| {
            tell(answer, single::settle(desk, &submission).await);
        })
        .await;
}

/// Answers the sender, who may have gone: what was stored stays stored.
fn tell(answer: tokio::sync::oneshot::Sender<Outcome>, outcome: Outcome) {
    if answer.send(outcome).is_err() {
        tracing::debug!("the sender left before the answer");
    }
}
