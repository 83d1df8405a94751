//! Other sites, and what somebody writes into addresses and headers.

use actix_http::Method;
use kocho::domain::role::Role;
use kocho::web::{Side, routes};

use crate::support::door::{DEMONSTRATION, TestApp};

/// CVE-2023-47635 (Decidim): one page had its check turned off. Ours is no page's: no form of another site is taken at any
/// address, known or not.
#[actix_web::test]
async fn no_address_takes_a_form_of_another_site() {
    let app = TestApp::with_desk().await;
    let table = routes::table(Side::Both).into_iter();
    let posts = table.filter(|at| at.methods.contains(&Method::POST));
    let mut asked = 0;
    for at in posts {
        let path = at
            .path
            .replace("{town}", "sunagawa")
            .replace(['{', '}'], "");
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let (cookie, session) = app.staff().kept().remove(0);
            let victim = app.resident().with_cookie(&cookie, &session);
            let reply = victim.sending(name, value).post(&path, &[]).await;
            assert_eq!(reply.status.as_u16(), 403, "{name}: {value} {path}");
        }
        asked += 1;
    }
    assert!(asked > 35, "{asked}");
}

/// CVE-2024-42903 (LimeSurvey): the link of a letter was made of what the request said its host was.
#[actix_web::test]
async fn no_header_changes_where_the_link_of_a_letter_leads() {
    let app = TestApp::with_desk().await;
    let person = app.town.employ("suzuki", Role::Viewer).await;
    let email = "update people set email = 'suzuki@town.example' where login = 'suzuki'";
    app.town.db.execute(email).await;
    let path = format!("/staff/people/{person}/invitation");
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-original-url", "https://evil.example/"),
        ("x-forwarded-proto", "gopher"),
        ("referer", "https://evil.example/"),
    ] {
        let staff = app.staff().sending(name, value);
        let sent = staff.post(&path, &[("_go", "letter")]).await;
        assert_eq!(sent.status.as_u16(), 303, "{name}");
        assert!(!sent.location().unwrap().contains("evil"), "{name}");
    }
    let foreign = app.staff().sending("host", "evil.example");
    let refused = foreign.post(&path, &[("_go", "letter")]).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let letters = app.letters().await;
    assert!(!letters.is_empty());
    for letter in letters {
        assert!(letter.contains("https://staff.town.example/staff/set-up/sunagawa/"));
        assert!(!letter.contains("evil"), "{letter}");
    }
}

/// PR 4727 (LimeSurvey): an address in the address led anywhere.
#[actix_web::test]
async fn whoever_signs_in_is_led_to_no_other_site() {
    let app = TestApp::over(TestApp::new().await.town, &[DEMONSTRATION]).await;
    app.town.employ("suzuki", Role::Viewer).await;
    for to in [
        "//evil.example/staff",
        "https%3A%2F%2Fevil.example%2Fstaff",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "javascript%3Aalert(1)",
        "%2Fstaff%2F%2Fevil.example",
        "%2Fstaff%0D%0Aset-cookie%3A%20a%3Db",
    ] {
        let clerk = app.clerk();
        let door = clerk.get(&format!("/staff/sign-in/sunagawa?to={to}")).await;
        door.assert_page(200, "");
        let mut forms = door.forms().into_iter();
        let form = forms.find(|form| form.action.contains("/demonstration"));
        let led = clerk.submit(&form.unwrap(), "").await;
        let location = led.location().unwrap();
        assert!(
            location.starts_with("/staff") && !location.contains("evil"),
            "{to}: {location}"
        );
        assert!(
            led.headers
                .get_all("set-cookie")
                .all(|cookie| !cookie.to_str().unwrap().starts_with("a="))
        );
    }
}
