//! Somebody with the rights of the database changes the audit log: cuts its end, takes out, changes, adds, swaps, moves
//! in time (`trust.md` §1.10).

use tokio_postgres::Client;

use crate::frame::{Dice, Scene, Seen};
use crate::postgres::Postgres;
use crate::town;

const CHANGES: usize = 60;
/// Triggers do not run for whoever says this; `?` is an entry by chance, `{n}` how many there are.
const AS_OWNER: &str = "set session_replication_role = replica";

const KINDS: [&str; 7] = [
    "delete from audit where number = (select max(number) from audit)",
    "delete from audit where number > ?",
    "delete from audit where number = ?",
    "update audit set event = event || '{\"event\": \"other\"}' where number = ?",
    "update audit set at = at + interval '1 second' where number = ?",
    "update audit set number = -number where number = ?",
    "delete from audit",
];

/// Changes, asks whether the log is whole, puts it back. The control changes nothing.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    let db = town::connect(&postgres).await;
    town.run(&["audit", "accept"]);
    let entries = count(&db).await;
    db.batch_execute(AS_OWNER).await.unwrap();
    db.batch_execute("create table former as table audit")
        .await
        .unwrap();
    let mut dice = Dice::new(scene.seed);
    let changes = scene.rounds(CHANGES);
    let mut missed = Vec::new();
    for n in 0..changes {
        let kind = KINDS[n % KINDS.len()];
        // Never the last: deleting what comes after the last changes nothing.
        let chosen = 1 + dice.below(entries - 1);
        let change = kind.replace('?', &chosen.to_string());
        if !scene.is_control {
            db.batch_execute(&change).await.unwrap();
        }
        let verified = town.command(&["audit", "verify"]).output().unwrap();
        if verified.status.success() {
            missed.push(change);
        }
        db.batch_execute("delete from audit; insert into audit select * from former")
            .await
            .unwrap();
    }
    missed
        .iter()
        .for_each(|change| eprintln!("MISSED {change}"));
    Seen::Tried {
        tried: format!(
            "{changes} changes of {} kinds in {entries} entries",
            KINDS.len()
        ),
        seen: format!("not noticed: {}", missed.len()),
        kept: missed.is_empty(),
    }
}

async fn count(db: &Client) -> usize {
    let said = town::text(db, "select count(*)::text from audit").await;
    said.parse().unwrap()
}
