//! 代決: for some days somebody else decides in an approver's place, and on no other day.

use chrono::{Days, Months};
use kocho::domain::ids::PersonId;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::domain::time::{Day, Zone};
use uuid::Uuid;

use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;

/// Somebody of a role, signed in, with their id.
async fn somebody<'a>(app: &'a TestApp, login: &str, role: Role) -> (PersonId, Person<'a>) {
    let person = app.town.employ(login, role).await;
    let session = app.town.session_of(&app.town.operator, person).await;
    (person, app.clerk().with_cookie("staff", &session))
}

async fn today(app: &TestApp) -> Day {
    Zone::TOKYO.day(app.town.now().await)
}

/// What an approver types, so many days after today.
async fn typed(
    app: &TestApp,
    deputy: &str,
    [from, until]: [u64; 2],
) -> [(&'static str, String); 4] {
    let today = today(app).await;
    [
        ("deputy", deputy.to_owned()),
        ("from", (today + Days::new(from)).to_string()),
        ("until", (today + Days::new(until)).to_string()),
        ("reason", "出張のため".to_owned()),
    ]
}

async fn name(
    approver: &Person<'_>,
    typed: &[(&'static str, String)],
    more: &[(&'static str, &str)],
) -> Reply {
    let page = approver.get("/staff/deputies/new?lang=ja").await;
    page.assert_page(200, "代決者を指名する");
    let mut form = page.form();
    for (name, value) in typed {
        form.fill(&[(name, value)]);
    }
    form.fill(more);
    approver.submit(&form, "").await
}

/// All deputyships are so many days earlier than they were.
async fn earlier(app: &TestApp, days: i32) {
    let update =
        format!("update deputies set from_day = from_day - {days}, until_day = until_day - {days}");
    app.town.db.execute(&update).await;
}

#[actix_web::test]
async fn a_deputy_decides_from_the_first_day_to_the_last_and_the_record_says_for_whom() {
    let app = TestApp::new().await.with_administrator().await;
    let survey = app.town.open(Anonymity::Open).await;
    let (mover, _) = somebody(&app, "mover", Role::Designer).await;
    let motion = app.town.motion(mover, survey.id).await;
    let motion = format!("/staff/motions/{motion}");
    let decision = format!("{motion}/decision");
    let (_, chief) = somebody(&app, "chief", Role::Approver).await;
    let (_, clerk) = somebody(&app, "clerk", Role::Viewer).await;
    let yes = [("_go", "yes")];
    let named = name(&chief, &typed(&app, "viewerのclerk", [1, 3]).await, &[]).await;
    named.assert_redirect("/staff/deputies");
    chief
        .follow(named)
        .await
        .assert_page(200, "代決者を指名しました");
    // The day before.
    assert_eq!(clerk.post(&decision, &yes).await.status.as_u16(), 403);
    let before = clerk.get("/staff/today?lang=ja").await;
    assert!(!before.html().contains("/staff/motions"));
    let list = clerk.get("/staff/deputies?lang=ja").await;
    list.assert_page(200, "これから");
    list.assert_page(200, "出張のため");
    // The day after the last one.
    earlier(&app, 4).await;
    assert_eq!(clerk.post(&decision, &yes).await.status.as_u16(), 403);
    // The last day.
    app.town
        .db
        .execute("update deputies set until_day = until_day + 1")
        .await;
    let day = clerk.get("/staff/today?lang=ja").await;
    day.assert_page(200, "approverのchief（chief）さんの代わりに決裁します");
    assert!(
        day.html().contains("起案・決裁"),
        "the room is not in the menu"
    );
    let told = chief.get("/staff/today?lang=ja").await;
    told.assert_page(
        200,
        "viewerのclerk（clerk）さんが、あなたの代わりに決裁します",
    );
    let page = clerk.get(&motion).await;
    let done = clerk.press(&page, "yes", &[]).await;
    done.assert_page(200, "（approverのchief（chief）さんの代決）");
    let record = app.staff().get("/staff/record?lang=ja").await;
    record.assert_page(200, "の代決者にviewerのclerk（clerk）さんを指名しました");
    record.assert_page(200, "代わりに決めた相手");
}

#[actix_web::test]
async fn what_is_ended_is_over_with_the_next_request() {
    let app = TestApp::with_desk().await;
    let (_, chief) = somebody(&app, "chief", Role::Approver).await;
    let (_, other) = somebody(&app, "other", Role::Approver).await;
    let (_, clerk) = somebody(&app, "clerk", Role::Viewer).await;
    for by_administrator in [false, true] {
        let named = name(&chief, &typed(&app, "clerk", [0, 1]).await, &[]).await;
        let list = chief.follow(named).await;
        clerk.get("/staff/motions").await.assert_page(200, "");
        let action = list.form().action;
        // Nobody else ends it, and a deputy has no say in it.
        assert_eq!(other.post(&action, &[]).await.status.as_u16(), 404);
        assert_eq!(clerk.post(&action, &[]).await.status.as_u16(), 403);
        let shown = other.get("/staff/deputies?lang=ja").await;
        shown.assert_page(200, "代決中");
        assert!(!shown.html().contains("出張"), "why is nobody's business");
        assert!(!shown.html().contains("/ending"));
        let administrator = app.staff();
        let who = match by_administrator {
            true => &administrator,
            false => &chief,
        };
        let ended = who.post(&action, &[]).await;
        who.follow(ended)
            .await
            .assert_page(200, "代決を終わらせました");
        assert_eq!(clerk.get("/staff/motions").await.status.as_u16(), 403);
        let again = who.post(&action, &[]).await;
        who.follow(again)
            .await
            .assert_page(200, "すでに終わっています");
    }
    let log = "select count(*) from audit where event->>'event' = 'deputy_ended'";
    assert_eq!(app.town.db.number(log).await, 2);
    // What nobody named is nowhere.
    let nothing = format!("/staff/deputies/{}/ending", Uuid::nil());
    assert_eq!(app.staff().post(&nothing, &[]).await.status.as_u16(), 404);
}

#[actix_web::test]
async fn a_deputy_passes_nothing_on_and_does_only_what_an_approver_does() {
    let app = TestApp::new().await;
    let (boss, _) = somebody(&app, "boss", Role::Approver).await;
    let (clerk, sits) = somebody(&app, "clerk", Role::Viewer).await;
    app.town.deputy(boss, clerk, [0, 0]).await;
    for open in ["motions", "record", "results", "deputies"] {
        let page = sits.get(&format!("/staff/{open}")).await;
        page.assert_page(200, "");
        assert!(!page.html().contains("/staff/deputies/new"));
    }
    for shut in [
        "deputies/new",
        "people",
        "people/new",
        "divisions",
        "transfers",
        "transfers/new",
    ] {
        let page = sits.get(&format!("/staff/{shut}")).await;
        assert_eq!(page.status.as_u16(), 403, "{shut}");
    }
    somebody(&app, "third", Role::Viewer).await;
    let typed = typed(&app, "third", [0, 1]).await;
    let fields: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let passed = sits.post("/staff/deputies/new", &fields).await;
    assert_eq!(passed.status.as_u16(), 403);
    assert_eq!(app.town.db.number("select count(*) from deputies").await, 1);
    // Whoever is an approver no longer has nobody who stands in for them.
    let gone = "delete from person_roles where role = 'approver'";
    let told = sits.get("/staff/today?lang=ja").await;
    told.assert_page(200, "代わりに決裁します");
    app.town.db.execute(gone).await;
    let told = sits.get("/staff/today?lang=ja").await;
    assert!(!told.main_text().contains("代わりに決裁します"));
    assert_eq!(sits.get("/staff/motions").await.status.as_u16(), 403);
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_field_with_everything_still_there() {
    let app = TestApp::new().await;
    let (_, chief) = somebody(&app, "chief", Role::Approver).await;
    for login in ["clerk", "leaver", "twin.a", "twin.b"] {
        app.town.employ(login, Role::Viewer).await;
    }
    let today = today(&app).await;
    let day = |days: u64| (today + Days::new(days)).to_string();
    app.town
        .db
        .execute(&format!(
            "update people set until = '{}' where login = 'leaver'; \
             update people set name = '佐藤 花子' where login like 'twin%'",
            day(5)
        ))
        .await;
    let usual = typed(&app, "clerk", [10, 12]).await;
    let year = (today + Days::new(10) + Months::new(12)).to_string();
    let yesterday = (today - Days::new(1)).to_string();
    for (field, value, said) in [
        ("until", day(9).as_str(), "最初の日より前"),
        ("from", &yesterday, "過ぎた日からは"),
        ("until", &year, "1年を超えています"),
        ("until", "来週", "2026-12-31"),
        ("from", "", "2026-12-31"),
        ("deputy", "chief", "自分を代決者に"),
        ("deputy", "nobody", "見つかりません"),
        ("deputy", "", "入力してください"),
        ("deputy", "佐藤花子", "ログイン名を入力"),
        ("deputy", "leaver", "利用期限は"),
        ("reason", "", "理由を言葉で"),
        ("reason", "－", "理由を言葉で"),
        ("reason", "出張\tのため", "目に見えない文字"),
        ("reason", &"あ".repeat(2_001), "2001"),
    ] {
        let again = name(&chief, &usual, &[(field, value)]).await;
        again.assert_page(422, said);
        assert_eq!(again.form().value(field), Some(value));
        let other = if field == "deputy" { "from" } else { "deputy" };
        let kept = usual.iter().find(|(name, _)| *name == other).unwrap();
        assert_eq!(again.form().value(other), Some(kept.1.as_str()));
    }
    let control = name(&chief, &usual, &[("reason", "a\u{7}b")]).await;
    assert_eq!(control.status.as_u16(), 400);
    // A year is allowed, and a full-width login name is one.
    let last = (today + Days::new(9) + Months::new(12)).to_string();
    let more = [("until", last.as_str()), ("deputy", "ＣＬＥＲＫ")];
    name(&chief, &usual, &more)
        .await
        .assert_redirect("/staff/deputies");
    let twice = name(&chief, &usual, &[("deputy", "twin.a")]).await;
    twice.assert_page(422, "すでに代決者がいます");
    let before = [("from", day(8)), ("until", day(9))];
    let before = before.each_ref().map(|(name, day)| (*name, day.as_str()));
    name(&chief, &usual, &before)
        .await
        .assert_redirect("/staff/deputies");
    assert_eq!(app.town.db.number("select count(*) from deputies").await, 2);
}
