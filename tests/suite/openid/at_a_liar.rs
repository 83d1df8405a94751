//! What no honest provider says.

use kocho::domain::account::openid::{Answer, Identity, Untrusted};
use kocho::openid::OpenIdFault;
use serde_json::{Value, json};

use super::liar::Liar;
use super::{Office, said, settings};

/// Signs in where a token is given whose claims were changed.
async fn finish(
    office: &Office,
    liar: &Liar,
    change: impl FnOnce(&mut Value),
) -> Result<Identity, OpenIdFault> {
    let leading = office.start().await?;
    let mut claims = liar.claims(&said(&leading.address, "nonce").unwrap());
    change(&mut claims);
    liar.gives(&claims, false);
    come_back(office, &leading).await
}

async fn come_back(
    office: &Office,
    leading: &kocho::openid::Leading,
) -> Result<Identity, OpenIdFault> {
    let answer = Answer {
        code: Some("x".to_owned()),
        state: said(&leading.address, "state"),
        ..Answer::default()
    };
    office.finish(&leading.kept, &answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_somebody_else_or_of_another_time_lets_nobody_in() {
    let liar = Liar::new().await;
    let office = Office::new(settings(&liar.issuer));
    assert!(finish(&office, &liar, |_| ()).await.is_ok());
    let cases: [(&str, Value, Untrusted); 8] = [
        ("iss", json!("https://evil.example"), Untrusted::Issuer),
        ("aud", json!("other"), Untrusted::Audience),
        ("aud", json!(["kocho", "other"]), Untrusted::Audience),
        ("azp", json!("other"), Untrusted::Audience),
        ("exp", json!(1_700_000_000), Untrusted::Time),
        ("nonce", json!("of another"), Untrusted::Nonce),
        ("sub", json!(""), Untrusted::Claim("sub")),
        ("preferred_username", json!(7), Untrusted::Claim("login")),
    ];
    for (claim, lie, why) in cases {
        let finished = finish(&office, &liar, |claims| claims[claim] = lie.clone()).await;
        assert!(
            matches!(&finished, Err(OpenIdFault::Untrusted(said)) if *said == why),
            "{claim} {lie}: {finished:?}"
        );
    }
}

/// A key that is shown nowhere, or no longer: asked for once more, and not for every token.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_key_lets_nobody_in_and_is_not_asked_for_without_end() {
    let liar = Liar::new().await;
    let office = Office::new(settings(&liar.issuer));
    for _ in 0..4 {
        let leading = office.start().await.unwrap();
        liar.gives(
            &liar.claims(&said(&leading.address, "nonce").unwrap()),
            true,
        );
        let finished = come_back(&office, &leading).await;
        assert!(
            matches!(finished, Err(OpenIdFault::Untrusted(Untrusted::Key))),
            "{finished:?}"
        );
    }
    assert_eq!(liar.asked("/keys"), 2);
    assert_eq!(liar.asked("/.well-known/openid-configuration"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_tells_besides_is_about_the_same_person() {
    let liar = Liar::new().await;
    let office = Office::new(settings(&liar.issuer));
    let terse = |claims: &mut Value| {
        let claims = claims.as_object_mut().unwrap();
        claims.retain(|name, _| name != "preferred_username" && name != "groups");
    };
    liar.says("/me", &json!({"sub": "0452", "preferred_username": "sato"}));
    let finished = finish(&office, &liar, terse).await;
    assert!(
        matches!(finished, Err(OpenIdFault::Untrusted(Untrusted::Subject))),
        "{finished:?}"
    );
    liar.says(
        "/me",
        &json!({"sub": "0451", "iss": "x", "preferred_username": "sato"}),
    );
    let finished = finish(&office, &liar, terse).await.unwrap();
    assert_eq!(
        (finished.login.as_str(), &finished.issuer),
        ("sato", &liar.issuer)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_says_about_itself_must_fit() {
    for (name, lie) in [
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("http://evil.example/token")),
        ("jwks_uri", json!("file:///etc/passwd")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("code_challenge_methods_supported", json!(["plain"])),
    ] {
        let liar = Liar::new().await;
        let mut about = liar.about();
        about[name] = lie;
        liar.says("/.well-known/openid-configuration", &about);
        let started = Office::new(settings(&liar.issuer)).start().await;
        assert!(
            matches!(started, Err(OpenIdFault::Misfit(_))),
            "{name}: {started:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_followed_waited_for_or_listened_to_without_end() {
    let about = "/.well-known/openid-configuration";
    let elsewhere = "302 Found\r\nLocation: http://127.0.0.1:9/";
    let (long, deep) = ("x".repeat(300_000), "[".repeat(200_000));
    for (status, body) in [
        (elsewhere, ""),
        ("500 Oh", "{}"),
        ("200 OK", "<html>"),
        ("200 OK", ""),
        ("200 OK", &long),
        ("200 OK", &deep),
        ("200 OK\r\nTransfer-Encoding: chunked", "zz\r\n"),
    ] {
        let liar = Liar::new().await;
        liar.answers(about, status, body);
        let office = Office::new(settings(&liar.issuer));
        let started = office.start().await;
        assert!(
            matches!(started, Err(OpenIdFault::Away(_))),
            "{status}: {started:?}"
        );
    }
    let liar = Liar::new().await;
    liar.is_silent(about);
    let office = Office::new(settings(&liar.issuer));
    let begun = std::time::Instant::now();
    let (one, other) = tokio::join!(office.start(), office.start());
    assert!(one.is_err() && other.is_err());
    assert!(
        begun.elapsed().as_secs() < 15,
        "who waits behind others does not wait again"
    );
    assert_eq!(liar.asked(about), 1);
}
