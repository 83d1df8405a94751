//! Addresses, methods, headers: what scanners and other sites' pages try.

use actix_http::Method;
use actix_web::test::TestRequest;

use super::open_survey;
use crate::support::door::{EVERYTHING, TestApp, address};
use kocho::domain::survey::Anonymity;

// B50, B59, B66, 1.5
#[actix_web::test]
async fn an_address_is_written_one_way() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    citizen.press(&page, "next", &[("livable", "1")]).await;
    let first = address(&survey);
    for path in [
        format!("{first}/sections/+1"),
        format!("{first}/sections/01"),
        format!("{first}/sections/%EF%BC%91"),
        format!("{first}/sections/1."),
        format!("{first}/sections/1%20"),
        format!("{first}/sections/-1"),
        format!("{first}/sections/..%2f..%2f..%2fetc%2fpasswd"),
        format!("{first}/sections/..%2fcheck"),
        format!("{first}."),
        format!("{first}.json"),
        format!("{first}.html"),
        format!("{first}/x.css"),
        format!("{first};x"),
        first.replace("/surveys", "//surveys"),
        first.replace("/surveys", "/./surveys"),
        first.replace("/surveys", "/%2e%2e/surveys"),
        "//sunagawa".to_owned(),
        "/sunagawa.json".to_owned(),
        "/sunagawa/surveys/..%2f..%2fetc".to_owned(),
        "/..%2f..%2fetc%2fpasswd".to_owned(),
        "/.git/config".to_owned(),
        "/.env".to_owned(),
        "/debug".to_owned(),
        "/metrics".to_owned(),
        "/graphql".to_owned(),
        "/openapi.json".to_owned(),
        "/sunagawa/plans/none".to_owned(),
        "/sunagawa/plans/..%2f..%2f".to_owned(),
        "/sunagawa/surveys".to_owned(),
        "/nowhere/surveys/x".to_owned(),
    ] {
        let reply = citizen.get(&path).await;
        reply.assert_page(404, "ページが見つかりません");
    }
}

// B50
#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let first = address(&survey);
    for (method, path, allowed) in [
        (Method::POST, first.clone(), "GET"),
        (Method::PUT, first.clone(), "GET"),
        (Method::DELETE, format!("{first}/sections/1"), "GET, POST"),
        (Method::PATCH, format!("{first}/check"), "GET"),
        (Method::GET, format!("{first}/draft"), "POST"),
        (Method::GET, format!("{first}/responses"), "POST"),
        (Method::POST, format!("{first}/receipts/x"), "GET"),
        (Method::POST, "/sunagawa".to_owned(), "GET"),
        (Method::TRACE, "/sunagawa/a".to_owned(), "GET, POST"),
        (Method::OPTIONS, "/sunagawa/a".to_owned(), "GET, POST"),
    ] {
        let kind = Some("application/x-www-form-urlencoded");
        let reply = citizen.ask(method.clone(), &path, kind, Vec::new()).await;
        reply.assert_page(405, "ページが見つかりません");
        assert_eq!(reply.header("allow"), Some(allowed), "{method} {path}");
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
    // Neither a header nor a field makes a POST of a GET.
    let sly = citizen.sending("x-http-method-override", "POST");
    sly.get(&format!("{first}/draft?_method=post"))
        .await
        .assert_page(405, "");
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 0);
}

#[actix_web::test]
async fn over_https_cookies_stay_there() {
    let (door, survey) = open_survey().await;
    let https = [
        ("KOCHO__PUBLIC_URL", "https://survey.example.jp"),
        ("KOCHO__WEB__INSECURE", "true"),
    ];
    let door = TestApp::over(door.town.clone(), &https).await;
    let citizen = door
        .resident()
        .sending("origin", "https://survey.example.jp");
    let begun = citizen
        .post(&format!("{}/draft", address(&survey)), &[])
        .await;
    let cookie = begun.header("set-cookie").unwrap();
    assert!(cookie.contains("Secure"), "{cookie}");
    assert!(begun.header("strict-transport-security").is_some());
    let plain = door
        .resident()
        .sending("origin", "http://survey.example.jp");
    let refused = plain
        .post(&format!("{}/draft", address(&survey)), &[])
        .await;
    refused.assert_page(403, "送信元を確認できませんでした");
}

// B54, B57, B44
#[actix_web::test]
async fn unknown_parameters_are_passed_over() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let first = address(&survey);
    let plain = citizen.get(&first).await;
    for query in [
        "lang=../../etc/passwd",
        "lang=xx",
        "lang=ja%00",
        "lang=",
        "display=../../x",
        "display=huge",
        "per_page=1e9",
        "sort=id;drop",
        "next=//evil.example",
        "redirect=https://evil.example",
        "t=",
        "t=x",
        "t=....................................................",
        "&&&=&",
    ] {
        let reply = citizen.get(&format!("{first}?{query}")).await;
        reply.assert_page(200, "回答を始める");
        assert_eq!(reply.main_text(), plain.main_text(), "{query}");
        assert!(!reply.html().contains("evil.example"), "{query}");
    }
    let fields = [("_lang", "../x"), ("_display", "../x"), ("_t", "x")];
    let begun = citizen.post(&format!("{first}/draft"), &fields).await;
    begun.assert_redirect(&format!("{first}/sections/1"));
    // B02, B49: a form whose fields are known takes no others.
    for (path, more) in [
        (format!("{first}/draft"), "next"),
        ("/sunagawa/a".to_owned(), "municipality_id"),
    ] {
        let reply = citizen
            .post(&path, &[("key", "1"), (more, "//evil.example")])
            .await;
        reply.assert_page(400, "送られた内容を読み取れませんでした");
    }
}

// B56
#[actix_web::test]
async fn cookies_nobody_gave_out_open_nothing() {
    let (door, survey) = open_survey().await;
    let name = format!("draft-{}", survey.id.0.simple());
    let guessed = format!("{name}={}", "A".repeat(43));
    let long = format!("{name}={}", "x".repeat(10_000));
    let many = format!("{name}=a; ").repeat(1_000);
    for cookie in [guessed.as_str(), &long, &many, "=;;;=", "a"] {
        let citizen = door.resident().sending("cookie", cookie);
        citizen
            .get(&address(&survey))
            .await
            .assert_page(200, "回答を始める");
        let page = citizen
            .get(&format!("{}/sections/1", address(&survey)))
            .await;
        page.assert_page(410, "途中の回答が見つかりません");
    }
    // A token set beforehand is not taken over: the draft gets one of its own.
    let fixed = door.resident().sending("cookie", &guessed);
    let begun = fixed
        .post(&format!("{}/draft", address(&survey)), &[])
        .await;
    let given = begun.header("set-cookie").unwrap();
    assert!(!given.contains(&"A".repeat(43)), "{given}");
}

// B58
#[actix_web::test]
async fn a_foreign_name_is_neither_answered_nor_repeated() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    for host in [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "evil.example:80",
        "localhost.",
    ] {
        let asked = door.resident().sending("host", host);
        let reply = asked.get(&address(&survey)).await;
        assert_eq!(reply.status.as_u16(), 421, "{host}");
    }
    let plain = citizen.get(&address(&survey)).await;
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "for=9.9.9.9;host=evil.example;proto=https"),
        ("x-original-url", "/evil"),
        ("x-rewrite-url", "/evil"),
    ] {
        let reply = door
            .resident()
            .sending(name, value)
            .get(&address(&survey))
            .await;
        reply.assert_page(200, "");
        assert_eq!(reply.html(), plain.html(), "{name}");
        let begun = door.resident().sending(name, value);
        let begun = begun
            .post(&format!("{}/draft", address(&survey)), &[])
            .await;
        assert!(begun.location().unwrap().starts_with("/sunagawa/"));
    }
    let absolute = TestRequest::with_uri("http://evil.example/sunagawa")
        .insert_header(("host", "localhost"))
        .insert_header(("accept", "text/html"));
    let reply = door.send(absolute.to_request()).await;
    assert!(!reply.html().contains("evil.example"));
}

// B61, B46
#[actix_web::test]
async fn what_other_sites_send_is_refused() {
    let (door, survey) = open_survey().await;
    let draft = format!("{}/draft", address(&survey));
    let ours = door.app.config.public_url();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "x"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", &format!("{ours}.evil.example")),
    ] {
        let stranger = door.resident().sending(name, value);
        let reply = stranger.post(&draft, &[]).await;
        reply.assert_page(403, "送信元を確認できませんでした");
        for path in ["/sunagawa/a", &format!("{}/responses", address(&survey))] {
            assert_eq!(
                stranger.post(path, &[]).await.status.as_u16(),
                403,
                "{path}"
            );
        }
        // Following a link from elsewhere is fine.
        stranger.get(&address(&survey)).await.assert_page(200, "");
    }
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 0);
    let own = door.resident().sending("sec-fetch-site", "same-origin");
    own.sending("origin", "null")
        .post(&draft, &[])
        .await
        .assert_redirect("/sunagawa");
    door.resident()
        .sending("origin", &ours)
        .post(&draft, &[])
        .await
        .assert_redirect("/sunagawa");
    door.resident()
        .post(&draft, &[])
        .await
        .assert_redirect("/sunagawa");
}

// B48
#[actix_web::test]
async fn what_is_not_public_looks_like_what_does_not_exist() {
    let (door, survey) = open_survey().await;
    let version = door.town.freeze(EVERYTHING).await;
    let draft = door.town.draft_of(version, Anonymity::Open).await;
    let citizen = door.resident();
    let missing = citizen.get("/sunagawa/surveys/s-none").await;
    missing.assert_page(404, "ページが見つかりません");
    let hidden = citizen.get(&address(&draft)).await;
    assert_eq!(hidden.html(), missing.html());
    let begun = citizen
        .post(&format!("{}/draft", address(&draft)), &[])
        .await;
    begun.assert_page(404, "ページが見つかりません");
    // A receipt belongs to its survey.
    let receipt = citizen.answer(&survey, &[]).await.receipt();
    let other = door.survey(EVERYTHING, Anonymity::Open).await;
    let reply = citizen
        .get(&format!("{}/receipts/{receipt}", address(&other)))
        .await;
    reply.assert_page(404, "ページが見つかりません");
}

#[actix_web::test]
async fn programs_get_problem_documents() {
    let (door, survey) = open_survey().await;
    for accept in ["application/json", "*/*", ""] {
        let program = door.resident().sending("accept", accept);
        for (reply, key) in [
            (program.get("/sunagawa/surveys/none").await, "not-found"),
            (program.get("/nowhere/at/all/x").await, "not-found"),
            (
                program
                    .get(&format!("{}/sections/x", address(&survey)))
                    .await,
                "not-found",
            ),
            (
                program
                    .post_bytes(&format!("{}/draft", address(&survey)), "text/plain", "x")
                    .await,
                "bad-request",
            ),
        ] {
            assert_eq!(
                reply.header("content-type"),
                Some("application/problem+json")
            );
            let problem: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(problem["type"], format!("urn:kocho:problem:{key}"));
            assert_eq!(problem["status"], reply.status.as_u16());
        }
    }
}

/// Error pages speak the reader's language.
#[actix_web::test]
async fn error_pages_exist_in_every_language() {
    let door = TestApp::new().await;
    for (language, said) in [
        ("en", "not found"),
        ("ja-x-easy", "ページ"),
        ("ja", "ページが見つかりません"),
    ] {
        let reply = door
            .resident()
            .get(&format!("/sunagawa/nothing?lang={language}"))
            .await;
        assert_eq!(reply.status.as_u16(), 404);
        let text = reply.main_text().to_lowercase();
        assert!(text.contains(said), "{text}");
    }
}
