//! What stands around every page of staff: the rooms, the languages, the keys.

use kocho::domain::survey::Anonymity;

use crate::support::door::TestApp;

#[actix_web::test]
async fn every_room_is_one_link_away_and_says_where_one_is() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let rooms = [
        "today",
        "questionnaires",
        "inquiries",
        "surveys",
        "plans",
        "results",
        "voices",
        "motions",
        "administration",
    ];
    for room in rooms {
        let page = staff.get(&format!("/staff/{room}?lang=ja")).await;
        page.assert_page(200, "");
        let menu: Vec<_> = page.tags();
        let menu = menu.iter().filter(|tag| tag.value("data-key").is_some());
        let doors: Vec<(String, bool)> = menu
            .map(|tag| {
                let is_here = tag.value("aria-current").is_some();
                (tag.value("href").unwrap(), is_here)
            })
            .collect();
        let here = |name: &str| format!("/staff/{name}?lang=ja");
        let wanted = rooms.map(|name| (here(name), name == room));
        assert_eq!(doors[..9], wanted);
        assert_eq!(doors[9], (here("help"), false));
    }
}

#[actix_web::test]
async fn another_language_shows_the_same() {
    let app = TestApp::with_desk().await;
    app.town.open(Anonymity::Open).await;
    let staff = app.staff();
    let page = staff
        .get("/staff/surveys?stage=running&q=%E5%B8%82&lang=ja&done=closed")
        .await;
    page.assert_page(200, "受付を締め切りました");
    let links = page.links();
    let english = links.iter().find(|link| link.contains("lang=en")).unwrap();
    let wanted = "/staff/surveys?stage=running&q=%E5%B8%82&lang=en";
    assert_eq!(english, wanted);
    staff.get(english).await.assert_page(200, "Running");
    // A page that answers a form leads to where the form was.
    let again = staff.post("/staff/parts/form?lang=ja", &FORM).await;
    again.assert_page(422, "");
    let links = again.links();
    let english = links.iter().find(|link| link.contains("lang=en")).unwrap();
    assert_eq!(english, "/staff/parts?lang=en");
}

const FORM: [(&str, &str); 5] = [
    ("name", ""),
    ("remark", ""),
    ("day", ""),
    ("division", ""),
    ("seen", "1"),
];

#[actix_web::test]
async fn what_stands_in_an_address_is_shown_as_text() {
    let app = TestApp::with_desk().await;
    let marker = "%22%3E%3Csvg%2Fonload%3D1%3E";
    for (path, status) in [
        ("surveys?q=", 200),
        ("help?q=", 200),
        ("parts?q=", 200),
        ("surveys?stage=", 400),
        ("plans?binding=", 400),
        ("results?state=", 400),
        ("questionnaires?order=", 400),
    ] {
        let page = app.staff().get(&format!("/staff/{path}{marker}")).await;
        page.assert_page(status, "");
        assert!(!page.html().contains("<svg/onload"), "{path}");
    }
}

/// CVE-2023-34090, CVE-2026-45376: a filter reached other columns, a sort parameter the statement. Ours are words of a
/// list, and any other leads back to the list.
#[actix_web::test]
async fn an_address_orders_by_nothing_but_the_words_of_the_list() {
    let app = TestApp::with_desk().await;
    app.town.open(Anonymity::Open).await;
    let staff = app.staff();
    for (room, by) in [
        ("surveys", "stage"),
        ("questionnaires", "order"),
        ("plans", "binding"),
        ("results", "state"),
        ("motions", "state"),
        ("deputies", "state"),
        ("transfers", "state"),
        ("values", "comments"),
    ] {
        let usual = staff.get(&format!("/staff/{room}?lang=ja")).await;
        for word in [
            "password",
            "name%3B%20drop%20table%20surveys",
            "1%2C(select%20pg_sleep(9))",
            "%FF%00",
        ] {
            let page = staff
                .get(&format!("/staff/{room}?lang=ja&{by}={word}"))
                .await;
            page.assert_page(400, "この一覧にありません");
            assert!(
                page.html()
                    .contains(&format!("href=\"/staff/{room}?lang=ja\"")),
                "{room}"
            );
        }
        for asked in [
            "page=99999999999999999999",
            "stage=&state=&binding=&order=",
            "q=%FF",
            "q=%00",
        ] {
            let page = staff.get(&format!("/staff/{room}?lang=ja&{asked}")).await;
            page.assert_page(200, "");
            assert_eq!(page.main_text(), usual.main_text(), "{room}?{asked}");
        }
    }
}
