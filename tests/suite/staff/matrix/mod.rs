//! Who may do what: every address of staff × every role, at home and next door. An address without a line fails.

mod lines;

use std::collections::BTreeMap;

use actix_web::http::Method;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::web::{Side, routes};
use uuid::Uuid;

use crate::support::door::{ONE_PAGE, Person, TestApp};
use crate::support::page::Reply;

use lines::LINES;
use lines::Takes::{self, A, Nothing};

/// The addresses of staff with what each takes and its methods.
fn addresses() -> Vec<(&'static str, Takes, Vec<Method>)> {
    let lines: BTreeMap<&str, Takes> = LINES.iter().copied().collect();
    assert_eq!(lines.len(), LINES.len(), "an address stands here twice");
    let table = routes::table(Side::Staff).into_iter();
    let of_staff = table.filter(|at| at.path.starts_with("/staff"));
    let all: Vec<_> = of_staff
        .map(|at| {
            let takes = lines.get(at.path);
            let takes = takes.unwrap_or_else(|| panic!("who may come to {}?", at.path));
            (at.path, *takes, at.methods)
        })
        .collect();
    for (path, _) in LINES {
        assert!(all.iter().any(|(at, ..)| at == path), "{path} is gone");
    }
    all
}

/// What stands in the places of an address: things of the own town.
struct Things(Vec<(&'static str, String)>);

impl Things {
    async fn of(app: &TestApp) -> Self {
        let survey = app.town.open(Anonymity::Open).await;
        let person = app.town.employ("somebody", Role::Viewer).await;
        app.town.session_of(&app.town.operator, person).await;
        let session = "select id::text from sessions";
        let division = app.town.division("総務課").await;
        let work = app.town.work().await;
        let motion = app.town.motion(person, survey.id).await;
        let other = app.town.employ("other", Role::Viewer).await;
        let deputy = app.town.deputy(person, other, [0, 1]).await;
        let transfer = app.town.transfer(person, other, 30).await;
        app.town.freeze(ONE_PAGE).await;
        Self(vec![
            ("{questionnaire}", "machi-no-koe".to_owned()),
            ("{town}", "sunagawa".to_owned()),
            ("{municipality}", "sunagawa".to_owned()),
            ("{survey}", survey.slug.to_string()),
            ("{person}", person.to_string()),
            ("{session}", app.town.db.text(session).await),
            ("{division}", division.to_string()),
            ("{work}", work.to_string()),
            ("{motion}", motion.to_string()),
            ("{report}", Uuid::nil().to_string()),
            ("{value}", Uuid::nil().to_string()),
            ("{inquiry}", Uuid::nil().to_string()),
            ("{comment}", Uuid::nil().to_string()),
            ("{deputy}", deputy.to_string()),
            ("{scale}", app.town.scale().await.to_string()),
            ("{transfer}", transfer.to_string()),
            (
                "{draft}",
                app.town.draft_of_a_questionnaire().await.to_string(),
            ),
            ("{section}", "s1".to_owned()),
            ("{question}", "q1".to_owned()),
            ("{number}", "0".to_owned()),
            ("{version}", app.town.version().await.to_string()),
            ("{format}", "yaml".to_owned()),
            ("{hash}", "none".to_owned()),
            ("{step}", "approval".to_owned()),
            ("{act}", "cancellation".to_owned()),
            ("{code}", "none".to_owned()),
        ])
    }

    fn in_place(&self, path: &str) -> String {
        let places = self.0.iter();
        let path = places.fold(path.to_owned(), |path, (place, thing)| {
            path.replace(place, thing)
        });
        assert!(!path.contains('{'), "{path}: what stands there?");
        path
    }
}

async fn ask(person: &Person<'_>, method: &Method, path: &str) -> Reply {
    let form = "application/x-www-form-urlencoded";
    let kind = (*method == Method::POST).then_some(form);
    // A form that nobody can take changes nothing, whoever sends it.
    let body = b"no=such".to_vec();
    person.ask(method.clone(), path, kind, body).await
}

/// CVE-2026-40870, CVE-2026-40869, CVE-2023-36465, CVE-2026-45086, CVE-2026-45415: an address asked nobody what they may.
#[actix_web::test]
async fn every_role_comes_where_the_table_says_and_nowhere_else() {
    let app = TestApp::new().await;
    let things = Things::of(&app).await;
    let mut faults = Vec::new();
    for role in Role::ALL {
        let person = app.staff_with(role).await;
        for (path, takes, methods) in addresses() {
            let A(permission) = takes else { continue };
            for method in methods {
                if path.ends_with("sessions")
                    || path.ends_with("removal")
                    || path.contains("{session}")
                    || (path.ends_with("codes") && method == Method::POST)
                {
                    continue;
                }
                let reply = ask(&person, &method, &things.in_place(path)).await;
                let is_in = !matches!(reply.status.as_u16(), 401 | 403);
                if is_in != role.gives(permission) {
                    let role = role.word();
                    faults.push(format!("{role} {method} {path}: {}", reply.status));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[actix_web::test]
async fn whoever_is_not_signed_in_comes_to_the_door() {
    let app = TestApp::new().await;
    let things = Things::of(&app).await;
    for cookie in ["", "x", &"A".repeat(64), &"A".repeat(65)] {
        let stranger = app.clerk().with_cookie("staff", cookie);
        for (path, takes, methods) in addresses() {
            if matches!(takes, Nothing) {
                continue;
            }
            for method in methods {
                let reply = ask(&stranger, &method, &things.in_place(path)).await;
                reply.assert_redirect("/staff/sign-in");
            }
        }
    }
    for unknown in ["/staff/nothing", "/staff/surveys/none/at/all"] {
        app.clerk()
            .get(unknown)
            .await
            .assert_redirect("/staff/sign-in");
    }
}

/// CVE-2026-45330
#[actix_web::test]
async fn the_neighbours_administrator_finds_nothing() {
    let app = TestApp::new().await;
    let things = Things::of(&app).await;
    let neighbour = app.neighbour(Role::Administrator).await;
    for (path, takes, methods) in addresses() {
        let A(permission) = takes else { continue };
        if !Role::Administrator.gives(permission) || !path.contains('{') {
            continue;
        }
        for method in methods.iter().filter(|method| **method == Method::GET) {
            let reply = ask(&neighbour, method, &things.in_place(path)).await;
            assert_eq!(reply.status.as_u16(), 404, "{path}");
        }
    }
    let list = neighbour.get("/staff/surveys").await;
    list.assert_page(200, "該当するものはありません");
}
