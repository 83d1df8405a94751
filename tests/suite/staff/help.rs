//! 「このページの使い方」: every page has it, in both languages, and it is found by its words.

use std::path::Path;

use crate::support::door::TestApp;

#[test]
fn every_page_says_how_it_is_used() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut waiting = vec![templates.join("staff")];
    let (mut seen, mut faults) = (0, Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            seen += 1;
            let page = path.strip_prefix(&templates).unwrap().with_extension("md");
            let help =
                ["ja", "en"].map(|language| templates.join("help").join(language).join(&page));
            let missing = help.iter().filter(|file| !file.exists());
            faults.extend(missing.map(|file| file.display().to_string()));
        }
    }
    assert!(seen > 6, "only {seen} pages were found");
    assert!(faults.is_empty(), "write these:\n{}", faults.join("\n"));
}

#[actix_web::test]
async fn help_is_at_the_page_and_found_by_words() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let list = staff.get("/staff/surveys?lang=ja").await;
    list.assert_page(200, "このページの使い方 市の調査がすべて並びます");
    let list = staff.get("/staff/surveys?lang=en").await;
    list.assert_page(200, "How to use this page All surveys of the town");
    let all = staff.get("/staff/help?lang=ja").await;
    assert!(!all.html().contains(" open"), "nothing is open");
    let found = staff
        .get("/staff/help?lang=ja&q=%E7%B7%A0%E5%88%87%20%E6%97%A9%E3%82%81")
        .await;
    found.assert_page(200, "1件");
    found.assert_page(200, "締切を早めることはできません");
    assert!(found.html().contains(" open"));
    let nothing = staff.get("/staff/help?lang=ja&q=zzz").await;
    nothing.assert_page(200, "該当するものはありません");
}
