//! 起案: what is put before whoever decides on a survey, printed and as a Word file.

use kocho::domain::role::Role;

use crate::support::door::TestApp;
use crate::support::drafts::{form, sent};

/// The text of a Word file.
fn words(file: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let document = zip.by_name("word/document.xml").unwrap();
    std::io::read_to_string(document).unwrap()
}

/// The address of a draft's packet.
async fn packet(app: &TestApp) -> String {
    let id = app.town.draft_of_a_questionnaire().await;
    format!("/staff/drafts/{id}/packet")
}

#[actix_web::test]
async fn what_is_typed_stands_with_the_questionnaire_and_what_was_said_of_it() {
    let app = TestApp::with_desk().await;
    let (staff, path) = (app.staff(), packet(&app).await);
    let page = staff.get(&format!("{path}?lang=ja")).await;
    let proposed = form(&page, "/packet");
    assert_eq!(
        proposed.value("subject"),
        Some("「令和6年度 まちの声」の実施について")
    );
    assert!(proposed.value("personal").unwrap().contains("無記名"));
    assert!(page.html().contains("砂川市は住みやすいまちだと思いますか"));
    assert!(
        !page.html().contains("<th scope=\"row\">経費</th>"),
        "it is empty"
    );
    let division = app.town.division("福祉課").await;
    let id = path.split('/').nth(3).unwrap().parse().unwrap();
    let desk = app.town.person("desk").await;
    app.town
        .inquiry(desk, kocho::domain::ids::QuestionnaireDraftId(id), division)
        .await;
    let said = "insert into inquiry_comments select municipality_id, gen_random_uuid(), id, 'livable', null, \
                person_id, '一行目\n<二行目>', begun_at, '直します。', person_id, begun_at from inquiries";
    app.town.db.execute(said).await;
    let typed = [
        ("cost", "十万円\n（印刷費）"),
        ("number", "企広第12号"),
        ("decided_on", "2026-12-01"),
    ];
    let kept = sent(&staff, form(&page, "/packet"), &typed).await;
    kept.assert_page(200, "起案の内容を保存しました");
    for shown in [
        "企広第12号</bdi>",
        "十万円\n（印刷費）",
        "&lt;二行目&gt;",
        "直します。",
    ] {
        let shown = shown.replace("</bdi>", "");
        assert!(kept.html().contains(&shown), "{shown}");
    }
    let file = staff.get(&format!("{path}.docx?lang=ja")).await;
    assert_eq!(file.status.as_u16(), 200);
    let file = words(&file.body);
    for shown in [
        "企広第12号",
        "（印刷費）",
        "12月1日",
        "住みやすいまち",
        "&lt;二行目&gt;",
        "直します。",
    ] {
        assert!(file.contains(shown), "{shown}");
    }
    let log = staff.get("/staff/record?lang=ja&noun=questionnaire").await;
    log.assert_page(200, "起案の内容を書きました");
    log.assert_page(200, "企広第12号");
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_nobody_writes_over_another() {
    let app = TestApp::with_desk().await;
    let (staff, path) = (app.staff(), packet(&app).await);
    let page = staff.get(&format!("{path}?lang=ja")).await;
    let wrong = [
        ("decided_on", "昨日"),
        ("number", "a\u{202e}b"),
        ("cost", "－"),
    ];
    let again = sent(&staff, form(&page, "/packet"), &wrong).await;
    for why in ["目に見えない文字", "言葉で入力してください"] {
        again.assert_page(422, why);
    }
    let kept = form(&again, "/packet");
    assert_eq!(kept.value("decided_on"), Some("昨日"));
    assert_eq!(
        app.town
            .db
            .number("select count(*) from draft_packets")
            .await,
        0
    );
    let first = sent(&staff, form(&page, "/packet"), &[("cost", "十万円")]).await;
    first.assert_page(200, "保存しました");
    let second = sent(&staff, form(&page, "/packet"), &[("cost", "二十万円")]).await;
    second.assert_page(422, "ほかの方が先に保存しました");
    assert_eq!(form(&second, "/packet").value("cost"), Some("二十万円"));
    assert!(second.html().contains("十万円</bdi>") || second.html().contains("十万円</td>"));
    let over = sent(&staff, form(&second, "/packet"), &[]).await;
    over.assert_page(200, "保存しました");
    let stored = app
        .town
        .db
        .text("select document->>'cost' from draft_packets")
        .await;
    assert_eq!(stored, "二十万円");
    let next = app.neighbour(Role::Designer).await;
    assert_eq!(next.get(&path).await.status.as_u16(), 404);
    let form = form(&over, "/packet");
    assert_eq!(next.submit(&form, "").await.status.as_u16(), 404);
}
