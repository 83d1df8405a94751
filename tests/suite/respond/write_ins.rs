//! Several options of one question with a line to write in each.

use kocho::domain::survey::Anonymity;
use serde_json::json;

use crate::support::door::{TestApp, address};

const WRITE_INS: &[u8] = include_bytes!("../../data/questionnaires/write_ins.yaml");

#[actix_web::test]
async fn each_line_belongs_to_its_option() {
    let door = TestApp::new().await;
    let survey = door.survey(WRITE_INS, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let lines = [
        ("media.other.web", "市のサイト"),
        ("media.other.99", "回覧板"),
    ];
    // Three where two are asked for: the line says what is wrong with it, and nothing typed is lost.
    let too_many = [("media", "paper"), lines[0], lines[1]];
    let refused = citizen.send(&page, "next", &too_many).await;
    refused.assert_page(422, "選");
    for said in [
        "href=\"#media-other-99\"",
        "aria-describedby=\"media-other-99-error\"",
    ] {
        assert!(refused.html().contains(said), "{said}");
    }
    for (item, typed) in lines {
        assert_eq!(refused.form().value(item), Some(typed));
    }
    let long = "あ".repeat(20_000);
    let refused = citizen
        .send(&page, "next", &[("media.other.web", &long)])
        .await;
    refused.assert_page(422, "文章が長すぎます");
    assert_eq!(refused.form().value("media.other.web"), Some(long.as_str()));
    door.assert_nothing_stored().await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let check = citizen.press(&page, "next", &lines).await;
    check.assert_page(200, "ウェブサイト（どこ）： 市のサイト");
    check.assert_page(200, "その他： 回覧板");
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let expected = json!({
        "media": ["web", "99"], "media.other.web": "市のサイト", "media.other.99": "回覧板",
    });
    assert_eq!(door.stored().await, expected);
}
