//! The linkage attack (`trust.md` AV-1): who has the tables tries to tell which key gave which response.

use std::collections::HashMap;
use std::time::Duration;

use diesel_async::AsyncConnection;
use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::secret::Secret;
use kocho::domain::survey::returns::Return;
use kocho::domain::survey::{Anonymity, Mode, State};
use kocho::storage::{envelopes, returns, surveys};
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::{opening, sealing};

use crate::support::town::Town;

#[derive(diesel::QueryableByName)]
struct Guess {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    key_hash: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::Text)]
    answer: String,
}

#[derive(diesel::QueryableByName)]
struct Shared {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    key_hash: Vec<u8>,
    #[diesel(sql_type = diesel::sql_types::Binary)]
    content: Vec<u8>,
}

/// Keys and envelopes that share their writing transaction.
const BY_WRITER_ENCLOSED: &str = "select i.key_hash, e.content from invitations i \
    join envelopes e on e.xmin::text = i.xmin::text where i.used";

/// Pairs that share their writing transaction.
const BY_WRITER: &str = "select i.key_hash, r.answers->>'q1' as answer from invitations i \
    join responses r on r.xmin::text = i.xmin::text where i.used and (select count(*) from responses o where o.xmin = r.xmin) = 1";

/// Pairs in the order in which the rows lie on disk.
const BY_PLACE: &str = "select k.key_hash, v.answer from \
    (select key_hash, row_number() over (order by ctid) as n from invitations where used) k \
    join (select answers->>'q1' as answer, row_number() over (order by ctid) as n from responses) v on v.n = k.n";

type Truth = HashMap<Vec<u8>, String>;

/// How many of the attacker's pairs are right.
async fn right(town: &Town, truth: &Truth, attack: &str) -> usize {
    use diesel_async::RunQueryDsl;
    let mut conn = town.db.conn().await;
    let guesses: Vec<Guess> = diesel::sql_query(attack).load(&mut conn).await.unwrap();
    let is_right = |guess: &&Guess| truth.get(&guess.key_hash) == Some(&guess.answer);
    guesses.iter().filter(is_right).count()
}

/// How many keys an attacker with this secret gives their right answer, from envelopes of the same transaction.
async fn right_with(town: &Town, truth: &Truth, key: &EnvelopeKey) -> usize {
    use diesel_async::RunQueryDsl;
    let mut conn = town.db.conn().await;
    let pairs: Vec<Shared> = diesel::sql_query(BY_WRITER_ENCLOSED)
        .load(&mut conn)
        .await
        .unwrap();
    let is_right = |pair: &&Shared| {
        let content = key.open(&pair.content);
        let answer = content.ok().and_then(|content| content.answers.text("q1"));
        answer.is_some() && truth.get(&pair.key_hash) == answer.as_ref()
    };
    pairs.iter().filter(is_right).count()
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
    let key = |secret: &Secret| EnvelopeKey::of(secret, survey.id);
    let control = right_with(&town, &truth, &key(&town.secret)).await;
    assert_eq!(
        control, 300,
        "with the secret it must work, or it proves nothing"
    );
    let stranger = right_with(&town, &truth, &key(&Secret::new([8; 32]))).await;
    assert_eq!(stranger, 0, "the database alone");
    let lengths = "select count(distinct length(content)) from envelopes";
    assert_eq!(town.db.number(lengths).await, 1, "one is like another");
    let mut before: Vec<String> = town
        .enclosed()
        .await
        .iter()
        .map(|c| c.answers.text("q1").unwrap())
        .collect();

    let mut conn = town.db.conn().await;
    let seal = async |conn: &mut _| {
        sealing::seal(conn, &town.secret, town.id, survey.id)
            .await
            .unwrap()
    };
    seal(&mut conn).await;
    assert_eq!(
        right(&town, &truth, BY_WRITER).await,
        0,
        "sealed while running"
    );
    assert_eq!(
        envelopes::count(&mut conn, town.id, survey.id)
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
    seal(&mut conn).await;
    assert_eq!(right(&town, &truth, BY_WRITER).await, 0);
    // By chance 1 of 300 is right; 9 or more is one chance in a million.
    let by_place = right(&town, &truth, BY_PLACE).await;
    assert!(by_place < 9, "{by_place} of 300 found by the order of rows");
    for table in ["responses", "invitations", "receipts", "returns"] {
        let writers = format!("select count(distinct xmin::text) from {table}");
        assert_eq!(town.db.number(&writers).await, 1, "{table}");
    }
    assert_eq!(town.db.number("select count(*) from drafts").await, 0);
    let documents = town.documents().await;
    let mut after: Vec<&str> = documents
        .iter()
        .map(|d| d["q1"].as_str().unwrap())
        .collect();
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(after, before, "sealing changes no answer");
    let used = "select count(*) from invitations where used";
    assert_eq!(town.db.number(used).await, 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_than_twenty_stay_in_their_envelopes_while_the_survey_runs() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let door = town.intake();
    let mut conn = town.db.conn().await;
    for sent in 1..=20 {
        door.submit(town.form(&survey, None, "1")).await;
        sealing::seal(&mut conn, &town.secret, town.id, survey.id)
            .await
            .unwrap();
        let enclosed = envelopes::count(&mut conn, town.id, survey.id).await;
        assert_eq!(enclosed.unwrap(), if sent < 20 { sent } else { 0 });
    }
}

/// No response bears its day; what comes of the days is counted with the sealing, and read from envelopes before.
#[tokio::test(flavor = "multi_thread")]
async fn days_are_counted_apart_from_responses() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let door = town.intake();
    for n in 0..25 {
        let mut form = town.form(&survey, None, "1");
        form.mode = if n % 5 == 0 { Mode::Paper } else { Mode::Web };
        assert!(matches!(door.submit(form).await, Outcome::Accepted(_)));
    }
    let mut conn = town.db.conn().await;
    let none = returns::list(&mut conn, town.id, survey.id).await.unwrap();
    assert_eq!(none, []);
    sealing::seal(&mut conn, &town.secret, town.id, survey.id)
        .await
        .unwrap();
    let counted = returns::list(&mut conn, town.id, survey.id).await.unwrap();
    let day = counted[0].day;
    let row = |mode, responses| Return {
        day,
        mode,
        responses,
    };
    assert_eq!(counted, [row(Mode::Paper, 5), row(Mode::Web, 20)]);
    let columns = "select count(*) from information_schema.columns where table_schema = current_schema() \
                   and table_name in ('responses', 'receipts') and (data_type like '%date%' or data_type like '%time%')";
    assert_eq!(town.db.number(columns).await, 0);
}

/// Stored before there were envelopes: what is too few for a seal goes back, and is sealed with what comes.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_program_left_unsealed_is_enclosed() {
    let town = Town::new().await;
    let survey = survey_of(&town).await;
    for n in 0..7 {
        town.db
            .execute(&format!(
                "insert into responses (municipality_id, survey_id, id, mode, language, duration, answers) \
                 values ('{}', '{}', gen_random_uuid(), 'web', 'ja', 'usual', '{{\"info\": \"{}\"}}')",
                town.id, survey.id, n % 4 + 1
            ))
            .await;
    }
    town.db
        .execute(&format!(
            "insert into returns (municipality_id, survey_id, day, mode, responses) \
             values ('{}', '{}', '2026-11-20', 'web', 7)",
            town.id, survey.id
        ))
        .await;
    let mut conn = town.db.conn().await;
    let seal = async |conn: &mut _| {
        sealing::seal(conn, &town.secret, town.id, survey.id)
            .await
            .unwrap()
    };
    seal(&mut conn).await;
    let sealed = "select count(*) from responses";
    assert_eq!(town.db.number(sealed).await, 0);
    assert_eq!(town.responses(survey.id).await, 7);
    let door = town.intake();
    for _ in 0..13 {
        door.submit(town.form(&survey, None, "1")).await;
    }
    seal(&mut conn).await;
    assert_eq!(town.db.number(sealed).await, 20);
    let counted = returns::list(&mut conn, town.id, survey.id).await.unwrap();
    let counts: Vec<i64> = counted.iter().map(|row| row.responses).collect();
    assert_eq!(counts, [7, 13], "no day is counted twice");
}

/// Sealing a thousand envelopes takes a while: an answer that comes meanwhile is accepted meanwhile. Who closes the survey
/// is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_brings_an_answer_waits_for_no_sealing() {
    let town = Town::new().await;
    let survey = survey_of(&town).await;
    let door = town.intake();
    let (municipality, id) = (town.id, survey.id);
    let mut sealer = town.db.conn().await;
    let accepted = sealer.transaction(async |tx| {
        surveys::lock_sealing(tx, municipality, id).await?;
        let outcome = door.submit(town.form(&survey, None, "1")).await;
        Ok::<_, diesel::result::Error>(matches!(outcome, Outcome::Accepted(_)))
    });
    assert!(accepted.await.unwrap());
    let waits = sealer.transaction(async |tx| {
        surveys::lock(tx, municipality, id).await?;
        let coming = door.submit(town.form(&survey, None, "2"));
        let is_told = tokio::time::timeout(Duration::from_millis(300), coming).await;
        Ok::<_, diesel::result::Error>(is_told.is_err())
    });
    assert!(waits.await.unwrap(), "the control was accepted");
}

/// Read while it is sealed a response would be read twice, or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_and_who_seals_wait_for_each_other() {
    let town = Town::new().await;
    let survey = survey_of(&town).await;
    let (municipality, id) = (town.id, survey.id);
    let soon = Duration::from_millis(300);
    let (mut first, mut other) = (town.db.conn().await, town.db.conn().await);

    let mut sealing = Box::pin(sealing::seal(&mut other, &town.secret, municipality, id));
    let waits = first.transaction(async |tx| {
        opening::begin(tx, municipality, id).await?;
        Ok::<_, diesel::result::Error>(tokio::time::timeout(soon, &mut sealing).await.is_err())
    });
    assert!(waits.await.unwrap(), "sealed while it was read");
    sealing.await.unwrap();

    let reading = other.transaction(async |tx| opening::begin(tx, municipality, id).await);
    let mut reading = Box::pin(reading);
    let waits = first.transaction(async |tx| {
        surveys::lock_sealing(tx, municipality, id).await?;
        Ok::<_, diesel::result::Error>(tokio::time::timeout(soon, &mut reading).await.is_err())
    });
    assert!(waits.await.unwrap(), "read while it was sealed");
    reading.await.unwrap();
}

async fn survey_of(town: &Town) -> kocho::storage::surveys::Survey {
    let version = town.freeze(crate::closing::QUESTIONNAIRE.as_bytes()).await;
    let draft = town.draft_of(version, Anonymity::Open).await;
    town.open_now(draft.id).await
}
