//! The connections of a process: those a thread drives itself, those that all share, and who gets which.

use std::time::Duration;

use kocho::storage::Db;
use kocho::storage::pool::{self, Limits};

use crate::support::db::TestDb;

/// Four in all: three of the thread that drives its own, one that is shared.
fn four(db: &TestDb) -> Db {
    let second = Duration::from_secs(1);
    let limits = Limits {
        connections: 4,
        threads: 1,
        wait: second,
        statement: second,
        lock: second,
        idle_in_transaction: second,
    };
    pool::connect(&db.url, limits).unwrap()
}

#[tokio::test]
async fn a_thread_takes_its_own_and_then_whichever_is_free_first() {
    let db = TestDb::new().await;
    let all = four(&db);
    all.drive_here();
    let mut out = Vec::new();
    for _ in 0..4 {
        out.push(all.get().await.unwrap());
    }
    assert_eq!((all.status().size, all.status().max_size), (4, 4));
    assert!(all.get().await.is_err(), "a fifth connection");
    for given_back in [0, 2] {
        drop(out.remove(given_back));
        out.push(all.get().await.unwrap());
        assert_eq!(all.status().size, 4);
    }
    drop(out);
    assert_eq!(all.status().available, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_threads_share_theirs_and_outlive_a_thread_that_ends() {
    let db = TestDb::new().await;
    let all = four(&db);
    let elsewhere = all.clone();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            elsewhere.drive_here();
            let mut conn = elsewhere.get().await.unwrap();
            kocho::storage::clock::now(&mut conn).await.unwrap();
        });
    });
    thread.join().unwrap();
    let mut conn = all.get().await.unwrap();
    kocho::storage::clock::now(&mut conn).await.unwrap();
    assert!(all.get().await.is_err(), "those of another thread");
    all.close();
    drop(conn);
    assert!(all.get().await.is_err(), "one after the end");
}
