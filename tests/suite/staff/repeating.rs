//! What a questionnaire asks once for each of something, and what it offers to some only, set on the pages of a draft.

use crate::support::door::{Person, TestApp};
use crate::support::drafts::{begun, copied, form, sent};
use crate::support::page::Reply;

/// A questionnaire whose sections are asked for each child.
const FAMILY: &[u8] = include_bytes!("../../data/questionnaires/family.yaml");

const REPEAT: &str = "/sections/s2/repeat";
const OFFER: &str = "/questions/q2/condition";

/// A draft of two pages: how many children, then where one is.
async fn of_children(staff: &Person<'_>) -> String {
    let at = begun(staff).await;
    for (section, typed) in [
        ("s1", "お子さんは何人ですか（1つだけ○）\n1. 1人\n2. 2人以上"),
        (
            "s2",
            "日中はどこにいますか（1つだけ○）\n1. 家\n2. 保育所\n3. 学校",
        ),
    ] {
        let page = staff.get(&format!("{at}?lang=ja")).await;
        sent(staff, form(&page, "/sections"), &[]).await;
        let adding = staff.get(&format!("{at}?lang=ja&into={section}")).await;
        let end = format!("/sections/{section}/questions");
        let added = sent(staff, form(&adding, &end), &[("text", typed)]).await;
        added.assert_page(200, "1つだけ選ぶ設問");
    }
    at
}

/// The page of a draft after the last act was taken back.
async fn taken_back(staff: &Person<'_>, page: &Reply) -> Reply {
    let mut tags = page.tags().into_iter();
    let back = tags.find(|tag| tag.value("name").as_deref() == Some("back"));
    let back = back.and_then(|tag| tag.value("value"));
    let back = back.expect("something can be taken back");
    sent(staff, form(page, "/steps"), &[("back", &back)]).await
}

async fn stored(app: &TestApp, what: &str) -> String {
    let stored = format!(
        "select coalesce(document->'sections'->{what}, '0')::text from questionnaire_drafts"
    );
    app.town.db.text(&stored).await
}

#[actix_web::test]
async fn a_page_is_asked_once_for_each_of_what_was_counted() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = of_children(&staff).await;
    let first = staff.get(&format!("{at}?lang=ja&section=s1")).await;
    first.assert_page(200, "前のページに数を答える設問があると");
    let once = staff.get(&format!("{at}?lang=ja&section=s2")).await;
    once.assert_page(200, "1回だけ聞きます");
    let each = [("item", "q1"), ("times", "２")];
    let page = sent(&staff, form(&once, REPEAT), &each).await;
    let said = "問1「お子さんは何人ですか」の数だけ、くり返して聞きます（2回まで）";
    page.assert_page(200, said);
    let english = staff.get(&format!("{at}?lang=en&section=s2")).await;
    english.assert_page(200, "up to 2 times");
    let wanted = r#"{"max": 2, "item": "q1"}"#;
    assert_eq!(stored(&app, "1->'repeat'").await, wanted);
    let preview = format!("{at}/preview?lang=ja&in=ja&page=1&state=empty");
    let shown = staff.get(&preview).await;
    assert!(shown.html().contains("name=\"q2_1\""), "{}", shown.html());
    let review = staff.get(&format!("{at}/review?lang=ja")).await;
    review.assert_page(200, "差し込み「番号」がありません");
    // Taken away, and that taken back.
    let page = sent(&staff, form(&page, REPEAT), &[("item", "")]).await;
    page.assert_page(200, "1回だけ聞きます");
    let shown = staff.get(&preview).await;
    assert!(shown.html().contains("name=\"q2\""));
    let page = taken_back(&staff, &page).await;
    page.assert_page(200, said);
    let page = taken_back(&staff, &page).await;
    page.assert_page(200, "1回だけ聞きます");
    assert_eq!(stored(&app, "1->'repeat'").await, "0");
}

#[actix_web::test]
async fn what_cannot_be_counted_is_said_at_its_field() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = of_children(&staff).await;
    let page = staff.get(&format!("{at}?lang=ja&section=s2")).await;
    for times in ["", "0", "3", "1.5", "二回", "-1", "99999999999999999999"] {
        let typed = [("item", "q1"), ("times", times)];
        let reply = sent(&staff, form(&page, REPEAT), &typed).await;
        reply.assert_page(422, "1から2までの整数で入力してください");
        let kept = form(&reply, REPEAT);
        let kept = ["item", "times"].map(|name| kept.value(name));
        assert_eq!(kept, [Some("q1"), Some(times)]);
    }
    let address = format!("{at}{REPEAT}?lang=ja");
    for item in ["q2", "q9", "x y"] {
        let typed = [("_seen", "4"), ("item", item), ("times", "2")];
        let reply = staff.post(&address, &typed).await;
        reply.assert_page(422, "聞く回数が分かりません");
        assert_eq!(form(&reply, REPEAT).value("times"), Some("2"));
    }
    let first = format!("{at}/sections/s1/repeat?lang=ja");
    let typed = [("_seen", "4"), ("item", "q1"), ("times", "2")];
    let reply = staff.post(&first, &typed).await;
    reply.assert_page(422, "聞く回数が分かりません");
    let gone = staff.post(&address.replace("s2", "s9"), &typed).await;
    assert_eq!(gone.status, 404);
    assert_eq!(stored(&app, "1->'repeat'").await, "0");
}

#[actix_web::test]
async fn an_option_is_offered_to_those_who_chose() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = of_children(&staff).await;
    let first = staff.get(&format!("{at}?lang=ja&question=q1")).await;
    assert!(
        !first.html().contains("を出す相手"),
        "nothing is asked before"
    );
    let own = format!("{at}?lang=ja&question=q2");
    let page = staff.get(&own).await;
    page.assert_page(200, "選択肢2を出す相手を決める");
    let of_option = format!("{own}&option=2");
    let page = staff.get(&of_option).await;
    page.assert_page(200, "全員に出します");
    let choosing = staff.get(&format!("{of_option}&on=q1")).await;
    let nothing = sent(&staff, form(&choosing, OFFER), &[("_go", "only")]).await;
    nothing.assert_page(422, "選択肢を1つ以上選んでください");
    nothing.assert_page(422, "全員に出します");
    let many = [("code.2", "yes"), ("_go", "only")];
    let page = sent(&staff, form(&nothing, OFFER), &many).await;
    page.assert_page(200, "「2人以上」");
    let wanted = r#"{"any_of": {"item": "q1", "codes": ["2"]}}"#;
    let shown = "1->'questions'->0->'options'->1->'show_if'";
    assert_eq!(stored(&app, shown).await, wanted);
    assert_eq!(stored(&app, "1->'questions'->0->'show_if'").await, "0");
    // Words are written beside it, and it stays.
    let typed = [("options.2", "保育園")];
    let page = sent(&staff, form(&page, "/questions/q2"), &typed).await;
    assert_eq!(stored(&app, shown).await, wanted);
    let back = taken_back(&staff, &page).await;
    let back = taken_back(&staff, &back).await;
    assert!(!back.html().contains("「2人以上」"));
    assert_eq!(stored(&app, shown).await, "0");
    let choosing = staff.get(&format!("{of_option}&on=q1")).await;
    sent(&staff, form(&choosing, OFFER), &many).await;
    let page = staff.get(&of_option).await;
    let page = sent(&staff, form(&page, OFFER), &[("_go", "everybody")]).await;
    assert!(!page.html().contains("「2人以上」"));
    assert_eq!(stored(&app, shown).await, "0");
    let gone = format!("{at}{OFFER}?lang=ja&option=9");
    let gone = staff
        .post(&gone, &[("_seen", "4"), ("_go", "everybody")])
        .await;
    assert_eq!(gone.status, 404);
}

/// What hangs on an answer of the same repeat is told by that of the first.
#[actix_web::test]
async fn options_of_a_repeated_page_say_whom_they_are_for() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let version = app.town.freeze(FAMILY).await;
    let at = copied(&staff, version).await;
    let page = staff.get(&format!("{at}?lang=ja&question=where")).await;
    page.assert_page(200, "6以下");
    let page = staff
        .get(&format!("{at}?lang=ja&question=where&option=school"))
        .await;
    page.assert_page(200, "6～12");
}
