//! What is not the same for everybody: a block for each child, answers in later texts, options that hang on answers, a
//! question asked of half of all people.

use std::collections::BTreeSet;

use kocho::domain::survey::Anonymity;
use serde_json::json;

use crate::support::door::{Person, TestApp, address};
use crate::support::page::Reply;

const FAMILY: &[u8] = include_bytes!("../../data/questionnaires/family.yaml");

/// The options that a page offers for an item.
fn offered(page: &Reply, item: &str) -> Vec<String> {
    let tags = page.tags().into_iter();
    let of_item =
        tags.filter(|tag| tag.name == "input" && tag.value("name").as_deref() == Some(item));
    of_item.filter_map(|tag| tag.value("value")).collect()
}

/// Of two children, from the first page to the wishes.
async fn to_wishes(citizen: &Person<'_>, first: &str, children: [(&str, &str); 2]) -> Reply {
    let page = citizen.begin(first).await;
    let mut page = citizen.press(&page, "next", &[("children", "2")]).await;
    for (at, (name, age)) in children.into_iter().enumerate() {
        let [named, aged, cared] =
            ["name", "age", "where"].map(|item| format!("{item}_{}", at + 1));
        page = citizen
            .press(&page, "next", &[(&named, name), (&aged, age)])
            .await;
        page = citizen.press(&page, "next", &[(&cared, "home")]).await;
    }
    page
}

#[actix_web::test]
async fn each_child_is_asked_about_by_name() {
    let door = TestApp::new().await;
    let survey = door.survey(FAMILY, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    page.assert_page(
        200,
        &format!(
            "「{}」は",
            survey
                .title
                .get(&kocho::domain::language::Language::japanese())
        ),
    );
    assert!(!page.main_text().contains('{'), "a placeholder is printed");
    assert!(!page.form().has("half"), "nobody chooses a half");
    let page = citizen.press(&page, "next", &[("children", "2")]).await;
    page.assert_page(200, "1人目のお子さん");
    let page = citizen
        .press(&page, "next", &[("name_1", "<b>はな</b>"), ("age_1", "3")])
        .await;
    page.assert_page(200, "<b>はな</b>は、平日の昼間どこで過ごしますか");
    assert!(page.html().contains("&lt;b&gt;はな"), "it is escaped");
    page.assert_page(200, "問5");
    assert_eq!(offered(&page, "where_1"), ["home", "nursery", "other"]);
    // What is not offered cannot be chosen, whoever sends it.
    let forged = citizen.send(&page, "next", &[("where_1", "school")]).await;
    assert_eq!(forged.status.as_u16(), 422);
    let page = citizen
        .press(&forged, "next", &[("where_1", "nursery")])
        .await;
    page.assert_page(200, "2人目のお子さん");
    let page = citizen.press(&page, "next", &[("age_2", "8")]).await;
    page.assert_page(200, "お子さんは、平日の昼間どこで過ごしますか");
    page.assert_page(200, "問5");
    assert_eq!(offered(&page, "where_2"), ["home", "school", "other"]);
    let page = citizen.press(&page, "next", &[("where_2", "school")]).await;
    let asked = ["praise", "blame"].map(|item| page.form().has(item));
    assert!(
        asked == [true, false] || asked == [false, true],
        "{asked:?}"
    );
    let check = citizen.press(&page, "next", &[]).await;
    check.assert_page(200, "<b>はな</b>の日中（1人目）");
    assert!(
        !check.main_text().contains("票の別"),
        "the half is nobody's answer"
    );
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let mut stored = door.stored().await;
    let half = stored.as_object_mut().unwrap().remove("half").unwrap();
    assert_eq!(half, if asked[0] { "a" } else { "b" });
    assert_eq!(
        stored,
        json!({
            "children": 2, "name_1": "<b>はな</b>", "age_1": 3, "where_1": ["nursery"], "age_2": 8, "where_2": ["school"],
        })
    );
}

/// Both halves come about, whatever a form says, and one person stays in theirs: in every language, after a fault,
/// with and without cookies.
#[actix_web::test]
async fn a_person_stays_in_one_half() {
    let door = TestApp::new().await;
    let survey = door.survey(FAMILY, Anonymity::Open).await;
    let mut halves = BTreeSet::new();
    for at in 0..24 {
        let citizen = match at % 2 {
            0 => door.resident(),
            _ => door.resident().without_cookies(),
        };
        let page = citizen.begin(&address(&survey)).await;
        let mut form = page.form();
        form.fill(&[("children", "0")]);
        form.add("half", "a");
        let wishes = citizen.follow(citizen.submit(&form, "next").await).await;
        let praised = wishes.form().has("praise");
        let english = citizen.press(&wishes, "lang:en", &[]).await;
        assert_eq!(english.form().has("praise"), praised);
        let back = citizen.press(&english, "back", &[]).await;
        let again = citizen.press(&back, "next", &[("children", "0")]).await;
        assert_eq!(again.form().has("praise"), praised);
        assert_eq!(again.form().has("blame"), !praised);
        halves.insert(praised);
    }
    // All in one half by chance: once in eight million runs.
    assert_eq!(halves.len(), 2);
}

/// Another answer takes an option away: it does not count, people are told, and a required question is asked again.
#[actix_web::test]
async fn an_option_that_is_gone_is_said_to_be() {
    let door = TestApp::new().await;
    let survey = door.survey(FAMILY, Anonymity::Open).await;
    for (language, words) in [
        ("ja", "ほかの質問への回答から、選べないものになりました"),
        ("ja-x-easy", "もう 選べません"),
        ("en", "part of what you chose here is no longer offered"),
    ] {
        let citizen = door.resident();
        let first = format!("{}?lang={language}", address(&survey));
        let page = citizen.begin(&first).await;
        let page = citizen.press(&page, "next", &[("children", "1")]).await;
        let page = citizen.press(&page, "next", &[("age_1", "3")]).await;
        let both = [("where_1", "home"), ("where_1", "nursery")];
        let page = citizen.press(&page, "next", &both).await;
        let back = citizen.press(&page, "back", &[]).await;
        let back = citizen
            .press(
                &back,
                "back",
                &[("where_1", "home"), ("where_1", "nursery")],
            )
            .await;
        let page = citizen.press(&back, "next", &[("age_1", "9")]).await;
        assert_eq!(offered(&page, "where_1"), ["home", "school", "other"]);
        let check = format!("{}/check", address(&survey));
        citizen.get(&check).await.assert_page(200, words);
        let page = citizen.press(&page, "next", &[("where_1", "home")]).await;
        let check = citizen.press(&page, "next", &[]).await;
        assert!(!check.main_text().contains(words), "it was chosen again");
    }
    door.assert_nothing_stored().await;
}

#[actix_web::test]
async fn the_texts_of_a_repeat_are_in_the_language_of_the_page() {
    let door = TestApp::new().await;
    let survey = door.survey(FAMILY, Anonymity::Open).await;
    for (language, words) in [
        ("en", "Where does Hana spend weekdays?"),
        ("ja-x-easy", "Hanaは 昼"),
    ] {
        let citizen = door.resident();
        let first = format!("{}?lang={language}", address(&survey));
        let wishes = to_wishes(&citizen, &first, [("Hana", "3"), ("", "17")]).await;
        let back = citizen.press(&wishes, "back", &[]).await;
        let unnamed = if language == "en" {
            "your child"
        } else {
            "子どもは 昼"
        };
        back.assert_page(200, unnamed);
        let back = citizen.press(&back, "back", &[("where_2", "home")]).await;
        let back = citizen.press(&back, "back", &[("age_2", "17")]).await;
        back.assert_page(200, words);
    }
}

/// What is drawn hangs on nothing that the town has: the key, with its secret, does not tell the half of a response.
/// Once something is typed, it is kept with the draft, on every device.
#[actix_web::test]
async fn no_key_tells_its_half() {
    let door = TestApp::new().await;
    let survey = door.survey(FAMILY, Anonymity::Anonymous).await;
    let keys = door.town.keys(survey.id, 16).await;
    let mut differ = 0;
    for key in &keys {
        let mut praised = Vec::new();
        for citizen in [door.resident(), door.resident()] {
            let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
            let first = citizen.follow(scanned).await;
            first.assert_page(200, "誰の回答かは分かりません");
            let page = citizen.press(&first, "", &[]).await;
            let wishes = citizen.press(&page, "next", &[("children", "0")]).await;
            praised.push(wishes.form().has("praise"));
        }
        assert_eq!(praised[0], praised[1], "the draft keeps what was drawn");
        differ += usize::from(praised[0]);
    }
    assert!(
        0 < differ && differ < keys.len(),
        "{differ} of {}",
        keys.len()
    );
}

/// What a survey says of names is true of what it asks.
#[actix_web::test]
async fn who_asks_for_contact_details_does_not_say_that_nobody_does() {
    let door = TestApp::new().await;
    let family = door.survey(FAMILY, Anonymity::Open).await;
    let first = door.resident().get(&address(&family)).await;
    first.assert_page(200, "お名前は伺いません");
    let asks = String::from_utf8(FAMILY.to_vec()).unwrap();
    let asks = asks.replace("        max_length: 20\n", "        pattern: telephone\n");
    let asking = door.survey(asks.as_bytes(), Anonymity::Open).await;
    let first = door.resident().get(&address(&asking)).await;
    first.assert_page(200, "連絡先を書くかどうかは自由です");
    assert!(!first.main_text().contains("お名前は伺いません"));
    assert!(!first.main_text().contains("お名前も住所も伺わず"));
}
