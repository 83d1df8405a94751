//! What is in the bank, how it is found, how it comes into a draft.

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::language::Language;
use crate::domain::questionnaire::comparison::Effect;
use crate::domain::questionnaire::review::review;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::search::Search;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn single(code: &str, text: &str, labels: &[&str]) -> Value {
    let options = labels.iter().enumerate();
    let options = options.map(|(at, label)| {
        let meaning = if *label == "わからない" {
            "dont_know"
        } else {
            "substantive"
        };
        json!({"code": (at + 1).to_string(), "label": label, "meaning": meaning})
    });
    json!({"code": code, "text": text, "type": "single", "options": options.collect::<Vec<_>>()})
}

fn questionnaire(name: &str, questions: &[Value]) -> Questionnaire {
    let (first, rest) = questions.split_at(questions.len().min(1));
    serde_json::from_value(json!({
        "code": name, "title": format!("{name}調査"), "purpose": "計画のため", "minutes": 5, "languages": ["ja"],
        "sections": [
            {"code": "s1", "title": "1", "questions": first}, {"code": "s2", "title": "2", "questions": rest}
        ],
    }))
    .unwrap()
}

fn read() -> Value {
    single(
        "read",
        "広報紙《こうほうし》を読んでいますか",
        &["よく読む", "読まない", "わからない"],
    )
}

fn site() -> Value {
    let mut site = single("web-site", "市のホームページの満足度は", &["満足", "不満"]);
    site["hint"] = "スマートフォンで見たときも含みます".into();
    site
}

fn bank(all: &[Questionnaire]) -> Bank {
    let mut gathering = Gathering::default();
    for (at, one) in all.iter().enumerate() {
        gathering.take(VersionId(Uuid::from_u128(at as u128)), one);
    }
    gathering.bank()
}

fn found(bank: &Bank, typed: &str) -> Vec<String> {
    let query = Query::new(&Search::new(typed));
    let all = bank.find(&query, |_| "", |_| false).into_iter();
    all.map(|entry| entry.code.to_string()).collect()
}

/// A question that was worded otherwise before, one that is gone, and one of the same code elsewhere.
fn three() -> Bank {
    let before = single("read", "広報を見ますか", &["見る", "見ない"]);
    let note = json!({"code": "hello", "text": "はじめに", "type": "note"});
    let elsewhere = single("read", "絵本を読みますか", &["はい", "いいえ"]);
    bank(&[
        questionnaire("shimin", &[before, site()]),
        questionnaire("kosodate", &[elsewhere]),
        questionnaire("shimin", &[read(), note]),
    ])
}

#[test]
fn a_question_stands_once_with_its_newest_wording() {
    let bank = three();
    let all = bank.entries();
    let all: Vec<String> = all
        .map(|one| format!("{}/{}", one.questionnaire, one.code))
        .collect();
    assert_eq!(all, ["shimin/read", "kosodate/read", "shimin/web-site"]);
    let entry = bank.entry(&code("shimin"), &code("read")).unwrap();
    let wording = entry.text.get(&Language::japanese());
    assert_eq!(wording, "広報紙《こうほうし》を読んでいますか");
    assert!(entry.has_dont_know && entry.versions.len() == 2);
    // Also by what it was before.
    assert_eq!(found(&bank, "見ない"), ["read"]);
}

#[test]
fn an_item_leads_to_its_question() {
    let (bank, own) = (three(), code("shimin"));
    for item in ["read", "read.r1", "read_2.r1"] {
        assert!(bank.of_item(&own, item).is_some(), "{item}");
    }
    for item in ["gone", "", "read_x"] {
        assert!(bank.of_item(&own, item).is_none(), "{item}");
    }
}

#[test]
fn it_is_found_however_it_is_typed() {
    let bank = bank(&[questionnaire("shimin", &[read(), site()])]);
    for typed in [
        "ホームページ",
        "ﾎｰﾑﾍﾟｰｼﾞ",
        "ほーむぺーじ",
        "ホ－ムペ－ジ",
        "ホムペジ",
        "市　満足",
        "すまーとふぉん",
        "ＷＥＢ",
        "web site",
        "Web-Site",
        "WEBSITE",
    ] {
        assert_eq!(found(&bank, typed), ["web-site"], "{typed}");
    }
    assert_eq!(found(&bank, "こうほうし"), ["read"]);
    assert_eq!(found(&bank, "広報紙を"), ["read"]);
    assert_eq!(found(&bank, "").len(), 2);
    for typed in ["%", "ー", "・・", "広報 ホームページ", "図書館"] {
        assert!(found(&bank, typed).is_empty(), "{typed}");
    }
}

#[test]
fn the_nearest_comes_first() {
    let pair = |name: &str, text: &str| single(name, text, &["はい", "いいえ"]);
    let bank = bank(&[questionnaire(
        "shimin",
        &[
            single("a", "答えてください", &["市役所の窓口", "その他"]),
            pair("b", "窓口を使った市役所は"),
            pair("c", "市役所の窓口に満足していますか"),
            pair("d", "何か"),
            pair("madoguchi", "別のこと"),
        ],
    )]);
    // In the wording, then in an option, then its pairs of letters in another order.
    assert_eq!(found(&bank, "市役所の窓口"), ["c", "a"]);
    assert_eq!(found(&bank, "窓口市役所"), Vec::<String>::new());
    assert_eq!(found(&bank, "市役所窓口"), Vec::<String>::new());
    assert_eq!(found(&bank, "市役所 窓口"), ["b", "c", "a"]);
    assert_eq!(found(&bank, "Madoguchi"), ["madoguchi"]);
    let query = Query::new(&Search::new("窓口満足"));
    let beside = |entry: &Entry| {
        if entry.code == code("b") {
            "窓口満足度"
        } else {
            ""
        }
    };
    let all = bank.find(&query, beside, |_| false);
    let all: Vec<&str> = all.iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(all, ["b"]);
    let none = Query::new(&Search::default());
    let first = bank.find(&none, |_| "", |entry| entry.code == code("c"));
    assert_eq!(first.first().unwrap().code, code("c"));
}

#[test]
fn pairs_of_letters_are_found_where_the_word_is_not() {
    let bank = bank(&[questionnaire(
        "shimin",
        &[
            single("a", "公共施設の利用", &["施設利用した", "しない"]),
            single("b", "公共施設の設置", &["はい", "いいえ"]),
        ],
    )]);
    assert_eq!(found(&bank, "公共施設利用"), ["a"]);
}

#[test]
fn wordings_stand_with_what_each_change_does() {
    let version = |question: Value| questionnaire("shimin", &[question, site()]);
    let mut asked = read();
    let first = version(asked.clone());
    let same = first.clone();
    asked["text"] = "広報紙を読みますか".into();
    let worded = version(asked.clone());
    asked["options"][0]["code"] = "9".into();
    let broken = version(asked);
    let without = questionnaire("shimin", &[site()]);
    let all = [
        ("1", &first),
        ("2", &same),
        ("3", &without),
        ("3.1", &worded),
        ("4", &broken),
    ]
    .map(|(number, version)| (number.parse::<VersionNumber>().unwrap(), version));
    let history = history(&all, &code("read"));
    let told: Vec<_> = history
        .iter()
        .map(|one| {
            (
                one.versions
                    .iter()
                    .map(VersionNumber::to_string)
                    .collect::<Vec<_>>(),
                one.change.as_ref().map(|change| change.effect),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (vec!["1".to_owned(), "2".to_owned()], None),
            (vec!["3.1".to_owned()], Some(Effect::Care)),
            (vec!["4".to_owned()], Some(Effect::Breaks)),
        ]
    );
    assert!(super::history(&all, &code("gone")).is_empty());
}

/// A question with everything that can refer to another one.
fn referring() -> Value {
    let on = json!({"any_of": {"item": "read", "codes": ["1"]}});
    let mut asks = single(
        "again",
        "{read|広報}は",
        &["よく読む", "読まない", "その他"],
    );
    asks["show_if"] = on.clone();
    asks["options"][2]["show_if"] = on;
    asks["same_as"] = "read".into();
    asks["text"] = json!({"ja": "{read|広報}は", "en": "{read|It}?"});
    asks
}

#[test]
fn what_the_draft_does_not_have_is_left_behind_and_said() {
    let source = questionnaire("shimin", &[read(), referring()]);
    let question = source.question(&code("again")).unwrap();
    let into =
        |draft: &Questionnaire, section: &str| brought(&source, question, (draft, &code(section)));
    // Nothing of it is there.
    let draft = questionnaire("shimin", &[site()]);
    let alone = into(&draft, "s2");
    let all = [
        Left::Condition,
        Left::Options,
        Left::Copy,
        Left::Words,
        Left::Languages,
    ];
    assert_eq!(alone.left, all.into_iter().collect());
    let ja = Language::japanese();
    assert_eq!(alone.question.text.get(&ja), "広報は");
    assert_eq!(alone.question.text.iter().count(), 1);
    // Another question that has the same code.
    let other = questionnaire(
        "shimin",
        &[single("read", "図書館に行きますか", &["行く", "行かない"])],
    );
    assert_eq!(into(&other, "s2").left, alone.left);
    // The same, on the page before.
    let mut same = questionnaire("shimin", &[read()]);
    same.languages.push(Language::english());
    assert!(into(&same, "s2").left.is_empty());
    // On the same page an option cannot hang on it, nor a text.
    let close = into(&same, "s1").left;
    assert!(close.contains(&Left::Options) && close.contains(&Left::Words));
    assert!(!close.contains(&Left::Condition));
}

const ASKED: &str = "市の広報紙をどのくらい読んでいますか";
const RAISED: &str = "子育てしやすいまちだと思いますか";

/// What is told of the first question of a draft.
fn told(questions: &[Value]) -> Vec<(String, What)> {
    let known = single("read", ASKED, &["読む", "読まない", "わからない"]);
    let elsewhere = single("q1", RAISED, &["はい", "いいえ"]);
    let bank = bank(&[
        questionnaire("shimin", &[known, site()]),
        questionnaire("kosodate", &[elsewhere]),
    ]);
    let draft = questionnaire("shimin", questions);
    let feeds = |entry: &Entry| entry.questionnaire == code("kosodate");
    let missed = missed(&draft, &bank, feeds).into_iter();
    let told = missed.map(|one| {
        assert_eq!(one.path, "sections[0].questions[0]");
        (one.entry.code.to_string(), one.what)
    });
    told.collect()
}

#[test]
fn what_was_done_otherwise_before_is_told() {
    let lacks = single("read", ASKED, &["読む", "読まない"]);
    assert_eq!(told(&[lacks]), [("read".to_owned(), What::DontKnow)]);
    let wording = "市の広報紙を、どのくらい読んでいますか。";
    let anew = || single("q9", wording, &["読む", "読まない"]);
    assert_eq!(told(&[anew()]), [("read".to_owned(), What::Code)]);
    // The other one is there as well.
    let labels = ["はい", "いいえ", "わからない"];
    let both = [anew(), single("read", "別の文で聞く設問です", &labels)];
    assert_eq!(told(&both), []);
    let elsewhere = single("q2", RAISED, &["はい", "いいえ"]);
    assert_eq!(told(&[elsewhere]), [("q1".to_owned(), What::Questionnaire)]);
    assert_eq!(told(&[site()]), []);
}

proptest! {
    /// Whatever is brought in adds no fault that it has of its own place.
    #[test]
    fn what_comes_in_refers_to_nothing_that_is_not_there(at in 0usize..2, known in any::<bool>()) {
        let source = questionnaire("shimin", &[read(), referring()]);
        let mut draft = questionnaire("shimin", &[if known { read() } else { site() }, single("z", "最後", &["a", "b"])]);
        let section = draft.sections[at].code.clone();
        let question = source.question(&code("again")).unwrap();
        let brought = brought(&source, question, (&draft, &section));
        let before = review(&draft).len();
        draft.sections[at].questions.push(brought.question);
        prop_assert_eq!(review(&draft).len(), before);
    }

    /// A part of a wording finds it, in any width and kana.
    #[test]
    fn a_part_of_a_wording_finds_it(start in 0usize..8, length in 1usize..8) {
        let bank = bank(&[questionnaire("shimin", &[read(), site()])]);
        let wording: Vec<char> = "市のホームページの満足度は".chars().collect();
        let part: String = wording.iter().skip(start).take(length).collect();
        prop_assume!(!folded(&part).is_empty());
        prop_assert!(found(&bank, &part).contains(&"web-site".to_owned()));
        let spaced: String = part.chars().flat_map(|c| [c, '-']).collect();
        prop_assert!(found(&bank, &spaced).contains(&"web-site".to_owned()));
    }

    #[test]
    fn anything_can_be_typed(typed in ".{0,40}") {
        let bank = bank(&[questionnaire("shimin", &[read(), site()])]);
        let _ = found(&bank, &typed);
    }
}
