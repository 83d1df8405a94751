//! Who works here: added, changed, invited, and out at once when they are to be.

use kocho::domain::role::Role;

use crate::support::door::TestApp;

const SATO: [(&str, &str); 3] = [
    ("login", "sato.h"),
    ("name", "佐藤 花子"),
    ("designer", "on"),
];

#[actix_web::test]
async fn somebody_is_added_gets_a_slip_and_comes_in() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let new = staff.get("/staff/people/new").await;
    let person = staff.press(&new, "", &SATO).await;
    person.assert_page(200, "設定コードを渡してください");
    let invite = person
        .forms()
        .into_iter()
        .find(|form| form.action.contains("invitation"))
        .unwrap();
    let slip = staff.post(&invite.action, &[("_go", "slip")]).await;
    slip.assert_page(200, "ログイン名 sato.h");
    slip.assert_page(200, "/staff/set-up/sunagawa");
    let code = slip
        .html()
        .split("<code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let clerk = app.clerk();
    let page = clerk.get("/staff/set-up/sunagawa").await;
    let chosen = clerk.press(&page, "", &[("code", code)]).await;
    let twice = [
        ("password", "雨上がりの空知川を歩く"),
        ("again", "雨上がりの空知川を歩く"),
    ];
    clerk
        .press(&chosen, "", &twice)
        .await
        .assert_page(200, "待っていること");
    let list = staff.get("/staff/people?q=%E4%BD%90%E8%97%A4").await;
    list.assert_page(200, "sato.h");
    assert!(!list.main_text().contains("administratorのdesk"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_field_with_everything_still_there() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let new = staff.get("/staff/people/new").await;
    let long = "あ".repeat(10_000);
    for (field, typed, said) in [
        ("login", "佐藤", "「佐」はログイン名に使えません"),
        ("login", "DESK", "使われています"),
        ("login", "", "入力してください"),
        ("name", "\u{202e}nimda", "目に見えない文字"),
        ("name", &long, "10000"),
        ("email", "sato@", "形を確かめて"),
        ("until", "来年", "2026-12-31"),
        ("designer_until", "32日", "2026-12-31"),
    ] {
        let mut form = new.form();
        form.fill(&SATO);
        form.fill(&[(field, typed)]);
        let again = staff.submit(&form, "").await;
        again.assert_page(422, said);
        assert_eq!(again.form().value(field), Some(typed));
        assert_eq!(again.form().value("designer"), Some("on"));
    }
    let nobody = staff.send(&new, "", &[("login", "x"), ("name", "x")]).await;
    nobody.assert_page(422, "役割を一つ以上");
    // What no browser sends changes nothing.
    let forged = staff
        .post("/staff/people/new", &[("login", "x"), ("operator", "on")])
        .await;
    assert_eq!(forged.status.as_u16(), 400);
    assert_eq!(app.town.db.number("select count(*) from people").await, 1);
}

#[actix_web::test]
async fn whoever_has_other_roles_is_out_and_of_two_administrators_the_second_looks_again() {
    let app = TestApp::with_desk().await;
    let suzuki = app.staff_with(Role::Designer).await;
    suzuki.get("/staff/surveys").await.assert_page(200, "");
    let (first, second) = (app.staff(), app.staff());
    let id = app
        .town
        .db
        .text("select id::text from people where login = 'designer'")
        .await;
    let path = format!("/staff/people/{id}");
    let (mine, yours) = (first.get(&path).await, second.get(&path).await);
    let people = |page: &crate::support::page::Reply| page.forms().remove(0);
    let mut form = people(&mine);
    form.fill(&[("name", "鈴木 一郎")]);
    form.add("viewer", "on");
    let list = first.submit(&form, "").await;
    first.follow(list).await.assert_page(200, "鈴木 一郎");
    suzuki
        .get("/staff/surveys")
        .await
        .assert_redirect("/staff/sign-in");
    let mut form = people(&yours);
    form.fill(&[("name", "別の名前")]);
    let again = second.submit(&form, "").await;
    again.assert_page(422, "ほかの方がこの職員の内容を変えました");
    let saved = second.submit(&people(&again), "").await;
    second.follow(saved).await.assert_page(200, "別の名前");
}

#[actix_web::test]
async fn the_last_administrator_stays_one() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let id = app.town.db.text("select id::text from people").await;
    let page = staff.get(&format!("/staff/people/{id}")).await;
    let mut form = page.forms().remove(0);
    form.fill(&[("administrator_until", "2099-12-31")]);
    let again = staff.submit(&form, "").await;
    again.assert_page(422, "期限のない管理者がいなくなります");
    staff.get("/staff/surveys").await.assert_page(200, "");
}

/// LimeSurvey #19117: expired accounts went on working.
#[actix_web::test]
async fn a_last_day_ends_everything() {
    let app = TestApp::with_desk().await;
    for (role, expire) in [
        (
            Role::Designer,
            "update people set until = current_date - 2 where login = 'designer'",
        ),
        (
            Role::Viewer,
            "update person_roles set until = current_date - 2 where role = 'viewer'",
        ),
        (
            Role::Approver,
            "delete from person_roles where role = 'approver'",
        ),
    ] {
        let person = app.staff_with(role).await;
        person.get("/staff/surveys").await.assert_page(200, "");
        app.town.db.execute(expire).await;
        person
            .get("/staff/surveys")
            .await
            .assert_redirect("/staff/sign-in");
    }
}

#[actix_web::test]
async fn a_letter_leads_to_the_password_and_nothing_at_rest_opens() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let new = staff.get("/staff/people/new").await;
    let mut form = new.form();
    form.fill(&SATO);
    form.fill(&[("email", "sato@town.example")]);
    let person = staff.submit(&form, "").await;
    let person = staff.follow(person).await;
    let invite = person
        .forms()
        .into_iter()
        .find(|form| form.action.contains("invitation"))
        .unwrap();
    let sent = staff.post(&invite.action, &[("_go", "letter")]).await;
    staff
        .follow(sent)
        .await
        .assert_page(200, "設定のメールを送ります");
    let at_rest = app.town.db.text("select letter::text from letters").await;
    let letter = app.letters().await.remove(0);
    let link = letter.split("https://staff.town.example").nth(1).unwrap();
    let path = link.split(['\r', '\n', '<', '"', ' ']).next().unwrap();
    assert!(path.starts_with("/staff/set-up/sunagawa/"), "{path}");
    assert!(!at_rest.contains(path.rsplit('/').next().unwrap()));
    let clerk = app.clerk();
    let led = clerk.get(path).await;
    clerk.follow(led).await.assert_page(200, "佐藤 花子さん");
}
