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
/// How long the line is cut.
const AWAY: Duration = Duration::from_secs(60);
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
    let db = town::connect(&postgres).await;
    let create = ["municipality", "create", "nayoro", "--name", NAMES[0]];
    town.run(
        &[
            &create[..],
            &["--division", "総務課", "--telephone", "0100-00-0001"],
        ]
        .concat(),
    );
    let near = town.node().await;
    let (proxy, port) = Proxy::start(postgres.port()).await;
    town.url = postgres.url_at(port);
    let far = town.node().await;
    let mut ready = true;
    for node in [&near, &far] {
        ready &= http::get(node.port, PAGE)
            .await
            .is_ok_and(|page| page.body.contains(NAMES[0]));
    }
    if scene.is_control {
        db.batch_execute("alter table municipalities disable trigger municipalities_edition")
            .await
            .unwrap();
    }
    let away = match scene.is_control {
        true => SECOND,
        false => AWAY.min(SECOND * u32::try_from(scene.rounds(60)).unwrap_or(60)),
    };
    proxy.cut_for(away);
    call(&db, NAMES[1]).await;
    let since = Instant::now();
    let until = away + SECOND * 3;
    let (near, far) = futures_util::future::join(
        watch(near.port, since, until),
        watch(far.port, since, until),
    )
    .await;
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
        kept: ready
            && [near.refused, near.stale, far.stale] == [0; 3]
            && [near.renewed, far.renewed, far.refused]
                .iter()
                .all(|seen| *seen > 0),
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
