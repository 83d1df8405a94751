//! What is found and what is proposed, by examples; that nothing else changes, by chance.

use proptest::prelude::*;

use super::finding::find;
use super::*;
use crate::domain::time::Day;

/// What is found in a text, in words.
fn found(text: &str) -> Vec<(What, &str)> {
    let all = find(text).into_iter();
    all.map(|(what, span)| (what, text.get(span).unwrap()))
        .collect()
}

fn only(what: What, text: &str, part: &str) {
    assert_eq!(found(text), [(what, part)], "{text}");
}

#[test]
fn years_are_found_however_they_are_written() {
    for (text, part) in [
        ("令和6年度 市民アンケート", "令和6年度"),
        ("令和６年の調査", "令和６年"),
        ("令和六年の調査", "令和六年"),
        ("令和元年度に比べて", "令和元年度"),
        ("平成30年から", "平成30年"),
        ("R6調査", "R6"),
        ("（Ｒ６）", "Ｒ６"),
        ("2024年の調査", "2024年"),
        ("２０２４年度調査", "２０２４年度"),
        ("Citizen Survey 2024", "2024"),
        ("令和6年10月に行った", "令和6年10月"),
        ("昭和56年以前の家", "昭和56年"),
        (
            "令和《れいわ》6年《ねん》の アンケート",
            "令和《れいわ》6年《ねん》",
        ),
        ("2025年《ねん》 市民《しみん》アンケート", "2025年《ねん》"),
    ] {
        only(What::Year, text, part);
    }
    for text in [
        "2000人を対象に",
        "5年以内",
        "18～29歳",
        "1年未満",
        "1,500字",
        "週に4～5日",
        "R",
        "第7期総合計画",
        "{令和6年}",
        "12024",
        "2000 characters",
        "10年以上20年未満",
        "H2O",
        "2024.5",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn days_are_found_with_their_year_and_their_week() {
    for (text, part) in [
        ("10月31日までに", "10月31日"),
        ("１０月３１日（金）までに", "１０月３１日（金）"),
        ("令和6年10月31日（木曜日）", "令和6年10月31日（木曜日）"),
        ("R6.10.31現在", "R6.10.31"),
        ("2024/10/31", "2024/10/31"),
        ("締切 10/31", "10/31"),
        ("by October 31, 2024.", "October 31, 2024"),
        ("by 31 Oct 2024", "31 Oct 2024"),
        (
            "2025年《ねん》 10月《がつ》 31日《にち》までに",
            "2025年《ねん》 10月《がつ》 31日《にち》",
        ),
    ] {
        only(What::Day, text, part);
    }
    for text in ["3分の2", "13/45", "1/3以上", "10月ごろ", "24/7/365"] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn numbers_to_call_are_found() {
    only(What::Telephone, "電話 0125-54-2121", "0125-54-2121");
    only(
        What::Telephone,
        "（０１２５（５４）２１２１）",
        "０１２５（５４）２１２１",
    );
    only(What::Telephone, "TEL：54-2121", "54-2121");
    only(What::Telephone, "内線 123", "内線 123");
    only(What::Telephone, "+81 125-54-2121", "+81 125-54-2121");
    only(What::Fax, "ファクス 0125-55-2301", "0125-55-2301");
    let both = found("電話0125-54-2121、FAX0125-55-2301");
    assert_eq!(
        both,
        [
            (What::Telephone, "0125-54-2121"),
            (What::Fax, "0125-55-2301")
        ]
    );
    let both = found("0125-54-2121 0125-54-2122");
    assert_eq!(
        both,
        [
            (What::Telephone, "0125-54-2121"),
            (What::Telephone, "0125-54-2122")
        ]
    );
    only(What::Telephone, "(0125) 54-2121", "(0125) 54-2121");
    for text in ["54-2121", "12345-678", "3.5"] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn addresses_and_words_of_time_are_found() {
    only(
        What::Mail,
        "kikaku@city.example.lg.jp まで",
        "kikaku@city.example.lg.jp",
    );
    only(
        What::Mail,
        "宛先：ｋｉｋａｋｕ＠city.example.jp。",
        "ｋｉｋａｋｕ＠city.example.jp",
    );
    only(
        What::Web,
        "https://www.city.example.lg.jp/a?b=1をご覧ください",
        "https://www.city.example.lg.jp/a?b=1",
    );
    only(What::Web, "city.example.lg.jp.", "city.example.lg.jp");
    only(What::Relative, "昨年度の結果では", "昨年度");
    only(What::Relative, "前回《ぜんかい》の調査", "前回《ぜんかい》");
    only(What::Relative, "in last year’s survey", "last year");
    for text in [
        "54-2121",
        "12345-678",
        "3.5",
        "a@b",
        "mail@",
        "example.",
        "毎年",
        "last yearbook",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn names_are_found_behind_an_office_alone() {
    for (text, part) in [
        ("砂川市長　山田太郎", "市長　山田太郎"),
        ("市長 山田 太郎", "市長 山田 太郎"),
        ("市長 〇〇〇〇", "市長 〇〇〇〇"),
        ("担当：佐藤まで", "担当：佐藤"),
        ("担当 佐藤　電話へ", "担当 佐藤"),
    ] {
        only(What::Person, text, part);
    }
    for text in [
        "市長への手紙",
        "町内会長・班長",
        "担当課",
        "会長 副会長",
        "係長・主査",
        "市長 を選ぶ",
        "課長補佐以上",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

fn leftover(text: &str, language: Language) -> Leftover {
    let (what, span) = find(text).into_iter().next().unwrap();
    let found = text.get(span.clone()).unwrap().to_owned();
    Leftover {
        at: At::Title,
        language,
        what,
        found,
        span,
    }
}

#[test]
fn a_proposal_is_for_the_year_of_the_draft() {
    let day = |year, month, day| Day::from_ymd_opt(year, month, day).unwrap();
    let since = Since::between(day(2024, 8, 1), day(2025, 5, 1));
    let told = |text: &str| leftover(text, Language::japanese()).proposal(text, since);
    for (text, proposal) in [
        ("令和6年度 調査", "令和7年度"),
        ("Ｒ６調査", "Ｒ７"),
        ("２０２４年", "２０２５年"),
        ("令和《れいわ》6年《ねん》", "令和《れいわ》7年《ねん》"),
        ("令和6年10月31日（木）に開く", "令和7年10月31日（金）"),
        ("10月31日（木）に開く", "10月31日"),
        ("令和6年10月31日（木）まで", "{締切}"),
        ("締切：10/31", "{締切}"),
        ("電話 0125-54-2121", "{電話}"),
        ("担当：佐藤", "{担当課}"),
        ("市長 山田太郎", "市長 山田太郎"),
        ("昭和56年以前", "昭和56年"),
        ("平成30年度から", "平成30年度"),
        ("昨年度の結果", "昨年度"),
        ("令和6年2月29日", "令和7年2月29日"),
    ] {
        assert_eq!(told(text), proposal, "{text}");
    }
    let english = "Please answer by October 31, 2024.";
    let told = leftover(english, Language::english()).proposal(english, since);
    assert_eq!(told, "{deadline}");
    // Copied in the year it was frozen in, it is for the next one; copied later, for that year.
    let same = Since::between(day(2024, 8, 1), day(2025, 3, 1));
    assert_eq!(same, Since::between(day(2024, 8, 1), day(2024, 8, 1)));
    let later = Since::between(day(2022, 8, 1), day(2025, 5, 1));
    let told = leftover("R4", Language::japanese()).proposal("R4", later);
    assert_eq!(told, "R7");
}

fn draft(title: &str, purpose: &str) -> Questionnaire {
    serde_json::from_value(serde_json::json!({
        "code": "a", "title": title, "purpose": purpose, "minutes": 1, "languages": ["ja"], "sections": [],
    }))
    .unwrap()
}

#[test]
fn only_what_stood_there_before_is_left() {
    let basis = draft("令和6年度 調査", "昨年度の結果を、10月31日までに。");
    let names = |draft: &Questionnaire| -> Vec<String> {
        left(draft, &basis)
            .into_iter()
            .map(|one| one.found)
            .collect()
    };
    assert_eq!(names(&basis), ["令和6年度", "昨年度", "10月31日"]);
    let changed = draft("令和7年度 調査", "11月9日に、昨年度の結果を。");
    assert_eq!(names(&changed), ["昨年度"]);
    let back = draft("令和6年度 調査（改）", "");
    assert_eq!(names(&back), ["令和6年度"]);
}

/// Everything that is looked for, and what stands between it.
const ANYTHING: &str = "([0-9０-９]{1,4}|令和|平成|[RＨ]|[年月日度元/.（）《》{}|@＠:： \n-]|電話|昨年|市長|佐藤|October|www\\.|\\PC){0,24}";

proptest! {
    #[test]
    fn spans_are_parts_of_the_text_and_nothing_else_changes(text in ANYTHING, by in "\\PC{0,6}") {
        let mut end = 0;
        for (what, span) in find(&text) {
            prop_assert!(end <= span.start && span.start < span.end);
            end = span.end;
            let part = text.get(span.clone()).unwrap().to_owned();
            let one = Leftover {
                at: At::Title, language: Language::japanese(), what, found: part.clone(), span: span.clone(),
            };
            let changed = one.replaced(&text, &by);
            prop_assert!(changed.starts_with(&text[..span.start]) && changed.ends_with(&text[span.end..]));
            prop_assert_eq!(changed.len() + part.len(), text.len() + by.len());
            prop_assert_eq!(one.replaced(&text, &part), text.as_str());
            let day = Day::from_ymd_opt(2024, 8, 1).unwrap();
            let _ = one.proposal(&text, Since::between(day, day));
        }
    }
}
