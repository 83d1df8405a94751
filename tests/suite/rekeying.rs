//! Another secret from now on: what was handed out before stays valid, and the former secret alone opens nothing.

use diesel_async::AsyncConnection;
use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::secret::Secret;
use kocho::domain::survey::Anonymity;
use kocho::installation;
use kocho::storage::installation as storage;
use kocho::storage::{audit, survey_secrets};
use kocho::workflows::intake::Outcome;
use kocho::workflows::{rekeying, sealing};

use crate::support::town::Town;

/// The town's database with another secret; the town goes on with it.
async fn rekey(town: &mut Town, bytes: u8) -> Secret {
    let (former, next) = (town.secret.clone(), Secret::new([bytes; 32]));
    let mut conn = town.db.conn().await;
    let actors = std::slice::from_ref(&town.operator);
    let (now, check) = (installation::check(&former), installation::check(&next));
    conn.transaction(async |tx| {
        storage::insert(tx, &now).await?;
        audit::keys::hold(now, std::slice::from_ref(&former));
        let change = rekeying::Change {
            former: std::slice::from_ref(&former),
            now: &former,
            next: &next,
            check,
        };
        rekeying::rekey(tx, actors, &change).await
    })
    .await
    .unwrap();
    let kept = survey_secrets::list(&mut conn).await.unwrap();
    let kept = kept
        .iter()
        .map(|row| (row.survey_id, row.wrapped.as_slice()));
    town.secret = next.keeping(kept).unwrap();
    former
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_receipts_and_envelopes_outlive_the_secret() {
    let mut town = Town::new().await;
    let survey = town.open(Anonymity::Anonymous).await;
    let keys = town.keys(survey.id, 30).await;
    let first = town.form(&survey, Some(keys[0]), "1");
    let outcome = town.intake().submit(first.clone()).await;
    assert!(matches!(outcome, Outcome::Accepted(_)));
    let oldest = rekey(&mut town, 8).await;
    rekey(&mut town, 9).await;
    assert_eq!(
        town.intake().submit(first).await,
        outcome,
        "the same receipt"
    );
    for key in &keys[1..20] {
        let sent = town
            .intake()
            .submit(town.form(&survey, Some(*key), "2"))
            .await;
        assert!(matches!(sent, Outcome::Accepted(_)), "{sent:?}");
    }
    let mut conn = town.db.conn().await;
    sealing::seal(&mut conn, &town.secret, town.id, survey.id)
        .await
        .unwrap();
    assert_eq!(town.db.number("select count(*) from responses").await, 20);

    // A survey made since begins with the new secret.
    let newer = town.open(Anonymity::Open).await;
    town.intake().submit(town.form(&newer, None, "3")).await;
    let key = |secret: &Secret| EnvelopeKey::of(secret, newer.id);
    let envelope = "select encode(content, 'hex') from envelopes";
    let envelope = town.db.text(envelope).await;
    let bytes: Vec<u8> = (0..envelope.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&envelope[at..at + 2], 16).unwrap())
        .collect();
    assert!(key(&oldest).open(&bytes).is_err());
    assert!(key(&Secret::new([9; 32])).open(&bytes).is_ok());
    let entries = audit::list(&mut conn, town.id, 100).await.unwrap();
    let changes = entries
        .iter()
        .filter(|entry| entry.event["event"] == "secret_changed");
    assert_eq!(changes.count(), 2);
}
