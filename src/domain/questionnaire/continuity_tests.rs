//! What is said of a question that is asked again.

use serde_json::{Value, json};

use super::comparison::Effect;
use super::continuity::{Changed, Continuity, Judgement, Judgements, changed, has_item};
use super::question::Code;
use super::tests::every_kind;
use super::*;

fn before() -> Value {
    serde_json::to_value(every_kind().questionnaire()).unwrap()
}

fn read(document: &Value) -> Questionnaire {
    serde_json::from_value(document.clone()).unwrap()
}

fn found(change: impl FnOnce(&mut Value)) -> Vec<Changed> {
    let mut after = before();
    change(&mut after);
    changed(&read(&before()), &read(&after))
}

fn position(code: &str) -> usize {
    let questions = before()["sections"][0]["questions"].clone();
    let mut all = questions.as_array().unwrap().iter();
    all.position(|one| one["code"] == code).unwrap()
}

#[test]
fn what_figures_do_not_feel_is_not_told() {
    assert_eq!(found(|_| {}), []);
    assert_eq!(found(|d| d["title"] = json!("別の題")), []);
    let gone = found(|d| {
        d["sections"][0]["questions"]
            .as_array_mut()
            .unwrap()
            .remove(0);
    });
    assert_eq!(gone, [], "a question that is gone is no changed one");
}

#[test]
fn a_wording_is_weighed_and_an_option_breaks() {
    let worded = found(|d| d["sections"][0]["questions"][0]["text"] = json!("暮らしやすいか"));
    assert_eq!(worded.len(), 1);
    assert_eq!(worded[0].effect(), Effect::Care);
    let fewer = found(|d| {
        d["sections"][0]["questions"][0]["options"]
            .as_array_mut()
            .unwrap()
            .remove(0);
    });
    assert_eq!(fewer[0].effect(), Effect::Breaks);
    assert_ne!(worded[0].mark(), fewer[0].mark());
}

#[test]
fn a_section_that_others_are_asked_changes_all_its_questions() {
    let all = found(|d| d["sections"][0]["repeat"] = json!({"item": "q1", "max": 3}));
    let asked = read(&before()).sections[0].questions.len();
    assert_eq!(all.len(), asked);
    assert!(all.iter().all(|one| one.effect() == Effect::Breaks));
}

#[test]
fn a_row_feels_only_its_own() {
    let questions = before()["sections"][0]["questions"].clone();
    let mut all = questions.as_array().unwrap().iter();
    let grid = all.find(|one| one["type"] == "grid").unwrap();
    let code = grid["code"].as_str().unwrap().to_owned();
    let rows = grid["rows"].as_array().unwrap();
    let row = |at: usize| format!("{code}.{}", rows[at]["code"].as_str().unwrap());
    let at = position(&code);
    let one =
        found(|d| d["sections"][0]["questions"][at]["rows"][0]["label"] = json!("別の言い方"));
    assert!(one[0].touches(&row(0)));
    assert!(!one[0].touches(&row(1)));
    assert!(!one[0].touches("q1"));
    let stem = found(|d| d["sections"][0]["questions"][at]["text"] = json!("別の問い"));
    assert!(stem[0].touches(&row(1)));
    let now = read(&before());
    assert!(has_item(&now, &row(1)) && !has_item(&now, &format!("{code}.none")));
    assert!(!has_item(&now, "none"));
}

#[test]
fn what_was_said_holds_for_the_same_change_only() {
    let worded = found(|d| d["sections"][0]["questions"][0]["text"] = json!("暮らしやすいか"));
    let q1 = Code::parse("q1").unwrap();
    let mut said = Judgements::default();
    let judgement = Judgement {
        question: q1.clone(),
        how: Continuity::Continues,
        reason: None,
        mark: worded[0].mark(),
    };
    said.say(&q1, Some(judgement));
    assert_eq!(said.settled(&worded), said);
    let silent = Judgements::default();
    assert_eq!(
        silent.settled(&worded),
        silent,
        "a wording alone breaks nothing"
    );
    let again = found(|d| {
        d["sections"][0]["questions"][0]["text"] = json!("暮らしやすいか");
        d["sections"][0]["questions"][0]["options"]
            .as_array_mut()
            .unwrap()
            .remove(0);
    });
    assert_eq!(said.holding(&again[0]), None);
    let settled = said.settled(&again);
    let how: Vec<Continuity> = settled.iter().map(|one| one.how).collect();
    assert_eq!(how, [Continuity::Broken]);
    said.say(&q1, None);
    assert_eq!(said, silent);
}
