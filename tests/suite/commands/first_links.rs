//! The link that is printed at the start while nobody can sign in: in every order of what can have happened.

use kocho::commands::first_links::first_links;
use kocho::domain::actor::Actor;
use kocho::domain::ids::MunicipalityId;
use kocho::domain::role::Role;
use kocho::storage::municipalities::{self, Municipality};
use uuid::Uuid;

use crate::plans::slug_of;
use crate::support::door::TestApp;

/// A town that is none of a demonstration.
async fn real() -> TestApp {
    let app = TestApp::new().await;
    let is_real = "update municipalities set synthetic = false";
    app.town.db.execute(is_real).await;
    app
}

/// What a start prints: one line each.
async fn start(app: &TestApp) -> Vec<String> {
    first_links(&app.app).await.unwrap()
}

/// The link of the only line there is.
async fn printed(app: &TestApp) -> String {
    let lines = start(app).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    let place = lines[0].find("/staff/set-up/sunagawa/");
    lines[0][place.unwrap_or_else(|| panic!("no link: {lines:?}"))..].to_owned()
}

async fn choose(app: &TestApp, link: &str) {
    let clerk = app.clerk();
    let led = clerk.get(link).await;
    let page = clerk.follow(led).await;
    let twice = [
        ("password", "雨上がりの空知川を歩く"),
        ("again", "雨上がりの空知川を歩く"),
    ];
    let inside = clerk.press(&page, "", &twice).await;
    inside.assert_page(200, "二つめの確認が必要です");
}

#[actix_web::test]
async fn a_link_that_is_out_stays_the_one_until_it_is_over() {
    let app = real().await;
    let first = printed(&app).await;
    let meanwhile = start(&app).await;
    assert!(
        meanwhile[0].contains("a set-up code is out"),
        "{meanwhile:?}"
    );
    assert!(!meanwhile[0].contains("/staff/set-up/"), "{meanwhile:?}");
    let over = "update set_ups set expires_at = now() - interval '1 second'";
    app.town.db.execute(over).await;
    let second = printed(&app).await;
    assert_ne!(first, second);
    // Also when the clock has deleted it.
    app.town.db.execute("delete from set_ups").await;
    let third = printed(&app).await;
    let gone = app.clerk().get(&second).await;
    app.clerk()
        .follow(gone)
        .await
        .assert_page(200, "設定コード");
    choose(&app, &third).await;
    assert!(start(&app).await.is_empty());
    let people = "select count(*) from people";
    assert_eq!(app.town.db.number(people).await, 1, "one administrator");
}

#[actix_web::test]
async fn once_somebody_can_sign_in_none_is_printed_whatever_is_out() {
    let app = real().await;
    let link = printed(&app).await;
    choose(&app, &link).await;
    app.town.employ("later", Role::Administrator).await;
    assert!(start(&app).await.is_empty());
    // Whoever has the account of a provider comes in where the town has one: this has none.
    let bound = "update people set account = 'https://id.example 7', password = null";
    app.town
        .db
        .execute(&format!("{bound} where login = 'admin'"))
        .await;
    app.town.db.execute("delete from set_ups").await;
    printed(&app).await;
}

#[actix_web::test]
async fn where_the_only_one_has_left_somebody_new_gets_it() {
    let app = real().await;
    let link = printed(&app).await;
    choose(&app, &link).await;
    for left in [
        "update people set until = current_date - 2",
        "update person_roles set until = current_date - 2",
    ] {
        app.town.db.execute(left).await;
        let new = printed(&app).await;
        let logins = "select string_agg(login, ' ' order by login) from people";
        assert_eq!(app.town.db.text(logins).await, "admin admin-2");
        assert_ne!(new, link);
        let nobody = "delete from set_ups; delete from person_roles where person_id = \
                      (select id from people where login = 'admin-2'); delete from people where login = 'admin-2'";
        app.town.db.execute(nobody).await;
        let back = "update people set until = null; update person_roles set until = null";
        app.town.db.execute(back).await;
    }
    // A code that only somebody who has left holds opens nothing: it does not count.
    let left = "update people set until = current_date - 2";
    app.town.db.execute(left).await;
    let held = printed(&app).await;
    app.town.db.execute(left).await;
    assert_ne!(printed(&app).await, held);
}

#[actix_web::test]
async fn each_municipality_has_its_own() {
    let app = real().await;
    let mut conn = app.town.db.conn().await;
    let own = municipalities::by_id(&mut conn, app.town.id).await.unwrap();
    let next = Municipality {
        id: MunicipalityId(Uuid::now_v7()),
        slug: slug_of("nayoro"),
        ..own
    };
    municipalities::insert(&mut conn, &next).await.unwrap();
    let lines = start(&app).await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (line, slug) in lines.iter().zip(["nayoro", "sunagawa"]) {
        assert!(line.starts_with(&format!("{slug}: ")), "{line}");
        assert!(line.contains(&format!("/staff/set-up/{slug}/")), "{line}");
    }
    let path = &lines[1][lines[1].find("/staff/set-up/").unwrap()..];
    choose(&app, path).await;
    let lines = start(&app).await;
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("nayoro: "), "{lines:?}");
    let suspended = "update municipalities set suspended_at = now() where slug = 'nayoro'";
    app.town.db.execute(suspended).await;
    assert!(start(&app).await.is_empty(), "nobody is let in there");
    let actor = Actor {
        municipality: next.id,
        ..app.town.operator.clone()
    };
    let resumed = "update municipalities set suspended_at = null";
    app.town.db.execute(resumed).await;
    // Somebody who is no administrator and can sign in is somebody.
    let viewer = app.town.employ_for(&actor, "viewer", Role::Viewer).await;
    let chose = format!("update people set password = 'x' where id = '{viewer}'");
    app.town.db.execute(&chose).await;
    assert!(start(&app).await.is_empty());
}
