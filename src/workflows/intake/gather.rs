//! Gathering: whatever waits goes into one batch, a few batches at a time.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::{Semaphore, mpsc};

use super::{Capacity, Desk, Outcome, Waiting, batch, single};
use crate::workflows::sealing;

/// How long a few wait for others while a batch is under way.
const MOMENT: Duration = Duration::from_millis(20);

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
        let batch = gather(&slots, &mut line, capacity).await;
        if batch.is_empty() {
            break;
        }
        let desk = desk.clone();
        tokio::spawn(async move {
            settle(&desk, batch).await;
            drop(slot);
        });
    }
    for _ in 0..capacity.batches {
        if let Ok(slot) = slots.acquire().await {
            slot.forget();
        }
    }
}

/// Those who go together; nobody when the line is closed and empty.
async fn gather(
    slots: &Semaphore,
    line: &mut mpsc::Receiver<Waiting>,
    capacity: Capacity,
) -> Vec<Waiting> {
    let mut batch = Vec::new();
    line.recv_many(&mut batch, capacity.batch).await;
    let free = slots.available_permits();
    let is_under_way = free + 1 < capacity.batches;
    if is_under_way && is_few(&batch, capacity) {
        fill(slots, free, line, &mut batch, capacity).await;
        while batch.len() < capacity.batch
            && let Ok(one) = line.try_recv()
        {
            batch.push(one);
        }
    }
    batch
}

/// Whether more would be better: so many of one survey need no envelopes.
fn is_few(batch: &[Waiting], capacity: Capacity) -> bool {
    (1..capacity.batch).contains(&batch.len()) && !sealing::are_enough(batch.len())
}

/// Lets a few wait for others, unless a batch under way is done before (there were `free` slots) or takes long.
async fn fill(
    slots: &Semaphore,
    free: usize,
    line: &mut mpsc::Receiver<Waiting>,
    batch: &mut Vec<Waiting>,
    capacity: Capacity,
) {
    let one_more = u32::try_from(free + 1).unwrap_or(u32::MAX);
    let others = async { while is_few(batch, capacity) && line.recv_many(batch, 1).await > 0 {} };
    tokio::select! {
        () = others => {}
        _ = slots.acquire_many(one_more) => {}
        () = tokio::time::sleep(MOMENT) => {}
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
