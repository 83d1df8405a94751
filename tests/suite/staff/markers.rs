//! Bad input of `trust.md` (B20, B24) in every text of a questionnaire: on every page of its draft, and wherever it is tried, it
//! is only text; every file of it can be opened.

use std::collections::{BTreeSet, VecDeque};

use kocho::domain::questionnaire::Questionnaire;
use kocho::domain::questionnaire::acts::at::texts;
use kocho::domain::questionnaire::acts::{Act, apply};
use kocho::storage::transaction;
use kocho::workflows::designing::{self, Basis};

use crate::support::door::{EVERYTHING, Person, TestApp};
use crate::support::page::Reply;

const MARKER: &str = "=1+1\"><svg/onload=alert(1)>'`";

/// What a page shows where a marker got through.
const THROUGH: &str = "<svg/onload";

/// A questionnaire of every kind of question with a marker in every text in every language.
fn marked() -> Questionnaire {
    let plain = kocho::formats::questionnaire::read(EVERYTHING).unwrap();
    let mut marked = plain.clone();
    for (at, text) in texts(&plain) {
        for (language, words) in text.iter() {
            let act = Act::Write {
                at: at.clone(),
                language: language.clone(),
                text: Some(format!("{words}{MARKER}")),
            };
            marked = apply(&marked, &act).unwrap().draft;
        }
    }
    marked
}

fn is_html(page: &Reply) -> bool {
    let kind = page.header("content-type").unwrap_or_default();
    kind.starts_with("text/html")
}

/// Everything below an address that pages lead to.
async fn crawl(person: &Person<'_>, first: &[String], below: &str) -> Vec<Reply> {
    let mut waiting: VecDeque<String> = first.iter().cloned().collect();
    let (mut seen, mut pages) = (BTreeSet::new(), Vec::new());
    while let Some(path) = waiting.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = person.get(&path).await;
        if is_html(&page) {
            let links = page.links().into_iter();
            // The same in another language of staff, in another pane or state shows the same texts.
            let again = ["lang=en", "&pane=", "&state="];
            let is_new = |link: &String| !again.iter().any(|part| link.contains(part));
            waiting.extend(links.filter(|link| link.starts_with(below) && is_new(link)));
        }
        pages.push(page);
    }
    pages
}

#[actix_web::test]
async fn markers_in_every_text_are_only_text() {
    let app = TestApp::with_desk().await;
    let mut conn = app.town.db.conn().await;
    let draft = transaction(&mut conn, async |tx| {
        designing::begin(tx, &app.town.operator, marked(), Basis::default()).await
    });
    let draft = draft.await.unwrap();
    drop(conn);
    let (staff, below) = (app.staff(), format!("/staff/drafts/{draft}"));
    let first = [
        format!("{below}?lang=ja"),
        format!("{below}/preview?lang=ja&page=0"),
    ];
    let trial = format!("/sunagawa/surveys/{}", app.town.trial(draft).await);
    let mut pages = crawl(&staff, &first, &below).await;
    let notes = [format!("{trial}?lang=ja"), format!("{trial}/notes?lang=ja")];
    pages.extend(crawl(&app.resident(), &notes, &trial).await);
    pages.push(app.resident().begin(&trial).await);
    assert!(pages.len() > 50, "{} pages", pages.len());
    for page in &pages {
        assert!(page.status.as_u16() < 400, "{}", page.path);
    }
    let html: Vec<&str> = pages
        .iter()
        .filter(|page| is_html(page))
        .map(Reply::html)
        .collect();
    let shown = html.iter().filter(|html| html.contains("svg/onload"));
    assert!(shown.count() > 40, "the marker is seen");
    assert!(html.iter().all(|html| !html.contains(THROUGH)));
}
