//! Somebody turns synchronous commits off for the role while servers run, and the database is killed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use kocho::storage::pool;

use crate::frame::{Dice, Row};
use crate::kills;
use crate::town::Town;

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// People answer while the database is killed; beside them the control writes plain rows under the same setting.
pub fn run(seed: u64) -> Vec<Row> {
    let mut town = Town::new("durability", seed);
    let mut dice = Dice::new(seed);
    town.run(
        "create table control (id bigint primary key); alter role kocho set synchronous_commit = off",
    );
    let url = Arc::new(town.server.url());
    let (is_over, acknowledged) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(Mutex::new(Vec::new())),
    );
    let control = {
        let (url, is_over, acknowledged) = (url.clone(), is_over.clone(), acknowledged.clone());
        std::thread::spawn(move || write(&url, &is_over, &acknowledged))
    };
    let mut rows = kills::under_load(
        &mut town,
        seed,
        "SIGKILLs of PostgreSQL with synchronous_commit off for the role",
        |town, _, _| {
            town.server.kill();
            std::thread::sleep(Duration::from_millis(20));
            town.server.start();
            std::thread::sleep(Duration::from_millis(400 + dice.roll(500)));
        },
    );
    is_over.store(true, Ordering::Relaxed);
    control.join().unwrap();
    let acknowledged = acknowledged.lock().unwrap().len();
    let kept = town.with(async |conn| {
        let count: Count = diesel::sql_query("select count(*) as count from control")
            .get_result(conn)
            .await
            .unwrap();
        usize::try_from(count.count).unwrap()
    });
    rows.push(Row {
        tried: format!("control: {acknowledged} plain rows acknowledged under the same setting"),
        seen: format!("{} lost", acknowledged.saturating_sub(kept)),
        is_kept: kept < acknowledged,
    });
    rows
}

/// Writes rows as fast as it goes, and notes those that were acknowledged.
fn write(url: &str, is_over: &AtomicBool, acknowledged: &Mutex<Vec<i64>>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut next = 0_i64;
    runtime.block_on(async {
        while !is_over.load(Ordering::Relaxed) {
            let Ok(mut conn) = pool::alone(url).await else {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            loop {
                next += 1;
                let insert = format!("insert into control values ({next})");
                if conn.batch_execute(&insert).await.is_err() || is_over.load(Ordering::Relaxed) {
                    break;
                }
                acknowledged.lock().unwrap().push(next);
            }
        }
    });
}
