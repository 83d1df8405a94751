//! Another secret from now on: what was handed out before stays valid, and the former secret alone opens nothing.

use diesel_async::AsyncConnection;
use kocho::domain::account::codes::{OneTimeCode, SetUpCode};
use kocho::domain::account::keys::Keys;
use kocho::domain::account::password::Password;
use kocho::domain::account::totp::Totp;
use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::ids::PersonId;
use kocho::domain::secret::Secret;
use kocho::domain::survey::Anonymity;
use kocho::installation;
use kocho::storage::installation as storage;
use kocho::storage::{audit, second_factors, survey_secrets};
use kocho::workflows::accounts::hashing::Hashing;
use kocho::workflows::intake::Outcome;
use kocho::workflows::{rekeying, sealing};

use crate::support::town::Town;

/// The town's database with another secret; the town goes on with it.
async fn rekey(town: &mut Town, bytes: u8) -> Secret {
    let (former, next) = (town.secret.clone(), Secret::new([bytes; 32]));
    let mut conn = town.db.conn().await;
    let actors = std::slice::from_ref(&town.operator);
    let (now, check) = (installation::check(&former), installation::check(&next));
    let mut all = installation::former(&former, &mut conn).await.unwrap();
    all.push(former.clone());
    conn.transaction(async |tx| {
        storage::insert(tx, &now).await?;
        audit::keys::hold(now, &all);
        let change = rekeying::Change {
            former: &all,
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

/// The keys of accounts as the program makes them of what is stored.
async fn keys(town: &Town) -> Keys {
    let mut conn = town.db.conn().await;
    let former = installation::former(&town.secret, &mut conn).await;
    Keys::new(&town.secret, &former.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_second_factors_and_codes_outlive_the_secret() {
    let mut town = Town::new().await;
    let person = PersonId(uuid::Uuid::from_u128(1));
    let (code, link) = (OneTimeCode::from_random(7), SetUpCode::link([7; 32]));
    let (totp, typed) = (
        Totp::from_random([7; 20]),
        Password::typed("雨の日は図書館").unwrap(),
    );
    let first = keys(&town).await;
    let password = Hashing::new(&first).hash(&typed).await.unwrap();
    let factor = totp.seal(&first, person, [7; 24]);
    let (listed, set_up) = (
        code.hash(&first, (town.id, person)),
        link.hash(&first, town.id),
    );
    let insert = format!(
        "insert into people (municipality_id, id, login, name, totp) values ('{}', '{person}', 'tanaka', '田中', '\\x{}')",
        town.id,
        factor
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    );
    town.db.execute(&insert).await;
    for secret in [8, 9] {
        rekey(&mut town, secret).await;
        let keys = keys(&town).await;
        let hashing = Hashing::new(&keys);
        assert_eq!(hashing.verify(Some(&password), &typed).await, Ok(true));
        assert!(hashing.needs_rehash(&password));
        assert_eq!(Totp::open(&keys, person, &factor), Ok(totp.clone()));
        assert!(code.is(&keys, (town.id, person), &listed));
        assert!(link.hashes(&keys, town.id).contains(&set_up));
    }
    // The secret of now alone is not enough: what is stored with it is.
    let alone = Keys::new(&town.secret, &[]);
    let hashing = Hashing::new(&alone);
    assert_eq!(hashing.verify(Some(&password), &typed).await, Ok(false));
    assert!(Totp::open(&alone, person, &factor).is_err());
    let mut conn = town.db.conn().await;
    let stored = second_factors::list(&mut conn).await.unwrap();
    let stored = stored[0].totp.as_deref().unwrap();
    assert_eq!(
        Totp::open(&alone, person, stored),
        Ok(totp),
        "encrypted anew"
    );
    assert!(Totp::open(&first, person, stored).is_err());
    // What is written anew is written with the secret of now.
    let anew = Hashing::new(&keys(&town).await).hash(&typed).await;
    assert_eq!(hashing.verify(anew.ok().as_deref(), &typed).await, Ok(true));
}
