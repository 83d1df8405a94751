//! Kinds of questions that are not guessed: places of the town, and lots nobody sees.

use crate::support::door::{Person, TestApp};
use crate::support::drafts::{begun, copied, form, sent};
use crate::support::page::Reply;

/// A questionnaire whose sections are asked for each child.
const FAMILY: &[u8] = include_bytes!("../../data/questionnaires/family.yaml");

/// A draft with a question of a kind.
async fn with_a(staff: &Person<'_>, kind: &str, typed: &str) -> (String, Reply) {
    let at = begun(staff).await;
    let page = staff.get(&format!("{at}?lang=ja")).await;
    sent(staff, form(&page, "/sections"), &[]).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let end = "/sections/s1/questions";
    let page = sent(staff, form(&adding, end), &[("text", typed)]).await;
    let kinds = form(&page, "/questions/q1/kind");
    assert!(kinds.buttons.iter().any(|button| button == kind));
    let page = sent(staff, kinds, &[("_go", kind)]).await;
    (at, page)
}

async fn options(app: &TestApp) -> String {
    let options = "select (document->'sections'->0->'questions'->0->'options')::text from questionnaire_drafts";
    app.town.db.text(options).await
}

#[actix_web::test]
async fn places_are_pasted_line_by_line() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let (at, page) = with_a(&staff, "place", "お住まいの地区").await;
    page.assert_page(200, "地区（1行に1つ）");
    let end = "/questions/q1";
    let field = "gazetteer";
    let pasted = "東町\tひがしまち\n西町,にしまち\r\n\r\n南町　ﾐﾅﾐﾏﾁ\n北町《きたまち》\n";
    let page = sent(&staff, form(&page, end), &[(field, pasted)]).await;
    let typed = form(&page, end).value(field).unwrap().to_owned();
    assert_eq!(
        typed,
        "東町　ひがしまち\n西町　にしまち\n南町　ミナミマチ\n北町　きたまち"
    );
    let preview = staff
        .get(&format!("{at}/preview?lang=ja&in=ja&page=0&state=empty"))
        .await;
    preview.assert_page(200, "南町");
    // Another reading, one less, another order: codes stay.
    let changed = "北町 きたちょう\n西町　にしまち\n東町　ひがしまち\n中町 なかまち";
    let page = sent(&staff, form(&page, end), &[(field, changed)]).await;
    let stored: serde_json::Value = serde_json::from_str(&options(&app).await).unwrap();
    let codes = stored.as_array().unwrap().iter();
    let codes: Vec<&str> = codes.map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["4", "2", "1", "5"]);
    // Hundreds of lines.
    let many: Vec<String> = (0..800).map(|at| format!("町{at}\tまち")).collect();
    let page = sent(&staff, form(&page, end), &[(field, &many.join("\r\n"))]).await;
    page.assert_page(200, "町799");
}

#[actix_web::test]
async fn what_is_wrong_is_said_of_each_line() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let (_, page) = with_a(&staff, "place", "お住まいの地区").await;
    let before = options(&app).await;
    let wrong = "東町\n西町 west\n南町,みなみまち,3\n北町 きたまち\n北町 きたまち";
    let typed = [("gazetteer", wrong), ("hint", "書いた補足")];
    let reply = sent(&staff, form(&page, "/questions/q1"), &typed).await;
    for said in [
        "直すところが4行あります",
        "1行目「東町」：名前の後に",
        "2行目「西町 west」：「west」は読みではありません",
        "3行目「南町,みなみまち,3」：名前と読みの2つだけ",
        "5行目「北町」：4行目と同じ地区です",
        "書いた補足",
    ] {
        reply.assert_page(422, said);
    }
    assert_eq!(
        form(&reply, "/questions/q1").value("gazetteer"),
        Some(wrong)
    );
    assert_eq!(options(&app).await, before);
    let many: Vec<String> = (0..2_001).map(|at| format!("町{at} まち")).collect();
    let many = [("gazetteer", &*many.join("\n"))];
    let reply = sent(&staff, form(&page, "/questions/q1"), &many).await;
    reply.assert_page(422, "地区は2,000までにしてください");
}

#[actix_web::test]
async fn another_language_names_the_places_one_by_one() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let (at, page) = with_a(&staff, "place", "お住まいの地区").await;
    let typed = [("gazetteer", "東町 ひがしまち\n西町 にしまち")];
    sent(&staff, form(&page, "/questions/q1"), &typed).await;
    let head = staff.get(&format!("{at}?lang=ja")).await;
    sent(&staff, form(&head, "/head"), &[("offer.en", "yes")]).await;
    let page = staff.get(&format!("{at}?lang=ja&in=en&question=q1")).await;
    let mut edit = form(&page, "/questions/q1");
    edit.fill(&[("options.1", "Higashimachi")]);
    sent(&staff, edit, &[]).await;
    let stored = options(&app).await;
    assert!(
        stored.contains("Higashimachi") && stored.contains("ひがしまち"),
        "{stored}"
    );
}

#[actix_web::test]
async fn a_lot_is_drawn_and_later_questions_hang_on_it() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let (at, page) = with_a(&staff, "drawn", "言い方の組\n1. 組A\n2. 組B").await;
    page.assert_page(200, "回答する方には見えません");
    // Nothing that only questions have is offered, and nothing of it is taken.
    let mut edit = form(&page, "/questions/q1");
    assert!(!edit.has("required") && !edit.has("attribute"));
    edit.add("required", "yes");
    sent(&staff, edit, &[("options", "組C")]).await;
    let stored =
        "select document->'sections'->0->'questions'->0->>'required' from questionnaire_drafts";
    assert_eq!(app.town.db.text(stored).await, "false");
    assert!(options(&app).await.contains("組C"));
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    let typed = [("text", "市政に満足ですか（1つだけ○）\n1. 満足\n2. 不満")];
    sent(&staff, form(&adding, "/sections/s1/questions"), &typed).await;
    let choosing = staff.get(&format!("{at}?lang=ja&question=q2&on=q1")).await;
    choosing.assert_page(200, "言い方の組");
    let only = [("code.1", "yes"), ("_go", "only")];
    let page = sent(&staff, form(&choosing, "/questions/q2/condition"), &only).await;
    page.assert_page(200, "組A");
    let stored =
        "select document->'sections'->0->'questions'->1->>'show_if' from questionnaire_drafts";
    let wanted = r#"{"any_of": {"item": "q1", "codes": ["1"]}}"#;
    assert_eq!(app.town.db.text(stored).await, wanted);
    let preview = staff
        .get(&format!("{at}/preview?lang=ja&in=ja&page=0&state=empty"))
        .await;
    preview.assert_page(200, "市政に満足ですか");
    assert!(!preview.html().contains("言い方の組"));
    let review = staff.get(&format!("{at}/review?lang=ja")).await;
    assert!(!review.html().contains("くじ"), "{}", review.main_text());
}

/// Sections behind one that is asked for each child are seen, and hang on what is asked before them.
#[actix_web::test]
async fn a_section_behind_repeats_is_the_one_that_is_looked_at() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let document = kocho::formats::questionnaire::read(FAMILY).unwrap();
    let version = app.town.freeze(FAMILY).await;
    let at = copied(&staff, version).await;
    let sections = document.sections.iter().enumerate();
    for (page, section) in sections {
        let preview = staff
            .get(&format!(
                "{at}/preview?lang=ja&in=ja&page={page}&state=empty"
            ))
            .await;
        let asked = section.questions.iter().find(|one| one.kind.is_asked());
        let field = format!("name=\"{}", asked.unwrap().code);
        assert!(preview.html().contains(&field), "{field}");
        let form = staff
            .get(&format!("{at}?lang=ja&section={}", section.code))
            .await;
        let hangs = form.forms().iter().any(|form| form.has("on"));
        assert_eq!(hangs, page > 0, "{field}");
    }
}

#[actix_web::test]
async fn what_stands_around_an_answer_is_set_on_its_page() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let (at, page) = with_a(&staff, "date", "いつ引っ越しましたか").await;
    let stored = async |question: usize| {
        let question = format!(
            "select (document->'sections'->0->'questions'->{question})::text from questionnaire_drafts"
        );
        let text = app.town.db.text(&question).await;
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let wrong = [("min", "きのう"), ("hint", "書いた補足")];
    let reply = sent(&staff, form(&page, "/questions/q1"), &wrong).await;
    reply.assert_page(422, "書いた補足");
    let right = [("min", "2020-04-01"), ("month", "yes")];
    let page = sent(&staff, form(&page, "/questions/q1"), &right).await;
    let date = stored(0).await;
    assert_eq!(
        (&date["min"], &date["exact_to"]),
        (&"2020-04-01".into(), &"month".into())
    );
    let kinds = form(&page, "/questions/q1/kind");
    let page = sent(&staff, kinds, &[("_go", "time")]).await;
    let wrong = sent(&staff, form(&page, "/questions/q1"), &[("max", "25時")]).await;
    wrong.assert_page(422, "時刻を「9:30」のように");
    let page = sent(
        &staff,
        form(&page, "/questions/q1"),
        &[("max", "午後5時半")],
    )
    .await;
    assert_eq!(stored(0).await["max"], "17:30");
    let kinds = form(&page, "/questions/q1/kind");
    let page = sent(&staff, kinds, &[("_go", "text")]).await;
    let typed = [
        ("pattern", "telephone"),
        ("long", "yes"),
        ("max_length", "20"),
    ];
    sent(&staff, form(&page, "/questions/q1"), &typed).await;
    let text = stored(0).await;
    assert_eq!(
        (&text["pattern"], &text["long"]),
        (&"telephone".into(), &false.into())
    );
    assert!(text["max_length"].is_null());
    for typed in [
        "住んでいる所（1つだけ○）\n1. 東\n2. 西",
        "働いている所（1つだけ○）\n1. 東\n2. 西",
    ] {
        let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
        sent(
            &staff,
            form(&adding, "/sections/s1/questions"),
            &[("text", typed)],
        )
        .await;
    }
    let page = staff.get(&format!("{at}?lang=ja&question=q3")).await;
    let typed = [("same_as", "q2"), ("order", "random")];
    let page = sent(&staff, form(&page, "/questions/q3"), &typed).await;
    assert_eq!(stored(2).await["same_as"], "q2");
    assert_eq!(stored(2).await["order"], "random");
    // What no list offers changes nothing.
    for typed in [
        [("same_as", "q1"), ("order", "reversible")],
        [("same_as", "q3"), ("order", "x")],
    ] {
        sent(&staff, form(&page, "/questions/q3"), &typed).await;
        assert_eq!(stored(2).await["same_as"], "q2");
        assert_eq!(stored(2).await["order"], "random");
    }
    let none = [("same_as", ""), ("order", "as_written")];
    sent(&staff, form(&page, "/questions/q3"), &none).await;
    assert!(stored(2).await["same_as"].is_null() && stored(2).await["order"].is_null());
}
