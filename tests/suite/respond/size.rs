//! How much travels: every page in one round trip.

use kocho::domain::survey::Anonymity;
use kocho::formats::questionnaire;

use crate::support::door::{LONGEST, TestApp, address};
use crate::support::page::Reply;

/// One round trip on a new connection.
const ONE_ROUND_TRIP: usize = 14_000;

#[actix_web::test]
async fn every_page_of_the_longest_questionnaire_fits_into_one_round_trip() {
    let door = TestApp::new().await;
    let survey = door.survey(LONGEST, Anonymity::Open).await;
    let sections = questionnaire::read(LONGEST).unwrap().sections.len();
    let slow = door.resident().sending("accept-encoding", "gzip");
    for language in ["ja", "ja-x-easy", "en"] {
        let first = format!("{}?lang={language}", address(&survey));
        assert_small(&slow.get(&first).await);
        let writer = door.resident();
        let mut page = writer.begin(&first).await;
        let mut seen = 0;
        while !page.path.contains("/check") {
            assert!(page.html().contains("<html lang"), "{}", page.path);
            let reader = writer.beside().sending("accept-encoding", "gzip");
            assert_small(&reader.get(&page.path).await);
            let everything = filled(&page);
            let borrowed: Vec<_> = everything
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let next = writer.press(&page, "next", &borrowed).await;
            next.assert_page(200, "");
            seen += usize::from(next.path != page.path);
            page = next;
        }
        assert_eq!(seen, sections);
        let reader = writer.beside().sending("accept-encoding", "gzip");
        assert_small(&reader.get(&page.path).await);
        let receipt = writer.press(&page, "send", &[]).await;
        receipt.assert_page(200, "");
        assert_small(&slow.elsewhere().get(&receipt.path).await);
    }
}

/// Every choice of a page answered with its last option, so that nothing is asked less than it can be.
fn filled(page: &Reply) -> Vec<(String, String)> {
    let mut answers: Vec<(String, String)> = Vec::new();
    for tag in page.tags() {
        if tag.value("type").as_deref() == Some("radio") {
            let name = tag.value("name").unwrap();
            answers.retain(|(known, _)| *known != name);
            answers.push((name, tag.value("value").unwrap()));
        }
    }
    answers
}

#[track_caller]
fn assert_small(page: &Reply) {
    assert_eq!(page.status.as_u16(), 200, "{}", page.path);
    assert_eq!(
        page.header("content-encoding"),
        Some("gzip"),
        "{}",
        page.path
    );
    let size = page.body.len();
    assert!(size <= ONE_ROUND_TRIP, "{} has {size} bytes", page.path);
}
