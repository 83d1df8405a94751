//! The linkage attack (`trust.md` AV-1): who has the tables tries to tell which key gave which response.

use std::collections::HashMap;

use diesel_async::RunQueryDsl;
use kocho::domain::survey::{Anonymity, State};
use kocho::storage::responses;
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::sealing;

use crate::support::town::Town;

#[derive(diesel::QueryableByName)]
struct Guess {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    key_hash: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::Text)]
    answer: String,
}

/// Pairs that share their writing transaction.
const BY_WRITER: &str = "select i.key_hash, r.answers->>'q1' as answer from invitations i \
    join responses r on r.xmin::text = i.xmin::text where i.used and (select count(*) from responses o where o.xmin = r.xmin) = 1";

/// Pairs in the order in which the rows lie on disk.
const BY_PLACE: &str = "select k.key_hash, v.answer from \
    (select key_hash, row_number() over (order by ctid) as n from invitations where used) k \
    join (select answers->>'q1' as answer, row_number() over (order by ctid) as n from responses) v on v.n = k.n";

/// How many of the attacker's pairs are right.
async fn right(town: &Town, truth: &HashMap<Vec<u8>, String>, attack: &str) -> usize {
    let mut conn = town.db.conn().await;
    let guesses: Vec<Guess> = diesel::sql_query(attack).load(&mut conn).await.unwrap();
    let is_right = |guess: &&Guess| truth.get(&guess.key_hash) == Some(&guess.answer);
    guesses.iter().filter(is_right).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_sealing_no_table_tells_which_key_gave_which_response() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Anonymous).await;
    let keys = town.keys(survey.id, 400).await;
    let door = town.intake();
    let mut truth = HashMap::new();
    for (n, key) in keys.iter().take(300).enumerate() {
        let form = town.form(&survey, Some(*key), &n.to_string());
        truth.insert(form.key.unwrap().0.to_vec(), n.to_string());
        assert!(matches!(door.submit(form).await, Outcome::Accepted(_)));
    }
    let control = right(&town, &truth, BY_WRITER).await;
    assert_eq!(
        control, 300,
        "the attack must work before sealing, or it proves nothing"
    );
    let digest = "select count(distinct answers->>'q1') * 1000 + count(*) from responses";
    let before = town.db.number(digest).await;

    let mut conn = town.db.conn().await;
    sealing::seal(&mut conn, town.id, survey.id).await.unwrap();
    assert_eq!(
        right(&town, &truth, BY_WRITER).await,
        0,
        "sealed while running"
    );
    assert_eq!(
        responses::sealing::count_unsealed(&mut conn, town.id, survey.id)
            .await
            .unwrap(),
        0
    );

    let token = kocho::domain::token::draft::DraftToken::from_random([9; 32]).hash(survey.id);
    town.leave_draft(survey.id, token, b"x").await;
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    assert_eq!(
        town.act(survey.id, Act::CloseEntry).await.unwrap().state,
        State::EntryClosed
    );
    sealing::seal(&mut conn, town.id, survey.id).await.unwrap();
    assert_eq!(right(&town, &truth, BY_WRITER).await, 0);
    // By chance 1 of 300 is right; 9 or more is one chance in a million.
    let by_place = right(&town, &truth, BY_PLACE).await;
    assert!(by_place < 9, "{by_place} of 300 found by the order of rows");
    assert_eq!(
        town.db
            .number("select count(distinct xmin::text) from responses")
            .await,
        1
    );
    assert_eq!(
        town.db
            .number("select count(distinct xmin::text) from invitations")
            .await,
        1
    );
    assert_eq!(town.db.number("select count(*) from drafts").await, 0);
    assert_eq!(
        town.db.number(digest).await,
        before,
        "sealing changes no answer"
    );
    assert_eq!(
        town.db
            .number("select count(*) from invitations where used")
            .await,
        300
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_than_twenty_are_not_moved_while_the_survey_runs() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let door = town.intake();
    let mut conn = town.db.conn().await;
    for sent in 1..=20 {
        door.submit(town.form(&survey, None, "1")).await;
        sealing::seal(&mut conn, town.id, survey.id).await.unwrap();
        let unsealed = responses::sealing::count_unsealed(&mut conn, town.id, survey.id)
            .await
            .unwrap();
        assert_eq!(unsealed, if sent < 20 { sent } else { 0 });
    }
}
