//! Methods: what is no method is asked for as fast as it goes. Nothing of it is kept: not in memory, not in the
//! numbers, not in the log.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::frame::{Dice, Scene, Seen};
use crate::nodes::Node;
use crate::postgres::Postgres;
use crate::town;
use crate::wire::{self, Wire};

const CONNECTIONS: usize = 8;
const HELD: Duration = Duration::from_secs(15);
/// Longest word that is sent in place of a method.
const LONGEST: usize = 4_096;
/// Words that have the node reach its usual size before it is measured.
const WARM: usize = 200;

/// Most bytes the node may grow by.
const GROWTH: u64 = 30 << 20;
/// Refusals it writes in a second (`web::log`), and the longest line of one.
const LINES_A_SECOND: u64 = 50;
const LINE: u64 = 400;

/// Fifteen seconds of it. The control writes down everything.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let mut town = town::found(&postgres).await;
    if scene.is_control {
        town = town.with("KOCHO__LOG__LEVEL", "trace");
    }
    let node = town.node().await;
    invent(&node, scene.seed, WARM, HELD).await;
    // The numbers themselves are asked for and counted.
    node.metrics().await;
    let (labels, memory, log) = (labels(&node).await, node.memory(), node.logged());
    let began = Instant::now();
    let asked = invent(&node, !scene.seed, usize::MAX, HELD).await;
    let seconds = began.elapsed().as_secs() + 1;
    let logged = node.logged() - log;
    let growth = node.memory().saturating_sub(memory);
    let new = self::labels(&node).await.difference(&labels).count();
    let most = seconds * LINES_A_SECOND * LINE;
    Seen::Tried {
        tried: format!(
            "{asked} invented methods of up to {LONGEST} bytes over {CONNECTIONS} connections"
        ),
        seen: format!(
            "{} KiB more of memory; {new} new labels of {}; {logged} bytes of log (bound {most}), {} a request",
            growth >> 10,
            labels.len(),
            logged / asked.max(1)
        ),
        kept: asked > 0 && growth < GROWTH && new == 0 && logged <= most,
    }
}

/// What is told of, without its numbers: as much as is remembered.
async fn labels(node: &Node) -> BTreeSet<String> {
    let text = node.metrics().await;
    let names = text.lines().filter_map(|line| line.rsplit_once(' '));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// Asks over all connections, `most` times over each and no longer than this; how many were answered.
async fn invent(node: &Node, seed: u64, most: usize, held: Duration) -> u64 {
    let all = (0..CONNECTIONS).map(|n| {
        let dice = Dice::new(seed ^ (n as u64) << 32);
        tokio::spawn(ask(n, node.port, dice, most, held))
    });
    let answered = join_all(all).await;
    answered.into_iter().map(Result::unwrap).sum()
}

async fn ask(n: usize, port: u16, mut dice: Dice, most: usize, held: Duration) -> u64 {
    let (began, mut answered, mut wire) = (Instant::now(), 0, None);
    for _ in 0..most {
        if began.elapsed() > held {
            break;
        }
        let mut open = match wire.take() {
            Some(open) => open,
            None => Wire::open(wire::network(n), port).await.unwrap(),
        };
        let request = format!(
            "{} /sunagawa HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            word(&mut dice)
        );
        // A connection that was ended is opened anew.
        if let Ok(status) = open.ask(&request).await {
            assert!((400..500).contains(&status), "{status}");
            answered += 1;
            wire = Some(open);
        }
    }
    answered
}

fn word(dice: &mut Dice) -> String {
    let length = 1 + dice.below(LONGEST);
    let part = format!("X{:016x}", dice.next());
    let mut word = part.repeat(length.div_ceil(part.len()));
    word.truncate(length);
    word
}
