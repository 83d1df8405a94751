//! Pictures of notes, chosen and taken away while a questionnaire is made.

use std::fs;
use std::path::Path;

use kocho::domain::ids::VersionId;

use crate::support::door::{Person, TestApp};
use crate::support::drafts::{begun, copied, form, sent};
use crate::support::page::Reply;

/// What is wrong where nobody has said what a picture shows.
const NOT_SAID: &str = "画像の説明を入力してください";

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/questionnaires");
    fs::read(folder.join(name)).unwrap()
}

/// A draft with a note.
async fn with_a_note(staff: &Person<'_>) -> String {
    let at = begun(staff).await;
    let page = staff.get(&format!("{at}?lang=ja")).await;
    sent(staff, form(&page, "/sections"), &[]).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [("text", "公園の場所")];
    let page = sent(staff, form(&adding, "/sections/s1/questions"), &typed).await;
    let kinds = form(&page, "/questions/q1/kind");
    sent(staff, kinds, &[("_go", "note")]).await;
    at
}

/// The answer to the form of the picture on a page.
async fn chosen(
    staff: &Person<'_>,
    page: &Reply,
    (alt, name, bytes): (&str, &str, &[u8]),
) -> Reply {
    let mut form = form(page, "/questions/q1/picture");
    form.fill(&[("alt.ja", alt)]);
    let reply = staff
        .upload(&form.action, &form.pairs(), Some((name, bytes)))
        .await;
    staff.follow(reply).await
}

async fn kept(app: &TestApp) -> (i64, String) {
    let count = app.town.db.number("select count(*) from pictures").await;
    let draft = "select document::text from questionnaire_drafts order by created_at limit 1";
    (count, app.town.db.text(draft).await)
}

#[actix_web::test]
async fn a_picture_is_chosen_seen_replaced_taken_away_and_brought_back() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_note(&staff).await;
    let note = format!("{at}?lang=ja&question=q1");
    let page = staff.get(&note).await;
    page.assert_page(200, "200キロバイト");
    let map = file("map.png");
    let page = chosen(
        &staff,
        &page,
        ("公園は川の北にあります。", "地図.png", &map),
    )
    .await;
    page.assert_page(200, "公園は川の北にあります。");
    let [src] = &page.pictures()[..] else {
        panic!("{:?}", page.pictures());
    };
    let given = staff.get(src).await;
    assert_eq!(given.header("content-type"), Some("image/png"));
    for (place, alt) in [
        ("preview", "公園は川の北にあります。"),
        ("sheet", "公園は川の北にあります。"),
    ] {
        let path = format!("{at}/{place}?lang=ja&in=ja&page=0&state=empty");
        let seen = staff.get(&path).await;
        seen.assert_page(200, "公園の場所");
        assert_eq!(seen.pictures(), [src.as_str()], "{place}");
        assert!(seen.html().contains(alt), "{place}");
    }
    // Only other words; then another picture, of which nothing is kept that a telephone wrote into it.
    let edit = form(&page, "/questions/q1/picture");
    let page = sent(&staff, edit, &[("alt.ja", "公園は3か所あります。")]).await;
    assert_eq!(page.pictures(), [src.as_str()]);
    let photograph = file("photograph.jpg");
    assert!(photograph.windows(4).any(|part| part == b"Exif"));
    let page = chosen(&staff, &page, ("草地", "DSC_0001.JPG", &photograph)).await;
    let other = page.pictures().remove(0);
    assert_ne!(other, *src);
    let bytes = "select count(*) from pictures where position('Exif'::bytea in content) > 0";
    assert_eq!(app.town.db.number(bytes).await, 0);
    let page = sent(
        &staff,
        form(&page, "/questions/q1/picture"),
        &[("_go", "away")],
    )
    .await;
    assert!(page.pictures().is_empty());
    for expected in [other, src.clone(), src.clone()] {
        let back = page_back(&staff, &note).await;
        assert_eq!(back.pictures(), [expected]);
    }
    let back = page_back(&staff, &note).await;
    assert!(back.pictures().is_empty());
    assert_eq!(kept(&app).await.0, 2, "what was taken back can come again");
    let history = staff.get(&format!("{at}/history?lang=ja")).await;
    history.assert_page(200, "画像を差し替えました");
    history.assert_page(200, "画像を取り除きました");
}

/// The page after the last act was taken back.
async fn page_back(staff: &Person<'_>, note: &str) -> Reply {
    let page = staff.get(note).await;
    let mut steps = form(&page, "/steps");
    let back = page
        .tags()
        .into_iter()
        .find(|tag| tag.value("name").as_deref() == Some("back"))
        .and_then(|tag| tag.value("value"))
        .expect("something can be taken back");
    steps.add("back", &back);
    sent(staff, steps, &[]).await
}

#[actix_web::test]
async fn what_is_no_picture_is_told_at_the_field_and_words_are_kept() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_note(&staff).await;
    let page = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    let before = kept(&app).await;
    let (map, photograph) = (file("map.png"), file("photograph.jpg"));
    let large = [map.as_slice(), &vec![0; 200_001]].concat();
    for (name, bytes, said) in [
        (
            "地図.png",
            b"%PDF-1.7 map".as_slice(),
            "PNG・JPEG・WebPの画像ではありません",
        ),
        (
            "地図.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "ではありません",
        ),
        ("地図.png", b"", "ではありません"),
        ("地図.png", &map[..map.len() / 2], "壊れているか"),
        (
            "写真.jpg",
            &photograph[..photograph.len() / 2],
            "壊れているか",
        ),
        ("地図.png", &large, "200キロバイト以下"),
    ] {
        let reply = chosen(&staff, &page, ("書いた説明", name, bytes)).await;
        reply.assert_page(422, said);
        reply.assert_page(422, "書いた説明");
        // What the note says is not lost either.
        reply.assert_page(422, "公園の場所");
    }
    let reply = chosen(&staff, &page, ("  ", "地図.png", &map)).await;
    reply.assert_page(422, NOT_SAID);
    reply.assert_page(422, "もう一度選んでください");
    let long = "長".repeat(4_001);
    chosen(&staff, &page, (&long, "地図.png", &map))
        .await
        .assert_page(422, "文が長すぎます");
    let nothing = form(&page, "/questions/q1/picture");
    let reply = sent(&staff, nothing, &[("alt.ja", "書いた説明")]).await;
    reply.assert_page(422, "ファイルを選んでください");
    assert_eq!(kept(&app).await, before);
    let path = format!("{at}/questions/nobody/picture?lang=ja");
    let gone = staff.upload(&path, &[("_seen", "3")], None).await;
    assert_eq!(gone.status.as_u16(), 404);
    let path = format!("{at}/questions/q1/picture?lang=ja");
    for (fields, status) in [(&[("_seen", "x")][..], 400), (&[], 400)] {
        let reply = staff.upload(&path, fields, None).await;
        assert_eq!(reply.status.as_u16(), status);
    }
    let typed = staff.post(&path, &[("_seen", "3"), ("alt.ja", "x")]).await;
    assert_eq!(typed.status.as_u16(), 415);
    assert_eq!(kept(&app).await, before);
}

#[actix_web::test]
async fn whoever_was_overtaken_looks_before_choosing_again() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_note(&staff).await;
    let old = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    let map = file("map.png");
    chosen(&staff, &old, ("地図", "map.png", &map)).await;
    let photograph = file("photograph.jpg");
    let reply = chosen(&staff, &old, ("草地", "a.jpg", &photograph)).await;
    reply.assert_page(422, "画像をもう一度選んでください");
    reply.assert_page(422, "草地");
    assert_eq!(kept(&app).await.0, 1);
    let page = chosen(&staff, &reply, ("草地", "a.jpg", &photograph)).await;
    page.assert_page(200, "草地");
    assert_eq!(kept(&app).await.0, 2);
}

#[actix_web::test]
async fn a_picture_goes_with_the_version_and_with_drafts_that_copy_it() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_note(&staff).await;
    let page = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    let page = chosen(&staff, &page, ("地図", "map.png", &file("map.png"))).await;
    let src = page.pictures().remove(0);
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [("text", "公園に行きますか（1つだけ○）\n1. 行く\n2. 行かない")];
    sent(&staff, form(&adding, "/sections/s1/questions"), &typed).await;
    let head = staff.get(&format!("{at}?lang=ja")).await;
    let typed = [("purpose", "公園の整備に使います。"), ("minutes", "3")];
    sent(&staff, form(&head, "/head"), &typed).await;
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    let frozen = sent(&staff, form(&ask, "/freezing"), &[]).await;
    frozen.assert_page(200, "版として確定しました");
    let version = "select id::text from versions";
    let version = VersionId(app.town.db.text(version).await.parse().unwrap());
    let copy = copied(&staff, version).await;
    let page = staff.get(&format!("{copy}?lang=ja&question=q1")).await;
    assert_eq!(page.pictures(), [src]);
    let closed = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    assert!(!closed.html().contains("/questions/q1/picture"));
}
