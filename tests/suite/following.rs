//! The language a reader has chosen, and the size of the text, follow through every link of the public's pages.

use std::collections::{BTreeSet, VecDeque};

use crate::publications::published;
use crate::support::page::Reply;

/// So many pages say it.
const ENOUGH: usize = 60;

/// Where a page leads on, without what changes how it is read itself.
fn onward(page: &Reply) -> Vec<String> {
    let tags = page.tags().into_iter().filter(|tag| tag.name == "a");
    let on = tags.filter(|tag| {
        let is_way = tag.value("class").as_deref() == Some("display");
        !is_way && tag.value("hreflang").is_none()
    });
    let to = on.filter_map(|tag| tag.value("href"));
    to.filter(|to| to.starts_with(['/', '?'])).collect()
}

#[actix_web::test]
async fn what_a_reader_chose_follows_through_every_link() {
    let (app, _) = published().await;
    let reader = app.resident().sending("accept-language", "ja");
    for (chosen, root) in [
        ("lang=en", "<html lang=\"en\""),
        (
            "lang=ja-x-easy&display=large",
            "<html lang=\"ja\" class=\"large\"",
        ),
        ("lang=ja", "<html lang=\"ja\""),
    ] {
        let mut waiting = VecDeque::from([format!("/sunagawa?{chosen}")]);
        let mut seen = BTreeSet::new();
        while let Some(path) = waiting.pop_front() {
            if seen.len() >= ENOUGH || !seen.insert(path.clone()) {
                continue;
            }
            let page = reader.get(&path).await;
            let is_page = page
                .header("content-type")
                .unwrap_or_default()
                .contains("html");
            if !is_page {
                continue;
            }
            assert!(page.html().contains(root), "{path} is not {root}");
            for to in onward(&page) {
                assert!(to.ends_with(chosen), "{path} leads to {to}");
                waiting.push_back(to);
            }
        }
        assert!(seen.len() > 20, "{chosen}: {} pages", seen.len());
    }
}
