//! What is told of a draft, and what is not.

use serde_json::json;

use super::*;

fn draft(questions: serde_json::Value) -> Questionnaire {
    serde_json::from_value(json!({
        "code": "c", "title": "題", "purpose": "目的", "minutes": 1, "languages": ["ja"],
        "sections": [{"code": "s", "title": "ページ", "questions": questions}],
    }))
    .unwrap()
}

fn single(code: &str, text: &str, labels: &[&str]) -> serde_json::Value {
    let options = labels.iter().enumerate();
    let options = options.map(|(at, label)| json!({"code": format!("{at}"), "label": label}));
    json!({"code": code, "text": text, "type": "single", "options": options.collect::<Vec<_>>()})
}

fn found(questions: serde_json::Value) -> Vec<Thought> {
    let all = advice(&draft(questions), None, &Hosts::default()).into_iter();
    all.map(|one| one.what).collect()
}

#[test]
fn a_link_to_strangers_is_told_and_one_to_the_town_is_not() {
    let mut draft = draft(json!([]));
    let text = "[市](https://www.city.example.jp/a)と[他](https://example.com/b)";
    draft.purpose = crate::domain::text::Text::japanese(text);
    let hosts = Hosts::parse("city.example.jp").unwrap();
    let told: Vec<Thought> = advice(&draft, None, &hosts)
        .into_iter()
        .map(|one| one.what)
        .collect();
    assert_eq!(
        told,
        [Thought::ForeignLink("https://example.com/b".to_owned())]
    );
}

#[test]
fn a_plain_question_needs_no_advice() {
    let plain = single("q", "広報紙を読んでいますか", &["はい", "いいえ"]);
    assert_eq!(found(json!([plain])), []);
}

#[test]
fn two_things_at_once_and_a_push_are_told() {
    let double = single("a", "道路および公園に満足していますか", &["はい", "いいえ"]);
    assert_eq!(found(json!([double])), [Thought::DoubleBarrelled("および")]);
    let example = single(
        "a",
        "公共施設（道路および公園など）に満足していますか",
        &["はい", "いいえ"],
    );
    assert_eq!(found(json!([example])), []);
    let push = single("a", "もっと増やすべきだと思いますか", &["はい", "いいえ"]);
    assert_eq!(
        found(json!([push])),
        [Thought::Leading("べきだと思いますか")]
    );
}

#[test]
fn bands_that_overlap_or_leave_something_out_are_told() {
    let ages = |labels: &[&str]| found(json!([single("a", "年齢", labels)]));
    assert_eq!(ages(&["18～29歳", "30～39歳", "４０歳以上"]), []);
    assert_eq!(
        ages(&["5年未満", "5年以上10年未満", "10年以上", "わからない"]),
        []
    );
    let both = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    let (one, other) = both("18～29歳", "29～39歳");
    assert_eq!(
        ages(&["18～29歳", "29～39歳"]),
        [Thought::Overlap(one, other)]
    );
    let (one, other) = both("18～29歳", "31歳以上");
    assert_eq!(ages(&["18～29歳", "31歳以上"]), [Thought::Gap(one, other)]);
    let (one, other) = both("10年以下", "10年以上");
    assert_eq!(
        ages(&["10年以下", "10年以上"]),
        [Thought::Overlap(one, other)]
    );
    assert_eq!(
        ages(&["70歳以上", "60～69歳", "18～59歳"]),
        [],
        "from the top down"
    );
    assert_eq!(ages(&["週1回", "月2回", "年1回"]), [], "no bands");
}

#[test]
fn what_must_be_answered_and_what_is_asked_twice() {
    let mut must = single("a", "性別", &["男性", "女性"]);
    must["required"] = json!(true);
    assert_eq!(found(json!([must])), [Thought::Required]);
    let twice = [
        single("a", "満足 していますか", &["はい", "いいえ"]),
        single("b", "満足《まんぞく》していますか", &["はい", "いいえ"]),
    ];
    let a = Code::parse("a").unwrap();
    assert_eq!(found(json!(twice)), [Thought::SameWording(a)]);
}

#[test]
fn a_long_one_says_how_long() {
    let many: Vec<_> = (0..31)
        .map(|at| single(&format!("q{at}"), &format!("{at}番目"), &["はい", "いいえ"]))
        .collect();
    let draft = draft(json!(many));
    let told: Vec<Thought> = advice(&draft, None, &Hosts::default())
        .into_iter()
        .map(|one| one.what)
        .collect();
    let (said, estimated) = (1, minutes(&draft));
    assert!((2..=5).contains(&estimated), "{estimated}");
    let long = Thought::Long { questions: 31 };
    assert_eq!(told, [long, Thought::Minutes { said, estimated }]);
}

#[test]
fn attributes_that_single_people_out() {
    let attribute = |code: &str, count: usize| {
        let labels: Vec<String> = (0..count).map(|at| format!("{code}{at}つ目")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let mut one = single(code, code, &labels);
        one["role"] = json!("attribute");
        one
    };
    let draft = draft(json!([
        attribute("a", 3),
        attribute("b", 8),
        attribute("c", 40)
    ]));
    let of = |people| {
        advice(&draft, Some(people), &Hosts::default())
            .into_iter()
            .map(|one| one.what)
            .collect::<Vec<_>>()
    };
    let combinations = 960;
    let identifying = Thought::Identifying {
        combinations,
        people: 15_000,
    };
    assert_eq!(of(15_000), [identifying]);
    assert_eq!(of(150_000), []);
}
