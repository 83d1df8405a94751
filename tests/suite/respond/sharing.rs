//! Several people on one device: two letters of a family, two tabs, somebody else after the thanks page.

use kocho::domain::survey::Anonymity;

use crate::support::door::{EVERYTHING, ONE_PAGE, Person, TestApp, address};
use crate::support::page::Reply;

/// Opens the survey of a letter and begins.
async fn open(phone: &Person<'_>, key: &str) -> Reply {
    let scanned = phone.get(&format!("/sunagawa/a/{key}")).await;
    let first = phone.follow(scanned).await;
    let form = first.form();
    let begun = phone.post(&form.action, &form.pairs()).await;
    phone.follow(begun).await
}

#[actix_web::test]
async fn two_letters_in_one_browser_are_two_peoples_answers() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let keys = door.town.keys(survey.id, 2).await;
    let phone = door.resident();
    let one = open(&phone, &keys[0].to_string()).await;
    let two = open(&phone, &keys[1].to_string()).await;
    // Going on in the first tab: kept where it belongs, and said.
    let told = phone.send(&one, "next", &[("livable", "2")]).await;
    told.assert_page(409, "別の方の回答も開いています");
    for key in &keys {
        let key = key.to_string();
        let mark = key.rsplit('-').next().unwrap();
        told.assert_page(409, &format!("回答コードの末尾が「{mark}」の回答を続ける"));
    }
    let forms = told.forms();
    let first = phone.submit(&forms[0], "").await;
    phone.follow(first).await;
    let page = phone.get(&format!("{}/sections/1", address(&survey))).await;
    assert_eq!(page.form().value("livable"), Some("2"));
    // The second tab belongs to the second letter still.
    let told = phone.send(&two, "next", &[("livable", "1")]).await;
    told.assert_page(409, "別の方の回答も開いています");
    let page = phone.submit(&told.forms()[0], "").await;
    let receipt = phone.answer(&survey, &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    page.assert_redirect(&address(&survey));
    assert_eq!(door.stored().await["livable"], "1");
    let used = "select count(*) from invitations where used";
    assert_eq!(door.town.db.number(used).await, 1);
}

#[actix_web::test]
async fn a_check_page_sends_what_it_shows() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let keys = door.town.keys(survey.id, 2).await;
    let phone = door.resident();
    open(&phone, &keys[0].to_string()).await;
    let check = phone.to_check(&survey, &[("opinion", "一通目")]).await;
    let other = open(&phone, &keys[1].to_string()).await;
    let typed = phone.press(&other, "next", &[("livable", "1")]).await;
    let receipt = phone.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(door.stored().await["opinion"], "一通目");
    assert_eq!(door.town.responses(survey.id).await, 1);
    // The other's answers are not touched: they are still open on this phone.
    let still = phone.get(&typed.path).await;
    still.assert_page(200, "ページ");
    let second = phone.answer(&survey, &[("opinion", "二通目")]).await;
    second.assert_page(200, "回答を記録しました");
    assert_ne!(second.receipt(), receipt.receipt());
    assert_eq!(door.town.responses(survey.id).await, 2);
}

#[actix_web::test]
async fn another_person_does_not_go_on_with_somebodys_answers() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let tablet = door.resident();
    let page = tablet.begin(&address(&survey)).await;
    tablet.press(&page, "next", &[("livable", "2")]).await;
    let first = tablet.get(&address(&survey)).await;
    first.assert_page(200, "続きから回答する");
    first.assert_page(200, "この端末で別の方が回答する");
    let afresh = tablet.press(&first, "another", &[]).await;
    afresh.assert_page(200, "回答を始める");
    let page = tablet.begin(&address(&survey)).await;
    assert_eq!(page.form().value("livable"), None);
}

#[actix_web::test]
async fn another_letter_is_asked_for_where_a_key_is_needed() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let tablet = door.resident();
    let page = open(&tablet, &key).await;
    tablet.press(&page, "next", &[("livable", "2")]).await;
    let first = tablet.get(&address(&survey)).await;
    let mark = key.rsplit('-').next().unwrap();
    first.assert_page(200, &format!("回答コードの末尾が「{mark}」の回答です"));
    let asked = tablet.press(&first, "another", &[]).await;
    asked.assert_page(200, "回答コードを入力してください");
    let first = tablet.get(&address(&survey)).await;
    first.assert_page(200, "お手紙に書かれた回答コードをお持ちの方");
    // Who wrote goes on with the letter.
    let again = open(&tablet, &key).await;
    assert!(again.path.contains("/sections/2"), "{}", again.path);
}

#[actix_web::test]
async fn going_back_to_a_form_and_sending_it_again_is_one_response() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let phone = door.resident();
    let page = phone.get(&address(&survey)).await;
    // Back and reload before anything is sent: the form stays the same one.
    let again = phone.get(&address(&survey)).await;
    assert_eq!(again.form().value("_form"), page.form().value("_form"));
    let typed = [("livable", "2"), ("opinion", "ひみつ")];
    let receipt = phone.press(&page, "send", &typed).await;
    receipt.assert_page(200, "回答を記録しました");
    // A page out of the browser's memory.
    let repeated = phone.press(&again, "send", &typed).await;
    assert_eq!(repeated.receipt(), receipt.receipt());
    // A page fetched anew.
    let back = phone.get(&address(&survey)).await;
    back.assert_page(200, "この端末からの回答は受け付けました");
    assert!(!back.html().contains("ひみつ"));
    assert_eq!(door.town.responses(survey.id).await, 1);

    let links = back.links();
    let another = links
        .iter()
        .find(|link| link.contains("another=1"))
        .unwrap();
    let begun = phone.get(another).await;
    let fresh = phone.follow(begun).await;
    assert_ne!(fresh.form().value("_form"), page.form().value("_form"));
    let second = phone.press(&fresh, "send", &[("livable", "1")]).await;
    assert_ne!(second.receipt(), receipt.receipt());
    assert_eq!(door.town.responses(survey.id).await, 2);
}

#[actix_web::test]
async fn what_was_typed_is_remembered_by_no_browser() {
    let door = TestApp::new().await;
    for questionnaire in [EVERYTHING, ONE_PAGE] {
        let survey = door.survey(questionnaire, Anonymity::Open).await;
        let phone = door.resident();
        let first = phone.get(&address(&survey)).await;
        let mut pages = vec![first.clone()];
        if !first.form().has("livable") {
            let page = phone.begin(&address(&survey)).await;
            pages.push(phone.press(&page, "next", &[("livable", "2")]).await);
            pages.push(page);
        }
        for page in pages {
            let tags = page.tags();
            let off = |tag: &&crate::support::page::Tag| {
                tag.value("autocomplete").as_deref() != Some("off")
            };
            let forms = tags.iter().filter(|tag| tag.name == "form");
            assert_eq!(forms.filter(off).count(), 0, "{}", page.path);
            let texts = tags.iter().filter(|tag| {
                let kind = tag.value("type");
                tag.name == "textarea" || (tag.name == "input" && kind.as_deref() == Some("text"))
            });
            assert_eq!(texts.filter(off).count(), 0, "{}", page.path);
        }
    }
}
