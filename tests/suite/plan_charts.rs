//! The charts of indicators as their pages show them: drawn for the eye, said once, and with everything in their table.

use kocho::formats::plan::Form;

use crate::plans::{CSV, four_towns, read};
use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;

async fn towns() -> TestApp {
    let town = four_towns().await;
    read(&town, CSV, Form::Csv).await;
    TestApp::over(std::sync::Arc::new(town), &[]).await
}

async fn of(person: &Person<'_>, town: &str, name: &str, language: &str) -> Reply {
    let (plan, _) = name.split_once('-').unwrap();
    let page = format!("/{town}/plans/{plan}/indicators/{name}?lang={language}");
    person.get(&page).await
}

/// The figure, the table and whatever says why there is none stand on the page, in every language of plans.
#[tokio::test(flavor = "multi_thread")]
async fn a_chart_is_said_once_and_its_table_has_all_of_it() {
    let door = towns().await;
    let person = door.resident();
    for (language, range, up) in [
        ("ja", "目標の範囲", "増やす"),
        ("en", "target ranges", "increase"),
    ] {
        let page = of(&person, "nayoro", "nyr-06", language).await;
        page.assert_page(200, range);
        let html = page.html();
        assert_eq!(html.matches("<figcaption>").count(), 1);
        for twice in ["<desc", "role=\"img\"", "aria-describedby=\"chart"] {
            assert!(!html.contains(twice), "{twice}");
        }
        assert!(html.contains(r#"aria-hidden="true" focusable="false""#));
        assert_eq!(
            html.matches(r#"<th scope="row">"#).count(),
            2,
            "baseline and target"
        );
        assert!(!page.main_text().contains('●'), "no value is drawn");
        let page = of(&person, "sunagawa", "sng-02", language).await;
        page.assert_page(200, up);
        assert!(page.html().contains(r#"<span aria-hidden="true">↗</span>"#));
        assert_eq!(page.html().matches(r#"<th scope="row">"#).count(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_chart_a_sentence_says_why() {
    let door = towns().await;
    let person = door.resident();
    for (town, name, why) in [
        ("biratori", "brt-20", "年の分かる現状値や実績値がないため"),
        ("suzaka", "szk-20", "年の分かる現状値や実績値がないため"),
        ("sunagawa", "sgs-07", "数値のある年が1つだけのため"),
        ("nayoro", "nyr-05", "数値のある年が1つだけのため"),
        ("suzaka", "szk-16", "何年分かの合計や平均は"),
        ("nayoro", "nyr-24", "何年分かの合計や平均は"),
    ] {
        let page = of(&person, town, name, "ja").await;
        page.assert_page(200, why);
        assert!(!page.html().contains("<figure"), "{name}");
        assert!(
            page.html().contains(r#"<th scope="row">"#),
            "{name} has its table"
        );
    }
    let page = of(&person, "sunagawa", "sgs-14", "ja").await;
    assert!(!page.html().contains("<figure"));
    for drawn in ["グラフ", "表で見る"] {
        assert!(!page.main_text().contains(drawn), "no indicator is set");
    }
}
