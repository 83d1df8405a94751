//! Numbers, dates and times of a closed survey: how they are spread, and what of it may be given away.

use futures_util::future::join_all;
use kocho::commands::survey::spread::read;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::Anonymity;
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;

use crate::support::town::Town;

const QUESTIONNAIRE: &str = r#"{
  "code": "q", "title": "調査", "purpose": "計画", "minutes": 5, "languages": ["ja"],
  "sections": [{"code": "s1", "title": "ページ", "questions": [
    {"code": "good", "text": "よいですか", "type": "single", "options": [{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}]},
    {"code": "moved", "text": "いつ転入しましたか", "type": "date"},
    {"code": "age", "text": "年齢", "role": "attribute", "type": "number", "min": "0", "max": "120", "unit": "歳"},
    {"code": "rises", "text": "起きる時刻", "role": "attribute", "type": "time"}]}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_dates_are_seen_and_small_classes_are_joined() {
    let town = Town::new().await;
    let version = town.freeze(QUESTIONNAIRE.as_bytes()).await;
    let survey = town.draft_of(version, Anonymity::Open).await;
    let survey = town.open_now(survey.id).await;
    let answer = |n: usize| {
        let (age, month) = (if n == 0 { 103 } else { 20 + n }, 1 + n % 3);
        let hour = 5 + n % 2;
        format!(
            r#"{{"good": "1", "age": {age}, "moved": "2025-0{month}-15", "rises": "0{hour}:30"}}"#
        )
    };
    // One who says only how old they are counts nowhere (M-1).
    let documents = (0..41).map(answer).chain([r#"{"age": 99}"#.to_owned()]);
    let door = town.intake();
    let forms = documents.map(|document| {
        let mut form = town.form(&survey, None, "");
        form.answers = AnswersJson::new(document);
        door.submit(form)
    });
    let outcomes = join_all(forms).await;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Outcome::Accepted(_)))
    );
    let (mut conn, actor, slug) = (town.db.conn().await, &town.operator, &survey.slug);
    let early = read(&mut conn, &town.secret, actor, slug, None, false)
        .await
        .unwrap_err();
    assert!(
        early.to_string().contains("once its entry has closed"),
        "{early}"
    );
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    // While paper answers are typed the difference of two looks would be one person.
    assert!(
        read(&mut conn, &town.secret, actor, slug, None, false)
            .await
            .is_err()
    );
    town.act(survey.id, Act::CloseEntry).await.unwrap();
    let all = read(&mut conn, &town.secret, actor, slug, None, false)
        .await
        .unwrap();
    for line in [
        "moved いつ転入しましたか\n  n = 41, median 2025-02-15, quartiles 2025-01-15 and 2025-03-15\n",
        "\n    2025-01-01 to 2025-01-31: 14\n    2025-02-01 to 2025-02-28: 14\n    2025-03-01 to 2025-03-31: 13\n",
        "age 年齢\n  n = 41, mean 42.02, median 41, quartiles 31 and 51\n    20 to 29: 9\n",
        "\n    100 to 109: 1",
        "rises 起きる時刻\n  n = 41, median 05:30, quartiles 05:30 and 06:30\n    05:00 to 05:59: 21\n    06:00 to 06:59: 20",
    ] {
        assert!(all.contains(line), "{line} in\n{all}");
    }
    let public = read(&mut conn, &town.secret, actor, slug, Some("age"), true)
        .await
        .unwrap();
    assert!(
        public.contains("    50 to 109: 12") && !public.contains("103"),
        "{public}"
    );
    let none = read(&mut conn, &town.secret, actor, slug, Some("good"), true)
        .await
        .unwrap_err();
    assert_eq!(
        none.to_string(),
        "good is no number, date or time of this survey; it has moved, age, rises"
    );
}
