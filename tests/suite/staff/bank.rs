//! これまでの設問: what was asked before is found, looked at, and comes into a draft with its code.

use std::sync::Arc;

use kocho::domain::ids::VersionId;
use kocho::domain::permission::Permission;
use kocho::domain::role::Role;

use crate::closing::{Bound, QUESTIONNAIRE};
use crate::support::door::{Person, TestApp};
use crate::support::drafts::{self, begun, form, sent};
use crate::support::page::{Form, Reply};

/// A town that has asked, with an indicator that hangs on the first question.
async fn asked() -> TestApp {
    let bound = Bound::new().await;
    let app = TestApp::over(Arc::new(bound.town), &[]).await;
    app.with_administrator().await
}

/// The form of the first question that can come into a draft.
fn taking(page: &Reply) -> Form {
    let mut forms = page.forms().into_iter();
    let found = forms.find(|form| form.how == "post" && form.has("questionnaire"));
    found.unwrap_or_else(|| panic!("nothing to take: {}", page.main_text()))
}

/// A draft copied from the newest version.
async fn copied(app: &TestApp, staff: &Person<'_>) -> String {
    let newest = "select id::text from versions order by number desc limit 1";
    let version = app.town.db.text(newest).await.parse().unwrap();
    drafts::copied(staff, VersionId(version)).await
}

#[actix_web::test]
async fn what_was_asked_is_found_however_it_is_typed() {
    let app = asked().await;
    let staff = app.staff();
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    let bank = "/staff/bank?lang=ja".to_owned();
    assert!(list.links().contains(&bank));
    let all = staff.get(&bank).await;
    all.assert_page(200, "5件");
    all.assert_page(200, "情報提供は十分だと思いますか");
    let year = app.town.db.number("select fiscal_year from surveys").await;
    all.assert_page(200, &format!("R{}", year - 2018));
    all.assert_page(200, "値");
    // ｳｪﾌﾞ, うぇ-ぶ.
    for typed in [
        "%EF%BD%B3%EF%BD%AA%EF%BE%8C%EF%BE%9E",
        "%E3%81%86%E3%81%87-%E3%81%B6",
    ] {
        let found = staff.get(&format!("{bank}&q={typed}")).await;
        found.assert_page(200, "1件");
        found.assert_page(200, "何で知りますか");
    }
    // 市民の割合: of the name of the indicator alone.
    let named = "%E5%B8%82%E6%B0%91%E3%81%AE%E5%89%B2%E5%90%88";
    let found = staff.get(&format!("{bank}&q={named}")).await;
    found.assert_page(200, "情報提供は十分だと思いますか");
    for typed in ["%25", "%E5%9B%B3%E6%9B%B8%E9%A4%A8"] {
        let none = staff.get(&format!("{bank}&q={typed}")).await;
        none.assert_page(200, "該当するものはありません");
    }
    let viewer = app.staff_with(Role::Viewer).await;
    let page = viewer.get(&bank).await;
    assert_eq!(
        page.status.as_u16() == 200,
        Role::Viewer.gives(Permission::SeeQuestionnaires)
    );
}

#[actix_web::test]
async fn wordings_stand_side_by_side() {
    let app = asked().await;
    let staff = app.staff();
    let before = staff.get("/staff/bank/shimin/info?lang=ja").await;
    before.assert_page(200, "第1版");
    before.assert_page(200, "年度の調査で質問");
    let worded = QUESTIONNAIRE.replace("情報提供は十分だと思いますか", "市の情報提供は十分ですか");
    app.town.freeze(worded.as_bytes()).await;
    let broken = worded.replace(r#"{"code": "4", "label": "あまり", "score": "-1"},"#, "");
    app.town.freeze(broken.as_bytes()).await;
    let page = staff.get("/staff/bank/shimin/info?lang=ja").await;
    for said in [
        "第3版",
        "比べるときに注意",
        "前の版とは比べられません",
        "情報提供は十分だと思いますか",
        "わからない",
    ] {
        page.assert_page(200, said);
    }
    let leads = page.links();
    assert!(
        leads.iter().any(|link| link.contains("/indicators/sng-02")),
        "{leads:?}"
    );
    // What did not change stands once.
    let same = staff.get("/staff/bank/shimin/sex?lang=ja").await;
    same.assert_page(200, "第1版・第2版・第3版");
    for gone in [
        "/staff/bank/shimin/gone",
        "/staff/bank/gone/info",
        "/staff/bank/shimin/%00",
    ] {
        let reply = staff.get(&format!("{gone}?lang=ja")).await;
        assert_eq!(reply.status.as_u16(), 404, "{gone}");
    }
    let neighbour = app.neighbour(Role::Administrator).await;
    let reply = neighbour.get("/staff/bank/shimin/info?lang=ja").await;
    assert_eq!(reply.status.as_u16(), 404);
    let empty = neighbour.get("/staff/bank?lang=ja").await;
    empty.assert_page(200, "まだ、確定した調査票がありません");
}

#[actix_web::test]
async fn a_question_comes_into_a_draft_of_another_questionnaire() {
    let app = asked().await;
    let staff = app.staff();
    let at = begun(&staff).await;
    let page = staff.get(&format!("{at}?lang=ja")).await;
    sent(&staff, form(&page, "/sections"), &[]).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let bank = adding
        .links()
        .into_iter()
        .find(|link| link.contains("/bank"));
    let bank = format!(
        "{}&q=%E3%82%A6%E3%82%A7%E3%83%96",
        bank.expect("a way to the bank")
    );
    let found = staff.get(&bank).await;
    found.assert_page(200, "別の調査票の設問");
    let take = taking(&found);
    let taken = sent(&staff, take.clone(), &[]).await;
    taken.assert_page(200, "別の調査票の設問なので、結果は続きません");
    taken.assert_page(200, "全員に聞く設問にしました");
    let stored = "select document::text from questionnaire_drafts";
    let stored = app.town.db.text(stored).await;
    assert!(
        stored.contains("\"media\"") && !stored.contains("show_if"),
        "{stored}"
    );
    // The page of before, sent again.
    let again = sent(&staff, take, &[]).await;
    again.assert_page(422, "問1「何で知りますか」で使っています");
    again.assert_page(422, "1件");
    let list = staff.get(&bank).await;
    list.assert_page(200, "同じコードを、問1「何で知りますか」で使っています");
    assert_eq!(
        app.town
            .db
            .number("select count(*) from draft_revisions")
            .await,
        2
    );
    // What is no question of the bank.
    let path = bank.split("&q=").next().unwrap();
    for (questionnaire, question, status) in [
        ("shimin", "gone", 404),
        ("gone", "info", 404),
        ("", "info", 400),
    ] {
        let fields = [
            ("_seen", "2"),
            ("questionnaire", questionnaire),
            ("question", question),
        ];
        let reply = staff.post(path, &fields).await;
        assert_eq!(reply.status.as_u16(), status, "{questionnaire} {question}");
    }
}

#[actix_web::test]
async fn the_series_goes_on_in_a_draft_of_the_same_questionnaire() {
    let app = asked().await;
    let staff = app.staff();
    let at = copied(&app, &staff).await;
    let page = staff.get(&format!("{at}?lang=ja&question=info")).await;
    sent(&staff, form(&page, "/questions/info/removal"), &[]).await;
    let bank = format!("{at}/bank?lang=ja&into=s1");
    let list = staff.get(&bank).await;
    list.assert_page(200, "結果が続きます");
    list.assert_page(200, "問1「何で知りますか」として、もう入っています");
    let taken = sent(&staff, taking(&list), &[]).await;
    taken.assert_page(200, "これまでの結果と続けて比べられます");
    let steps = form(&taken, "/steps");
    sent(&staff, steps, &[("back", "2")]).await;
    let stored = "select document::text from questionnaire_drafts";
    assert!(!app.town.db.text(stored).await.contains("十分だと"));
}

#[actix_web::test]
async fn what_was_done_otherwise_before_is_advice() {
    let app = asked().await;
    let staff = app.staff();
    let at = copied(&app, &staff).await;
    let review = format!("{at}/review?lang=ja");
    let page = staff.get(&format!("{at}?lang=ja&question=info")).await;
    sent(&staff, form(&page, "/questions/info"), &[("options.9", "")]).await;
    let advised = staff.get(&review).await;
    advised.assert_page(200, "前回の版には、選択肢に「わからない」がありました");
    // Faults stop a draft, advice does not.
    advised.assert_page(200, "版として確定");
    let page = staff.get(&format!("{at}?lang=ja&question=info")).await;
    sent(&staff, form(&page, "/questions/info/removal"), &[]).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [(
        "text",
        "情報提供は、十分だと思いますか。\n1. はい\n2. いいえ",
    )];
    sent(&staff, form(&adding, "/sections/s1/questions"), &typed).await;
    let advised = staff.get(&review).await;
    advised.assert_page(200, "前はコード「info」で聞いていました");
}
