//! 「同上」: the answer to an earlier question taken over, as cards, in a list, and above the field of a place.

use kocho::domain::survey::Anonymity;
use serde_json::{Value, json};

use crate::support::door::{EVERYTHING, TestApp, address};
use crate::support::page::{Reply, Tag};

/// The tag of this kind with this id.
fn with_id(page: &Reply, id: &str) -> Tag {
    let mut tags = page.tags().into_iter();
    let found = tags.find(|tag| tag.value("id").as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no {id} in {}", page.html()))
}

/// Three pages: where one lives; the same of work; the same of shopping. Of so many places: a few are cards, many a list.
fn town(count: usize) -> Vec<u8> {
    let text = |ja: &str| json!({"ja": ja, "en": ja});
    let option = |at: usize| json!({"code": at, "label": text(&format!("{at}区"))});
    let options: Value = (1..=count).map(option).collect();
    let asked = |code: &str, wording: &str, same_as: Option<&str>| {
        let text = text(wording);
        json!({"code": code, "text": text, "type": "single", "same_as": same_as, "options": options})
    };
    let section = |code: &str, questions: &[Value]| json!({"code": code, "title": text(code), "questions": questions});
    let mut away = asked("away", "遠くはどこですか。", Some("shop"));
    away["show_if"] = json!({"any_of": {"item": "shop", "codes": [1]}});
    let shop = asked("shop", "お買い物はどこですか。", Some("home"));
    let document = json!({
        "code": "town", "title": text("区"), "purpose": text("区"), "minutes": 1, "languages": ["ja", "en"],
        "sections": [
            section("s1", &[asked("home", "お住まいはどこですか。", None)]),
            section("s2", &[asked("work", "お勤めはどこですか。", Some("home"))]),
            section("s3", &[shop, away]),
        ],
    });
    serde_json::to_vec(&document).unwrap()
}

#[actix_web::test]
async fn another_answer_is_taken_over_and_followed_when_it_changes() {
    for count in [3, 20] {
        let door = TestApp::new().await;
        let survey = door.survey(&town(count), Anonymity::Open).await;
        let citizen = door.resident();
        let home = citizen.begin(&address(&survey)).await;
        let work = citizen.press(&home, "next", &[("home", "3")]).await;
        work.assert_page(200, "問1（お住まいはどこですか）と同じ 1区 2区");
        let english = citizen.press(&work, "lang:en", &[]).await;
        english.assert_page(200, "The same as in question 1 (お住まいはどこですか) 1区");
        let work = citizen.press(&english, "lang:ja", &[]).await;
        let shop = citizen.press(&work, "next", &[("work", "_same")]).await;
        let back = citizen.press(&shop, "back", &[]).await;
        assert_eq!(back.form().value("work"), Some("_same"));
        let check = citizen.press(&shop, "next", &[("shop", "_same")]).await;
        check.assert_page(200, "お勤めはどこですか。 3区");
        // Another home: the others go along, and what hangs on one of them is asked.
        let home = citizen.get(&home.path).await;
        citizen.press(&home, "next", &[("home", "1")]).await;
        let check = citizen.get(&check.path).await;
        check.assert_page(
            200,
            "お買い物はどこですか。 1区 問4 遠くはどこですか。 答えていません",
        );
        citizen
            .press(&check, "send", &[])
            .await
            .assert_page(200, "");
        let stored = json!({"home": "1", "work": "1", "shop": "1"});
        assert_eq!(door.stored().await, stored);
    }
}

#[actix_web::test]
async fn what_was_not_answered_cannot_be_taken_over() {
    let door = TestApp::new().await;
    let survey = door.survey(&town(20), Anonymity::Open).await;
    let citizen = door.resident();
    let home = citizen.begin(&address(&survey)).await;
    let work = citizen.press(&home, "next", &[]).await;
    for (language, said) in [
        (
            "en",
            "Question 1 is not answered. Please answer it, or choose here.",
        ),
        (
            "ja",
            "問1に答えていません。問1に答えるか、ここで選んでください。",
        ),
    ] {
        let work = citizen.press(&work, &format!("lang:{language}"), &[]).await;
        let sent = citizen.send(&work, "next", &[("work", "_same")]).await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value("work"), Some("_same"));
        assert!(sent.links().contains(&"#work-1".to_owned()));
        assert_eq!(
            with_id(&sent, "work-1").value("aria-invalid").as_deref(),
            Some("true")
        );
    }
    // Nor is it anywhere else, and what offers it takes no other word.
    for (page, field, forged) in [
        (&home, "home", "_same"),
        (&work, "work", "_SAME"),
        (&work, "work", "_same "),
    ] {
        let sent = citizen.send(page, "next", &[(field, forged)]).await;
        sent.assert_page(422, "選択肢から選んでください");
    }
    door.assert_nothing_stored().await;
    let home = citizen.get(&home.path).await;
    citizen.press(&home, "next", &[("home", "3")]).await;
    let work = citizen.get(&work.path).await;
    let shop = citizen.press(&work, "next", &[("work", "_same")]).await;
    shop.assert_page(200, "お買い物はどこですか。");
    // The answer is taken back afterwards: sending leads to the question that hung on it.
    let home = citizen.get(&home.path).await;
    citizen.press(&home, "next", &[("home", "")]).await;
    let check = citizen.get(&format!("{}/check", address(&survey))).await;
    check.assert_page(422, "お勤めはどこですか。");
}

#[actix_web::test]
async fn a_place_is_the_same_as_another_until_its_name_is_written() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let first = citizen.begin(&address(&survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    let page = citizen.press(&tables, "next", &[]).await;
    for (language, said) in [
        ("ja", "問19（お住まいの地区はどこですか）と同じ"),
        ("ja-x-easy", "問19（どこに 住んで いますか）と 同じ"),
        ("en", "The same as in question 19 (Where do you live)"),
    ] {
        citizen
            .press(&page, &format!("lang:{language}"), &[])
            .await
            .assert_page(200, said);
    }
    let page = citizen.press(&page, "lang:ja", &[]).await;
    let same = [
        ("district", "西町"),
        ("commute", "_same"),
        ("commute", ""),
        ("commute", "_before::"),
    ];
    let check = citizen.press(&page, "next", &same).await;
    check.assert_page(200, "お勤め先の地区はどこですか。 西町");
    let back = citizen.press(&check, "back", &[]).await;
    assert!(with_id(&back, "commute-same").value("checked").is_some());
    assert_eq!(
        with_id(&back, "commute").value("value").as_deref(),
        Some("")
    );
    // The mark cannot be taken away without script: what is written takes its place.
    let mut form = back.form();
    let written = [
        ("commute", "_same"),
        ("commute", "ひがしま"),
        ("commute", "_before:_same:"),
    ];
    form.fill(&written);
    let check = citizen.follow(citizen.submit(&form, "next").await).await;
    check.assert_page(200, "お勤め先の地区はどこですか。 東町");
    let back = citizen.press(&check, "back", &[]).await;
    assert!(with_id(&back, "commute-same").value("checked").is_none());
    // Both at once contradict each other: the text stays, and nothing is marked for anybody.
    let both = [
        ("commute", "_same"),
        ("commute", "北一丁目"),
        ("commute", "_before:101:東町"),
    ];
    let sent = citizen.send(&back, "next", &both).await;
    sent.assert_page(422, "書かれている地名と、選ばれている地名が違います。");
    assert!(with_id(&sent, "commute-same").value("checked").is_none());
    assert_eq!(
        with_id(&sent, "commute").value("value").as_deref(),
        Some("北一丁目")
    );
    let none = citizen
        .send(&sent, "next", &[("district", ""), ("commute", "_same")])
        .await;
    none.assert_page(422, "問19に答えていません。");
    door.assert_nothing_stored().await;
    let check = citizen.press(&page, "next", &same).await;
    citizen
        .press(&check, "send", &[])
        .await
        .assert_page(200, "");
    let stored = json!({"livable": "1", "district": "104", "commute": "104"});
    assert_eq!(door.stored().await, stored);
}
