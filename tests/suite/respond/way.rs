//! Without a key: from the first page to the receipt, back, again, in other languages, without cookies.

use kocho::domain::survey::Anonymity;

use crate::support::door::{self, EVERYTHING, ONE_PAGE, Person, TestApp, address};
use crate::support::page::Reply;

#[actix_web::test]
async fn a_citizen_answers_from_the_first_page_to_the_receipt() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();

    let first = citizen.get(&address(&survey)).await;
    first.assert_page(200, "市民アンケート");
    first.assert_page(200, "約3分・全26問");
    first.assert_page(200, "連絡先を書くかどうかは自由です");
    let begun = citizen
        .post(&first.form().action, &first.form().pairs())
        .await;
    begun.assert_redirect(&format!("{}/sections/1", address(&survey)));

    let page = citizen.follow(begun).await;
    page.assert_page(200, "1 / 3ページ");
    let sent = citizen
        .send(
            &page,
            "next",
            &[("livable", "1"), ("work", "1"), ("work", "3")],
        )
        .await;
    sent.assert_redirect(&format!("{}/sections/3", address(&survey)));
    let page = citizen.follow(sent).await;
    page.assert_page(200, "2 / 3ページ");
    let tables = [
        ("service.counter", "1"),
        ("service.phone", "2"),
        ("policies.snow.satisfaction", "2"),
        ("policies.snow.importance", "1"),
        ("ways.1", "3"),
        ("ways.2", "1"),
        ("visits.hall", "２．５回"),
        ("times.pool", "2"),
        ("times.pool", "3"),
    ];
    let page = citizen.press(&page, "next", &tables).await;
    let typed = [
        ("age", "４２歳"),
        ("since", "平成31年4月30日"),
        ("nickname", "オアシスパーク"),
        ("opinion", "雪が多い。\r\nでも好きです。"),
    ];
    let check = citizen.press(&page, "next", &typed).await;
    check.assert_page(200, "回答を確かめる");
    for said in [
        "そう思う",
        "道路",
        "学校",
        "窓口",
        "42",
        "平成31年4月30日（2019年4月30日）",
        "オアシスパーク",
        "でも好きです。",
    ] {
        check.assert_page(200, said);
    }
    door.assert_nothing_stored().await;

    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "ありがとうございました");
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(
        door.stored().await,
        serde_json::json!({
            "livable": "1", "work": ["1", "3"],
            "service.counter": "1", "service.phone": "2",
            "policies.snow.satisfaction": "2", "policies.snow.importance": "1",
            "ways.1": "3", "ways.2": "1",
            "visits.hall": 2.5, "times.pool": ["2", "3"],
            "age": 42, "since": "2019-04-30",
            "nickname": "オアシスパーク", "opinion": "雪が多い。\nでも好きです。"
        })
    );
    let shown = format!("{}/receipts/{}", address(&survey), receipt.receipt());
    let later = citizen.elsewhere().get(&shown).await;
    later.assert_page(200, "回答は記録されています");
    assert!(!later.main_text().contains("オアシスパーク"));
}

#[actix_web::test]
async fn going_back_and_reloading_lose_nothing() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let first = citizen.begin(&address(&survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    let typed = citizen
        .press(&tables, "next", &[("service.counter", "2")])
        .await;

    // Back with something that could not be sent: it is kept all the same.
    let back = citizen
        .press(&typed, "back", &[("age", "たぶん四十")])
        .await;
    assert_eq!(back.form().value("service.counter"), Some("2"));
    let reloaded = citizen.get(&back.path).await;
    assert_eq!(reloaded.html(), back.html());
    let back = citizen.press(&back, "back", &[]).await;
    assert_eq!(back.form().value("livable"), Some("1"));
    let start = citizen.press(&back, "back", &[]).await;
    start.assert_page(200, "続きから回答する");

    // The browser's own Back sends an old page again: it only says the same once more.
    let again = citizen.press(&first, "next", &[("livable", "1")]).await;
    assert_eq!(again.form().value("service.counter"), Some("2"));
    let typed = citizen.press(&again, "next", &[]).await;
    assert_eq!(typed.form().value("age"), Some("たぶん四十"));
    let refused = citizen.send(&typed, "next", &[]).await;
    refused.assert_page(422, "数字を入力してください");
    assert!(refused.html().contains("<title>エラー："));
    assert_eq!(refused.form().value("age"), Some("たぶん四十"));
}

#[actix_web::test]
async fn resuming_goes_on_where_one_stopped() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    citizen.press(&page, "next", &[("livable", "1")]).await;
    let page = citizen.begin(&address(&survey)).await;
    assert!(page.path.contains("/sections/3"), "{}", page.path);
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 1);
}

#[actix_web::test]
async fn changing_the_language_keeps_what_was_typed() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let page = citizen.press(&page, "lang:en", &[("work", "2")]).await;
    page.assert_page(200, "Is it a good place?");
    assert!(page.html().contains("<html lang=\"en\""));
    assert_eq!(page.form().value("work"), Some("2"));
    let page = citizen
        .press(&page, "lang:ja-x-easy", &[("livable", "1")])
        .await;
    page.assert_page(200, "住みやすいですか。");
    assert!(page.html().contains("<rt>す</rt>"), "no reading");
    assert_eq!(page.form().value("livable"), Some("1"));
    assert_eq!(page.form().value("work"), Some("2"));
    let page = citizen.press(&page, "lang:xx", &[]).await;
    page.assert_page(200, "住みやすいですか。");
    let check = citizen.to_check(&survey, &[]).await;
    let check = citizen.press(&check, "lang:en", &[]).await;
    check.assert_page(200, "Check your answers");
    let receipt = citizen.press(&check, "send", &[]).await;
    assert!(receipt.html().contains("<html lang=\"en\""));
    let stored = door.town.enclosed().await.remove(0);
    assert_eq!(stored.cover.language.tag(), "en");
}

#[actix_web::test]
async fn an_answer_opens_the_question_that_belongs_to_it() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    assert!(!page.form().has("why"));
    let sent = citizen.send(&page, "next", &[("livable", "2")]).await;
    let target = sent.header("location").unwrap().to_owned();
    assert!(target.ends_with("/sections/1#why"), "{target}");
    let page = citizen.follow(sent).await;
    page.assert_page(200, "その理由は何ですか。");
    page.assert_page(200, "1 / 4ページ");
    let page = citizen
        .press(&page, "next", &[("why", "99"), ("why.other", "坂が多い")])
        .await;
    page.assert_page(200, "くわしく教えてください。");
    assert!(page.path.contains("/sections/2"));

    // Changed back: what is no longer asked is neither shown nor sent.
    let page = citizen
        .press(&page, "next", &[("more", "冬がたいへん")])
        .await;
    let page = citizen.press(&page, "back", &[]).await;
    let page = citizen.press(&page, "back", &[]).await;
    let page = citizen.press(&page, "next", &[("livable", "1")]).await;
    assert!(page.path.contains("/sections/3"), "{}", page.path);
    let receipt = citizen.answer(&survey, &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(door.stored().await, serde_json::json!({"livable": "1"}));
}

#[actix_web::test]
async fn without_cookies_the_answers_travel_in_the_form() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident().without_cookies();
    let first = format!("{}?lang=en&display=large", address(&survey));
    let page = citizen.begin(&first).await;
    page.assert_page(200, "Is it a good place?");
    assert!(page.html().contains("class=\"large\""));
    let page = citizen.press(&page, "lang:ja", &[("livable", "2")]).await;
    page.assert_page(200, "このページを閉じると、ここまでの回答は残りません");
    assert_eq!(page.form().value("livable"), Some("2"));
    page.assert_page(200, "その理由は何ですか。");
    let page = citizen.press(&page, "next", &[("why.other", "坂")]).await;
    let page = citizen.press(&page, "back", &[]).await;
    assert_eq!(page.form().value("livable"), Some("2"));
    // Back to the first page, its switches, and on where one stopped.
    let start = citizen.press(&page, "back", &[]).await;
    start.assert_page(200, "続きから回答する");
    let start = citizen.press(&start, "display:", &[]).await;
    assert!(!start.html().contains("class=\"large\""));
    let start = citizen.press(&start, "lang:en", &[]).await;
    start.assert_page(200, "Continue");
    let page = citizen.press(&start, "", &[]).await;
    let page = citizen.press(&page, "lang:ja", &[]).await;
    let check = to_check(&citizen, page).await;
    check.assert_page(200, "坂");
    // Changing something from the check page.
    let page = citizen.press(&check, "change:1", &[]).await;
    assert_eq!(page.form().value("why.other"), Some("坂"));
    let check = to_check(&citizen, page).await;
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 0);
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let again = citizen.press(&check, "send", &[]).await;
    assert_eq!(again.receipt(), receipt.receipt());
    assert_eq!(door.town.responses(survey.id).await, 1);
    assert_eq!(citizen.cookies(), 0);
}

/// On with what stands there.
async fn to_check(person: &Person<'_>, mut page: Reply) -> Reply {
    for _ in 0..10 {
        if page.form().action.ends_with("/responses") {
            return page;
        }
        page = person.press(&page, "next", &[]).await;
    }
    panic!("the check page does not come: {}", page.path);
}

#[actix_web::test]
async fn with_cookies_the_token_leaves_the_address() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    assert!(!page.path.contains('?'), "{}", page.path);
    // The form says whose draft it is all the same: another tab may hold another one by then.
    assert!(page.form().has("_t"));
    let begun = citizen
        .elsewhere()
        .post(&format!("{}/draft", address(&survey)), &[])
        .await;
    let cookie = begun.header("set-cookie").unwrap();
    for attribute in [
        "HttpOnly",
        "SameSite=Lax",
        // Of the town: where another letter's key is opened it must be seen.
        "Path=/sunagawa",
    ] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(
        !cookie.contains("Expires") && !cookie.contains("Max-Age"),
        "{cookie}"
    );
}

#[actix_web::test]
async fn a_short_questionnaire_is_answered_on_one_page() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    page.assert_page(200, "まちの声");
    let english = citizen
        .press(
            &page,
            "lang:en",
            &[("opinion", "もっとバスを"), ("livable", "2")],
        )
        .await;
    english.assert_page(200, "Voices of the town");
    assert_eq!(english.form().value("opinion"), Some("もっとバスを"));
    let blank = citizen.send(&page, "send", &[]).await;
    blank.assert_page(422, "回答が1つも入力されていません");
    let receipt = citizen.press(&english, "send", &[]).await;
    assert!(receipt.html().contains("<html lang=\"en\""));
    assert_eq!(
        door.stored().await,
        serde_json::json!({"livable": "2", "opinion": "もっとバスを"})
    );
    let drafts = door.town.db.number("select count(*) from drafts").await;
    assert_eq!(drafts, 0);
}

#[actix_web::test]
async fn another_person_on_the_same_phone_starts_afresh() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let phone = door.resident();
    let receipt = phone.answer(&survey, &[("opinion", "ひみつ")]).await;
    assert_eq!(phone.cookies(), 0);
    let next = receipt
        .links()
        .into_iter()
        .find(|link| link.starts_with(&address(&survey)))
        .expect("a link for the next person");
    let begun = phone.get(&next).await;
    let first = phone.follow(begun).await;
    first.assert_page(200, "回答を始める");
    let page = phone.begin(&first.path).await;
    assert_eq!(page.form().value("livable"), None);
    let second = phone.answer(&survey, &[]).await;
    assert_ne!(second.receipt(), receipt.receipt());
    assert_eq!(door.town.responses(survey.id).await, 2);
    // Whoever goes back in the first person's pages finds nothing of theirs.
    let old = phone.get(&format!("{}/check", address(&survey))).await;
    old.assert_page(410, "途中の回答が見つかりません");
}

#[actix_web::test]
async fn the_draft_is_deleted_with_sending() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    citizen
        .to_check(&survey, &[("opinion", "消してほしい")])
        .await;
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 1);
    let readable = "select count(*) from drafts where encode(content, 'escape') like '%livable%'";
    assert_eq!(
        door.town.db.number(readable).await,
        0,
        "a draft in the clear"
    );
    citizen.answer(&survey, &[]).await;
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 0);
}

#[actix_web::test]
async fn larger_text_stays_through_all_pages() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let first = format!("{}?lang=ja-x-easy&display=large-noruby", address(&survey));
    let page = citizen.begin(&first).await;
    assert!(page.html().contains("class=\"large noruby\""));
    let check = citizen.press(&page, "next", &[("livable", "1")]).await;
    let check = citizen.press(&check, "next", &[]).await;
    let check = citizen.press(&check, "next", &[]).await;
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "");
    assert!(receipt.html().contains("class=\"large noruby\""));
}

#[actix_web::test]
async fn two_surveys_on_one_phone_do_not_meet() {
    let door = TestApp::new().await;
    let one = door.survey(EVERYTHING, Anonymity::Open).await;
    let other = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&one)).await;
    citizen.press(&page, "next", &[("livable", "1")]).await;
    let page = citizen.begin(&address(&other)).await;
    assert_eq!(page.form().value("livable"), None);
    let forged = page
        .form()
        .action
        .replace(other.slug.as_str(), one.slug.as_str());
    let token = door::encoded(&[("livable", "2"), ("_go", "next")]);
    let kind = "application/x-www-form-urlencoded";
    let sent = citizen.elsewhere().post_bytes(&forged, kind, token).await;
    sent.assert_page(410, "途中の回答が見つかりません");
}
