//! How results are read: one base that counts, tables and pages with names of their own, signs of each language.

use crate::support::page::Reply;
use crate::support::published::Published;

const QUESTIONNAIRE: &str = r#"
code: read
title: {ja: まちのアンケート, en: Town survey, ja-x-easy: まちの アンケート}
purpose: {ja: 試験のため, en: A test, ja-x-easy: ためす ため}
minutes: 3
languages: [ja, en, ja-x-easy]
sections:
  - code: s1
    title: {ja: くらし, en: Life, ja-x-easy: くらし}
    questions:
      - code: info
        text: {ja: 市のお知らせは十分ですか。, en: "Is there enough news?", ja-x-easy: お知《し》らせは たりますか。}
        short: {ja: お知らせ, en: News, ja-x-easy: お知《し》らせ}
        type: scale
        options:
          - {code: 1, label: {ja: そう思う, en: Agree, ja-x-easy: はい}, score: -1}
          - {code: 2, label: {ja: そう思わない, en: Disagree, ja-x-easy: いいえ}, score: 0}
          - {code: 9, label: {ja: わからない, en: "Don’t know", ja-x-easy: わからない}, meaning: dont_know}
      - code: likes
        text: {ja: それぞれどうですか。, en: "How are these?", ja-x-easy: どうですか。}
        type: grid
        rows:
          - {code: snow, label: {ja: 除雪, en: Snow, ja-x-easy: ゆき}}
          - {code: bus, label: {ja: バス, en: Bus, ja-x-easy: バス}}
        options:
          - {code: 1, label: {ja: よい, en: Good, ja-x-easy: よい}}
          - {code: 2, label: {ja: わるい, en: Bad, ja-x-easy: わるい}}
      - code: sex
        text: {ja: あなたの性別を教えてください。, en: What is your gender?, ja-x-easy: 男《おとこ》の 人《ひと》ですか。}
        short: {ja: 性別, en: Gender, ja-x-easy: 性別《せいべつ》}
        role: attribute
        type: single
        options:
          - {code: 1, label: {ja: 男性, en: Male, ja-x-easy: はい}}
          - {code: 2, label: {ja: 女性, en: Female, ja-x-easy: いいえ}}
"#;

/// 120 people: 60 agree, 40 do not, 10 do not know, 10 say nothing; half of each are men.
async fn published() -> Published {
    let info = |at: usize| match at {
        0..=59 => r#""info": "1", "#,
        60..=99 => r#""info": "2", "#,
        100..=109 => r#""info": "9", "#,
        _ => "",
    };
    let document = |at: usize| {
        let side = 1 + at % 2;
        format!(
            r#"{{{}"likes.snow": "{side}", "likes.bus": "{side}", "sex": "{side}"}}"#,
            info(at)
        )
    };
    Published::of(QUESTIONNAIRE, (0..120).map(document).collect()).await
}

/// The captions of a page's tables.
fn captions(page: &Reply) -> Vec<&str> {
    let opening = "<caption><span class=\"unseen\">";
    let each = page.html().split(opening).skip(1);
    each.map(|rest| rest.split("</span>").next().unwrap())
        .collect()
}

fn title(page: &Reply) -> &str {
    let (_, after) = page.html().split_once("<title>").unwrap();
    after.split("</title>").next().unwrap()
}

/// The table of an item, with what is said below it, up to the other bases.
fn counting(page: &Reply) -> &str {
    let (_, after) = page
        .html()
        .split_once("<table class=\"sheet shares\"")
        .unwrap();
    after.split("<details>").next().unwrap()
}

#[actix_web::test]
async fn one_base_counts_and_the_others_are_told_on_request() {
    let published = published().await;
    for (language, said, others, heads) in [
        (
            "ja",
            "％は、該当者120人（無回答を含む）を分母とした割合です。",
            "ほかの分母で見る",
            ["無回答を除く", "わからないも除く"],
        ),
        (
            "en",
            "Percentages are of the 120 people asked (including “no answer”).",
            "See other percentages",
            ["Excl. no answer", "Excl. don’t know"],
        ),
    ] {
        let page = published.get(&format!("/info?lang={language}")).await;
        let table = counting(&page);
        assert!(table.contains(said), "{table}");
        assert_eq!(table.matches("<th scope=\"col\"").count(), 3, "{table}");
        assert!(table.contains("<td class=\"cell-number\">50.0"), "{table}");
        let (_, details) = page.html().split_once("<details>").unwrap();
        let (details, _) = details.split_once("</details>").unwrap();
        assert!(details.contains(others), "{details}");
        for head in heads {
            assert!(details.contains(head), "{details}");
        }
        // 60 of 110 who answered, of 100 who know.
        assert!(details.contains("54.5") && details.contains("60.0"));
        assert!(details.contains("110") && details.contains("100"));
    }
}

#[actix_web::test]
async fn every_table_names_its_question_and_its_attribute() {
    let published = published().await;
    let page = published.get("?lang=ja").await;
    let all = captions(&page);
    for caption in [
        "問1 市のお知らせは十分ですか。",
        "問1 市のお知らせは十分ですか。（ほかの分母）",
        "問2 それぞれどうですか。",
        "問3 あなたの性別を教えてください。",
    ] {
        assert!(all.contains(&caption), "{all:?}");
    }
    let crossed = published.get("/info?lang=ja").await;
    let all = captions(&crossed);
    assert!(
        all.contains(&"問1 市のお知らせは十分ですか。（性別による内訳）"),
        "{all:?}"
    );
    for page in [&page, &crossed] {
        let html = page.html();
        assert_eq!(html.matches("<table").count(), captions(page).len());
        assert!(
            !html.contains("<th></th>") && !html.contains("<tr><td></td>"),
            "a corner that says nothing"
        );
        // The region says that it can be moved, and the caption what it is.
        assert_eq!(
            html.matches("aria-label=\"横に動かして見られる表\"")
                .count(),
            captions(page).len()
        );
    }
}

#[actix_web::test]
async fn an_attribute_is_called_by_its_short_name() {
    let published = published().await;
    for (language, name) in [("ja", "性別"), ("en", "Gender"), ("ja-x-easy", "性別")] {
        let page = published.get(&format!("/info?lang={language}")).await;
        page.assert_page(200, name);
        assert!(page.html().contains(&format!("aria-label=\"{name}\"")));
        let group = page.html().split("id=\"by-sex\"").nth(1).unwrap();
        let heading = group.split("</h2>").next().unwrap();
        assert!(!heading.contains("教えて"), "{heading}");
        let corner = group.split("<thead>").nth(1).unwrap();
        let corner = corner.split("</th>").next().unwrap();
        assert!(corner.contains("<th scope=\"col\">"), "{corner}");
        assert!(corner.contains(if language == "en" { "Gender" } else { "性別" }));
    }
    let snow = published.get("/likes.snow?lang=ja").await;
    assert!(snow.html().contains("<h2>性別</h2>"));
}

#[actix_web::test]
async fn the_page_of_a_question_has_a_title_of_its_own() {
    let published = published().await;
    let mut titles = Vec::new();
    for (question, begins) in [
        ("info", "問1 お知らせ 属性別の結果 "),
        ("likes", "問2 それぞれどうですか。 属性別の結果"),
        ("likes.snow", "問2 それぞれどうですか。 除雪 属性別の結果"),
    ] {
        let page = published.get(&format!("/{question}?lang=ja")).await;
        assert!(title(&page).starts_with(begins), "{}", title(&page));
        titles.push(title(&page).to_owned());
    }
    titles.dedup();
    assert_eq!(titles.len(), 3);
}

#[actix_web::test]
async fn what_needs_a_course_in_statistics_is_not_on_easy_pages() {
    let published = published().await;
    let page = published.get("/info?lang=ja").await;
    page.assert_page(200, "χ²検定");
    let easy = published.get("/info?lang=ja-x-easy").await;
    easy.assert_page(200, "たりますか");
    assert!(!easy.html().contains("χ²"));
}

#[actix_web::test]
async fn the_head_says_each_figure_once_and_in_the_signs_of_the_language() {
    let published = published().await;
    let page = published.get("?lang=ja").await;
    let text = page.main_text();
    assert_eq!(text.matches("有効回収数").count(), 1, "{text}");
    assert!(text.contains("△0.60"), "{text}");
    let english = published.get("?lang=en").await;
    let text = english.main_text();
    assert!(text.contains("−0.60"), "{text}");
    for sign in ["％", "・", "（", "）", "～", "「", "△"] {
        assert!(!text.contains(sign), "{sign} in {text}");
    }
}
