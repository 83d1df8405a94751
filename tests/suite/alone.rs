//! Tests share one server and do not touch each other there.

use crate::support::db::TestDb;

/// The helper that ends connections ends those of its test and of no other.
#[tokio::test(flavor = "multi_thread")]
async fn ending_connections_ends_those_of_the_own_test() {
    let (own, other) = (TestDb::new().await, TestDb::new().await);
    let said = "select 'a statement both have said'";
    let (mut mine, mut theirs) = (own.conn().await, other.conn().await);
    for conn in [&mut mine, &mut theirs] {
        diesel_async::SimpleAsyncConnection::batch_execute(&mut **conn, said)
            .await
            .unwrap();
    }
    let mut killer = own.apart().await;
    own.end_backends(&mut killer, "%both have said%").await;
    let survives = async |conn: &mut kocho::storage::Conn| {
        diesel_async::SimpleAsyncConnection::batch_execute(conn, "select 1")
            .await
            .is_ok()
    };
    assert!(!survives(&mut mine).await);
    assert!(survives(&mut theirs).await);
    assert!(other.backends().await >= 1);
}

/// The program's own connections bear the name of the test whose database they are given.
#[tokio::test(flavor = "multi_thread")]
async fn the_programs_connections_bear_the_tests_name() {
    let town = crate::support::town::Town::new().await;
    let before = town.db.backends().await;
    let (_app, _) = town.app().await;
    assert!(town.db.backends().await > before);
}
