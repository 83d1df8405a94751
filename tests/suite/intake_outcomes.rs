//! What the door says became of a form: true, whatever happens at the same moment.

use diesel_async::AsyncConnection;
use futures_util::future::{join, join_all};
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::Anonymity;
use kocho::storage::Conn;
use kocho::storage::durability;
use kocho::workflows::intake::Outcome;

use crate::support::town::Town;

/// F12 at the same moment: of two different answers to one form one is recorded, and just its sender is told so.
#[tokio::test(flavor = "multi_thread")]
async fn of_twins_one_is_recorded_and_the_other_is_told_so() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let doors = [town.intake(), town.intake()];
    let mut twins = Vec::new();
    for n in 0..200 {
        let first = town.form(&survey, None, &format!("{n} a"));
        let mut second = first.clone();
        second.answers = AnswersJson::new(format!(r#"{{"q1": "{n} b"}}"#));
        twins.push([first, second]);
    }
    let pairs = join_all(twins.iter().zip(0..).map(async |([first, second], n)| {
        let other = &doors[(n / 2) % 2];
        join(
            doors[n % 2].submit(first.clone()),
            other.submit(second.clone()),
        )
        .await
    }))
    .await;
    let stored: Vec<_> = town.documents().await;
    assert_eq!(stored.len(), 200);
    for (pair, [first, second]) in pairs.into_iter().zip(&twins) {
        let recorded = match pair {
            (Outcome::Accepted(a), Outcome::AlreadyReceived(b)) if a == b => first,
            (Outcome::AlreadyReceived(b), Outcome::Accepted(a)) if a == b => second,
            other => panic!("{other:?}"),
        };
        let document: serde_json::Value = serde_json::from_str(recorded.answers.as_str()).unwrap();
        assert!(
            stored.contains(&document),
            "{document} was told so and is not there"
        );
    }
}

async fn said(conn: &mut Conn) -> diesel::QueryResult<String> {
    use diesel_async::RunQueryDsl;
    let setting =
        diesel::dsl::sql::<diesel::sql_types::Text>("current_setting('synchronous_commit')");
    diesel::select(setting).get_result(conn).await
}

/// Whoever turns synchronous commits off for the role or the database does not turn them off for answers.
#[tokio::test(flavor = "multi_thread")]
async fn an_intake_transaction_says_itself_that_it_is_kept() {
    let town = Town::new().await;
    let mut conn = town.db.conn().await;
    let off = "set synchronous_commit = off";
    diesel_async::SimpleAsyncConnection::batch_execute(&mut conn, off)
        .await
        .unwrap();
    assert_eq!(said(&mut conn).await.unwrap(), "off", "the control");
    let id = conn
        .transaction(async |tx| {
            let id = durability::promise(tx).await?;
            assert_eq!(said(tx).await?, "on");
            diesel::QueryResult::Ok(id)
        })
        .await
        .unwrap();
    assert_eq!(
        said(&mut conn).await.unwrap(),
        "off",
        "for the transaction only"
    );
    assert!(durability::has_ended(&mut conn, &id).await.unwrap());
}

/// Until it has ended nobody is told anything of it: its receipt may still come.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_says_whether_a_transaction_has_ended() {
    let town = Town::new().await;
    let (mut conn, mut other) = (town.db.conn().await, town.db.conn().await);
    let mut seen = None;
    let undone: diesel::QueryResult<()> = conn
        .transaction(async |tx| {
            let id = durability::promise(tx).await?;
            assert!(!durability::has_ended(&mut other, &id).await?, "it runs");
            seen = Some(id);
            Err(diesel::result::Error::RollbackTransaction)
        })
        .await;
    assert!(undone.is_err());
    let id = seen.unwrap();
    assert!(durability::has_ended(&mut other, &id).await.unwrap());
}
