//! Bodies that are no forms: too large, too slow, of the wrong kind.

use actix_http::Payload;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use futures_util::{StreamExt, stream};

use super::open_survey;
use crate::support::door::{TestApp, address, encoded};

const FORM: &str = "application/x-www-form-urlencoded";

// B41
#[actix_web::test]
async fn a_body_that_is_too_large_is_refused_in_japanese() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let long = "あ".repeat(200_000);
    let sent = citizen.send(&page, "next", &[("opinion", &long)]).await;
    sent.assert_page(413, "送られた内容が大きすぎます");
    // The same without announcing it.
    let chunk = |_| Ok(Bytes::from(vec![b'a'; 10_000]));
    let endless = stream::iter(0..).map(chunk);
    let request = citizen.dressed(
        TestRequest::post()
            .uri(&page.form().action)
            .insert_header(("content-type", FORM)),
    );
    let (request, _) = request.replace_payload(Payload::Stream {
        payload: Box::pin(endless) as _,
    });
    let sent = door.send(request).await;
    sent.assert_page(413, "前のページに戻り、文章を短くして");
    let many = vec!["a=1"; 5_000].join("&");
    let sent = citizen.post_bytes(&page.form().action, FORM, many).await;
    sent.assert_page(413, "送られた内容が大きすぎます");
    // Nothing of it reached the draft.
    let page = citizen.get(&page.path).await;
    assert_eq!(page.form().value("livable"), None);
    door.assert_nothing_stored().await;
}

// F20, H7
#[actix_web::test]
async fn a_body_that_dribbles_is_cut_with_a_page() {
    let (door, survey) = open_survey().await;
    let hasty = TestApp::over(door.town.clone(), &[("KOCHO__WEB__BODY_SECONDS", "1")]).await;
    let citizen = hasty.resident();
    let page = citizen.begin(&address(&survey)).await;
    let slow = stream::pending();
    let request = citizen.dressed(
        TestRequest::post()
            .uri(&page.form().action)
            .insert_header(("content-type", FORM)),
    );
    let (request, _) = request.replace_payload(Payload::Stream {
        payload: Box::pin(slow) as _,
    });
    let sent = hasty.send(request).await;
    sent.assert_page(408, "送られた内容を読み取れませんでした");
}

// B06
#[actix_web::test]
async fn only_forms_are_read() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let (action, body) = (page.form().action, encoded(&[("livable", "1")]));
    for kind in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/x-www-form-urlencoded; charset=Shift_JIS",
        "application/x-www-form-urlencoded; Charset=Shift_JIS",
        "application/x-www-form-urlencoded; charset=\"Shift_JIS\"",
        "",
    ] {
        let sent = citizen.post_bytes(&action, kind, body.as_str()).await;
        sent.assert_page(415, "送られた内容を読み取れませんでした");
    }
    let squeezed = door.resident().sending("content-encoding", "gzip");
    let sent = squeezed.post_bytes(&action, FORM, body.as_str()).await;
    sent.assert_page(415, "送られた内容を読み取れませんでした");
    for kind in [
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded; charset=\"utf-8\"",
        "Application/X-WWW-Form-Urlencoded;charset=utf-8",
    ] {
        let sent = citizen.post_bytes(&action, kind, body.as_str()).await;
        sent.assert_redirect(&address(&survey));
    }
}

// B01
#[actix_web::test]
async fn an_empty_body_is_a_form_with_nothing_in_it() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    for empty in ["", "&", "&&&", "=", "=&="] {
        let sent = citizen.post_bytes(&page.form().action, FORM, empty).await;
        assert_eq!(sent.status.as_u16(), 422, "{empty:?}: {}", sent.main_text());
    }
    door.assert_nothing_stored().await;
}
