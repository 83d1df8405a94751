//! What is said of two versions of a questionnaire.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::comparison::{Change, Effect, compare};
use super::tests::every_kind;
use super::*;

/// Every kind of question, in two languages at one place.
fn before() -> Value {
    let mut document = serde_json::to_value(every_kind().questionnaire()).unwrap();
    document["sections"][0]["questions"][0]["text"] =
        json!({"ja": "住みやすいか", "en": "Liveable"});
    document
}

fn read(document: &Value) -> Questionnaire {
    serde_json::from_value(document.clone()).unwrap()
}

/// What is said where one thing was changed.
fn said(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut after = before();
    change(&mut after);
    let found = compare(&read(&before()), &read(&after));
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn what_changed_is_said_with_what_it_does() {
    assert_eq!(said(|_| {}), Vec::<String>::new());
    assert_eq!(
        said(|d| d["title"] = json!("別の題")),
        ["title.ja: “全” → “別の題”"]
    );
    assert_eq!(
        said(|d| d["sections"][0]["questions"][0]["text"]["ja"] = json!("暮らしやすいか")),
        ["questions[q1].text.ja: “住みやすいか” → “暮らしやすいか” (compare with care)"]
    );
    assert_eq!(
        said(|d| d["sections"][0]["questions"][0]["short"] = json!("住みやすさ")),
        ["questions[q1].short: new"]
    );
    assert_eq!(
        said(|d| d["sections"][0]["questions"][0]["text"]["en"] = json!("Livable")),
        ["questions[q1].text.en: “Liveable” → “Livable”"]
    );
    assert_eq!(
        said(|d| {
            d["sections"][0]["questions"][0]["options"][1]["code"] = json!("3");
        }),
        [
            "questions[q1].options[3]: new (breaks the series)",
            "questions[q1].options[2]: gone (breaks the series)"
        ]
    );
    assert_eq!(
        said(|d| d["sections"][0]["questions"][0]["options"]
            .as_array_mut()
            .unwrap()
            .swap(0, 2)),
        ["questions[q1].options: now in the order 9, 2, 1 (compare with care)"]
    );
}

#[test]
fn another_short_name_counts_like_other_words() {
    let named = |name: &str| {
        let mut document = before();
        document["sections"][0]["questions"][0]["short"] = json!({"ja": name, "en": "Living"});
        read(&document)
    };
    let found = compare(&named("住みやすさ"), &named("暮らしやすさ"));
    let effects: Vec<Effect> = found.iter().map(|one| one.effect).collect();
    assert_eq!(effects, [Effect::Care]);
}

/// In a section of its own, a question is asked of others: the section is new, and the series is another.
#[test]
fn a_section_of_other_people_breaks_the_series_of_what_comes_into_it() {
    let moved = said(|d| {
        let question = d["sections"][0]["questions"]
            .as_array_mut()
            .unwrap()
            .remove(2);
        let condition = json!({"any_of": {"item": "q1", "codes": ["1"]}});
        let section =
            json!({"code": "new", "title": "新", "show_if": condition, "questions": [question]});
        d["sections"].as_array_mut().unwrap().push(section);
    });
    let broken = "questions[q3].section: “s1” → “new” (breaks the series)";
    assert!(moved.iter().any(|said| said == broken), "{moved:?}");
}

#[test]
fn what_stands_elsewhere_or_is_gone_is_said() {
    let q = |document: &mut Value, at: usize| document["sections"][0]["questions"][at].clone();
    assert_eq!(
        said(|d| {
            let moved = q(d, 2);
            d["sections"][0]["questions"]
                .as_array_mut()
                .unwrap()
                .remove(2);
            d["sections"][1]["questions"]
                .as_array_mut()
                .unwrap()
                .insert(0, moved);
        }),
        ["questions[q3].section: “s1” → “s2” (compare with care)"]
    );
    assert_eq!(
        said(|d| drop(
            d["sections"][0]["questions"]
                .as_array_mut()
                .unwrap()
                .remove(2)
        )),
        ["questions[q3]: gone"]
    );
    let narrower =
        said(|d| d["sections"][0]["questions"][1]["show_if"]["any_of"]["codes"] = json!(["2"]));
    assert_eq!(narrower.len(), 1);
    assert!(narrower[0].ends_with("(breaks the series)"), "{narrower:?}");
}

/// Every value of a document with its place.
fn leaves(value: &Value, place: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(key, value)| leaves(value, &format!("{place}/{key}"), into));
        }
        Value::Array(parts) => {
            parts
                .iter()
                .enumerate()
                .for_each(|(at, part)| leaves(part, &format!("{place}/{at}"), into));
        }
        _ => into.push(place.to_owned()),
    }
}

/// Another value of the same kind.
fn other(value: &Value) -> Value {
    match value {
        Value::Bool(is) => json!(!is),
        Value::Number(number) => json!(number.as_u64().unwrap() + 1),
        Value::String(text) if text.parse::<i64>().is_ok() => json!(format!("{text}7")),
        Value::String(text) => json!(format!("{text}x")),
        other => other.clone(),
    }
}

proptest! {
    /// Nothing that is stored can change unseen, and what is said names it.
    #[test]
    fn no_change_is_overlooked(at in any::<proptest::sample::Index>()) {
        let (mut after, mut places) = (before(), Vec::new());
        leaves(&after, "", &mut places);
        let place = at.get(&places);
        let changed = other(after.pointer(place).unwrap());
        *after.pointer_mut(place).unwrap() = changed;
        let read: Result<Questionnaire, _> = serde_json::from_value(after);
        prop_assume!(read.is_ok());
        let (old, new) = (self::read(&before()), read.unwrap());
        prop_assert_eq!(compare(&old, &new).is_empty(), old == new);
        let back = compare(&new, &old);
        prop_assert_eq!(back.len(), compare(&old, &new).len());
    }
}

#[test]
fn a_question_that_is_new_breaks_nothing_and_another_kind_does() {
    let changed = said(|d| d["sections"][3]["questions"][0]["type"] = json!("scale"));
    assert_eq!(
        changed,
        ["questions[sex].type: “single” → “scale” (breaks the series)"]
    );
    let mut after = before();
    let new = json!({"code": "new", "text": "x", "type": "text"});
    after["sections"][0]["questions"]
        .as_array_mut()
        .unwrap()
        .push(new);
    let found = compare(&read(&before()), &read(&after));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0].change, found[0].effect),
        (&Change::Added, Effect::Nothing)
    );
}
