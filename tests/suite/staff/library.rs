//! Where a questionnaire begins: templates, and what a copy of last year must have looked at.

use std::sync::Arc;

use diesel_async::AsyncConnection as _;
use kocho::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::role::Role;
use kocho::formats::library::Template;
use kocho::formats::plan::Form as PlanForm;
use kocho::storage::questionnaires;
use kocho::workflows::planning::bind;
use kocho::workflows::planning::binding::{Binding, bound_to};

use crate::plans::{CSV, four_towns, indicator, read};
use crate::support::door::{Person, TestApp};
use crate::support::drafts::{self, address, beginning};
use crate::support::page::{Form, Reply};

const NEW: &str = "/staff/drafts/new?lang=ja";

/// A questionnaire of last year, as a town has them.
const LAST_YEAR: &str = "\
code: shimin
title: 令和6年度 市民アンケート
purpose: 昨年度の結果とくらべます。10月31日（木）までにお答えください。
minutes: 3
languages: [ja]
sections:
  - code: living
    title: 暮らし
    note: おたずねは 担当：佐藤（電話 0125-54-2121）まで
    questions:
      - code: info
        text: 市の情報提供は十分だと思いますか。
        type: scale
        options:
          - {code: 1, label: そう思う, score: 2}
          - {code: 2, label: やや思う, score: 1}
          - {code: 3, label: 思わない, score: -1}
";

/// The address where a draft is.
/// The form around what was found.
fn form_of(page: &Reply, found: &str) -> Form {
    let all = page.forms().into_iter();
    let mut of = all.filter(|form| form.has("which") && form.value("found") == Some(found));
    of.next()
        .unwrap_or_else(|| panic!("{found} is not left on {}", page.path))
}

/// The form is sent with one of its buttons, and something else in its field.
async fn press(staff: &Person<'_>, mut form: Form, go: &str, typed: Option<&str>) -> Reply {
    match form.has("_go") {
        true => form.fill(&[("_go", go)]),
        false => form.add("_go", go),
    }
    if let Some(typed) = typed {
        let field = format!("to-{}", form.value("which").unwrap());
        form.fill(&[(&field, typed)]);
    }
    let reply = staff.submit(&form, "").await;
    staff.follow(reply).await
}

#[actix_web::test]
async fn every_template_begins_a_draft_without_faults() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = staff.get(NEW).await;
    page.assert_page(200, "窓口の一言");
    page.assert_page(200, "17問・約15分・1言語");
    assert!(
        page.html().contains("妊娠・出産・子育ての相談")
            || page.html().contains("子育てと教育の施策")
    );
    for template in Template::ALL {
        let begun = beginning(
            &staff,
            &[("_go", "template"), ("template", template.word())],
        )
        .await;
        let review = staff
            .get(&format!("{}/review?lang=ja", address(&begun)))
            .await;
        review.assert_page(200, "直すところは見つかりませんでした");
        let draft = staff.get(&format!("{}?lang=ja", address(&begun))).await;
        assert!(!draft.html().contains("前の調査のまま"));
    }
    for word in ["", "shimin", "../manzoku-juyo"] {
        let reply = beginning(&staff, &[("_go", "template"), ("template", word)]).await;
        assert_eq!(reply.status.as_u16(), 400, "{word}");
    }
    let codes = "select count(distinct document->>'code') from questionnaire_drafts";
    assert_eq!(app.town.db.number(codes).await, 9);
}

/// A draft that was copied from last year's questionnaire.
async fn copied(app: &TestApp, staff: &Person<'_>) -> String {
    let version = app.town.freeze(LAST_YEAR.as_bytes()).await;
    drafts::copied(staff, version).await
}

/// A draft is frozen as it is.
async fn freeze(staff: &Person<'_>, at: &str) -> Reply {
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    let mut forms = ask.forms().into_iter();
    let form = forms.find(|form| form.action.contains("/freezing"));
    let reply = staff.submit(&form.unwrap(), "").await;
    staff.follow(reply).await
}

/// How many rows a table has.
async fn count(app: &TestApp, table: &str) -> i64 {
    let number = format!("select count(*) from {table}");
    app.town.db.number(&number).await
}

#[actix_web::test]
async fn what_is_left_of_last_year_is_put_right_or_agreed_to_one_by_one() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&app, &staff).await;
    let draft = staff.get(&format!("{at}?lang=ja")).await;
    draft.assert_page(200, "前の調査のまま：5件");
    let path = format!("{at}/leftovers?lang=ja");
    let page = staff.get(&path).await;
    for found in [
        "令和6年度",
        "昨年度",
        "10月31日（木）",
        "担当：佐藤",
        "0125-54-2121",
    ] {
        page.assert_page(200, found);
    }
    let page = press(
        &staff,
        form_of(&page, "令和6年度"),
        "write",
        Some("令和8年度"),
    )
    .await;
    page.assert_page(200, "前の調査のまま：4件");
    // The proposals: what the survey fills in.
    let page = press(&staff, form_of(&page, "10月31日（木）"), "write", None).await;
    let page = press(&staff, form_of(&page, "0125-54-2121"), "write", None).await;
    let page = press(&staff, form_of(&page, "担当：佐藤"), "write", None).await;
    let page = press(&staff, form_of(&page, "昨年度"), "agree", None).await;
    page.assert_page(200, "前の調査から残っているところはありません");
    let stored = app
        .town
        .db
        .text("select document::text from questionnaire_drafts")
        .await;
    for written in [
        "令和8年度 市民アンケート",
        "{締切}までに",
        "おたずねは {担当課}（電話 {電話}）まで",
    ] {
        assert!(stored.contains(written), "{written} in {stored}");
    }
    let draft = staff.get(&format!("{at}?lang=ja")).await;
    assert!(!draft.html().contains("前の調査のまま"));
    // Each is an act that can be taken back; and so is an agreement.
    assert_eq!(count(&app, "draft_revisions").await, 4);
    let mut all = page.forms().into_iter();
    let again = all.find(|form| form.has("number")).unwrap();
    let page = press(&staff, again, "again", None).await;
    page.assert_page(200, "前の調査のまま：1件");
    assert_eq!(count(&app, "draft_agreements").await, 0);
}

#[actix_web::test]
async fn what_was_agreed_to_is_asked_again_where_the_text_changes() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&app, &staff).await;
    let path = format!("{at}/leftovers?lang=ja");
    let page = staff.get(&path).await;
    let stale = form_of(&page, "令和6年度");
    let page = press(&staff, form_of(&page, "担当：佐藤"), "agree", None).await;
    page.assert_page(200, "前の調査のまま：4件");
    // Of what nobody agreed to at another place nothing is known.
    let other = app.staff_with(Role::Designer).await;
    let head = other.get(&format!("{at}?lang=ja")).await;
    let mut heads = head.forms().into_iter();
    let mut head = heads.find(|form| form.action.contains("/head")).unwrap();
    head.fill(&[
        ("title", "令和6年度 市民意識調査"),
        ("purpose", "担当：佐藤"),
    ]);
    other.submit(&head, "").await;
    // Somebody else wrote the text meanwhile: nothing is done, and the list shows what is there.
    let late = press(&staff, stale, "write", None).await;
    late.assert_page(200, "ほかの方が変更した");
    let stored = app
        .town
        .db
        .text("select document->>'title' from questionnaire_drafts")
        .await;
    assert!(stored.contains("令和6年度 市民意識調査"), "{stored}");
    late.assert_page(200, "前の調査のまま：2件");
}

#[actix_web::test]
async fn what_is_typed_wrong_is_said_at_its_field() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&app, &staff).await;
    let page = staff.get(&format!("{at}/leftovers?lang=ja")).await;
    let same = press(&staff, form_of(&page, "昨年度"), "write", None).await;
    same.assert_page(422, "いまと同じ文です");
    let long = "長".repeat(4_001);
    let long = press(&staff, form_of(&page, "昨年度"), "write", Some(&long)).await;
    long.assert_page(422, "文が長すぎます");
    assert!(long.html().contains("長長長"));
    let path = format!("{at}/leftovers?lang=ja");
    for fields in [
        [("_seen", "0"), ("_go", "write"), ("which", "x")],
        [("_seen", "0"), ("_go", "burn"), ("which", "0")],
        [("_seen", "0"), ("_go", "again"), ("number", "x")],
        [("_seen", "0"), ("_go", "again"), ("number", "99999999999")],
    ] {
        assert_eq!(
            staff.post(&path, &fields).await.status.as_u16(),
            400,
            "{fields:?}"
        );
    }
    // What is not in the list is nothing to do.
    let none = [
        ("_seen", "0"),
        ("_go", "agree"),
        ("which", "99"),
        ("found", "x"),
    ];
    let none = staff.post(&path, &none).await;
    staff
        .follow(none)
        .await
        .assert_page(200, "ほかの方が変更した");
    assert_eq!(count(&app, "draft_agreements").await, 0);
    assert_eq!(count(&app, "draft_revisions").await, 0);
}

#[actix_web::test]
async fn a_frozen_draft_has_nothing_left_and_takes_nothing() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&app, &staff).await;
    let page = staff.get(&format!("{at}/leftovers?lang=ja")).await;
    freeze(&staff, &at).await;
    let late = press(&staff, form_of(&page, "昨年度"), "agree", None).await;
    late.assert_page(200, "この下書きは、もう変えられません");
}

/// An indicator that is measured by the item `info` of a questionnaire.
fn binding(questionnaire: &Code) -> Binding {
    let codes = ["1", "2"].map(|code| Code::parse(code).unwrap());
    let measurand = Measurand {
        questionnaire: questionnaire.clone(),
        item: "info".to_owned(),
        measure: Measure::Share(codes.into()),
        base: Base::All,
        weighting: None,
        filter: None,
    };
    Binding {
        definition: Definition {
            source: Source::Item(measurand),
            decimals: 1,
            direction: Direction::Increase,
            baseline: None,
        },
        comparability: None,
        owners: Vec::new(),
    }
}

/// An indicator names a questionnaire and an item by their codes: a copy has both.
#[actix_web::test]
async fn a_frozen_copy_goes_on_feeding_the_indicator() {
    let town = four_towns().await;
    read(&town, CSV, PlanForm::Csv).await;
    let id = indicator(&town, "sng-02").await;
    let app = TestApp::over(Arc::new(town), &[])
        .await
        .with_administrator()
        .await;
    let staff = app.staff();
    staff.get(NEW).await.assert_page(200, "調査票をつくる");
    let at = copied(&app, &staff).await;
    staff
        .get(NEW)
        .await
        .assert_page(200, "指標とのつながりも引き継がれます");
    let shimin = Code::parse("shimin").unwrap();
    let binding = binding(&shimin);
    let (mut conn, now) = (app.town.db.conn().await, app.town.now().await);
    conn.transaction(async |tx| bind(tx, &app.town.operator, id, &binding, now).await)
        .await
        .unwrap();
    let page = staff.get(&format!("{at}/leftovers?lang=ja")).await;
    press(
        &staff,
        form_of(&page, "令和6年度"),
        "write",
        Some("令和8年度"),
    )
    .await;
    freeze(&staff, &at)
        .await
        .assert_page(200, "版として確定しました");
    let newest = questionnaires::newest_version(&mut conn, app.town.id, &shimin)
        .await
        .unwrap();
    assert_eq!(newest.number.to_string(), "2");
    assert_eq!(count(&app, "questionnaires").await, 1);
    let bound = bound_to(&mut conn, app.town.id, &newest.document.code)
        .await
        .unwrap();
    assert_eq!(
        bound.iter().map(|one| one.indicator_id).collect::<Vec<_>>(),
        [id]
    );
    assert!(Reader::new(newest.document).item("info").is_some());
}
