//! Questionnaires in more languages than the program speaks: who is shown which, what it is called, and that the
//! program's own words say which language they are in.

use kocho::domain::survey::Anonymity;

use crate::support::door::{TestApp, address};
use crate::support::page::Reply;

/// In Japanese, English, simplified Chinese and Brazilian Portuguese.
const LANGUAGES: &[u8] = include_bytes!("../../data/questionnaires/languages.yaml");

fn html_lang(page: &Reply) -> String {
    let tags = page.tags();
    let root = tags.iter().find(|tag| tag.name == "html");
    root.unwrap().value("lang").unwrap()
}

/// The switch: name and `lang` of each language.
fn switch(page: &Reply) -> Vec<(String, String)> {
    let tags = page.tags().into_iter();
    let links = tags.filter(|tag| matches!(tag.name.as_str(), "a" | "b" | "button"));
    links
        .filter_map(|link| Some((link.text.clone(), link.value("lang")?)))
        .collect()
}

#[actix_web::test]
async fn a_browser_is_shown_the_nearest_language() {
    let door = TestApp::new().await;
    let survey = door.survey(LANGUAGES, Anonymity::Open).await;
    for (wanted, lang) in [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("pt-BR,pt;q=0.9,en-US;q=0.8", "pt-BR"),
        ("PT", "pt-BR"),
        ("ko-KR,en;q=0.5", "en"),
        ("fr, *;q=0.1", "ja"),
        ("ja;q=0, en;q=0.1", "en"),
        ("", "ja"),
    ] {
        let reader = door.resident().sending("accept-language", wanted);
        let page = reader.get(&address(&survey)).await;
        assert_eq!(html_lang(&page), lang, "{wanted}");
        let named = format!("{}?lang=pt-br", address(&survey));
        assert_eq!(html_lang(&reader.get(&named).await), "pt-BR");
    }
}

#[actix_web::test]
async fn every_language_is_called_by_its_own_name() {
    let door = TestApp::new().await;
    let survey = door.survey(LANGUAGES, Anonymity::Open).await;
    let page = door.resident().get(&address(&survey)).await;
    let names = [
        ("日本語", "ja"),
        ("English", "en"),
        ("中文（简体）", "zh-Hans"),
        ("Português (Brasil)", "pt-BR"),
    ];
    assert_eq!(
        switch(&page),
        names.map(|(name, lang)| (name.to_owned(), lang.to_owned()))
    );
}

#[actix_web::test]
async fn words_of_the_program_say_that_they_are_english() {
    let door = TestApp::new().await;
    let survey = door.survey(LANGUAGES, Anonymity::Open).await;
    let reader = door.resident().sending("accept-language", "pt-BR");
    let first = reader.get(&address(&survey)).await;
    let start = r#"<span lang="en">Start answering</span>"#;
    assert!(first.html().contains(start), "{}", first.html());
    assert!(first.html().contains(r#"<nav class="langs" lang="en""#));
    let page = reader.begin(&address(&survey)).await;
    page.assert_page(200, "Satisfação e importância");
    assert!(page.html().contains(r#"<span lang="en">Next</span>"#));
    let title = page.tags().into_iter().find(|tag| tag.name == "title");
    assert_eq!(title.unwrap().value("lang"), None, "the survey's own title");
    let check = reader.press(&page, "next", &[("people", "3")]).await;
    check.assert_page(200, "3 pessoas");
    let receipt = reader.press(&check, "send", &[]).await;
    let title = receipt.tags().into_iter().find(|tag| tag.name == "title");
    assert_eq!(title.unwrap().value("lang").as_deref(), Some("en"));
    // Where the program speaks the language itself, nothing is marked.
    let english = reader
        .elsewhere()
        .get(&format!("{}?lang=en", address(&survey)))
        .await;
    assert!(!english.html().contains("<span lang"));
}
