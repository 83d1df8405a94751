//! The clock of a node steps by minutes, to and fro, while citizens answer (`trust.md` F10): times are the database's.

use std::fs;
use std::path::PathBuf;

use crate::frame::{Dice, Scene, Seen};
use crate::kills::{LOSE, begin, told, until_one_more};
use crate::postgres::Postgres;
use crate::town::{self, OPEN};

const STEPS: usize = 60;
/// A step is at most this many seconds away from the true time, either way.
const FARTHEST: usize = 900;

/// Steps the clocks of both nodes, each for itself. The control loses some of what is stored.
pub async fn run(scene: Scene) -> Seen {
    let Some(library) = library() else {
        return Seen::Skipped("libfaketime is not installed (Debian: faketime)");
    };
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    let db = town::connect(&postgres).await;
    if scene.is_control {
        db.batch_execute(LOSE).await.unwrap();
    }
    let clocks = ["clock.0", "clock.1"].map(|name| postgres.place().join(name));
    clocks
        .iter()
        .for_each(|clock| fs::write(clock, "+0").unwrap());
    let wrong = |clock: &PathBuf| {
        town.with("LD_PRELOAD", library.display())
            .with("FAKETIME_TIMESTAMP_FILE", clock.display())
            .with("FAKETIME_NO_CACHE", 1)
            .with("DONT_FAKE_MONOTONIC", 1)
    };
    let nodes = [
        wrong(&clocks[0]).node().await,
        wrong(&clocks[1]).node().await,
    ];
    let citizens = begin(&postgres, &nodes, scene.seed);
    let (mut dice, steps) = (Dice::new(scene.seed), scene.rounds(STEPS));
    let mut waits = Vec::new();
    for step in 0..steps {
        let away = i64::try_from(dice.below(2 * FARTHEST)).unwrap() - 900;
        fs::write(&clocks[step % 2], format!("{away:+}")).unwrap();
        tokio::time::sleep(dice.milliseconds(100, 500)).await;
        waits.push(until_one_more(&citizens.ledger).await);
    }
    let ledger = citizens.finish().await;
    let stored = town::stored(&db, OPEN).await;
    let tried = format!("{steps} steps of up to 15 minutes of the clocks of two nodes");
    told(tried, ledger.balance(&stored), waits)
}

fn library() -> Option<PathBuf> {
    let machine = format!("{}-linux-gnu", std::env::consts::ARCH);
    let place = PathBuf::from(format!("/usr/lib/{machine}/faketime/libfaketime.so.1"));
    place.exists().then_some(place)
}
