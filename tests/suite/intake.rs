//! The one door: exactly one response for each submission and each key, whatever happens around it.

use std::sync::Arc;

use chrono::Duration;
use futures_util::future::join_all;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::{Anonymity, Mode, Refusal};
use kocho::domain::token::Receipt;
use kocho::domain::token::draft::DraftToken;
use kocho::storage::{drafts, receipts};
use kocho::workflows::intake::{Intake, Outcome};
use kocho::workflows::lifecycle::Act;

use crate::support::town::Town;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_identical_submissions_are_one_response_with_one_receipt() {
    let town = Town::new().await;
    for anonymity in [Anonymity::Open, Anonymity::Anonymous] {
        let survey = town.open(anonymity).await;
        let key = match anonymity {
            Anonymity::Open => None,
            _ => Some(town.keys(survey.id, 1).await[0]),
        };
        let form = town.form(&survey, key, "4");
        // Two nodes.
        let doors = [town.intake(), town.intake()];
        let outcomes = join_all((0..50).map(|n| doors[n % 2].submit(form.clone()))).await;
        assert!(
            matches!(outcomes[0], Outcome::Accepted(_)),
            "{:?}",
            outcomes[0]
        );
        assert!(outcomes.iter().all(|o| *o == outcomes[0]), "{outcomes:?}");
        assert_eq!(town.responses(survey.id).await, 1);
    }
}

/// F12: two tabs of one draft send different answers; the first counts and the second is told so.
#[tokio::test(flavor = "multi_thread")]
async fn other_answers_under_the_same_id_do_not_replace_the_first() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let door = town.intake();
    let first = town.form(&survey, None, "1");
    let mut second = first.clone();
    second.answers = AnswersJson::new(r#"{"q1":"2"}"#.to_owned());
    let Outcome::Accepted(receipt) = door.submit(first.clone()).await else {
        panic!("refused");
    };
    assert_eq!(door.submit(second).await, Outcome::AlreadyReceived(receipt));
    assert_eq!(door.submit(first).await, Outcome::Accepted(receipt));
    assert_eq!(town.documents().await, [serde_json::json!({"q1": "1"})]);
}

/// F13: phone and computer send different forms with one key at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn one_key_on_two_devices_is_one_response() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Anonymous).await;
    let keys = town.keys(survey.id, 200).await;
    let doors = [town.intake(), town.intake()];
    let forms: Vec<_> = keys
        .iter()
        .flat_map(|key| ["1", "2"].map(|answer| town.form(&survey, Some(*key), answer)))
        .collect();
    let outcomes = join_all(
        forms
            .iter()
            .enumerate()
            .map(|(n, form)| doors[n % 2].submit(form.clone())),
    )
    .await;
    let accepted = outcomes
        .iter()
        .filter(|o| matches!(o, Outcome::Accepted(_)))
        .count();
    let used = outcomes.iter().filter(|o| **o == Outcome::KeyUsed).count();
    assert_eq!((accepted, used), (200, 200));
    assert_eq!(town.responses(survey.id).await, 200);
    assert_eq!(
        town.db
            .number("select count(*) from invitations where used")
            .await,
        200
    );
    // Who was accepted and lost the answer asks again and gets the same receipt.
    for (form, outcome) in forms.iter().zip(&outcomes) {
        let again = doors[0].submit(form.clone()).await;
        assert_eq!(receipt(again), receipt(*outcome), "{again:?} {outcome:?}");
    }
}

/// The receipt of what is stored, whether or not it can be said any more that it was the same.
fn receipt(outcome: Outcome) -> Option<Receipt> {
    match outcome {
        Outcome::Accepted(receipt) | Outcome::AlreadyReceived(receipt) => Some(receipt),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_submission_gets_its_receipt_also_after_closing() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Anonymous).await;
    let keys = town.keys(survey.id, 2).await;
    let door = town.intake();
    let form = town.form(&survey, Some(keys[0]), "1");
    let outcome = door.submit(form.clone()).await;
    assert!(matches!(outcome, Outcome::Accepted(_)));
    let closed = town.act(survey.id, Act::CloseWeb).await.unwrap();
    assert_eq!(door.submit(form).await, outcome);
    let late = door.submit(town.form(&survey, Some(keys[1]), "1")).await;
    let closed_at = closed.web_closes_at.unwrap();
    assert_eq!(late, Outcome::Refused(Refusal::Closed { closed_at }));
    assert_eq!(
        town.db
            .number("select count(*) from invitations where used")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_nobody_issued_opens_nothing() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Anonymous).await;
    let other = town.open(Anonymity::Anonymous).await;
    let foreign = town.keys(other.id, 1).await[0];
    let door = town.intake();
    assert_eq!(
        door.submit(town.form(&survey, Some(foreign), "1")).await,
        Outcome::KeyUnknown
    );
    assert_eq!(
        door.submit(town.form(&survey, None, "1")).await,
        Outcome::KeyUnknown
    );
    assert_eq!(town.responses(survey.id).await, 0);
}

/// One row the database refuses (a document that is not JSON) fails alone, however many came with it.
#[tokio::test(flavor = "multi_thread")]
async fn one_bad_row_does_not_fail_its_neighbours() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let door = town.intake();
    let forms: Vec<_> = (0..60)
        .map(|n| {
            let mut form = town.form(&survey, None, "1");
            if n == 30 {
                form.answers = AnswersJson::new("{".to_owned());
            }
            form
        })
        .collect();
    let outcomes = join_all(forms.into_iter().map(|form| door.submit(form))).await;
    for (n, outcome) in outcomes.iter().enumerate() {
        assert_eq!(
            matches!(outcome, Outcome::Accepted(_)),
            n != 30,
            "{n}: {outcome:?}"
        );
    }
    assert_eq!(town.responses(survey.id).await, 59);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_forgotten_with_the_sending_and_kept_with_a_refusal() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Anonymous).await;
    let key = town.keys(survey.id, 1).await[0];
    let token = DraftToken::from_random([5; 32]);
    let place = token.hash(survey.id);
    let sealed = token.seal(survey.id, [1; 24], b"{}");
    let mut conn = town.db.conn().await;
    town.leave_draft(survey.id, place, &sealed).await;
    let door = town.intake();
    let mut form = town.form(&survey, None, "1");
    form.draft = Some(place);
    assert_eq!(door.submit(form).await, Outcome::KeyUnknown);
    let kept = drafts::by_token(&mut conn, town.id, survey.id, place)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(token.open(survey.id, &kept).unwrap(), b"{}");
    let mut form = town.form(&survey, Some(key), "1");
    form.draft = Some(place);
    assert!(matches!(door.submit(form).await, Outcome::Accepted(_)));
    assert_eq!(
        drafts::by_token(&mut conn, town.id, survey.id, place)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_finds_its_response_and_no_other_does() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let form = town.form(&survey, None, "1");
    let Outcome::Accepted(receipt) = town.intake().submit(form).await else {
        panic!("refused");
    };
    let mut conn = town.db.conn().await;
    let typed = receipt.to_string().to_lowercase();
    let read = kocho::domain::token::Receipt::read(&typed).unwrap();
    let hash = read.hash(&town.secret, survey.id);
    assert!(
        receipts::is_recorded(&mut conn, town.id, survey.id, hash)
            .await
            .unwrap()
    );
    let other = town.open(Anonymity::Open).await;
    assert!(
        !receipts::is_recorded(&mut conn, town.id, other.id, hash)
            .await
            .unwrap()
    );
}

/// The grace time by the database's clock: begun before the deadline is taken and bears its day, begun after is not.
#[tokio::test(flavor = "multi_thread")]
async fn grace_is_for_what_was_begun_in_time() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    // The deadline was two days ago, the grace time lasts; the clock's job has not run.
    town.db
        .execute(&format!(
            "update surveys set opens_at = now() - interval '9 days', web_closes_at = now() - interval '1 minute' \
             where id = '{}'",
            survey.id
        ))
        .await;
    let survey = town.survey(survey.id).await;
    let deadline = survey.web_closes_at.unwrap();
    let door = town.intake();
    let mut in_time = town.form(&survey, None, "1");
    in_time.begun_at = deadline - Duration::seconds(1);
    let mut too_late = town.form(&survey, None, "1");
    too_late.begun_at = deadline;
    let refused = Outcome::Refused(Refusal::Closed {
        closed_at: deadline,
    });
    assert_eq!(door.submit(too_late.clone()).await, refused);
    assert!(matches!(
        door.submit(in_time.clone()).await,
        Outcome::Accepted(_)
    ));
    let mut paper = too_late;
    paper.mode = Mode::Paper;
    assert!(matches!(door.submit(paper).await, Outcome::Accepted(_)));
    // The last day of the window is the deadline's, in the town's zone.
    let day = kocho::domain::time::Zone::TOKYO.day(deadline - Duration::microseconds(1));
    let enclosed = town.enclosed().await;
    let web: Vec<_> = enclosed
        .iter()
        .filter(|c| c.cover.mode == Mode::Web)
        .collect();
    assert_eq!(web.len(), 1);
    assert_eq!(web[0].cover.day, Some(day));
}

/// F10, F22: connections are cut again and again while people send; nobody is told a lie and nothing is half.
#[tokio::test(flavor = "multi_thread")]
async fn cut_connections_lose_nothing_and_halve_nothing() {
    let town = Arc::new(Town::new().await);
    let survey = town.open(Anonymity::Anonymous).await;
    let keys = town.keys(survey.id, 600).await;
    let door = town.intake();
    let db = Arc::clone(&town);
    let killer = tokio::spawn(async move {
        let mut conn = db.db.apart().await;
        for _ in 0..25 {
            tokio::time::sleep(std::time::Duration::from_millis(15)).await;
            db.db.end_backends(&mut conn, "%receipts%").await;
        }
    });
    let forms: Vec<_> = keys
        .iter()
        .map(|key| town.form(&survey, Some(*key), "1"))
        .collect();
    let send = async |form: &kocho::domain::submission::Submission, wait: u64, door: &Intake| {
        tokio::time::sleep(std::time::Duration::from_millis(wait)).await;
        door.submit(form.clone()).await
    };
    let outcomes = join_all(forms.iter().zip(0..).map(|(form, n)| send(form, n, &door))).await;
    killer.await.unwrap();
    let accepted = outcomes
        .iter()
        .filter(|o| matches!(o, Outcome::Accepted(_)))
        .count();
    let told_no = outcomes
        .iter()
        .filter(|o| **o == Outcome::NotRecorded)
        .count();
    let unsure = outcomes.iter().filter(|o| **o == Outcome::Unknown).count();
    assert_eq!(accepted + told_no + unsure, 600, "{outcomes:?}");
    let stored = usize::try_from(town.responses(survey.id).await).unwrap();
    assert!(
        (accepted..=accepted + unsure).contains(&stored),
        "{accepted} {unsure} {stored}"
    );
    let spent = town
        .db
        .number("select count(*) from invitations where used")
        .await;
    assert_eq!(
        usize::try_from(spent).unwrap(),
        stored,
        "a key without its response"
    );
    // Whoever was not told yes sends again, and everybody is stored once.
    for form in &forms {
        let again = door.submit(form.clone()).await;
        assert!(receipt(again).is_some(), "{again:?}");
    }
    assert_eq!(town.responses(survey.id).await, 600);
}
