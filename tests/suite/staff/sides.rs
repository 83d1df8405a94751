//! Staff and the public at addresses of their own: neither side knows the other's pages, names, schemes or origins.

use std::sync::Arc;

use actix_web::http::Method;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::web::{Side, routes};

use crate::support::door::{Person, TestApp, address};
use crate::support::town::Town;

const PUBLIC: &str = "http://survey.example.jp";
const STAFF: &str = "https://staff.example.jp";

/// Staff come in by https under a name of their own.
const APART: [(&str, &str); 4] = [
    ("KOCHO__PUBLIC_URL", PUBLIC),
    ("KOCHO__WEB__STAFF", "127.0.0.1:8081"),
    ("KOCHO__WEB__STAFF_URL", STAFF),
    ("KOCHO__WEB__HOSTS", "kocho.lan"),
];

/// Only from the office.
const CLOSED: [(&str, &str); 3] = [
    ("KOCHO__WEB__STAFF_FROM_OFFICE_ONLY", "true"),
    ("KOCHO__WEB__OFFICE_NETWORKS", "10.1.0.0/16"),
    ("KOCHO__WEB__TRUSTED_PROXIES", "192.0.2.10"),
];

/// The two sides of one program.
async fn sides() -> (TestApp, TestApp) {
    let town = Arc::new(Town::new().await);
    let public = TestApp::of_side(town.clone(), &APART, Side::Public).await;
    (public, TestApp::of_side(town, &APART, Side::Staff).await)
}

/// Somebody at the town who is signed in over https.
async fn administrator(app: &TestApp) -> Person<'_> {
    let person = app.town.employ("desk", Role::Administrator).await;
    let session = app.town.session_of(&app.town.operator, person).await;
    app.clerk().with_cookie("__Host-staff", &session)
}

#[test]
fn the_tables_of_the_sides_have_nothing_in_common_but_probes() {
    let paths = |side| routes::table(side).into_iter().map(|at| at.path);
    let staff: Vec<&str> = paths(Side::Staff).collect();
    let public: Vec<&str> = paths(Side::Public).collect();
    let is_of_staff = |path: &&str| path.starts_with("/staff") || path.starts_with("/assets");
    assert!(!public.iter().any(is_of_staff));
    let own = |path: &&str| is_of_staff(path) || ["/", "/healthz", "/readyz"].contains(path);
    assert!(staff.iter().all(own), "{staff:?}");
    for path in paths(Side::Both) {
        assert!(staff.contains(&path) || public.contains(&path), "{path}");
    }
}

#[actix_web::test]
async fn the_public_door_knows_no_staff_and_the_other_way_round() {
    let (public, staff) = sides().await;
    let survey = public.town.open(Anonymity::Open).await;
    for at in routes::table(Side::Staff) {
        if !at.path.starts_with("/staff") {
            continue;
        }
        let path = at.path.replace(['{', '}'], "");
        for method in at.methods {
            let form = (method == Method::POST).then_some("application/x-www-form-urlencoded");
            let asked = public.clerk().ask(method, &path, form, Vec::new()).await;
            assert_eq!(asked.status.as_u16(), 404, "{path}");
        }
    }
    for path in ["/sunagawa", "/sunagawa/a", &address(&survey)] {
        let asked = staff.resident().get(path).await;
        assert_eq!(asked.status.as_u16(), 404, "{path}");
        let home = format!("{PUBLIC}/sunagawa");
        assert!(asked.links().iter().any(|link| link.starts_with(&home)));
    }
    let door = staff.clerk().get("/").await;
    door.assert_redirect("/staff");
    staff
        .clerk()
        .get("/staff")
        .await
        .assert_redirect("/staff/sign-in");
}

#[actix_web::test]
async fn each_side_answers_to_its_own_names() {
    let (public, staff) = sides().await;
    for (host, at_public, at_staff) in [
        ("survey.example.jp", 200, 421),
        ("staff.example.jp", 421, 200),
        ("kocho.lan", 200, 421),
        ("localhost:8081", 200, 200),
        ("evil.example", 421, 421),
    ] {
        for (side, status) in [(&public, at_public), (&staff, at_staff)] {
            let asked = side.resident().sending("host", host).get("/healthz").await;
            assert_eq!(asked.status.as_u16(), status, "{host}");
        }
    }
    // Where staff have no name of their own, both sides answer to all.
    let town = public.town.clone();
    let unnamed = TestApp::of_side(town, &[APART[0], APART[1], APART[3]], Side::Staff).await;
    for host in ["survey.example.jp", "kocho.lan"] {
        let asked = unnamed
            .resident()
            .sending("host", host)
            .get("/healthz")
            .await;
        assert_eq!(asked.status.as_u16(), 200, "{host}");
    }
}

#[actix_web::test]
async fn a_form_comes_from_the_address_of_its_own_side() {
    let (public, staff) = sides().await;
    let form = "application/x-www-form-urlencoded";
    let post = async |side: &TestApp, path: &str, origin: &str| {
        let person = side.resident().sending("origin", origin);
        let reply = person.ask(Method::POST, path, Some(form), Vec::new()).await;
        reply.status.as_u16()
    };
    assert_eq!(post(&staff, "/staff/sign-out", STAFF).await, 303);
    assert_eq!(post(&staff, "/staff/sign-out", PUBLIC).await, 403);
    assert_ne!(post(&public, "/sunagawa/a", PUBLIC).await, 403);
    assert_eq!(post(&public, "/sunagawa/a", STAFF).await, 403);
}

#[actix_web::test]
async fn cookies_and_headers_follow_the_scheme_of_the_side() {
    let (public, staff) = sides().await;
    let hsts = "strict-transport-security";
    let keys = public.resident().get("/sunagawa/a").await;
    assert_eq!(keys.header(hsts), None);
    assert!(!keys.header("set-cookie").unwrap().contains("__Host-"));
    let link = staff
        .clerk()
        .get(&format!("/staff/set-up/sunagawa/{}", "A".repeat(43)))
        .await;
    assert!(link.header(hsts).is_some());
    let kept = link.header("set-cookie").unwrap();
    assert!(kept.starts_with("__Host-staff-set-up=") && kept.contains("Secure"));
}

#[actix_web::test]
async fn pages_of_staff_lead_to_the_public_address() {
    let (_, staff) = sides().await;
    let survey = staff.town.open(Anonymity::Open).await;
    let list = administrator(&staff).await.get("/staff/surveys").await;
    list.assert_page(200, "調査の一覧");
    let links = list.links();
    let survey = format!("{PUBLIC}{}", address(&survey));
    assert!(
        links.iter().any(|link| link.starts_with(&survey)),
        "{links:?}"
    );
    let elsewhere = links.iter().filter(|link| link.starts_with("/sunagawa"));
    assert_eq!(elsewhere.count(), 0);
}

#[actix_web::test]
async fn a_new_municipalitys_code_leads_to_the_address_of_staff() {
    let (_, staff) = sides().await;
    let office = staff.town.office().await;
    let person = staff
        .town
        .employ_for(&office, "keeper", Role::Operator)
        .await;
    let session = staff.town.session_of(&office, person).await;
    let operator = staff.clerk().with_cookie("__Host-staff", &session);
    let page = operator.get("/staff/municipalities/new").await;
    for way in ["slip", "link"] {
        let typed = super::municipalities::typed_of_a_municipality(way, way);
        let made = operator.send(&page, "", &typed).await;
        made.assert_page(200, &format!("{STAFF}/staff/set-up/{way}"));
    }
}

#[actix_web::test]
async fn strangers_find_nothing_where_staff_come_from_the_office_only() {
    let town = Arc::new(Town::new().await);
    let person = town.employ("desk", Role::Administrator).await;
    let session = town.session_of(&town.operator, person).await;
    for side in [Side::Both, Side::Staff] {
        let app = TestApp::of_side(town.clone(), &CLOSED, side).await;
        let from = |address: &str| app.clerk().from(&format!("{address}:4711"));
        let paths = routes::table(Side::Staff)
            .into_iter()
            .map(|at| at.path.replace(['{', '}'], ""));
        let paths = paths.filter(|path| path.starts_with("/staff") || path.starts_with("/assets"));
        for path in paths.chain(["/staff/nothing".to_owned()]) {
            // Known or not, with a good session or none.
            for stranger in [
                from("203.0.113.7"),
                from("10.2.0.1").with_cookie("staff", &session),
            ] {
                let asked = stranger.get(&path).await;
                assert_eq!(asked.status.as_u16(), 404, "{path}");
            }
        }
        from("10.1.2.3")
            .get("/staff/sign-in/sunagawa")
            .await
            .assert_page(200, "");
        let inside = from("127.0.0.1").with_cookie("staff", &session);
        inside.get("/staff/surveys").await.assert_page(200, "");
        // Behind the proxy that was named, whoever it asks for counts.
        for (forwarded, status) in [
            ("10.1.2.3", 200),
            ("203.0.113.7", 404),
            ("10.1.2.3, 203.0.113.7", 404),
        ] {
            let asked = from("192.0.2.10").sending("x-forwarded-for", forwarded);
            let asked = asked.get("/staff/sign-in/sunagawa").await;
            assert_eq!(asked.status.as_u16(), status, "{forwarded}");
        }
        let liar = from("203.0.113.7").sending("x-forwarded-for", "10.1.2.3");
        assert_eq!(liar.get("/staff/sign-in").await.status.as_u16(), 404);
        let probe = from("203.0.113.7").get("/healthz").await;
        assert_eq!(probe.status.as_u16(), 200);
    }
    // A proxy on this machine that nobody named could ask for anybody.
    let app = TestApp::of_side(town, &CLOSED[..2], Side::Both).await;
    let unnamed = app
        .clerk()
        .from("127.0.0.1:4711")
        .sending("x-forwarded-for", "203.0.113.7");
    assert_eq!(unnamed.get("/staff/sign-in").await.status.as_u16(), 404);
}
