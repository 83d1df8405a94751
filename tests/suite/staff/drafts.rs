//! Making a questionnaire, from the first question to the version.

use kocho::domain::role::Role;

use crate::support::door::{EVERYTHING, Person, TestApp};
use crate::support::drafts::{begun, form, sent};

/// With a page and a question of two options.
async fn with_a_question(staff: &Person<'_>) -> String {
    let at = begun(staff).await;
    let page = staff.get(&format!("{at}?lang=ja")).await;
    sent(staff, form(&page, "/sections"), &[]).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [(
        "text",
        "広報を読んでいますか（1つだけ○）\n1. 読んでいる\n2. 読んでいない",
    )];
    let added = sent(staff, form(&adding, "/sections/s1/questions"), &typed).await;
    added.assert_page(200, "1つだけ選ぶ設問");
    at
}

#[actix_web::test]
async fn a_questionnaire_is_made_reviewed_and_frozen() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    let review = staff.get(&format!("{at}/review?lang=ja")).await;
    review.assert_page(200, "点検");
    staff
        .get(&format!("{at}/freezing?lang=ja"))
        .await
        .assert_redirect(&format!("{at}/review"));
    let head = staff.get(&format!("{at}?lang=ja")).await;
    let typed = [("purpose", "広報の改善に使います。"), ("minutes", "３")];
    sent(&staff, form(&head, "/head"), &typed).await;
    let preview = staff
        .get(&format!("{at}/preview?lang=ja&in=ja&page=0&state=wrong"))
        .await;
    preview.assert_page(200, "読んでいない");
    let policy = preview.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    let review = staff.get(&format!("{at}/review?lang=ja")).await;
    review.assert_page(200, "直すところは見つかりませんでした");
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    let frozen = sent(&staff, form(&ask, "/freezing"), &[]).await;
    frozen.assert_page(200, "版として確定しました");
    frozen.assert_page(200, "広報の調査");
    let closed = staff.get(&format!("{at}?lang=ja")).await;
    closed.assert_page(200, "もう変わりません");
    let late = [("_seen", "3"), ("title", "別の名称"), ("minutes", "3")];
    let late = staff.post(&format!("{at}/head?lang=ja"), &late).await;
    let said = staff.follow(late).await;
    said.assert_page(200, "この下書きは、もう変えられません");
}

#[actix_web::test]
async fn everything_is_taken_back_and_done_again() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    let question = format!("{at}?lang=ja&question=q1");
    let page = staff.get(&question).await;
    let edit = form(&page, "/questions/q1");
    let changed = [
        ("options.2", ""),
        ("options", "ときどき読んでいる\nわからない"),
    ];
    let page = sent(&staff, edit, &changed).await;
    page.assert_page(200, "問1");
    assert!(page.html().contains("ときどき読んでいる"));
    assert!(!page.html().contains("読んでいない"));
    let stored = || {
        app.town
            .db
            .text("select document::text from questionnaire_drafts")
    };
    let (after, steps) = (stored().await, form(&page, "/steps"));
    let back = sent(&staff, steps, &[("back", "3")]).await;
    assert!(!stored().await.contains("ときどき"));
    let again = sent(&staff, form(&back, "/steps"), &[("forward", "3")]).await;
    assert_eq!(stored().await, after);
    // The button of a page that somebody else has overtaken.
    let late = sent(&staff, form(&again, "/steps"), &[("back", "2")]).await;
    late.assert_page(200, "ほかの方が変更した");
    let history = staff.get(&format!("{at}/history?lang=ja")).await;
    history.assert_page(200, "第5稿");
    let restored = sent(&staff, form(&history, "/history/1"), &[]).await;
    restored.assert_page(200, "その時点に戻しました");
    assert!(!stored().await.contains("広報を読んでいますか"));
    let number = "select count(*) from draft_revisions";
    assert_eq!(app.town.db.number(number).await, 6);
}

#[actix_web::test]
async fn two_on_one_draft_never_overwrite_each_other() {
    let app = TestApp::with_desk().await;
    let (one, other) = (app.staff(), app.staff_with(Role::Designer).await);
    let at = with_a_question(&one).await;
    let question = format!("{at}?lang=ja&question=q1");
    let (mine, theirs) = (one.get(&question).await, other.get(&question).await);
    let hint = form(&theirs, "/questions/q1");
    sent(&other, hint, &[("hint", "紙の広報です。")]).await;
    // Of another part: both hold.
    let wording = [("text", "市の広報を読んでいますか")];
    let page = sent(&one, form(&mine, "/questions/q1"), &wording).await;
    assert!(page.html().contains("紙の広報です。"));
    assert!(page.html().contains("市の広報を読んでいますか"));
    // Of the same: nothing is stored before one of them has chosen.
    let again = [("text", "広報紙を読んでいますか")];
    let meeting = sent(&other, form(&theirs, "/questions/q1"), &again).await;
    meeting.assert_page(200, "ほかの方が、同じところを変えました");
    meeting.assert_page(200, "市の広報を読んでいますか");
    meeting.assert_page(200, "広報紙を読んでいますか");
    let stored = || {
        app.town
            .db
            .text("select document::text from questionnaire_drafts")
    };
    assert!(stored().await.contains("市の広報を読んでいますか"));
    sent(&other, form(&meeting, "/questions/q1"), &[]).await;
    assert!(stored().await.contains("広報紙を読んでいますか"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_nothing_typed_is_lost() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    let page = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    let wrong = [("text", ""), ("hint", "書いた補足")];
    let reply = sent(&staff, form(&page, "/questions/q1"), &wrong).await;
    reply.assert_page(422, "書いた補足");
    let score = [("options.1.score", "たくさん")];
    let reply = sent(&staff, form(&page, "/questions/q1"), &score).await;
    reply.assert_page(422, "数で入力してください");
    let long = "長".repeat(4_001);
    let reply = sent(&staff, form(&page, "/questions/q1"), &[("text", &long)]).await;
    reply.assert_page(422, "文が長すぎます");
    let gone = staff
        .post(
            &format!("{at}/questions/nobody?lang=ja"),
            &[("_seen", "2"), ("text", "x")],
        )
        .await;
    assert_eq!(gone.status.as_u16(), 404);
    for seen in ["", "-1", "x", "99999999999"] {
        let path = format!("{at}/questions/q1?lang=ja");
        let reply = staff.post(&path, &[("_seen", seen), ("text", "x")]).await;
        assert_eq!(reply.status.as_u16(), 400, "{seen}");
    }
    let count = "select revision from questionnaire_drafts";
    assert_eq!(app.town.db.number(count).await, 2);
}

#[actix_web::test]
async fn a_version_is_copied_and_a_sheet_is_read() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let version = app.town.freeze(EVERYTHING).await;
    let multipart = |fields: &[(&str, &str)]| {
        let parts = fields.iter().map(|(name, value)| {
            let name = match *name {
                "file" => "name=\"file\"; filename=\"sheet.txt\"".to_owned(),
                name => format!("name=\"{name}\""),
            };
            format!("--b\r\ncontent-disposition: form-data; {name}\r\n\r\n{value}\r\n")
        });
        format!("{}--b--\r\n", parts.collect::<String>())
    };
    let send = async |fields: &[(&str, &str)]| {
        let kind = "multipart/form-data; boundary=b";
        let body = multipart(fields);
        let path = "/staff/drafts/new?lang=ja";
        staff.follow(staff.post_bytes(path, kind, body).await).await
    };
    let copied = send(&[("_go", "copy"), ("version", &version.to_string())]).await;
    copied.assert_page(200, "下書きを始めました");
    let same = "select count(*) from questionnaire_drafts d join versions v on v.id = d.basis_id \
                where d.document = v.document";
    assert_eq!(app.town.db.number(same).await, 1);
    let sheet = "令和7年度 広報についてのアンケート\n問1 広報を読んでいますか。（1つだけ○）\n\
                 1. 読んでいる\n2. 読んでいない\n問2 ご意見をご自由にお書きください。\n";
    for fields in [
        [("_go", "text"), ("text", sheet)],
        [("_go", "file"), ("file", sheet)],
    ] {
        let read = send(&fields).await;
        read.assert_page(200, "下書きを始めました");
        read.assert_page(200, "広報を読んでいますか");
    }
    for (fields, said) in [
        ([("_go", "empty"), ("title", "")], "入力してください"),
        ([("_go", "text"), ("text", " ")], "入力してください"),
        (
            [("_go", "copy"), ("version", "x")],
            "もとにする調査票を選んでください",
        ),
        (
            [("_go", "file"), ("file", "")],
            "文字が見つかりませんでした",
        ),
        (
            [("_go", "file"), ("file", "%PDF-1.7 x")],
            "この種類のファイルは読み取れません",
        ),
    ] {
        send(&fields).await.assert_page(422, said);
    }
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    list.assert_page(200, "作成中の下書き");
}

#[actix_web::test]
async fn a_question_is_asked_of_those_who_chose() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [("text", "なぜ読まないのですか。ご自由にお書きください。")];
    sent(&staff, form(&adding, "/sections/s1/questions"), &typed).await;
    let first = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    first.assert_page(200, "全員に聞きます");
    let choosing = staff.get(&format!("{at}?lang=ja&question=q2&on=q1")).await;
    let nothing = [("_go", "only")];
    let reply = sent(&staff, form(&choosing, "/questions/q2/condition"), &nothing).await;
    reply.assert_page(422, "選択肢を1つ以上選んでください");
    let not_readers = [("code.1", "yes"), ("_go", "not")];
    let page = sent(
        &staff,
        form(&choosing, "/questions/q2/condition"),
        &not_readers,
    )
    .await;
    page.assert_page(200, "「読んでいる」");
    let stored =
        "select document->'sections'->0->'questions'->1->>'show_if' from questionnaire_drafts";
    let wanted = r#"{"not": {"any_of": {"item": "q1", "codes": ["1"]}}}"#;
    assert_eq!(app.town.db.text(stored).await, wanted);
    let again = staff.get(&format!("{at}?lang=ja&question=q2&on=q1")).await;
    let joined = [("code.2", "yes"), ("joined", "or"), ("_go", "only")];
    sent(&staff, form(&again, "/questions/q2/condition"), &joined).await;
    assert!(app.town.db.text(stored).await.starts_with("{\"any\""));
    let none = staff.get(&format!("{at}?lang=ja&question=q2")).await;
    let page = sent(
        &staff,
        form(&none, "/questions/q2/condition"),
        &[("_go", "everybody")],
    )
    .await;
    page.assert_page(200, "全員に聞きます");
}

#[actix_web::test]
async fn a_page_is_asked_of_those_of_an_age_and_the_ways_are_shown() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [("text", "おいくつですか（　　歳）")];
    let page = sent(&staff, form(&adding, "/sections/s1/questions"), &typed).await;
    page.assert_page(200, "数を書く設問");
    sent(&staff, form(&page, "/sections"), &[]).await;
    let section = format!("{at}?lang=ja&section=s2");
    staff.get(&section).await.assert_page(200, "全員に聞きます");
    let choosing = staff.get(&format!("{section}&on=q2")).await;
    let end = "/sections/s2/condition";
    let nothing = sent(&staff, form(&choosing, end), &[("_go", "only")]).await;
    nothing.assert_page(422, "どちらか一方は入力してください");
    let words = [("_go", "only"), ("least", "古希")];
    let words = sent(&staff, form(&choosing, end), &words).await;
    words.assert_page(422, "数で入力してください");
    let old = [("_go", "only"), ("least", "６５")];
    let page = sent(&staff, form(&choosing, end), &old).await;
    page.assert_page(200, "65以上");
    let stored = "select document->'sections'->1->>'show_if' from questionnaire_drafts";
    let wanted = r#"{"number": {"min": "65", "item": "q2"}}"#;
    assert_eq!(app.town.db.text(stored).await, wanted);
    let ways = staff.get(&format!("{at}/paths?lang=ja")).await;
    ways.assert_page(200, "65以上");
    assert!(!ways.html().contains("class=\"lost\""));
    let again = staff.get(&format!("{section}&on=q2")).await;
    let young = [("_go", "only"), ("most", "64"), ("joined", "and")];
    sent(&staff, form(&again, end), &young).await;
    let ways = staff.get(&format!("{at}/paths?lang=ja")).await;
    assert!(ways.html().contains("class=\"lost\""));
}

/// Whoever goes back to one state and to another says each time what differs, not all that was ever done.
#[actix_web::test]
async fn going_back_again_and_again_says_no_more() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    for nth in 0..14 {
        let path = format!("{at}/history/{}?lang=ja", nth % 3);
        let reply = staff.post(&path, &[("_seen", "2")]).await;
        staff
            .follow(reply)
            .await
            .assert_page(200, "その時点に戻しました");
    }
    let most = "select max(length(act::text) + length(undo::text))::bigint from draft_revisions";
    let longest = app.town.db.number(most).await;
    assert!(longest < 4_000, "{longest}");
}

#[actix_web::test]
async fn a_question_has_a_short_name_for_tables() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = with_a_question(&staff).await;
    let page = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    page.assert_page(200, "短い名前（集計表の見出し");
    let named = [("short", "広報紙")];
    let page = sent(&staff, form(&page, "/questions/q1"), &named).await;
    assert!(page.html().contains("name=\"short\" value=\"広報紙\""));
    let short = "select document #>> '{sections,0,questions,0,short,ja}' from questionnaire_drafts";
    assert_eq!(app.town.db.text(short).await, "広報紙");
    let bare = sent(&staff, form(&page, "/questions/q1"), &[("short", " ")]).await;
    assert!(bare.html().contains("name=\"short\" value=\"\""));
    let whole = "select document::text from questionnaire_drafts";
    assert!(!app.town.db.text(whole).await.contains("\"short\""));
}
