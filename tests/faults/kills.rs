//! Killing: of the nodes in turn, and of all processes of the database, while citizens answer (`trust.md` F01, F02).

use std::time::{Duration, Instant};

use crate::citizens::Citizens;
use crate::frame::{Dice, Scene, Seen};
use crate::ledger::{Balance, Ledger};
use crate::nodes::Node;
use crate::postgres::Postgres;
use crate::town::{self, OPEN};

const CITIZENS: usize = 8;
const ROUNDS: usize = 60;
const PATIENCE: Duration = Duration::from_secs(120);

/// Every fifth response is not stored, although it is said to be: what a broken build would do.
pub const LOSE: &str = "create function lose() returns trigger language plpgsql as \
    $$ begin if random() < 0.2 then return null; end if; return new; end $$; \
    create trigger lose before insert on envelopes for each row execute function lose(); \
    create trigger lose before insert on responses for each row execute function lose()";

/// The database no longer does what the program says in each transaction about its disk, and answers as if it did.
const UNKEPT: &str = "create function public.set_config(text, text, boolean) returns text language sql as \
    $$ select 'on'::text $$";
/// Lets a function of ours come before the system's.
const OURS_FIRST: &str = "?options=-c%20search_path%3Dpublic%2Cpg_catalog";
/// Turns the promise of the disk off for every connection made from now on.
const ROLE_OFF: &str = "alter role kocho set synchronous_commit = off";

/// SIGKILL of two nodes in turn.
pub async fn server(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    let db = town::connect(&postgres).await;
    if scene.is_control {
        db.batch_execute(LOSE).await.unwrap();
    }
    let mut nodes = [town.node().await, town.node().await];
    let citizens = begin(&postgres, &nodes, scene.seed);
    let (mut dice, rounds) = (Dice::new(scene.seed), scene.rounds(ROUNDS));
    let mut waits = Vec::new();
    for round in 0..rounds {
        let node = &mut nodes[round % 2];
        tokio::time::sleep(dice.milliseconds(200, 900)).await;
        node.kill();
        let began = Instant::now();
        node.start();
        node.wait().await;
        waits.push(began.elapsed());
    }
    let ledger = citizens.finish().await;
    let balance = ledger.balance(&town::stored(&db, OPEN).await);
    told(
        format!("{rounds} SIGKILL of two nodes in turn"),
        balance,
        waits,
    )
}

/// SIGKILL of all processes of the database.
pub async fn database(scene: Scene) -> Seen {
    database_kills(scene, scene.rounds(ROUNDS), scene.is_control).await
}

/// The same, `off`: with the role's `synchronous_commit` turned off under running nodes. The control breaks what the
/// program says against it.
pub async fn database_kills(scene: Scene, rounds: usize, off: bool) -> Seen {
    // What is only written later is written much later: what may be lost, is.
    let mut postgres = Postgres::new(&["wal_writer_delay=5s", "wal_writer_flush_after=64MB"]);
    let mut town = town::found(&postgres).await;
    if scene.is_control {
        let db = town::connect(&postgres).await;
        db.batch_execute(UNKEPT).await.unwrap();
        town.url.push_str(OURS_FIRST);
    }
    let nodes = [town.node().await, town.node().await];
    if off {
        let db = town::connect(&postgres).await;
        db.batch_execute(ROLE_OFF).await.unwrap();
    }
    let citizens = begin(&postgres, &nodes, scene.seed);
    let mut dice = Dice::new(scene.seed);
    let mut waits = Vec::new();
    for _ in 0..rounds {
        tokio::time::sleep(dice.milliseconds(200, 900)).await;
        postgres.kill();
        tokio::time::sleep(dice.milliseconds(0, 300)).await;
        postgres.start();
        waits.push(until_one_more(&citizens.ledger).await);
    }
    let ledger = citizens.finish().await;
    let db = town::connect(&postgres).await;
    let balance = ledger.balance(&town::stored(&db, OPEN).await);
    let what = if off {
        ", role's synchronous_commit off"
    } else {
        ""
    };
    told(
        format!("{rounds} SIGKILL of PostgreSQL{what}"),
        balance,
        waits,
    )
}

/// Citizens over all nodes, their ledger beside what is broken and not in it.
pub fn begin(postgres: &Postgres, nodes: &[Node], seed: u64) -> Citizens {
    let ledger = Ledger::new(&postgres.place().join("ledger"));
    let ports: Vec<u16> = nodes.iter().map(|node| node.port).collect();
    Citizens::start(CITIZENS, &ports, ledger, seed)
}

/// How long until somebody is told "recorded" again.
pub async fn until_one_more(ledger: &Ledger) -> Duration {
    let (began, before) = (Instant::now(), ledger.count());
    while ledger.count() == before {
        assert!(began.elapsed() < PATIENCE, "nothing is recorded any more");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    began.elapsed()
}

/// The row of a ledger.
pub fn told(tried: String, balance: Balance, mut waits: Vec<Duration>) -> Seen {
    waits.sort_unstable();
    let back = waits[waits.len() / 2].as_millis();
    let most = waits[waits.len() - 1].as_millis();
    Seen::Tried {
        tried: format!("{tried}, {CITIZENS} citizens"),
        seen: format!(
            "{}; back after {back} ms, at most {most} ms",
            balance.said()
        ),
        kept: balance.kept(),
    }
}
