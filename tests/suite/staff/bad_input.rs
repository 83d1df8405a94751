//! What goes wrong on an ordinary day at the desk: two at once, a clock that is set back, a role that is taken away in the
//! middle of a form, a cookie of an earlier program, characters nobody sees. Each leads to a page that says what to do.

use futures_util::future::join;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::storage::transaction;
use kocho::workflows::designing::{self, Basis};

use super::sign_in::{PASSWORD, joined};
use crate::support::door::TestApp;
use crate::support::drafts::form;

/// What no name and no reason may hold.
const UNSEEN: [&str; 5] = ["a\0b", "\u{7}", "\u{202e}市長", "\u{2066}市長", "\u{feff}"];

#[actix_web::test]
async fn characters_nobody_sees_pass_no_form() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let staff = app.staff();
    let long = "長".repeat(10_000);
    for (path, field) in [
        ("/staff/divisions/new".to_owned(), "name"),
        ("/staff/people/new".to_owned(), "name"),
        (
            format!("/staff/surveys/{}/motions/cancellation", survey.slug),
            "reason",
        ),
    ] {
        let page = staff.get(&path).await;
        for typed in UNSEEN.iter().copied().chain([long.as_str()]) {
            let reply = staff.send(&page, "", &[(field, typed)]).await;
            let status = reply.status.as_u16();
            assert!(matches!(status, 400 | 422), "{path} {typed:?}: {status}");
            if status == 422 && !typed.contains('\0') {
                let back = reply.form().value(field).map(str::to_owned);
                assert_eq!(back.as_deref(), Some(typed), "{path}");
            }
        }
    }
    let stored = "select (select count(*) from divisions) + (select count(*) from motions) \
                  + (select count(*) from people)";
    assert_eq!(app.town.db.number(stored).await, 1);
}

#[actix_web::test]
async fn of_two_who_bring_the_same_printed_code_at_once_one_comes_in() {
    let app = TestApp::new().await;
    let (_, own, factor) = joined(&app, "ito", Role::Approver).await;
    let mut forms = factor.forms().into_iter();
    let make = forms.find(|form| form.action.contains("codes")).unwrap();
    let list = own.submit(&make, "").await;
    let code = list.html().split("<code>").nth(1).unwrap();
    let code = code.split('<').next().unwrap().to_owned();
    let come = async || {
        let clerk = app.clerk();
        let door = clerk.get("/staff/sign-in/sunagawa").await;
        let typed = [("login", "ito"), ("password", PASSWORD)];
        let asked = clerk.press(&door, "", &typed).await;
        clerk
            .send(&asked, "", &[("code", &code)])
            .await
            .status
            .as_u16()
    };
    let (one, other) = join(come(), come()).await;
    assert_eq!([one.min(other), one.max(other)], [303, 422]);
}

#[actix_web::test]
async fn a_clock_that_is_set_back_throws_nobody_out_and_lets_no_session_live_longer() {
    let app = TestApp::with_desk().await;
    let back = "update sessions set began_at = began_at + interval '1 hour', \
                seen_at = seen_at + interval '1 hour', ends_at = ends_at + interval '1 hour'";
    app.town.db.execute(back).await;
    let staff = app.staff();
    staff
        .get("/staff/today?lang=ja")
        .await
        .assert_page(200, "今日");
    staff
        .get("/staff/account?lang=ja")
        .await
        .assert_page(200, "この端末");
    let left = staff.get("/staff/session").await;
    let left: serde_json::Value = serde_json::from_slice(&left.body).unwrap_or_default();
    let seconds = left["seconds"].as_i64().or_else(|| left["idle"].as_i64());
    assert!(seconds.is_none_or(|seconds| seconds <= 3600), "{left}");
}

#[actix_web::test]
async fn a_role_that_is_taken_away_in_the_middle_of_a_form_changes_nothing() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let designer = app.staff_with(Role::Designer).await;
    let form = format!("/staff/surveys/{}/motions/cancellation", survey.slug);
    let page = designer.get(&form).await;
    page.assert_page(200, "起案する");
    // By whatever way: another role, and the sessions are as they were.
    let taken = "update person_roles set role = 'viewer' where role = 'designer'";
    app.town.db.execute(taken).await;
    let refused = designer
        .send(&page, "", &[("reason", "台風が来るため")])
        .await;
    refused.assert_page(403, "この手続きはできません");
    assert!(refused.html().contains("href=\"/staff"), "a way on");
    assert_eq!(app.town.db.number("select count(*) from motions").await, 0);
    // None at all: out, as whoever's last day has passed.
    app.town
        .db
        .execute("delete from person_roles where role = 'viewer'")
        .await;
    designer
        .get("/staff/today")
        .await
        .assert_redirect("/staff/sign-in");
}

#[actix_web::test]
async fn a_cookie_of_an_earlier_program_leads_to_the_door() {
    let app = TestApp::with_desk().await;
    for cookie in [
        "staff-2024:AAAAAAAA",
        "{\"person\":1}",
        "%7B%7D",
        &"=".repeat(4_000),
    ] {
        let person = app.clerk().with_cookie("staff", cookie);
        let led = person.get("/staff/surveys?stage=over").await;
        led.assert_redirect("/staff/sign-in");
        let door = person.follow(led).await;
        person.follow(door).await.assert_page(200, "サインイン");
    }
}

/// A questionnaire as large as one may be.
fn largest() -> kocho::domain::questionnaire::Questionnaire {
    let question = |page: usize, nth: usize| {
        let code = format!("q{page}_{nth}");
        serde_json::json!({"code": code, "text": "ご意見", "type": "text"})
    };
    let section = |page: usize| {
        let questions: Vec<_> = (0..5).map(|nth| question(page, nth)).collect();
        serde_json::json!({"code": format!("s{page}"), "title": "頁", "questions": questions})
    };
    let sections: Vec<_> = (0..100).map(section).collect();
    serde_json::from_value(serde_json::json!({
        "code": "large", "title": "大きな調査", "purpose": "", "minutes": 5, "languages": ["ja"], "sections": sections,
    }))
    .unwrap()
}

#[actix_web::test]
async fn what_does_not_fit_in_any_more_is_said_at_the_form() {
    let app = TestApp::with_desk().await;
    let mut conn = app.town.db.conn().await;
    let draft = transaction(&mut conn, async |tx| {
        designing::begin(tx, &app.town.operator, largest(), Basis::default()).await
    });
    let at = format!("/staff/drafts/{}", draft.await.unwrap());
    drop(conn);
    let staff = app.staff();
    let typed = [("_seen", "0"), ("text", "もう1問\nはい\nいいえ")];
    let refused = staff
        .post(&format!("{at}/sections/s1/questions?lang=ja"), &typed)
        .await;
    refused.assert_page(422, "設問は500問、ページは100ページまでです");
    assert!(refused.html().contains("もう1問\nはい\nいいえ"));
    let page = staff
        .post(&format!("{at}/sections?lang=ja"), &[("_seen", "0")])
        .await;
    page.assert_page(422, "設問は500問、ページは100ページまでです");
    assert_eq!(form(&page, "/head").value("title"), Some("大きな調査"));
}
