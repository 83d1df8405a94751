//! Readers: very many who ask and never read, and some who say nothing, from several networks (`trust.md` H7).

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

use crate::citizens::Citizens;
use crate::frame::{Scene, Seen};
use crate::http;
use crate::kills::until_one_more;
use crate::ledger::Ledger;
use crate::nodes::Node;
use crate::postgres::Postgres;
use crate::town::{self, OPEN};
use crate::wire;

const READERS: usize = 1_100;
const SILENT: usize = 300;
const NETWORKS: usize = 8;
const CITIZENS: usize = 2;

/// So many looks at the health check, one after each pause: thirty seconds.
const LOOKS: usize = 20;
const PAUSE: Duration = Duration::from_millis(1_500);
/// How long somebody who watches waits for the health check before they call it dead.
const PATIENCE: Duration = Duration::from_secs(10);
/// Who was sent away comes again.
const AGAIN: Duration = Duration::from_millis(500);

/// Fewer open files than come, which is what the program makes sure of when it starts.
const FEW_FILES: u64 = 600;

/// What the watchman saw: how many of how many looks were answered, and the slowest.
struct Watched {
    answered: usize,
    looks: usize,
    slowest: Duration,
}

/// Holds the crowd at one node with the limits as shipped. The control takes its files away.
pub async fn run(scene: Scene) -> Seen {
    wire::many_files();
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    let node = town.node().await;
    if scene.is_control {
        node.allow_files(FEW_FILES);
    }
    let ledger = Ledger::new(&postgres.place().join("ledger"));
    let citizens = Citizens::start(CITIZENS, &[node.port], ledger, scene.seed);
    until_one_more(&citizens.ledger).await;
    let crowd = come(node.port);
    let before = citizens.ledger.count();
    let watched = watch(node.port, scene.rounds(LOOKS)).await;
    let acked = citizens.ledger.count() - before;
    drop(crowd);
    let peak = node.peak() >> 20;
    let ledger = citizens.finish().await;
    let db = town::connect(&postgres).await;
    let balance = ledger.balance(&town::stored(&db, OPEN).await);
    let Watched {
        answered,
        looks,
        slowest,
    } = watched;
    Seen::Tried {
        tried: format!(
            "{READERS} who never read and {SILENT} silent ones from {NETWORKS} networks, {looks} looks, \
             {CITIZENS} citizens"
        ),
        seen: format!(
            "health check answered {answered} of {looks}, slowest {} ms; acked during: {acked}; \
             at most {peak} MiB of memory; ended: {}; {}",
            slowest.as_millis(),
            ended(&node).await,
            balance.said()
        ),
        kept: answered == looks && acked > 0 && balance.kept(),
    }
}

/// The crowd; gone when dropped.
fn come(port: u16) -> JoinSet<()> {
    let mut crowd = JoinSet::new();
    for n in 0..READERS + SILENT {
        crowd.spawn(async move {
            loop {
                // However it ends, it begins anew.
                let _ = visit(n, port).await;
                tokio::time::sleep(AGAIN).await;
            }
        });
    }
    crowd
}

async fn visit(n: usize, port: u16) -> std::io::Result<()> {
    let mut stream = wire::connect(wire::network(n % NETWORKS), port).await?;
    if n < SILENT {
        stream.write_all(b"GET").await?;
        stream.read_to_end(&mut Vec::new()).await?;
        return Ok(());
    }
    let page = format!(
        "GET /sunagawa/surveys/{OPEN} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n"
    );
    let pages = page.repeat(100);
    loop {
        // As much as it takes: in the end it takes no more, and then it hangs up.
        stream.write_all(pages.as_bytes()).await?;
    }
}

/// Looks now and then, whether or not the look before was answered.
async fn watch(port: u16, looks: usize) -> Watched {
    let look = |n: u32| async move {
        tokio::time::sleep(PAUSE * (n + 1)).await;
        let began = Instant::now();
        let reply = tokio::time::timeout(PATIENCE, http::get(port, "/healthz")).await;
        let answered = matches!(reply, Ok(Ok(reply)) if reply.status == 200);
        (answered, began.elapsed())
    };
    let all = join_all((0..looks).map(|n| look(u32::try_from(n).unwrap()))).await;
    Watched {
        answered: all.iter().filter(|(answered, _)| *answered).count(),
        looks,
        slowest: all.iter().map(|(_, took)| *took).max().unwrap(),
    }
}

/// The connections the node has ended, by reason.
async fn ended(node: &Node) -> String {
    let mut said = Vec::new();
    for why in ["unread", "silent", "displaced", "crowded"] {
        let name = format!("kocho_connections_ended_total{{door=\"public\",why=\"{why}\"}}");
        said.push(format!("{} {why}", node.count(&name).await));
    }
    said.join(", ")
}
