//! Sessions, codes and the cookies they stand in.

use actix_http::Method;
use kocho::domain::event::people::SetUp;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::web::{Side, routes};

use crate::support::door::{EVERYTHING, TestApp, address};
use crate::support::rows::contents;
use crate::support::staff::slip;

/// Whether somebody is let in with a cookie.
async fn is_in(app: &TestApp, session: &str) -> bool {
    let person = app.clerk().with_cookie("staff", session);
    person.get("/staff/account").await.status.as_u16() == 200
}

/// CVE-2025-59934 (Formbricks): whoever made up a token was believed.
#[actix_web::test]
async fn a_session_nobody_gave_out_lets_nobody_in() {
    let app = TestApp::with_desk().await;
    let (_, session) = app.staff().kept().remove(0);
    assert!(is_in(&app, &session).await, "the control");
    let person = app.town.person("desk").await;
    let code = slip(&app, person, SetUp::Reset).await;
    let hash = "select encode(hash, 'hex') from sessions limit 1";
    let id = "select id::text from sessions limit 1";
    let hash = app.town.db.text(hash).await;
    let id = app.town.db.text(id).await;
    for made_up in [
        "",
        "null",
        "eyJhbGciOiJub25lIn0.eyJpZCI6ImRlc2sifQ.",
        &code,
        &hash,
        &id,
        &person.to_string(),
        &session[1..],
        &format!("{session}A"),
        &format!("{session}{session}"),
        &session.to_uppercase(),
        &session.to_lowercase(),
    ] {
        assert!(!is_in(&app, made_up).await, "{made_up}");
    }
    for at in 0..session.len() {
        let mut letters: Vec<char> = session.chars().collect();
        letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
        let changed: String = letters.iter().collect();
        assert!(!is_in(&app, &changed).await, "{changed}");
    }
    assert!(is_in(&app, &session).await);
}

/// CVE-2023-48220 (Decidim): an invitation that had expired was taken by another path.
#[actix_web::test]
async fn a_code_that_has_expired_opens_no_path() {
    let app = TestApp::new().await;
    let person = app.town.employ("suzuki", Role::Designer).await;
    let code = slip(&app, person, SetUp::Invitation).await;
    let clerk = app.clerk();
    let page = clerk.get("/staff/set-up/sunagawa").await;
    let choose = clerk.press(&page, "", &[("code", &code)]).await;
    choose.assert_page(200, "パスワードを決める");
    let expire = "update set_ups set expires_at = clock_timestamp()";
    app.town.db.execute(expire).await;
    let path = format!("/staff/set-up/sunagawa/{code}");
    let by_link = app.clerk();
    let reply = by_link.get(&path).await;
    let reply = by_link.follow(reply).await;
    assert!(!reply.html().contains("name=\"again\""), "by the link");
    let by_hand = app.clerk().send(&page, "", &[("code", &code)]).await;
    by_hand.assert_page(422, "使えません");
    let twice = [
        ("password", "雨上がりの空知川を歩く"),
        ("again", "雨上がりの空知川を歩く"),
    ];
    let begun_before = clerk.send(&choose, "", &twice).await;
    begun_before.assert_redirect("/staff/set-up/sunagawa");
    let chosen = "select count(*) from people where login = 'suzuki' and password is not null";
    assert_eq!(app.town.db.number(chosen).await, 0);
}

/// CVE-2026-45377, CVE-2026-45378 (Decidim): whoever had the address had the file. Ours are written for the person who
/// asks, and no address leads to one.
#[actix_web::test]
async fn no_address_leads_to_a_file_of_the_desk() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = staff.get("/staff/record").await;
    let mut forms = page.forms().into_iter();
    let export = forms.find(|form| form.action.contains("record.csv"));
    let export = export.unwrap();
    let file = staff.submit(&export, "").await;
    assert!(file.header("content-type").unwrap().starts_with("text/csv"));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    let stranger = app.clerk();
    let reply = stranger.submit(&export, "").await;
    reply.assert_redirect("/staff/sign-in");
    for somebody in [&stranger, &staff] {
        let looked = somebody.get("/staff/record.csv").await.status.as_u16();
        assert!(matches!(looked, 303 | 405), "{looked}");
    }
}

/// CVE-2019-16187 (LimeSurvey): a cookie that a script could read.
#[actix_web::test]
async fn no_cookie_is_read_by_a_script() {
    let app = TestApp::with_desk().await;
    let survey = app.survey(EVERYTHING, Anonymity::Open).await;
    let keyed = app.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = app.town.keys(keyed.id, 1).await.remove(0).to_string();
    let citizen = app.resident();
    let first = citizen.get(&address(&survey)).await;
    let begun = citizen
        .post(&first.form().action, &first.form().pairs())
        .await;
    let code = slip(&app, app.town.person("desk").await, SetUp::Reset).await;
    let clerk = app.clerk();
    let door = clerk.get("/staff/set-up/sunagawa").await;
    let replies = [
        first,
        begun,
        app.resident().get(&format!("/sunagawa/a/{key}")).await,
        clerk.send(&door, "", &[("code", &code)]).await,
        app.clerk()
            .get(&format!("/staff/set-up/sunagawa/{code}"))
            .await,
        app.staff().post("/staff/sign-out?lang=ja", &[]).await,
    ];
    let mut cookies = 0;
    for reply in replies {
        for cookie in reply.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly"), "{cookie}");
            assert!(cookie.contains("SameSite="), "{cookie}");
            assert!(cookie.contains("Path=/"), "{cookie}");
            cookies += 1;
        }
    }
    assert!(cookies >= 4, "{cookies}");
}

/// #19139, #19211 (LimeSurvey): an address that was only looked at deleted things, in three places one after the other.
#[actix_web::test]
async fn looking_changes_nothing_whoever_is_signed_in() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let person = app.town.employ("somebody", Role::Viewer).await;
    let things = [
        ("{town}", "sunagawa".to_owned()),
        ("{municipality}", "sunagawa".to_owned()),
        ("{survey}", survey.slug.to_string()),
        ("{person}", person.to_string()),
        ("{division}", app.town.division("総務課").await.to_string()),
        ("{work}", app.town.work().await.to_string()),
        (
            "{motion}",
            app.town.motion(person, survey.id).await.to_string(),
        ),
        ("{act}", "cancellation".to_owned()),
    ];
    let operator = app.staff_with(Role::Operator).await;
    let unsettled = ["sessions", "turns"];
    let table = routes::table(Side::Staff).into_iter();
    let looked_at = table.filter(|at| at.methods.contains(&Method::GET));
    for at in looked_at.filter(|at| at.path.starts_with("/staff")) {
        let path = things
            .iter()
            .fold(at.path.to_owned(), |path, (part, thing)| {
                path.replace(part, thing)
            });
        let before = contents(&app.town).await;
        for somebody in [&app.staff(), &operator] {
            somebody.get(&path).await;
        }
        let after = contents(&app.town).await;
        let changed = after
            .iter()
            .filter(|(table, rows)| before.get(*table) != Some(rows));
        let changed: Vec<&String> = changed.map(|(table, _)| table).collect();
        assert!(
            changed
                .iter()
                .all(|table| unsettled.contains(&table.as_str())),
            "{path}: {changed:?}"
        );
    }
}
