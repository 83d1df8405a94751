//! Twins: one form sent twice at the same moment with other answers, and one key on two devices.

use futures_util::future::{join, join_all};

use crate::frame::{Scene, Seen};
use crate::http::{Browser, Reply};
use crate::postgres::Postgres;
use crate::town::{self, Form, KEYED, OPEN};

const PAIRS: usize = 200;
/// Pairs at the same moment: they meet in one transaction.
const TOGETHER: usize = 10;

/// Nothing but the program's care keeps a form or a key from being taken twice.
const UNGUARDED: &str = "alter table receipts drop constraint receipts_pkey; \
    alter table envelopes drop constraint envelopes_pkey; \
    create function unspend() returns trigger language plpgsql as $$ begin new.used := false; return new; end $$; \
    create trigger unspend before update on invitations for each row execute function unspend()";

/// What one of a pair sent and was told.
struct Told {
    opinion: String,
    recorded: bool,
    already: bool,
}

/// One form, two answers.
pub async fn form(scene: Scene) -> Seen {
    pairs(scene, false).await
}

/// One key, two devices.
pub async fn key(scene: Scene) -> Seen {
    pairs(scene, true).await
}

async fn pairs(scene: Scene, with_key: bool) -> Seen {
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres).await;
    let count = scene.rounds(PAIRS);
    let keys = if with_key {
        town.run(&["survey", "keys", KEYED, &count.to_string()])
    } else {
        "-\n".repeat(count)
    };
    let keys: Vec<&str> = keys
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let db = town::connect(&postgres).await;
    if scene.is_control {
        db.batch_execute(UNGUARDED).await.unwrap();
    }
    let nodes = [town.node().await, town.node().await];
    let mut told = Vec::new();
    for (first, chunk) in keys.chunks(TOGETHER).enumerate() {
        let sent = chunk.iter().enumerate().map(|(n, key)| {
            let n = first * TOGETHER + n;
            // Half of the pairs over one node, half over two.
            let second = &nodes[(n % 2).max(usize::from(scene.is_control))];
            pair(n, with_key.then_some(*key), [nodes[0].port, second.port])
        });
        told.extend(join_all(sent).await);
    }
    let survey = if with_key { KEYED } else { OPEN };
    judge(&told, &town::stored(&db, survey).await)
}

/// Opens once (or, with a key, on two devices) and sends twice.
async fn pair(n: usize, key: Option<&str>, ports: [u16; 2]) -> [Told; 2] {
    let device = |m: usize| Browser::at(format!("10.{m}.{}.{}", n / 250, n % 250));
    let (mut one, mut other) = match key {
        Some(key) => {
            let one = Form::with_key(device(1), ports[0], key).await;
            let other = Form::with_key(device(2), ports[1], key).await;
            (one.unwrap(), other.unwrap())
        }
        None => {
            let form = Form::open(device(1), ports[0]).await.unwrap();
            (form.clone(), form)
        }
    };
    let opinions = [format!("pair{n}a"), format!("pair{n}b")];
    let (first, second) = join(
        one.send(ports[0], &opinions[0]),
        other.send(ports[1], &opinions[1]),
    )
    .await;
    let [a, b] = opinions;
    [Told::of(a, first), Told::of(b, second)]
}

impl Told {
    fn of(opinion: String, reply: std::io::Result<Reply>) -> Self {
        let reply = reply.ok();
        let is = |status: u16| reply.as_ref().is_some_and(|reply| reply.status == status);
        Self {
            opinion,
            recorded: is(303),
            already: is(409),
        }
    }
}

/// A pair is as promised when one was told so, the other that it was received before, and what the first wrote is stored
/// and nothing else of the pair.
fn judge(told: &[[Told; 2]], stored: &[String]) -> Seen {
    let (mut both, mut nobody, mut wrong) = (0, 0, 0);
    for pair in told {
        let recorded = pair.iter().filter(|one| one.recorded).count();
        both += usize::from(recorded == 2);
        nobody += usize::from(recorded == 0);
        let is_right = |one: &Told| {
            let is_stored = stored.iter().filter(|text| **text == one.opinion).count() == 1;
            one.recorded == is_stored && one.recorded != one.already
        };
        wrong += usize::from(!pair.iter().all(is_right));
    }
    Seen::Tried {
        tried: format!("{} pairs, over one node and over two", told.len()),
        seen: format!(
            "both told recorded: {both}, neither: {nobody}, other than stored or told: {wrong}, stored: {}",
            stored.len()
        ),
        kept: (both, nobody, wrong) == (0, 0, 0) && stored.len() == told.len(),
    }
}
