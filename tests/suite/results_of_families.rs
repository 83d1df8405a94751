//! What is published of sections that are repeated, and of a question that half of all people were asked.

use crate::support::published::{Published, rows};

const FAMILY: &str = include_str!("../data/questionnaires/family.yaml");

/// Eighty people, in turns of either half: half of them with one child, half with two.
fn documents() -> Vec<String> {
    let of = |at: usize| {
        let half = ["a", "b"][at % 2];
        let asked = ["praise", "blame"][at % 2];
        let mut fields = vec![
            format!(r#""half": "{half}", "{asked}": "{}""#, 1 + at / 2 % 2),
            format!(r#""livable": "{}""#, 1 + at % 3 / 2),
            r#""children": 1, "name_1": "はな", "age_1": 4, "where_1": ["nursery"]"#.to_owned(),
        ];
        if at >= 40 {
            fields[2] = fields[2].replace("\"children\": 1", "\"children\": 2");
            fields
                .push(r#""name_2": "そら", "age_2": 9, "where_2": ["school", "home"]"#.to_owned());
        }
        format!("{{{}}}", fields.join(", "))
    };
    (0..80).map(of).collect()
}

#[actix_web::test]
async fn each_repeat_is_a_table_of_its_own_and_no_answer_stands_in_a_text() {
    let published = Published::of(FAMILY, documents()).await;
    for (language, words) in [
        (
            "ja",
            [
                "お子さんの日中（2人目）",
                "お子さんは、平日の昼間どこで過ごしますか",
                "票の別",
            ],
        ),
        (
            "ja-x-easy",
            [
                "子どもの 昼（2人目）",
                "子どもは 昼 どこに いますか",
                "票の 種類",
            ],
        ),
        (
            "en",
            [
                "The day of your child (child 2)",
                "Where does your child spend weekdays?",
                "Half",
            ],
        ),
    ] {
        let page = published.get(&format!("?lang={language}")).await;
        for words in words {
            page.assert_page(200, words);
        }
        let text = page.main_text();
        let answered = ["はな", "そら", "{", "}"]
            .iter()
            .any(|typed| text.contains(typed));
        assert!(!answered, "{text}");
    }
    let second = published.get("/where_2?lang=ja").await;
    second.assert_page(200, "小学校");
    second.assert_page(
        200,
        "お子さんの日中（2人目）：お子さんは、平日の昼間どこで過ごしますか",
    );
}

#[actix_web::test]
async fn the_halves_stand_in_the_data() {
    let published = Published::of(FAMILY, documents()).await;
    let rows = rows(&published.get(".csv").await);
    let count = |item: &str, option: &str| {
        let row = rows
            .iter()
            .find(|row| row["item"] == item && row["option"] == option && row["by"].is_empty());
        row.map(|row| row["count"].clone())
    };
    assert_eq!(count("half", "a").as_deref(), Some("40"));
    assert_eq!(count("praise", "1").as_deref(), Some("20"));
    assert_eq!(count("where_1", "nursery").as_deref(), Some("80"));
    let by_half = rows
        .iter()
        .filter(|row| row["item"] == "livable" && row["by"] == "half");
    let options: Vec<&str> = by_half.map(|row| row["option"].as_str()).collect();
    assert!(
        options.contains(&"1") && options.contains(&"2"),
        "{options:?}"
    );
}
