//! Citizens: each opens a form, sends it, and sends the same form again until it is told that it is recorded.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::frame::Dice;
use crate::http::Browser;
use crate::ledger::Ledger;
use crate::town::Form;

/// How often one tries before giving up: longer than any fault lasts.
const TRIES: usize = 1_500;
const PAUSE: Duration = Duration::from_millis(60);

/// All who answer while something is broken.
pub struct Citizens {
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
    /// What they were told.
    pub ledger: Ledger,
}

impl Citizens {
    /// So many at a time, over these nodes.
    pub fn start(count: usize, nodes: &[u16], ledger: Ledger, seed: u64) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let tasks = (0..count)
            .map(|who| {
                let (stop, ledger, nodes) = (Arc::clone(&stop), ledger.clone(), nodes.to_vec());
                tokio::spawn(answer(
                    who,
                    nodes,
                    stop,
                    ledger,
                    Dice::new(seed ^ (who as u64) << 32),
                ))
            })
            .collect();
        Self {
            stop,
            tasks,
            ledger,
        }
    }

    /// Nobody begins any more; waits until everybody has been told.
    pub async fn finish(self) -> Ledger {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.unwrap();
        }
        self.ledger
    }
}

async fn answer(
    who: usize,
    nodes: Vec<u16>,
    stop: Arc<AtomicBool>,
    ledger: Ledger,
    mut dice: Dice,
) {
    let mut count = 0_usize;
    while !stop.load(Ordering::Relaxed) {
        let household = count % 250;
        let browser = Browser::at(format!("10.{who}.{}.{household}", count / 250 % 250));
        let Some(form) = Form::open(browser, nodes[dice.below(nodes.len())]).await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        count += 1;
        insist(form, &format!("c{who}n{count}"), &nodes, &ledger, &mut dice).await;
    }
}

/// Sends until it is told; one in four sends once more, to any node.
async fn insist(mut form: Form, id: &str, nodes: &[u16], ledger: &Ledger, dice: &mut Dice) {
    ledger.sent(id);
    let mut asks_again = dice.below(4) == 0;
    for _ in 0..TRIES {
        let reply = form.send(nodes[dice.below(nodes.len())], id).await;
        match reply.map(|reply| (reply.status, reply.receipt())) {
            Ok((303 | 409, Some(receipt))) => {
                ledger.acked(id, receipt);
                if !std::mem::take(&mut asks_again) {
                    return;
                }
            }
            Ok((status, _)) => ledger.error(id, &status.to_string()),
            Err(error) => ledger.error(id, &error.to_string().replace('\n', " ")),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
