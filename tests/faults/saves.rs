//! The server is killed between saving a page of a draft and the commit of it. What was acknowledged before is still
//! there, the page is sent once more, and what comes of it is one response.

use std::time::Duration;

use tokio_postgres::Client;

use crate::flood::LONG;
use crate::frame::{Dice, Scene, Seen};
use crate::http::Browser;
use crate::nodes::Node;
use crate::postgres::Postgres;
use crate::town;
use crate::walk::Walk;

const ROUNDS: usize = 40;

/// What is acknowledged is not what lies there.
const BROKEN: &str = "create function forget() returns trigger language plpgsql as $$ \
    begin new.content := old.content; return new; end $$; \
    create trigger forget before update on drafts for each row execute function forget()";

/// A save that waits for its row before it can be committed.
const WAITS: &str = "select count(*) from pg_stat_activity \
    where wait_event_type = 'Lock' and query like '%update drafts%' and pid <> pg_backend_pid()";

/// How many responses there are, whatever they say.
const STORED: &str =
    "select ((select count(*) from envelopes) + (select count(*) from responses))::text";

const LOOK: Duration = Duration::from_millis(5);

/// What came of all rounds.
#[derive(Default)]
struct Counted {
    /// Acknowledged although the server was killed: the commit was faster.
    acknowledged: usize,
    /// Pages that were acknowledged before and do not show what was typed.
    lost: usize,
    receipts: usize,
}

/// Saves, kills, looks, goes on.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let db = town::connect(&postgres).await;
    let town = town::found(&postgres).await;
    town::ask(&town, &db, (LONG, "shimin-2023", "shimin"), &["--open"]).await;
    if scene.is_control {
        db.batch_execute(BROKEN).await.unwrap();
    }
    let mut node = town.node().await;
    let keeper = town::connect(&postgres).await;
    let (mut dice, mut counted) = (Dice::new(scene.seed), Counted::default());
    let rounds = scene.rounds(ROUNDS);
    for round in 0..rounds {
        // Half of them before the commit can come, half beside it.
        let after = (round % 2 == 1).then(|| dice.milliseconds(0, 3));
        one(round, after, &mut node, (&db, &keeper), &mut counted).await;
    }
    let stored: usize = town::text(&db, STORED).await.parse().unwrap();
    Seen::Tried {
        tried: format!("{rounds} kills between a save and its commit"),
        seen: format!(
            "LOST={} of what was acknowledged before, acknowledged all the same: {}, receipts: {}, stored: {stored}",
            counted.lost, counted.acknowledged, counted.receipts
        ),
        kept: counted.lost == 0 && (counted.receipts, stored) == (rounds, rounds),
    }
}

fn first() -> String {
    format!("/sunagawa/surveys/{LONG}/sections/1")
}

/// Somebody whose first page was saved, and saved again in place of that with another answer.
async fn saved_twice(round: usize, port: u16) -> Walk {
    let citizen = Browser::at(format!("10.7.{}.{}", round / 250, round % 250));
    let mut walk = Walk::begin(citizen, port, LONG).await.unwrap();
    for livable in ["1", "2"] {
        walk.open(port, &first()).await.unwrap();
        let typed = [("livable", livable), ("_go", "next")];
        assert_eq!(walk.press(port, &typed).await.unwrap(), 200);
    }
    walk
}

async fn one(
    round: usize,
    after: Option<Duration>,
    node: &mut Node,
    (db, keeper): (&Client, &Client),
    counted: &mut Counted,
) {
    let mut walk = saved_twice(round, node.port).await;
    let hold = "begin; select 1 from drafts for update";
    keeper.batch_execute(hold).await.unwrap();
    let (mut typing, port) = (walk.clone(), node.port);
    let saving = tokio::spawn(async move {
        let typed = [("info", "1"), ("_go", "next")];
        typing.press(port, &typed).await.is_ok()
    });
    while db.query_one(WAITS, &[]).await.unwrap().get::<_, i64>(0) == 0 {
        tokio::time::sleep(LOOK).await;
    }
    if let Some(after) = after {
        keeper.batch_execute("commit").await.unwrap();
        tokio::time::sleep(after).await;
        node.kill();
    } else {
        node.kill();
        keeper.batch_execute("commit").await.unwrap();
    }
    counted.acknowledged += usize::from(saving.await.unwrap());
    node.start();
    node.wait().await;
    let mut looking = walk.clone();
    let seen = looking.open(node.port, &first()).await.unwrap();
    counted.lost += usize::from(!seen.shows_chosen("livable", "2"));
    walk.reach_check(node.port, &format!("round{round}"))
        .await
        .unwrap();
    walk.press(node.port, &[("_go", "send")]).await.unwrap();
    counted.receipts += usize::from(walk.has_receipt());
}
