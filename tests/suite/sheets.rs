//! What stands on a sheet of paper, in three languages.

use kocho::domain::language::Language;
use kocho::domain::questionnaire::Reader;
use kocho::formats::questionnaire::read;
use kocho::views::locale::Locales;
use kocho::views::sheet::{lines, whom};
use serde_json::json;

const EVERYTHING: &[u8] = include_bytes!("../data/questionnaires/everything.yaml");
const FAMILY: &[u8] = include_bytes!("../data/questionnaires/family.yaml");

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn sheet(file: &[u8], tag: &str) -> String {
    let reader = Reader::new(read(file).unwrap());
    lines(&reader, &Locales::load().unwrap(), &language(tag))
        .unwrap()
        .join("\n")
}

#[test]
fn every_kind_says_what_to_do_with_the_pen() {
    let ja = sheet(EVERYTHING, "ja");
    for words in [
        "問1 住みやすいですか。\n  （○は1つ）\n    1 そう思う",
        "問2 その理由は何ですか。\n  【問1で「そう思わない」を選んだ方だけ、お答えください】",
        "99 その他（　　　　　　　　）",
        "（○は2つまで）",
        "（○は2つから3つまで）",
        "（それぞれ○は1つ）\n  ・窓口\n  ・電話",
        "（1番目から2番目まで、番号を書いてください）",
        "（数字を書いてください。0～120歳）",
        "（それぞれ数字を書いてください。0～31回）",
        "それぞれ（○は2つまで）",
        "（〒　　　－　　　　）",
        "    □ 連絡に同意します",
    ] {
        assert!(ja.contains(words), "{words} is not in {ja}");
    }
    let en = sheet(EVERYTHING, "en");
    for words in [
        "(Circle up to 2.)",
        "[Please answer only if you chose “Disagree” in question 1]",
    ] {
        assert!(en.contains(words), "{words} is not in {en}");
    }
    assert!(sheet(EVERYTHING, "ja-x-easy").contains("（○は 1つ）"));
}

#[test]
fn repeats_halves_and_options_say_whom_they_are_for() {
    let ja = sheet(FAMILY, "ja");
    for words in [
        "■ 2人目のお子さん\n【問1の答えが2以上の方だけ、お答えください】",
        "【票の別：甲票 / 乙票のどれかを、票ごとに印刷します】",
        "【「甲票」の票の方だけ、お答えください】",
        "nursery 保育所・幼稚園\n      【問4の答えが6以下の方だけ、お答えください】",
        "問5 お子さんは、平日の昼間どこで過ごしますか。",
    ] {
        assert!(ja.contains(words), "{words} is not in {ja}");
    }
}

/// Whom a condition on what stands before the last question is for.
fn whom_of(condition: serde_json::Value, tag: &str) -> Option<String> {
    let options = json!([{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}, {"code": "3", "label": "未定"}]);
    let document = json!({
        "code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"], "sections": [{
            "code": "s", "title": "t", "questions": [
                {"code": "a", "text": "x", "type": "multiple", "options": options},
                {"code": "n", "text": "x", "type": "number", "min": "0", "max": "9"},
                {"code": "g", "text": "x", "type": "grid", "rows": [{"code": "r", "label": "窓口"}], "options": options},
                {"code": "d", "text": "x", "type": "date"},
            ],
        }],
    });
    let reader = Reader::new(serde_json::from_value(document).unwrap());
    let condition = serde_json::from_value(condition).unwrap();
    let say = whom(&reader, &condition, &language(tag))?;
    Some(Locales::load().unwrap().say(&language(tag), &say).unwrap())
}

#[test]
fn conditions_are_sentences() {
    let is = |item: &str, codes: &[&str]| json!({"any_of": {"item": item, "codes": codes}});
    let many = json!({"number": {"item": "n", "min": "2"}});
    let early = json!({"date": {"item": "d", "max": "2025-03-31"}});
    for (condition, ja, en) in [
        (
            is("a", &["1", "2"]),
            "問1で「はい」「いいえ」を選んだ",
            "you chose “はい” or “いいえ” in question 1",
        ),
        (
            json!({"not": is("g.r", &["1"])}),
            "問3の「窓口」で「はい」以外を選んだ",
            "you chose something other than “はい” in question 3, “窓口”",
        ),
        (
            json!({"all": [many, {"any": [is("a", &["3"]), early]}]}),
            "問2の答えが2以上の、かつ、［問1で「未定」を選んだ、または、問4の答えが令和7年3月31日以前の］",
            "your answer to question 2 is 2 or more and (you chose “未定” in question 1 or your answer to question 4 is 31 March 2025 or earlier)",
        ),
        (
            json!({"not": {"any": [many, {"answered": {"item": "d"}}]}}),
            "問2の答えが2以上ではない、かつ、問4に答えなかった",
            "your answer to question 2 is not 2 or more and you did not answer question 4",
        ),
        (
            json!({"all": [many]}),
            "問2の答えが2以上の",
            "your answer to question 2 is 2 or more",
        ),
    ] {
        let [ja, en] = [
            format!("【{ja}方だけ、お答えください】"),
            format!("[Please answer only if {en}]"),
        ];
        assert_eq!(whom_of(condition.clone(), "ja"), Some(ja));
        assert_eq!(whom_of(condition, "en"), Some(en));
    }
    assert_eq!(whom_of(json!({"all": []}), "ja"), None);
}
