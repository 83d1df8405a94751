//! The line to the database is cut at the commit and stays cut for eight seconds (`trust.md` F09a). Three answers are
//! honest: it is recorded, it is not, nobody can say.

use std::time::Duration;

use crate::frame::{Dice, Scene, Seen};
use crate::http::{Browser, Reply};
use crate::kills::LOSE;
use crate::postgres::Postgres;
use crate::proxy::{Cut, Proxy};
use crate::town::{self, Form, OPEN};

const ROUNDS: usize = 16;
const AWAY: Duration = Duration::from_secs(8);

#[derive(Default)]
struct Count {
    cut: usize,
    recorded: usize,
    not_recorded: usize,
    unsure: usize,
    other: usize,
    false_yes: usize,
    false_no: usize,
    not_once: usize,
}

/// Cuts before and after the commit.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let mut town = town::found(&postgres).await;
    let db = town::connect(&postgres).await;
    let (proxy, port) = Proxy::start(postgres.port()).await;
    town.url = postgres.url_at(port);
    if scene.is_control {
        // What is said to be recorded is not there.
        db.batch_execute(&LOSE.replace("0.2", "1")).await.unwrap();
    }
    let node = town.node().await;
    let (mut dice, rounds) = (Dice::new(scene.seed), scene.rounds(ROUNDS));
    let mut count = Count::default();
    for round in 0..rounds {
        let browser = Browser::at(format!("10.9.0.{round}"));
        let mut form = Form::open(browser, node.port).await.unwrap();
        let opinion = format!("cut{round}");
        let before = dice.below(4) == 0;
        // Every fourth time the database is back while somebody still waits: then the program can know.
        let away = match (scene.is_control, round % 4) {
            (false, 0..3) => AWAY,
            _ => AWAY / 8,
        };
        proxy.arm(if before { Cut::Before } else { Cut::After }, away);
        let reply = form.send(node.port, &opinion).await;
        count.cut += usize::from(proxy.has_cut());
        proxy.back().await;
        // Whatever the program still does by itself.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let is_stored = town::stored(&db, OPEN).await.contains(&opinion);
        count.add(reply, is_stored);
        let again = form.send(node.port, &opinion).await;
        let told = again.is_ok_and(|reply| reply.receipt().is_some());
        let stored = town::stored(&db, OPEN).await;
        let times = stored.iter().filter(|text| **text == opinion).count();
        count.not_once += usize::from(!told || times != 1);
    }
    count.said(rounds)
}

impl Count {
    fn add(&mut self, reply: std::io::Result<Reply>, is_stored: bool) {
        match reply {
            Ok(reply) if reply.receipt().is_some() => {
                self.recorded += 1;
                self.false_yes += usize::from(!is_stored);
            }
            Ok(reply) if reply.body.contains("記録されていません") => {
                self.not_recorded += 1;
                self.false_no += usize::from(is_stored);
            }
            Ok(reply) if reply.body.contains("確認できません") => self.unsure += 1,
            _ => self.other += 1,
        }
    }

    fn said(&self, rounds: usize) -> Seen {
        let faults = [self.other, self.false_yes, self.false_no, self.not_once];
        Seen::Tried {
            tried: format!(
                "{rounds} commits, {} cut, the database away for {} s or {} s",
                self.cut,
                AWAY.as_secs(),
                (AWAY / 8).as_secs()
            ),
            seen: format!(
                "recorded={} not_recorded={} unsure={} other={} FALSE_YES={} FALSE_NO={} NOT_ONCE_AFTER_RETRY={}",
                self.recorded,
                self.not_recorded,
                self.unsure,
                self.other,
                self.false_yes,
                self.false_no,
                self.not_once
            ),
            kept: self.cut == rounds && faults == [0; 4],
        }
    }
}
