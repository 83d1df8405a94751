//! Those who flood an open survey with drafts, and the honest people beside them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;

use crate::flood::{FLOODING, LONG};
use crate::http::Browser;
use crate::walk::Walk;

/// Flooders at once, and honest people.
const FLOODERS: usize = 8;
pub const HONEST: usize = 3;
/// What is typed into a radio button.
pub const HUGE: usize = 250_000;

/// Begins so many drafts from these addresses, each with more than fits; how many were refused.
pub async fn flood(port: u16, count: usize, address: fn(usize) -> String) -> usize {
    let huge = Arc::new("x".repeat(HUGE));
    let flooders = (0..FLOODERS).map(|who| {
        let huge = Arc::clone(&huge);
        tokio::spawn(async move {
            let mut refused = 0;
            for n in (who..count).step_by(FLOODERS) {
                let status = begin(Browser::at(address(n)), port, &huge).await;
                // The page comes back, to be put right.
                refused += usize::from(!matches!(status, Ok(422)));
            }
            refused
        })
    });
    let refused = join_all(flooders).await;
    refused.into_iter().map(Result::unwrap).sum()
}

async fn begin(browser: Browser, port: u16, huge: &str) -> std::io::Result<u16> {
    let mut walk = Walk::begin(browser, port, LONG).await?;
    let typed = [("livable", huge), ("livable", "1"), ("_go", "next")];
    walk.press(port, &typed).await
}

/// How often honest people went from the first page to a receipt, and how often not.
#[derive(Default)]
pub struct Honest {
    pub receipts: usize,
    pub failed: usize,
}

/// Honest people, from now until they are stopped; one of them lives where the flood comes from.
pub fn honest(port: u16, stop: &Arc<AtomicBool>) -> impl Future<Output = Honest> + use<> {
    let all: Vec<_> = (0..HONEST)
        .map(|who| tokio::spawn(answer(who, port, Arc::clone(stop))))
        .collect();
    async move {
        let mut sum = Honest::default();
        for one in join_all(all).await.into_iter().map(Result::unwrap) {
            sum.receipts += one.receipts;
            sum.failed += one.failed;
        }
        sum
    }
}

async fn answer(who: usize, port: u16, stop: Arc<AtomicBool>) -> Honest {
    let mut told = Honest::default();
    while !stop.load(Ordering::Relaxed) {
        let n = told.receipts + told.failed;
        let address = match who {
            0 => FLOODING.to_owned(),
            _ => format!("10.{who}.{}.{}", n / 250, n % 250),
        };
        match send(Browser::at(address), port, &format!("honest{who}n{n}")).await {
            Ok(true) => told.receipts += 1,
            _ => told.failed += 1,
        }
    }
    told
}

async fn send(browser: Browser, port: u16, opinion: &str) -> std::io::Result<bool> {
    let mut walk = Walk::begin(browser, port, LONG).await?;
    walk.reach_check(port, opinion).await?;
    walk.press(port, &[("_go", "send")]).await?;
    Ok(walk.has_receipt())
}
