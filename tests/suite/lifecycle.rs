//! The life of a survey: closing waits for what was accepted, happens once, and is recorded.

use chrono::Duration;
use diesel_async::AsyncConnection;
use futures_util::future::join_all;
use kocho::domain::ids::SurveyId;
use kocho::domain::slug::Slug;
use kocho::domain::survey::{Anonymity, State, moving};
use kocho::domain::text::Text;
use kocho::storage::surveys::Survey;
use kocho::storage::{audit, surveys};
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::{self, Act, MoveError};

use crate::support::town::Town;

/// F14: accepted = stored = what is there once closing is over, in every round; the rest was told 「締切後」.
#[tokio::test(flavor = "multi_thread")]
async fn closing_waits_for_what_was_accepted() {
    let town = Town::new().await;
    for round in 0..12 {
        let survey = town.open(Anonymity::Open).await;
        let doors = [town.intake(), town.intake()];
        let forms: Vec<_> = (0..300).map(|_| town.form(&survey, None, "1")).collect();
        let close = async {
            tokio::time::sleep(std::time::Duration::from_millis(round)).await;
            town.act(survey.id, Act::CloseWeb).await.unwrap();
            town.responses(survey.id).await
        };
        let send = join_all(forms.into_iter().zip(0..).map(|(form, n)| {
            let door = &doors[n % 2];
            async move {
                tokio::time::sleep(std::time::Duration::from_micros(50 * n as u64)).await;
                door.submit(form).await
            }
        }));
        let (counted, outcomes) = tokio::join!(close, send);
        let accepted = outcomes
            .iter()
            .filter(|o| matches!(o, Outcome::Accepted(_)))
            .count();
        let refused = outcomes
            .iter()
            .filter(|o| matches!(o, Outcome::Refused(_)))
            .count();
        assert_eq!(accepted + refused, 300, "{outcomes:?}");
        assert_eq!(
            usize::try_from(counted).unwrap(),
            accepted,
            "counted at closing"
        );
        assert_eq!(
            town.responses(survey.id).await,
            counted,
            "stored after closing"
        );
    }
}

/// F15: the schedules of several nodes are due at the same second.
#[tokio::test(flavor = "multi_thread")]
async fn a_survey_is_closed_once_by_however_many_nodes() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    town.db
        .execute(&format!(
            "update surveys set opens_at = now() - interval '9 days', web_closes_at = now() - interval '1 hour' \
             where id = '{}'",
            survey.id
        ))
        .await;
    let waiting = surveys::list_waiting_for_the_clock(&mut *town.db.conn().await)
        .await
        .unwrap();
    assert_eq!(waiting, [(town.id, survey.id)]);
    let moves = join_all((0..6).map(|_| async {
        let mut conn = town.db.conn().await;
        conn.transaction(async |tx| lifecycle::move_by_clock(tx, &town.operator, survey.id).await)
            .await
            .unwrap()
    }))
    .await;
    let closed = moves.iter().flatten().count();
    assert_eq!(closed, 1, "{moves:?}");
    assert_eq!(town.survey(survey.id).await.state, State::WebClosed);
    assert_eq!(
        town.db
            .number("select count(*) from jobs where job ? 'tabulate'")
            .await,
        1
    );
    let history = "select count(*) from audit where event->>'event' = 'survey_moved' and event->>'to' = 'web_closed'";
    assert_eq!(town.db.number(history).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_the_clock_is_not_due_for_stays() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    let mut conn = town.db.conn().await;
    let moved = conn
        .transaction(async |tx| lifecycle::move_by_clock(tx, &town.operator, survey.id).await)
        .await
        .unwrap();
    assert_eq!(moved, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_is_in_the_chain_and_a_changed_entry_shows() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    let until = town.now().await + Duration::days(3);
    town.act(survey.id, Act::Extend(until)).await.unwrap();
    let reason = "印刷の誤り".parse().unwrap();
    town.act(survey.id, Act::Cancel { reason }).await.unwrap();
    let mut conn = town.db.conn().await;
    let entries = audit::list(&mut conn, town.id, 100).await.unwrap();
    assert_eq!(entries.len(), 6);
    assert_eq!(entries[0].event["reason"], "印刷の誤り");
    assert_eq!(audit::first_fault(&mut conn, town.id).await.unwrap(), None);
    for (fault, tampering) in [
        (
            3,
            "update audit set event = event || '{\"to\": \"draft\"}' where number = 3",
        ),
        (2, "delete from audit where number = 2"),
    ] {
        // The table itself refuses; somebody with the server in hand does not ask it.
        town.db
            .execute(&format!("set session_replication_role = replica; {tampering}; reset session_replication_role"))
            .await;
        assert_eq!(
            audit::first_fault(&mut conn, town.id).await.unwrap(),
            Some(fault)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_acts_make_one_chain() {
    let town = Town::new().await;
    join_all((0..8).map(|_| town.open(Anonymity::Open))).await;
    let mut conn = town.db.conn().await;
    assert_eq!(audit::first_fault(&mut conn, town.id).await.unwrap(), None);
    assert_eq!(
        audit::head(&mut conn, town.id).await.unwrap().unwrap().0,
        24
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn entry_is_reopened_only_until_a_report_is_approved() {
    let town = Town::new().await;
    let survey = town.open(Anonymity::Open).await;
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    town.act(survey.id, Act::CloseEntry).await.unwrap();
    let until = town.now().await + Duration::days(3);
    let reopen = || Act::ReopenEntry {
        until,
        reason: "追加の調査票".parse().unwrap(),
    };
    assert_eq!(
        town.act(survey.id, reopen()).await.unwrap().state,
        State::WebClosed
    );
    town.act(survey.id, Act::CloseEntry).await.unwrap();
    town.db
        .execute(&format!(
            "insert into reports (municipality_id, id, survey_id, number, stage, state, version_id, method, \
             response_count, response_digest, document, computed_at, computed_by) \
             select municipality_id, gen_random_uuid(), id, 1, 'final', 'approved', version_id, 'm', 0, '', '{{}}', \
             now(), '{{}}' from surveys where id = '{}'",
            survey.id
        ))
        .await;
    assert!(matches!(
        town.act(survey.id, reopen()).await,
        Err(MoveError::Approved)
    ));
    let again = town.act(survey.id, Act::Open).await;
    assert!(matches!(
        again,
        Err(MoveError::Refused(moving::MoveRefusal::NotFrom(
            State::EntryClosed
        )))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_without_a_title_or_of_year_eight_is_not_created() {
    let town = Town::new().await;
    let good = town.draft(Anonymity::Open).await;
    let created = async |survey: &Survey| {
        let mut conn = town.db.conn().await;
        let now = town.now().await;
        let made = conn
            .transaction(async |tx| lifecycle::create(tx, &town.operator, survey, now).await)
            .await;
        made.map_err(|error| error.to_string())
    };
    let another = || Survey {
        id: SurveyId(uuid::Uuid::now_v7()),
        slug: Slug::parse("another").unwrap(),
        ..good.clone()
    };
    for (survey, why) in [
        (
            Survey {
                title: Text::japanese("　"),
                ..another()
            },
            "the title is empty",
        ),
        (
            Survey {
                fiscal_year: 8,
                ..another()
            },
            "8 is no fiscal year: write four digits such as 2025; 令和8年度 is 2026",
        ),
        (
            Survey {
                frame_population: Some(0),
                ..another()
            },
            "a population is at least 1 person",
        ),
    ] {
        let refused = created(&survey).await.unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
    assert_eq!(town.db.number("select count(*) from surveys").await, 1);
    created(&another()).await.unwrap();
}
