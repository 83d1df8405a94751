//! The desk of those who run the installation: municipalities are set up, suspended and resumed there.

use kocho::domain::actor::Who;
use kocho::domain::event::people::{Held, Profile};
use kocho::domain::person::{Login, Name};
use kocho::domain::role::Role;
use kocho::domain::slug::Slug;
use kocho::storage::{municipalities, transaction};
use kocho::workflows::accounts::people::{self, PersonError};
use kocho::workflows::municipalities::{self as keeping, MunicipalityError};

use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;

const LIST: &str = "/staff/municipalities";
const NEW: &str = "/staff/municipalities/new";
const SUSPENSION: &str = "/staff/municipalities/sunagawa/suspension";

/// What is typed of a new municipality.
pub fn typed_of_a_municipality<'a>(slug: &'a str, way: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("slug", slug),
        ("name", "名寄市"),
        ("name_en", "Nayoro City"),
        ("division", "総合政策課"),
        ("telephone", "01654-3-2111"),
        ("hours", "平日 8:45〜17:30"),
        ("time_zone", "Asia/Tokyo"),
        ("person", "佐藤 花子"),
        ("login", "sato"),
        ("way", way),
    ]
}

/// The form with another value in one field.
async fn sent(operator: &Person<'_>, field: &'static str, value: &str) -> Reply {
    let page = operator.get(NEW).await;
    let typed = typed_of_a_municipality("nayoro", "slip").into_iter();
    let typed: Vec<_> = typed
        .map(|(name, usual)| (name, if name == field { value } else { usual }))
        .collect();
    operator.send(&page, "", &typed).await
}

async fn suspend(operator: &Person<'_>) -> Reply {
    let page = operator.get(SUSPENSION).await;
    operator.press(&page, "", &[("reason", "契約の終了")]).await
}

fn code(page: &Reply) -> String {
    let rest = page.html().split("<code>").nth(1).unwrap();
    rest.split('<').next().unwrap().to_owned()
}

async fn events(app: &TestApp, slug: &str) -> String {
    let sql = format!(
        "select coalesce(string_agg(concat_ws(':', event->>'event', event->>'act', who::text), ' ' order by number), '') \
         from audit where municipality_id = (select id from municipalities where slug = '{slug}') \
         and event->>'event' ~ '^(municipality|office)'"
    );
    app.town.db.text(&sql).await
}

#[actix_web::test]
async fn a_new_municipality_gets_its_first_administrator_from_a_slip() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    let first = operator.get("/staff").await;
    let list = operator.follow(first).await;
    list.assert_page(200, "砂川市");
    assert!(!list.html().contains("/staff/surveys"), "a room of a town");
    let made = sent(&operator, "", "").await;
    made.assert_page(200, "自治体を開設しました");
    let clerk = app.clerk();
    let enter = clerk.get("/staff/set-up/nayoro").await;
    let chosen = clerk.press(&enter, "", &[("code", &code(&made))]).await;
    chosen.assert_page(200, "佐藤 花子");
    let password = "天塩川の朝霧を渡る風";
    let twice = [("password", password), ("again", password)];
    let inside = clerk.press(&chosen, "", &twice).await;
    inside.assert_page(200, "二つめの確認が必要です");
    let list = operator.get(&format!("{LIST}?lang=en")).await;
    list.assert_page(200, "Nayoro City");
    assert!(list.main_text().contains("Possible"));
    let office = r#"{"operator": "operator"}"#;
    let staff = r#"{"staff": "operator"}"#;
    assert_eq!(
        events(&app, "nayoro").await,
        format!("municipality_created:{office}")
    );
    let at_the_office = events(&app, "office").await;
    assert!(at_the_office.ends_with(&format!("office_acted:created:{staff}")));
}

#[actix_web::test]
async fn a_link_is_shown_once_and_leads_to_the_same_page() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    let made = sent(&operator, "way", "link").await;
    made.assert_page(200, "リンクを");
    let link = code(&made);
    let path = link.split_once("/staff/").unwrap().1;
    let clerk = app.clerk();
    let led = clerk.get(&format!("/staff/{path}")).await;
    clerk
        .follow(led)
        .await
        .assert_page(200, "パスワードを決める");
}

#[actix_web::test]
async fn bad_input_is_told_at_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    let before = app
        .town
        .db
        .number("select count(*) from municipalities")
        .await;
    let long = "市".repeat(10_000);
    for (field, typed, told) in [
        ("name", "", "入力してください"),
        ("name", "\u{202e}砂川", "目に見えない文字"),
        ("name", &long, "10000文字"),
        ("name_en", "Nayoro\u{200b}", "目に見えない文字"),
        ("division", "", "入力してください"),
        ("telephone", "\u{2066}0", "目に見えない文字"),
        ("hours", "", "入力してください"),
        ("time_zone", "Asia/Sunagawa", "時間帯の名前"),
        ("slug", "Nayoro", "英小文字"),
        ("slug", "名寄", "英小文字"),
        ("slug", &long, "英小文字"),
        ("slug", "staff", "プログラムが使っています"),
        ("slug", "new", "プログラムが使っています"),
        ("slug", "office", "プログラムが使っています"),
        ("slug", "sunagawa", "ほかの自治体が使っています"),
        ("person", "\u{200f}", "目に見えない文字"),
        ("login", "佐藤", "使えません"),
    ] {
        let again = sent(&operator, field, typed).await;
        again.assert_page(422, told);
        assert_eq!(again.form().value(field), Some(typed), "{field}");
        assert!(again.form().has("login"));
    }
    // What no browser sends from our page: control characters, other ways.
    for (field, typed) in [("name", "砂\u{0}川"), ("way", "letter"), ("way", "pigeon")] {
        assert_eq!(sent(&operator, field, typed).await.status.as_u16(), 400);
    }
    let after = app
        .town
        .db
        .number("select count(*) from municipalities")
        .await;
    assert_eq!(after, before);
}

#[actix_web::test]
async fn no_municipality_takes_the_name_of_an_office_that_is_to_come() {
    let app = TestApp::new().await;
    let mut conn = app.town.db.conn().await;
    let town = municipalities::by_id(&mut conn, app.town.id).await.unwrap();
    let new =
        municipalities::Municipality::new(Slug::office(), town.name, town.contact, town.time_zone);
    let by = app.town.operator.clone();
    let made = transaction(&mut conn, async |tx| keeping::create(tx, &by, &new).await);
    assert!(matches!(made.await, Err(MunicipalityError::SlugReserved)));
}

#[actix_web::test]
async fn whoever_is_suspended_is_out_at_once_and_comes_back() {
    let app = TestApp::with_desk().await;
    let operator = app.staff_with(Role::Operator).await;
    app.staff().get("/staff/surveys").await.assert_page(200, "");
    let stale = operator.get(SUSPENSION).await;
    let blank = operator.send(&stale, "", &[("reason", "　")]).await;
    blank.assert_page(422, "理由を言葉で");
    suspend(&operator).await.assert_page(200, "停止しました");
    // Their session is none, and the door is shut: asked at a node that has not seen the town served.
    let node = app.node().await;
    let out = app.staff().at(&node).get("/staff/surveys").await;
    out.assert_redirect("/staff/sign-in");
    let door = app.clerk().at(&node).get("/staff/sign-in/sunagawa").await;
    door.assert_page(503, "ただいまご利用いただけません");
    // The second operator, whose page is older, looks again.
    let second = operator.send(&stale, "", &[("reason", "同じ理由")]).await;
    second.assert_page(422, "ほかの方がすでに停止しています");
    let list = operator.get(LIST).await;
    list.assert_page(200, "から停止中");
    let resume = list
        .forms()
        .into_iter()
        .find(|form| form.action.contains("resumption"));
    let resume = resume.unwrap();
    for said in ["再開しました", "ほかの方がすでに再開しています"] {
        let reply = operator.submit(&resume, "").await;
        operator.follow(reply).await.assert_page(200, said);
    }
    let back = app
        .staff()
        .at(&app.node().await)
        .get("/staff/surveys")
        .await;
    back.assert_page(200, "調査の一覧");
    let own = events(&app, "sunagawa").await;
    let acts: Vec<&str> = own
        .split(' ')
        .filter_map(|one| one.split(':').next())
        .collect();
    let acts: Vec<&str> = acts
        .into_iter()
        .filter(|act| act.starts_with("muni"))
        .collect();
    assert_eq!(acts, ["municipality_suspended", "municipality_resumed"]);
}

#[actix_web::test]
async fn the_office_and_what_is_no_municipality_are_not_suspended() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    for name in ["office", "nowhere", "Sunagawa%00"] {
        let page = operator.get(&format!("{LIST}/{name}/suspension")).await;
        assert!(matches!(page.status.as_u16(), 404 | 308), "{name}");
        let sent = operator
            .post(&format!("{LIST}/{name}/resumption"), &[])
            .await;
        assert_eq!(sent.status.as_u16(), 404, "{name}");
    }
    // Of the public the office is unknown.
    let public = app.resident().get("/office").await;
    assert_eq!(public.status.as_u16(), 404);
}

#[actix_web::test]
async fn a_town_acts_on_no_other_municipality() {
    let app = TestApp::new().await;
    let office = app.town.office().await;
    let mut conn = app.town.db.conn().await;
    let town = app.town.operator.clone();
    let reason = "試験".parse().unwrap();
    let of = office.municipality;
    let done = transaction(&mut conn, async |tx| {
        keeping::suspend(tx, &town, of, reason).await
    });
    assert!(matches!(done.await, Err(MunicipalityError::Database(_))));
    let stored = "select count(*) from municipalities where suspended_at is not null";
    assert_eq!(app.town.db.number(stored).await, 0);
    assert!(matches!(office.who, Who::Operator(_)));
}

#[actix_web::test]
async fn nobody_in_a_town_is_an_operator_and_no_operator_has_a_role_of_a_town() {
    let app = TestApp::new().await;
    let (town, office) = (app.town.operator.clone(), app.town.office().await);
    let mut conn = app.town.db.conn().await;
    let profile = |role| Profile {
        login: Login::parse("both").unwrap(),
        name: Name::parse("二役").unwrap(),
        email: None,
        division: None,
        until: None,
        roles: vec![Held { role, until: None }],
    };
    for (desk, role) in [(&town, Role::Operator), (&office, Role::Administrator)] {
        let new = profile(role);
        let added = transaction(&mut conn, async |tx| people::add(tx, desk, new).await);
        assert!(matches!(added.await, Err(PersonError::RoleOfElsewhere)));
    }
    for (desk, own, other) in [
        (&town, Role::Administrator, Role::Operator),
        (&office, Role::Operator, Role::Viewer),
    ] {
        let there = profile(own);
        let added = transaction(&mut conn, async |tx| people::add(tx, desk, there).await);
        let id = added.await.unwrap();
        let more = profile(other);
        let changed = transaction(&mut conn, async |tx| {
            people::change(tx, desk, (id, 1), more).await
        });
        assert!(matches!(changed.await, Err(PersonError::RoleOfElsewhere)));
    }
}

#[actix_web::test]
async fn the_list_is_searched_and_paged() {
    let app = TestApp::new().await;
    let operator = app.staff_with(Role::Operator).await;
    app.town
        .db
        .execute(
            "insert into municipalities (id, slug, name, contact, time_zone) \
             select gen_random_uuid(), 'town-' || lpad(n::text, 3, '0'), jsonb_build_object('ja', 'まち' || n, 'en', 'Town ' || n), \
             contact, time_zone from municipalities, generate_series(1, 120) n where slug = 'sunagawa'",
        )
        .await;
    let rows = |page: &Reply| page.html().matches("<tr id=").count();
    let first = operator.get(LIST).await;
    first.assert_page(200, "1 / 3ページ");
    assert_eq!(rows(&first), 50);
    let last = operator.get(&format!("{LIST}?page=3")).await;
    assert_eq!(rows(&last), 21);
    for (query, found) in [
        ("%E3%81%BE%E3%81%A1120", 1),
        ("TOWN+12", 2),
        ("%EF%BC%B4own+12", 2),
        ("town-01", 10),
        ("%25", 0),
        ("en", 0),
    ] {
        let page = operator.get(&format!("{LIST}?q={query}")).await;
        assert_eq!(rows(&page), found, "{query}");
    }
    for odd in [
        "?page=0",
        "?page=-1",
        "?page=99999999999",
        "?q=%00%E2%80%AE",
        "?page=4294967295",
    ] {
        operator
            .get(&format!("{LIST}{odd}"))
            .await
            .assert_page(200, "");
    }
}

#[actix_web::test]
async fn the_office_is_a_small_link_at_the_door() {
    let app = TestApp::new().await;
    app.clerk()
        .get("/staff/sign-in")
        .await
        .assert_redirect("/staff/sign-in/sunagawa");
    app.town.office().await;
    let which = app.clerk().get("/staff/sign-in").await;
    which.assert_page(200, "運営事務局");
    let office = which
        .links()
        .into_iter()
        .find(|link| link.contains("/office"));
    app.clerk()
        .get(&office.unwrap())
        .await
        .assert_page(200, "職員のサインイン");
}
