//! 新旧対照表: of two versions, and of a draft, as a page and as a Word file.

use std::io::{Cursor, Read as _};

use kocho::domain::survey::Anonymity;
use kocho::formats::sheet;
use kocho::storage::transaction;
use kocho::workflows::designing::{self, Basis};

use crate::support::door::{EVERYTHING, TestApp};
use crate::support::page::Reply;

const BOTH: &str = "/staff/questionnaires/everything/comparison";

/// The same questionnaire with some of its words changed.
fn revised() -> Vec<u8> {
    let mut file = String::from_utf8(EVERYTHING.to_vec()).unwrap();
    for (old, new) in [
        ("ja: 住みやすいですか。", "ja: この市は住みやすいですか。"),
        ("label: {ja: 公園,", "label: {ja: 公園・広場,"),
        ("minutes: 3", "minutes: 4"),
    ] {
        assert!(file.contains(old), "{old}");
        file = file.replace(old, new);
    }
    file.into_bytes()
}

/// The text of the document in a Word file.
fn document(reply: &Reply) -> String {
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.path);
    let mut zip = zip::ZipArchive::new(Cursor::new(&reply.body)).unwrap();
    let mut part = String::new();
    let mut found = zip.by_name("word/document.xml").unwrap();
    found.read_to_string(&mut part).unwrap();
    part
}

#[actix_web::test]
async fn two_versions_stand_side_by_side() {
    let app = TestApp::with_desk().await;
    app.town.freeze(EVERYTHING).await;
    let staff = app.staff();
    let alone = staff.get(&format!("{BOTH}?lang=ja")).await;
    alone.assert_page(200, "版が1つしかないので");
    let file = staff.get(&format!("{BOTH}.docx?lang=ja")).await;
    assert_eq!(file.status.as_u16(), 404);
    app.town.freeze(&revised()).await;
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    let way = format!("{BOTH}?lang=ja&new=2");
    assert!(list.links().contains(&way), "{:?}", list.links());
    let page = staff.get(&way).await;
    page.assert_page(200, "新旧対照表");
    page.assert_page(200, "前の結果と比べるときは、注意が要ります。");
    page.assert_page(200, "このほか、変わっていない設問が");
    assert!(
        page.html()
            .contains("<ins>この市は</ins>住みやすいですか。")
    );
    assert!(page.html().contains("公園<ins>・広場</ins>"));
    assert!(page.html().contains("約<del>3</del>分"));
    // The other way round, and a version beside itself.
    let back = staff.get(&format!("{BOTH}?lang=ja&new=1&old=2")).await;
    assert!(
        back.html()
            .contains("<del>この市は</del>住みやすいですか。")
    );
    let same = staff.get(&format!("{BOTH}?lang=ja&new=2&old=2")).await;
    same.assert_page(200, "違いはありません。");
    for nothing in ["&new=3", "&old=0", "&new=x", "&new=99999999999"] {
        let reply = staff.get(&format!("{BOTH}?lang=ja{nothing}")).await;
        assert_eq!(reply.status.as_u16(), 404, "{nothing}");
    }
    let unknown = staff.get("/staff/questionnaires/none/comparison").await;
    assert_eq!(unknown.status.as_u16(), 404);
}

#[actix_web::test]
async fn the_table_is_a_word_file_too() {
    let app = TestApp::with_desk().await;
    app.town.freeze(EVERYTHING).await;
    app.town.freeze(&revised()).await;
    let staff = app.staff();
    let file = staff.get(&format!("{BOTH}.docx?lang=ja&new=2&old=1")).await;
    let name = file.header("content-disposition").unwrap();
    assert!(
        name.starts_with("attachment; filename=\"everything-comparison.docx\""),
        "{name}"
    );
    // 新旧
    assert!(
        name.contains("filename*=UTF-8''%E6%96%B0%E6%97%A7"),
        "{name}"
    );
    let kind = file.header("content-type").unwrap();
    assert!(kind.ends_with("wordprocessingml.document"), "{kind}");
    let xml = document(&file);
    let marked = r#"<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">この市は</w:t>"#;
    assert!(xml.contains(marked), "{xml}");
    assert!(xml.contains(r#"w:orient="landscape""#));
    let lines = sheet::text(&file.body).unwrap().lines;
    let said: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    for text in [
        "新（第2版）",
        "旧（第1版）",
        "変わった点",
        "問1",
        "この市は住みやすいですか。",
    ] {
        assert!(said.contains(&text), "{text}: {said:?}");
    }
    let english = staff.get(&format!("{BOTH}.docx?lang=en&new=2&old=1")).await;
    assert!(document(&english).contains("What changed"));
}

#[actix_web::test]
async fn a_draft_stands_beside_what_it_was_copied_from_and_what_was_asked_last() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let sheet = "広報の調査\n問1 読んでいますか。（1つだけ○）\n1. はい\n2. いいえ\n";
    let alone = app.town.draft_of_a_sheet(sheet).await;
    let page = staff
        .get(&format!("/staff/drafts/{alone}/comparison?lang=ja"))
        .await;
    page.assert_page(200, "比べる版がありません");
    let file = staff
        .get(&format!("/staff/drafts/{alone}/comparison.docx"))
        .await;
    assert_eq!(file.status.as_u16(), 404);
    let asked = app.town.freeze(EVERYTHING).await;
    app.town.draft_of(asked, Anonymity::Open).await;
    let basis = app.town.freeze(&revised()).await;
    let document_of = |file: &[u8]| kocho::formats::questionnaire::read(file).unwrap();
    let copy = document_of(&revised());
    let mut conn = app.town.db.conn().await;
    let begun = transaction(&mut conn, async |tx| {
        designing::begin(tx, &app.town.operator, copy, Basis::copy_of(basis)).await
    });
    let at = format!("/staff/drafts/{}/comparison", begun.await.unwrap());
    drop(conn);
    let page = staff.get(&format!("{at}?lang=ja")).await;
    page.assert_page(200, "違いはありません。");
    page.assert_page(200, "もとにした版と比べる");
    let draft = staff.get(&at.replace("/comparison", "?lang=ja")).await;
    assert!(draft.links().iter().any(|link| link.starts_with(&at)));
    let old = format!("{at}?lang=ja&in=ja&old={asked}");
    assert!(page.links().contains(&old), "{:?}", page.links());
    let page = staff.get(&old).await;
    assert!(
        page.html()
            .contains("<ins>この市は</ins>住みやすいですか。")
    );
    page.assert_page(200, "この下書き（第0稿）");
    let file = staff
        .get(&old.replace("comparison?", "comparison.docx?"))
        .await;
    assert!(document(&file).contains("この市は"));
}
