//! Bodies: very many that are announced, begun and never ended (`trust.md` H7).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

use crate::frame::{Scene, Seen};
use crate::http::Browser;
use crate::nodes::Node;
use crate::postgres::Postgres;
use crate::town::{self, Form, OPEN};
use crate::wire;

const BODIES: usize = 2_000;
/// Where they come from: so many networks that each finds its place.
const NETWORKS: usize = 40;
/// What each announces, and what it sends of that.
const ANNOUNCED: usize = 512 * 1024;
static SENT: [u8; 500_000] = [b'x'; 500_000];

/// The budget as shipped, and what each body has for itself besides (`web::bodies`).
const BUDGET: u64 = 32 << 20;
const OWN: usize = 16 * 1024;
/// A buffer that grows doubles: so many times as much as a body has is held for it.
const GROWN: u64 = 2;
/// What a connection holds besides its body: buffers on both ways, the page of a refusal, and what is being done, large
/// in a build that is not optimized.
const AROUND: u64 = 96 * 1024;

const SMALL_FORMS: usize = 5;
/// Nearly all places at the door are taken: who is told to come again does.
const TRIES: usize = 10;
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(500);

/// Sends them all at once. The control has a budget nobody reaches.
pub async fn run(scene: Scene) -> Seen {
    wire::many_files();
    let postgres = Postgres::new(&[]);
    let mut town = town::found(&postgres).await;
    if scene.is_control {
        town = town.with("KOCHO__LIMITS__BODIES_MEBIBYTES", "65536");
    }
    let node = town.node().await;
    let count = scene.rounds(BODIES);
    // What it needs for its work is there before it is measured.
    let taken_before = small_form(node.port, 0).await;
    let before = node.memory();
    let (crowd, sent) = begin(node.port, count);
    let began = Instant::now();
    let (mut asked, mut taken) = (0, 0);
    while asked < SMALL_FORMS || sent.load(Ordering::Relaxed) < count {
        assert!(began.elapsed() < PATIENCE, "the bodies do not come");
        tokio::time::sleep(PAUSE).await;
        asked += 1;
        taken += usize::from(small_form(node.port, asked).await);
    }
    let peak = node.peak().saturating_sub(before);
    drop(crowd);
    let held = freed(&node).await;
    let bodies = count as u64;
    let most = GROWN * (BUDGET + bodies * OWN as u64) + bodies * AROUND;
    let mebibytes = |bytes: u64| bytes >> 20;
    Seen::Tried {
        tried: format!(
            "{count} unfinished bodies of {} bytes from {NETWORKS} networks",
            SENT.len()
        ),
        seen: format!(
            "{} MiB more of memory at most (bound {}); small forms taken: {taken} of {asked}; held afterwards: {held}",
            mebibytes(peak),
            mebibytes(most)
        ),
        kept: taken_before && peak <= most && taken == asked && held == 0,
    }
}

/// The bodies, gone when dropped, and how many have been sent as far as they were let.
fn begin(port: u16, count: usize) -> (JoinSet<()>, Arc<AtomicUsize>) {
    let (mut crowd, sent) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
    for n in 0..count {
        let sent = Arc::clone(&sent);
        crowd.spawn(async move {
            // Who is refused comes again with what nobody is refused: then all of them hold as much as they can.
            let (mut bytes, mut first) = (SENT.len(), true);
            loop {
                let stream = body(n, port, bytes).await;
                sent.fetch_add(usize::from(std::mem::take(&mut first)), Ordering::Relaxed);
                bytes = OWN - 16;
                if let Ok(mut stream) = stream {
                    let _ = stream.read_to_end(&mut Vec::new()).await;
                }
                tokio::time::sleep(PAUSE).await;
            }
        });
    }
    (crowd, sent)
}

async fn body(n: usize, port: u16, bytes: usize) -> std::io::Result<tokio::net::TcpStream> {
    let mut stream = wire::connect(wire::network(n % NETWORKS), port).await?;
    let head = format!(
        "POST /sunagawa/surveys/{OPEN}/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {ANNOUNCED}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&SENT[..bytes]).await?;
    Ok(stream)
}

/// Whether somebody gets from the page to a receipt.
async fn small_form(port: u16, n: usize) -> bool {
    for _ in 0..TRIES {
        let browser = Browser::at(format!("10.1.0.{n}"));
        if let Some(mut form) = Form::open(browser, port).await {
            let reply = form.send(port, &format!("small{n}")).await;
            if reply.is_ok_and(|reply| reply.receipt().is_some()) {
                return true;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
    false
}

/// What is held when all are gone; nothing, as soon as the node has noticed.
async fn freed(node: &Node) -> u64 {
    let began = Instant::now();
    loop {
        let held = node.count("kocho_bodies_bytes").await;
        if held == 0 || began.elapsed() > PATIENCE {
            return held;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
