//! The parts of the pages of staff, on the page that shows them all.

use crate::support::door::TestApp;
use crate::support::page::{Form, Reply};

const PARTS: &str = "/staff/parts?lang=ja";

/// The form that goes to an address ending like this.
fn form(page: &Reply, ending: &str) -> Form {
    let forms = page.forms().into_iter();
    let mut own = forms.filter(|form| form.action.split('?').next().unwrap().ends_with(ending));
    own.next_back().unwrap()
}

#[actix_web::test]
async fn a_form_comes_back_with_everything_typed_and_a_sentence_at_each_field() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = staff.get(PARTS).await;
    let mut sheet = form(&page, "/form");
    let long = "長".repeat(201);
    sheet.fill(&[("remark", &long), ("day", "あした"), ("monday", "yes")]);
    let again = staff.submit(&sheet, "").await;
    for said in [
        "6か所",
        "入力してください",
        "200文字",
        "2026-12-31",
        "1つ選んで",
        "印を付けて",
    ] {
        again.assert_page(422, said);
    }
    let back = form(&again, "/form");
    assert_eq!(back.value("day"), Some("あした"));
    assert_eq!(back.value("remark"), Some(long.as_str()));
    assert_eq!(back.value("monday"), Some("yes"));
    let targets = again
        .links()
        .into_iter()
        .filter(|link| link.starts_with('#'));
    for target in targets.filter(|target| target != "#main") {
        let id = format!("id=\"{}\"", &target[1..]);
        assert!(again.html().contains(&id), "{target}");
    }
    sheet = back;
    sheet.fill(&[
        ("name", "広報"),
        ("remark", ""),
        ("day", "2027-01-31"),
        ("size", "small"),
        ("division", "planning"),
        ("agreed", "yes"),
    ]);
    staff
        .submit(&sheet, "")
        .await
        .assert_redirect("/staff/parts");
}

#[actix_web::test]
async fn a_file_is_taken_by_what_is_in_it() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let path = "/staff/parts/upload?lang=ja";
    let csv = "番号,氏名\r\n".as_bytes();
    let taken = staff.upload(path, &[], Some(("名簿.csv", csv))).await;
    taken.assert_page(200, "名簿.csv");
    taken.assert_page(200, "15バイト");
    let marked = "\"><svg/onload=1>.csv".replace('"', "%22");
    let taken = staff.upload(path, &[], Some((&marked, csv))).await;
    assert!(!taken.html().contains("<svg/onload"));
    let large = vec![b'a'; 200_001];
    let kind = "この種類のファイルは使えません";
    for (file, said) in [
        (None, "ファイルを選んでください"),
        (Some(("empty.csv", &b""[..])), kind),
        (Some(("picture.png", &b"MZ\x90\0"[..])), kind),
        (Some(("list.csv", &b"PK\x03\x04"[..])), kind),
        (Some(("large.csv", &large[..])), "200キロバイト以下"),
    ] {
        staff.upload(path, &[], file).await.assert_page(422, said);
    }
    let huge = vec![b'a'; 9 << 20];
    let refused = staff.upload(path, &[], Some(("huge.csv", &huge))).await;
    assert_eq!(refused.status.as_u16(), 413);
    for (kind, body) in [
        ("application/x-www-form-urlencoded", "file=x"),
        ("multipart/form-data", "--cut"),
        ("multipart/form-data; boundary=cut", "--cut\r\nnonsense"),
        (
            "multipart/form-data; boundary=cut",
            "--cut\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx",
        ),
    ] {
        let reply = staff.post_bytes(path, kind, body).await;
        assert!(
            matches!(reply.status.as_u16(), 400 | 415),
            "{kind}: {}",
            reply.status
        );
    }
}

#[actix_web::test]
async fn what_is_typed_is_kept_and_shown_again() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let mut note = form(&staff.get(PARTS).await, "/note");
    note.fill(&[("subject", "会議"), ("text", "一行目\n二行目")]);
    let kept = staff.submit(&note, "keep").await;
    let page = staff.follow(kept).await;
    page.assert_page(200, "保存しました");
    let mut note = form(&page, "/note");
    assert_eq!(note.value("text"), Some("一行目\n二行目"));
    // The same by script, which hears a sentence and goes on from the new version.
    let script = app.staff().sending("accept", "application/json");
    note.fill(&[("text", "三行目")]);
    let heard = script.submit(&note, "keep").await;
    assert_eq!(heard.status.as_u16(), 200);
    let heard: serde_json::Value = serde_json::from_slice(&heard.body).unwrap();
    assert_eq!(heard["version"], 2);
    assert!(heard["said"].as_str().unwrap().starts_with("保存しました"));
    let sent = staff.submit(&note, "send").await;
    sent.assert_page(200, "送りました");
    assert_eq!(
        form(&staff.get(PARTS).await, "/note").value("text"),
        Some("")
    );
    // Undone: the first form of the page brings it back.
    let undone = sent
        .forms()
        .into_iter()
        .find(|form| form.value("_go").is_some());
    let back = staff.submit(&undone.unwrap(), "").await;
    let page = staff.follow(back).await;
    assert_eq!(form(&page, "/note").value("text"), Some("三行目"));
}

#[actix_web::test]
async fn of_two_windows_the_second_sees_both_versions() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = staff.get(PARTS).await;
    let (mut first, mut second) = (form(&page, "/note"), form(&page, "/note"));
    first.fill(&[("subject", "こちら")]);
    staff
        .submit(&first, "keep")
        .await
        .assert_redirect("/staff/parts");
    second.fill(&[("subject", "あちら")]);
    let script = app.staff().sending("accept", "application/json");
    assert_eq!(script.submit(&second, "keep").await.status.as_u16(), 409);
    let both = staff.submit(&second, "keep").await;
    both.assert_page(409, "件名 こちら あちら");
    let again = form(&both, "/note");
    assert_eq!(again.value("subject"), Some("あちら"));
    staff
        .submit(&again, "keep")
        .await
        .assert_redirect("/staff/parts");
    let now = form(&staff.get(PARTS).await, "/note");
    assert_eq!(now.value("subject"), Some("あちら"));
    for (field, value) in [("seen", "x"), ("subject", "\u{1b}")] {
        let mut forged = form(&staff.get(PARTS).await, "/note");
        forged.fill(&[(field, value)]);
        assert_eq!(staff.submit(&forged, "keep").await.status.as_u16(), 400);
    }
}
