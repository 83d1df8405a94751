//! Two nodes, one of them cut off from the database for a minute while what the town publishes changes. Nobody is shown
//! what it said before for longer than a second; a node that cannot know says so.

use std::time::{Duration, Instant};

use crate::frame::{Scene, Seen};
use crate::http;
use crate::postgres::Postgres;
use crate::proxy::Proxy;
use crate::town;

/// The page of a town without surveys, so that it changes with its edition only.
const PAGE: &str = "/nayoro?lang=ja";
/// So many seconds the line is cut.
const AWAY: usize = 60;
/// How long a node may show what was.
const SECOND: Duration = Duration::from_secs(1);
/// What a look itself may take on a busy machine.
const LOOK: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(50);
const NAMES: [&str; 2] = ["北試験市", "南試験市"];

/// What was seen of a node after the change.
#[derive(Default)]
struct Watched {
    looks: usize,
    refused: usize,
    /// The old page, later than it may be shown.
    stale: usize,
    renewed: usize,
}

/// Cuts, changes, looks. In the control the database tells nobody of the change.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let mut town = town::found(&postgres).await;
    let create = ["municipality", "create", "nayoro", "--name", NAMES[0]];
    let office = ["--division", "総務課", "--telephone", "0100-00-0001"];
    town.run(&[&create[..], &office].concat());
    let db = town::connect(&postgres).await;
    let near = town.node().await;
    let (proxy, port) = Proxy::start(postgres.port()).await;
    town.url = postgres.url_at(port);
    let far = town.node().await;
    let ready = shows(near.port).await && shows(far.port).await;
    let away = SECOND * u32::try_from(scene.rounds(AWAY)).unwrap_or(1);
    if scene.is_control {
        let off = "alter table municipalities disable trigger municipalities_edition";
        db.batch_execute(off).await.unwrap();
    }
    proxy.cut_for(away);
    call(&db, NAMES[1]).await;
    let (since, until) = (Instant::now(), away + SECOND * 3);
    let near = watch(near.port, since, until);
    let far = watch(far.port, since, until);
    let (near, far) = futures_util::future::join(near, far).await;
    told(away, ready, &near, &far)
}

async fn shows(port: u16) -> bool {
    let page = http::get(port, PAGE).await;
    page.is_ok_and(|page| page.body.contains(NAMES[0]))
}

fn told(away: Duration, ready: bool, near: &Watched, far: &Watched) -> Seen {
    let is_new = [near.renewed, far.renewed].iter().all(|seen| *seen > 0);
    let faults = [near.refused, near.stale, far.stale];
    Seen::Tried {
        tried: format!("two nodes, one cut off for {} s", away.as_secs()),
        seen: format!(
            "near: looks={} REFUSED={} STALE={} renewed={}; far: looks={} refused={} STALE={} renewed={}",
            near.looks,
            near.refused,
            near.stale,
            near.renewed,
            far.looks,
            far.refused,
            far.stale,
            far.renewed
        ),
        kept: ready && is_new && far.refused > 0 && faults == [0; 3],
    }
}

async fn call(db: &tokio_postgres::Client, name: &str) {
    let sql = format!(
        "update municipalities set name = name || '{{\"ja\": \"{name}\"}}' where slug = 'nayoro'"
    );
    db.batch_execute(&sql).await.unwrap();
}

async fn watch(port: u16, since: Instant, until: Duration) -> Watched {
    let mut seen = Watched::default();
    while since.elapsed() < until {
        let asked = since.elapsed();
        let page = http::get(port, PAGE).await;
        seen.looks += 1;
        match page {
            Ok(page) if page.body.contains(NAMES[1]) => seen.renewed += 1,
            Ok(page) if page.status == 503 => seen.refused += 1,
            Ok(page) if page.body.contains(NAMES[0]) => {
                seen.stale += usize::from(asked > SECOND + LOOK);
            }
            _ => seen.refused += 1,
        }
        tokio::time::sleep(PAUSE).await;
    }
    seen
}
