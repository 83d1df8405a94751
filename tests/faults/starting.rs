//! A node that starts while its database is away, is starting or recovers from a kill: it waits (`trust.md` F02).

use std::time::{Duration, Instant};

use crate::frame::{Dice, Scene, Seen};
use crate::http;
use crate::kills::{begin, until_one_more};
use crate::postgres::Postgres;
use crate::town;

const ROUNDS: usize = 12;
/// Longer than the control waits.
const AWAY: Duration = Duration::from_secs(3);

/// Kills database and node, starts the node first. The control is told to wait one second only.
pub async fn run(scene: Scene) -> Seen {
    let mut postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    let seconds = if scene.is_control { 1 } else { 60 };
    let patient = town.with("KOCHO__DATABASE__START_SECONDS", seconds);
    let mut dice = Dice::new(scene.seed);
    let rounds = scene.rounds(ROUNDS);
    let (mut ended, mut waits) = (0, Vec::new());
    for round in 0..rounds {
        // Something to recover.
        let writing = [town.node().await];
        let citizens = begin(&postgres, &writing, scene.seed ^ round as u64);
        until_one_more(&citizens.ledger).await;
        postgres.kill();
        let mut node = patient.cold_node();
        node.start();
        tokio::time::sleep(AWAY + dice.milliseconds(0, 1_000)).await;
        let began = Instant::now();
        postgres.start();
        while node.lives() && !is_ready(node.port).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        waits.push(began.elapsed());
        ended += usize::from(!node.lives());
        citizens.finish().await;
    }
    let most = waits.iter().max().unwrap().as_millis();
    Seen::Tried {
        tried: format!(
            "{rounds} starts beside a database that was killed and comes 3 to 4 s later"
        ),
        seen: format!(
            "ended by themselves={ended}; ready at most {most} ms after the database's start"
        ),
        kept: ended == 0,
    }
}

async fn is_ready(port: u16) -> bool {
    let reply = http::get(port, "/readyz").await;
    reply.is_ok_and(|reply| reply.status == 200)
}
