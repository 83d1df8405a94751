//! 選択肢の組: registered, taken, changed here or everywhere, thrown away.

use kocho::domain::role::Role;

use crate::support::door::{Person, TestApp};
use crate::support::drafts::{begun, form, sent};
use crate::support::page::{Form, Reply};

const SATISFIED: &str =
    "広報に満足していますか\n1. 満足\n2. やや満足\n3. どちらともいえない\n4. やや不満\n5. 不満";

/// The page of the only question of a new draft: what is typed, a line for each option.
async fn asking(staff: &Person<'_>, typed: &str) -> Reply {
    let at = begun(staff).await;
    let page = staff.get(&format!("{at}?lang=ja")).await;
    sent(staff, form(&page, "/sections"), &[]).await;
    let adding = staff.get(&format!("{at}?lang=ja&into=s1")).await;
    sent(
        staff,
        form(&adding, "/sections/s1/questions"),
        &[("text", typed)],
    )
    .await
}

/// The address of a draft's question, of its page or of a form there.
fn question(page: &Reply) -> String {
    let action = form(page, "/questions/q1").action;
    let at = action.split("/questions").next().unwrap();
    format!("{at}?lang=ja&question=q1")
}

/// The scale that the options of a question are registered as: its page.
async fn registered(staff: &Person<'_>, page: &Reply, name: &str) -> Reply {
    let register = link(page, "/staff/scales/new");
    let new = staff.get(&register).await;
    sent(staff, form(&new, "/staff/scales/new"), &[("name", name)]).await
}

fn link(page: &Reply, with: &str) -> String {
    let mut links = page.links().into_iter();
    let found = links.find(|link| link.contains(with));
    found.unwrap_or_else(|| panic!("no link to {with} on {}", page.path))
}

/// The form of a scale on its page.
fn edit(page: &Reply) -> Form {
    let mut forms = page.forms().into_iter();
    let found = forms.find(|form| form.action.contains("/staff/scales/") && form.has("options"));
    found.unwrap_or_else(|| panic!("no form of a scale on {}", page.path))
}

/// The form by which a question takes the first scale that is offered, as a browser sends it.
fn take(page: &Reply) -> Form {
    let mut form = form(page, "/questions/q1/scale");
    let mut options = page.tags().into_iter().filter(|tag| tag.name == "option");
    let is_id = |value: &String| value.len() == 36;
    let first = options.find_map(|tag| tag.value("value").filter(is_id));
    form.fill(&[("scale", &first.expect("a scale is offered"))]);
    form
}

/// The names of the boxes of drafts.
fn boxes(page: &Reply) -> Vec<String> {
    let tags = page.tags().into_iter();
    let names = tags.filter_map(|tag| tag.value("name"));
    names.filter(|name| name.starts_with("at:")).collect()
}

async fn drafts(app: &TestApp) -> Vec<String> {
    let all =
        "select string_agg(document::text, '\n' order by created_at) from questionnaire_drafts";
    let all = app.town.db.text(all).await;
    all.lines().map(str::to_owned).collect()
}

async fn versions(app: &TestApp) -> String {
    let all = "select coalesce(string_agg(document::text, ''), '') from versions";
    app.town.db.text(all).await
}

#[actix_web::test]
async fn a_scale_changes_everywhere_but_where_the_tick_is_taken_away() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let first = asking(&staff, SATISFIED).await;
    let scale = registered(&staff, &first, "満足度").await;
    scale.assert_page(200, "選択肢の組を登録しました");
    let (second, third) = (
        asking(&staff, SATISFIED).await,
        asking(&staff, SATISFIED).await,
    );
    assert!(second.html().contains("組「満足度」と同じです"));
    let address = link(&third, "/staff/scales/");
    let page = staff.get(&address).await;
    let places = boxes(&page);
    assert_eq!(places.len(), 3, "{places:?}");
    let before = drafts(&app).await;
    let mut typed = edit(&page);
    let here_only = places
        .iter()
        .find(|name| question(&second).contains(name.split(':').nth(1).unwrap()));
    typed.fill(&[(here_only.unwrap(), "")]);
    let done = sent(
        &staff,
        typed,
        &[("options.1", "とても満足"), ("options", "分からない")],
    )
    .await;
    done.assert_page(200, "印のある下書きを変えました");
    assert_eq!(boxes(&done).len(), 2);
    let after = drafts(&app).await;
    for (nth, is_new) in [(0, true), (1, false), (2, true)] {
        assert_eq!(after[nth].contains("とても満足"), is_new, "{nth}");
        assert_eq!(after[nth] != before[nth], is_new, "{nth}");
    }
    // One draft takes it back: the others and the scale stay.
    let page = staff.get(&question(&first)).await;
    let page = sent(&staff, form(&page, "/steps"), &[("back", "3")]).await;
    page.assert_page(200, "市の組から選ぶ");
    let undone = drafts(&app).await;
    assert_eq!((&undone[0], &undone[2]), (&before[0], &after[2]));
    // And takes it again by hand.
    let taken = sent(&staff, take(&page), &[]).await;
    assert!(taken.html().contains("組「満足度」と同じです"));
    let logged = "select count(*) from audit where event->>'event' like 'scale_%'";
    assert_eq!(app.town.db.number(logged).await, 2);
}

#[actix_web::test]
async fn a_frozen_version_is_shown_and_never_touched() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = asking(&staff, SATISFIED).await;
    registered(&staff, &page, "満足度").await;
    let scale = link(&staff.get(&question(&page)).await, "/staff/scales/");
    let at = question(&page).split('?').next().unwrap().to_owned();
    let head = staff.get(&format!("{at}?lang=ja")).await;
    let typed = [("purpose", "広報の改善に使います。"), ("minutes", "3")];
    sent(&staff, form(&head, "/head"), &typed).await;
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    sent(&staff, form(&ask, "/freezing"), &[]).await;
    let (frozen, draft) = (versions(&app).await, drafts(&app).await);
    assert!(frozen.contains("やや満足"));
    let page = staff.get(&scale).await;
    assert_eq!(boxes(&page), [""; 0]);
    link(&page, "/versions/1/sheet");
    let done = sent(&staff, edit(&page), &[("options.1", "とても満足")]).await;
    done.assert_page(200, "選択肢の組を変えました");
    assert_eq!((versions(&app).await, drafts(&app).await), (frozen, draft));
    // Whoever forges a box changes nothing either.
    let id = at.rsplit('/').next().unwrap();
    let forged = format!("at:{id}:q1:0");
    let forged = [("options.1", "満足"), (forged.as_str(), "yes")];
    sent(&staff, edit(&done), &forged)
        .await
        .assert_page(200, "変えました");
    assert!(!drafts(&app).await[0].contains("とても"));
}

#[actix_web::test]
async fn what_is_typed_comes_back_with_what_is_wrong() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let path = "/staff/scales/new?lang=ja";
    let new = staff.get(path).await;
    let one = [("name", "はい"), ("options", "はい")];
    let wrong = sent(&staff, form(&new, "/new"), &one).await;
    wrong.assert_page(422, "選択肢は、2つ以上");
    assert!(wrong.html().contains("value=\"はい\""));
    let both = [("name", "はい・いいえ"), ("options", "はい\nいいえ")];
    let scale = sent(&staff, form(&new, "/new"), &both).await;
    scale.assert_page(200, "登録しました");
    let again = sent(&staff, form(&new, "/new"), &both).await;
    again.assert_page(422, "同じ名前の組があります");
    let nameless = sent(
        &staff,
        edit(&scale),
        &[("name", " "), ("options.1", "そうです")],
    )
    .await;
    assert_eq!(nameless.status.as_u16(), 422);
    assert!(nameless.html().contains("そうです"));
    // Two on one scale: the second is told, and nothing is lost.
    sent(&staff, edit(&scale), &[("options.1", "そう")])
        .await
        .assert_page(200, "変えました");
    let late = sent(&staff, edit(&scale), &[("options.1", "ええ")]).await;
    late.assert_page(422, "ほかの方がこの組を変えました");
    assert!(late.html().contains("value=\"ええ\""));
    let kept = "select document::text from scales";
    assert!(app.town.db.text(kept).await.contains("そう"));
    // What no page of ours sends.
    for (name, value) in [
        ("at:x:q1:0", "yes"),
        ("options.1", "\u{7}"),
        ("_seen", "-1"),
    ] {
        let mut form = edit(&late);
        match form.has(name) {
            true => form.fill(&[(name, value)]),
            false => form.add(name, value),
        }
        let reply = staff.submit(&form, "").await;
        assert_eq!(reply.status.as_u16(), 400, "{name}");
    }
}

#[actix_web::test]
async fn another_language_is_written_in_the_scale_and_comes_into_the_draft() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = asking(&staff, "読みますか（1つだけ○）\n1. はい\n2. いいえ").await;
    let at = question(&page).split('?').next().unwrap().to_owned();
    let head = staff.get(&format!("{at}?lang=ja")).await;
    let offered = [("offer.en", "yes"), ("minutes", "3"), ("purpose", "試験")];
    sent(&staff, form(&head, "/head"), &offered).await;
    let page = staff.get(&question(&page)).await;
    let scale = registered(&staff, &page, "はい・いいえ").await;
    let unwritten = "この組には、Englishの文がまだありません";
    let page = staff.get(&question(&page)).await;
    page.assert_page(200, unwritten);
    let english = staff.get(&link(&scale, "&in=en")).await;
    let typed = [
        ("options.1", "Yes"),
        ("options.2", "No"),
        ("options.1.score", "１"),
    ];
    let done = sent(&staff, edit(&english), &typed).await;
    done.assert_page(200, "印のある下書きを変えました");
    let stored = app.town.db.text("select document::text from scales").await;
    for part in ["\"en\": \"Yes\"", "\"ja\": \"はい\"", "\"score\": \"1\""] {
        assert!(stored.contains(part), "{stored}");
        assert!(drafts(&app).await[0].contains(part), "{part}");
    }
    let page = staff.get(&question(&page)).await;
    assert!(page.html().contains("組「はい・いいえ」と同じです"));
    assert!(!page.html().contains(unwritten));
}

#[actix_web::test]
async fn what_the_program_brings_along_is_one_click_away() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let list = staff.get("/staff/scales?lang=ja").await;
    let tags = list.tags().into_iter();
    let mut current = tags.filter(|tag| tag.value("aria-current").is_some());
    let room = current.find_map(|tag| tag.value("href"));
    assert!(room.is_some_and(|href| href.starts_with("/staff/questionnaires")));
    let offered = |page: &Reply| {
        let forms = page.forms().into_iter();
        forms
            .filter(|form| form.action.contains("&stock="))
            .collect::<Vec<_>>()
    };
    let all = offered(&list);
    assert!(all.len() > 3, "{}", all.len());
    let taken = sent(&staff, all[0].clone(), &[]).await;
    taken.assert_page(200, "登録しました");
    let list = staff.get("/staff/scales?lang=ja").await;
    assert_eq!(offered(&list).len(), all.len() - 1);
    let again = sent(&staff, all[0].clone(), &[]).await;
    again.assert_page(422, "同じ名前の組があります");
    assert!(form(&again, "/staff/scales/new").has("options.1"));
}

#[actix_web::test]
async fn what_was_thrown_away_is_not_offered_and_comes_back() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = asking(&staff, SATISFIED).await;
    let scale = registered(&staff, &page, "満足度").await;
    let other = asking(&staff, "読みますか（1つだけ○）\n1. はい\n2. いいえ").await;
    let take = take(&other);
    let before = drafts(&app).await;
    let gone = sent(&staff, form(&scale, "/removal"), &[("_go", "away")]).await;
    gone.assert_page(200, "使っている設問は、そのままです");
    let refused = sent(&staff, take, &[]).await;
    refused.assert_page(422, "選んだ組は、もうありません");
    assert!(refused.html().contains("読みますか"));
    assert_eq!(drafts(&app).await, before);
    let list = staff.get("/staff/scales?lang=ja").await;
    let page = staff.get(&link(&list, "/staff/scales/0")).await;
    let back = sent(&staff, form(&page, "/removal"), &[("_go", "back")]).await;
    back.assert_page(200, "元に戻しました");
    assert_eq!(boxes(&back).len(), 1);
}

#[actix_web::test]
async fn who_only_looks_changes_nothing_and_the_neighbour_finds_nothing() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = asking(&staff, SATISFIED).await;
    registered(&staff, &page, "満足度").await;
    let scale = link(&staff.get(&question(&page)).await, "/staff/scales/");
    let neighbour = app.neighbour(Role::Administrator).await;
    assert_eq!(neighbour.get(&scale).await.status.as_u16(), 404);
    let list = neighbour.get("/staff/scales?lang=ja").await;
    assert!(!list.html().contains("満足度</a>"));
    let approver = app.staff_with(Role::Approver).await;
    let list = approver.get("/staff/scales?lang=ja").await;
    list.assert_page(200, "満足度");
    assert!(
        list.forms()
            .iter()
            .all(|form| !form.action.contains("stock"))
    );
    assert_eq!(approver.get(&scale).await.status.as_u16(), 403);
}
