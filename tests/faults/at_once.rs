//! A page of a draft is saved at the same moment as the draft is sent.

use std::time::Duration;

use futures_util::future::{join, join_all};
use tokio_postgres::Client;

use crate::flood::{FLOODING, LONG};
use crate::frame::{Dice, Scene};
use crate::http::Browser;
use crate::walk::Walk;

/// So many of them, and so many at the same moment.
pub const PAIRS: usize = 100;
const TOGETHER: usize = 10;

/// What became of the pairs.
pub struct Pairs {
    /// How many were led to a receipt.
    pub recorded: usize,
    /// Drafts that are left of them.
    pub left: i64,
}

/// All of them. Half come from one network, which may not keep as many in the database: those travel in the form.
pub async fn pairs(scene: Scene, port: u16, db: &Client) -> Pairs {
    db.batch_execute("delete from drafts").await.unwrap();
    let mut ready = Vec::new();
    for n in 0..PAIRS {
        let address = match n % 2 {
            0 => format!("192.0.2.{n}"),
            _ => FLOODING.to_owned(),
        };
        ready.push(
            Pair::begin(address, port, &format!("pair{n}"))
                .await
                .unwrap(),
        );
    }
    let (mut dice, mut recorded) = (Dice::new(scene.seed), 0);
    while !ready.is_empty() {
        let together = ready.drain(..TOGETHER.min(ready.len()));
        let both: Vec<_> = together
            .map(|pair| {
                let waits = [dice.milliseconds(0, 20), dice.milliseconds(0, 20)];
                pair.send_and_save(port, waits)
            })
            .collect();
        recorded += join_all(both)
            .await
            .into_iter()
            .filter(|sent| *sent)
            .count();
    }
    let left = db.query_one("select count(*) from drafts", &[]).await;
    Pairs {
        recorded,
        left: left.unwrap().get(0),
    }
}

/// One person with two pages of one draft before them.
struct Pair {
    check: Walk,
    page: Walk,
}

impl Pair {
    async fn begin(address: String, port: u16, opinion: &str) -> std::io::Result<Self> {
        let mut check = Walk::begin(Browser::at(address), port, LONG).await?;
        check.reach_check(port, opinion).await?;
        let mut page = check.clone();
        page.press(port, &[("_go", "change:1")]).await?;
        Ok(Self { check, page })
    }

    /// Whether a receipt came.
    async fn send_and_save(mut self, port: u16, [first, second]: [Duration; 2]) -> bool {
        let sending = async {
            tokio::time::sleep(first).await;
            self.check.press(port, &[("_go", "send")]).await
        };
        let saving = async {
            tokio::time::sleep(second).await;
            self.page
                .press(port, &[("livable", "2"), ("_go", "next")])
                .await
        };
        let (sent, _) = join(sending, saving).await;
        sent.is_ok() && self.check.has_receipt()
    }
}
