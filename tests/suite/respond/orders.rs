//! Options in another order for each person: the same one on every page, in every language, with every fault.

use std::collections::BTreeSet;

use kocho::domain::survey::Anonymity;
use serde_json::json;

use crate::support::door::{TestApp, address};
use crate::support::page::Reply;

const ORDERS: &[u8] = include_bytes!("../../data/questionnaires/orders.yaml");

/// The codes of a question's options in the order of the page.
fn order(page: &Reply, item: &str) -> String {
    let tags = page.tags();
    let of_item = tags
        .iter()
        .filter(|tag| tag.name == "input" && tag.value("name").as_deref() == Some(item));
    of_item.filter_map(|tag| tag.value("value")).collect()
}

fn one_page() -> Vec<u8> {
    [b"layout: one_page\n", ORDERS].concat()
}

#[actix_web::test]
async fn a_person_sees_one_order_on_every_page() {
    let door = TestApp::new().await;
    let survey = door.survey(ORDERS, Anonymity::Open).await;
    let (mut orders, mut scales) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..24 {
        let citizen = door.resident();
        let page = citizen.begin(&address(&survey)).await;
        let work = order(&page, "work");
        assert!(work.ends_with("xz"), "{work}");
        let english = citizen.press(&page, "lang:en", &[("work", "b")]).await;
        assert_eq!(order(&english, "work"), work);
        let wrong = [("work", "b"), ("work", "z")];
        let faulty = citizen.send(&english, "next", &wrong).await;
        assert_eq!(
            (faulty.status.as_u16(), order(&faulty, "work")),
            (422, work.clone())
        );
        let page = citizen.press(&faulty, "next", &[("work", "b")]).await;
        let (livable, service) = (order(&page, "livable"), order(&page, "service.hall"));
        let together = format!("{livable} {service}");
        assert!(
            ["1239 12", "3219 21"].contains(&together.as_str()),
            "{together}"
        );
        let back = citizen.press(&page, "back", &[("livable", "1")]).await;
        assert_eq!(order(&back, "work"), work);
        let again = citizen.get(&page.path).await;
        assert_eq!(order(&again, "livable"), livable);
        orders.insert(work);
        scales.insert(livable);
    }
    // All alike by chance: less than once in ten million runs.
    assert!(
        orders.len() > 3 && scales.len() == 2,
        "{orders:?} {scales:?}"
    );
}

/// Without cookies and on one page too; whatever is sent is stored by its code.
#[actix_web::test]
async fn a_form_that_comes_again_keeps_its_order() {
    let door = TestApp::new().await;
    let survey = door.survey(&one_page(), Anonymity::Open).await;
    let citizen = door.resident().without_cookies();
    let page = citizen.get(&address(&survey)).await;
    let work = order(&page, "work");
    let faulty = citizen
        .send(&page, "send", &[("work", "a"), ("work", "z")])
        .await;
    assert_eq!(
        (faulty.status.as_u16(), order(&faulty, "work")),
        (422, work.clone())
    );
    let english = citizen.press(&faulty, "lang:en", &[]).await;
    assert_eq!(order(&english, "work"), work);
    let answers = [("work", "a"), ("livable", "3")];
    let mut form = english.form();
    form.fill(&[("work", "")]);
    form.fill(&answers);
    let receipt = citizen.submit(&form, "send").await;
    citizen.follow(receipt).await.assert_page(200, "");
    assert_eq!(door.stored().await, json!({"work": ["a"], "livable": "3"}));
}
