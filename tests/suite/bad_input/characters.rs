//! Characters: what is refused, what is kept as it is, what is shown.

use actix_http::header::HeaderValue;
use actix_web::test::TestRequest;

use super::open_survey;
use crate::support::door::{EVERYTHING, address};
use kocho::domain::survey::Anonymity;

const FORM: &str = "application/x-www-form-urlencoded";

// B11, B12
#[actix_web::test]
async fn bytes_that_are_no_text_are_refused_and_never_replaced() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let raw: [&[u8]; 12] = [
        b"nickname=%ff%fe",
        b"nickname=%c0%af",
        b"nickname=\x83\x65\x83\x58",
        b"nickname=%ED%A0%80",
        b"nickname=a%00b",
        b"nick%00name=1",
        b"nickname=\0",
        b"nickname=%1b[31m",
        b"nickname=%7f",
        b"nickname=%C2%85",
        b"nickname=%EF%BF%BE",
        b"nickname=%EF%BF%BF",
    ];
    for body in raw {
        let sent = citizen.post_bytes(&page.form().action, FORM, body).await;
        sent.assert_page(400, "送られた内容を読み取れませんでした");
        sent.assert_page(400, "回答は記録されていません");
    }
    let json = door.resident().sending("accept", "application/json");
    let sent = json.post_bytes(&page.form().action, FORM, raw[0]).await;
    assert_eq!(
        sent.header("content-type"),
        Some("application/problem+json")
    );
    let problem: serde_json::Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(problem["status"], 400);
    assert_eq!(problem["type"], "urn:kocho:problem:bad-request");
    door.assert_nothing_stored().await;
}

// B11, B12: path, query, cookie, header
#[actix_web::test]
async fn bytes_that_are_no_text_are_refused_wherever_they_stand() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    for path in [
        "/%ff%fe",
        "/%00",
        "/sunagawa%00",
        "/sunagawa/surveys/%ff",
        "/sunagawa/surveys/a%00b",
        "/sunagawa/plans/%c0%af",
        &format!("{}/sections/%ff", address(&survey)),
        &format!("{}/sections/1%00", address(&survey)),
        &format!("{}/receipts/%ff", address(&survey)),
        &format!("{}/receipts/%00", address(&survey)),
    ] {
        let reply = citizen.get(path).await;
        reply.assert_page(404, "ページが見つかりません");
    }
    for key in ["%ff%fe", "%00", "%E3%80"] {
        let reply = citizen.get(&format!("/sunagawa/a/{key}")).await;
        assert!(reply.status.is_client_error(), "{key}: {}", reply.status);
        assert!(reply.html().contains("<h1"), "{key}: {}", reply.html());
    }
    for query in ["lang=%ff", "display=%00", "t=%ff%fe", "%ff=%ff"] {
        let reply = citizen.get(&format!("{}?{query}", address(&survey))).await;
        reply.assert_page(200, "回答を始める");
    }
    for name in ["cookie", "accept-language", "user-agent", "referer"] {
        let bytes = HeaderValue::from_bytes(b"draft=\xff\xfe; a=\xc0\xaf").unwrap();
        let request = TestRequest::get()
            .uri(&address(&survey))
            .insert_header(("accept", "text/html"))
            .insert_header((name, bytes));
        let reply = door.send(request.to_request()).await;
        reply.assert_page(200, "回答を始める");
    }
}

// B13
#[actix_web::test]
async fn line_ends_become_one_kind_and_stay_out_of_single_lines() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let opinion = "一\r\n二\r三\n四\u{2028}五";
    let check = citizen.to_check(&survey, &[("opinion", opinion)]).await;
    let page = citizen.press(&check, "back", &[]).await;
    let sent = citizen.send(&page, "next", &[("nickname", "一\n二")]).await;
    sent.assert_page(422, "1行で書いてください");
    assert!(sent.html().contains("一\n二"), "what was typed is gone");
    let receipt = citizen
        .answer(&survey, &[("opinion", opinion), ("nickname", "駅")])
        .await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(door.stored().await["opinion"], "一\n二\n三\n四\n五");
}

// B14–B18, B23, P1
#[actix_web::test]
async fn names_and_opinions_keep_their_characters() {
    for text in [
        "葛\u{E0100}城市、神\u{FA19}社、﨑、髙、𠮷野家",
        "か\u{3099}ぱ、パ゜、ﾊﾟ、①㈱～－",
        "👨‍👩‍👧🇯🇵👍🏽",
        "\u{E000}\u{F8FF}",
        "\u{202E}逆さ\u{202C}\u{2066}x\u{2069}a\u{200B}b",
        "　前後の空白　",
        "\"quoted\",comma\ttab",
        "a\u{300}\u{301}\u{302}",
    ] {
        let (door, survey) = open_survey().await;
        let citizen = door.resident();
        let check = citizen.to_check(&survey, &[("opinion", text)]).await;
        assert!(
            check.html().contains(&format!("<bdi>{}", shown(text))),
            "{text}"
        );
        let receipt = citizen.press(&check, "send", &[]).await;
        receipt.assert_page(200, "回答を記録しました");
        assert_eq!(door.stored().await["opinion"], text);
    }
}

/// A text as handlebars writes it.
fn shown(text: &str) -> String {
    handlebars::html_escape(text)
}

// B20, B24, B67, B21
#[actix_web::test]
async fn what_looks_like_code_is_an_opinion_and_shown_as_written() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let opinion = [
        "\"><svg/onload=alert(1)>",
        "<script>alert('x')</script>",
        "</textarea><img src=x onerror=alert(1)>",
        "{{answers}} {{#each page}}{{> layouts/respond}}{{/each}} {{{svg}}} {% x %} ${7*7}",
        "' OR 1=1; drop table responses; --",
        "=HYPERLINK(\"http://evil\")",
        "《よみ》漢字《かんじ》",
    ]
    .join("\n");
    let line = "\"><svg/onload=alert(1)> {{t \"next\"}} ' OR ''='";
    let fields = [("opinion", opinion.as_str()), ("nickname", line)];
    let check = citizen.to_check(&survey, &fields).await;
    let page = citizen.press(&check, "back", &[]).await;
    let refused = citizen.send(&page, "next", &[("age", line)]).await;
    refused.assert_page(422, "数字を入力してください");
    for reply in [&check, &page, &refused] {
        for alive in [
            "<svg",
            "<script",
            "<img",
            "onerror=alert(1)>",
            "onload=alert(1)>",
        ] {
            assert!(!reply.html().contains(alive), "{}: {alive}", reply.path);
        }
        assert!(!reply.html().contains("<ruby>漢字<"), "{}", reply.path);
    }
    assert_eq!(page.form().value("opinion"), Some(opinion.as_str()));
    assert_eq!(page.form().value("nickname"), Some(line));
    assert_eq!(refused.form().value("age"), Some(line));
    for part in [
        "{{answers}} {{#each page}}",
        "${7*7}",
        "drop table responses; --",
    ] {
        check.assert_page(200, part);
    }
    let receipt = citizen.answer(&survey, &[("age", "40")]).await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(door.stored().await["opinion"], opinion);
    assert_eq!(door.stored().await["nickname"], line);
}

// B20: what is reflected without being stored
#[actix_web::test]
async fn what_is_only_reflected_is_escaped_too() {
    let (door, survey) = open_survey().await;
    door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let mark = "\"><svg/onload=alert(1)>";
    let inside = "%22%3E%3Csvg%2Fonload=alert(1)%3E";
    let citizen = door
        .resident()
        .sending("user-agent", mark)
        .sending("referer", mark)
        .sending("accept-language", mark);
    let page = citizen.get("/sunagawa/a").await;
    let wrong = citizen
        .press(
            &page,
            "",
            &[("key", mark), ("_lang", mark), ("_display", mark)],
        )
        .await;
    let mut replies = vec![wrong];
    for path in [
        format!("/{inside}"),
        format!("/sunagawa/a/{inside}"),
        format!("/sunagawa/a?lang={inside}&display={inside}"),
        format!(
            "{}?lang={inside}&display={inside}&t={inside}",
            address(&survey)
        ),
        format!(
            "{}/receipts/{inside}?lang={inside}&thanks",
            address(&survey)
        ),
        format!("{}/check?t={inside}", address(&survey)),
        format!("/sunagawa?lang={inside}&display={inside}"),
    ] {
        replies.push(citizen.get(&path).await);
    }
    let begun = [("_lang", mark), ("_display", mark), ("_t", mark)];
    let begun = citizen
        .post(&format!("{}/draft", address(&survey)), &begun)
        .await;
    replies.push(citizen.follow(begun).await);
    for reply in replies {
        assert!(!reply.html().contains("<svg"), "{}", reply.path);
        assert!(reply.html().contains("<h1"), "{}", reply.path);
    }
}
