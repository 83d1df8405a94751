//! 人事異動: looked at, planned, undone, and made by the clock on its day, once.

use chrono::{Days, Months};
use futures_util::future::join;
use kocho::domain::ids::PersonId;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::domain::time::{Day, Zone};
use kocho::jobs;

use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;

async fn today(app: &TestApp) -> Day {
    Zone::TOKYO.day(app.town.now().await)
}

/// Goes from the form to what would change.
async fn look(app: &TestApp, from: &str, to: &str, days: u64) -> Reply {
    let on = (today(app).await + Days::new(days)).to_string();
    look_on(app, (from, to), &on).await
}

async fn look_on(app: &TestApp, (from, to): (&str, &str), on: &str) -> Reply {
    let staff = app.staff();
    let form = staff.get("/staff/transfers/new?lang=ja").await;
    form.assert_page(200, "人事異動を予定する");
    let typed = [("from", from), ("to", to), ("on", on)];
    staff.press(&form, "", &typed).await
}

async fn plan(app: &TestApp, from: &str, to: &str, days: u64) {
    let page = look(app, from, to, days).await;
    page.assert_page(200, "人事異動の確認");
    let planned = app.staff().send(&page, "", &[]).await;
    planned.assert_redirect("/staff/transfers");
}

/// The roles of everybody: `chief:approver desk:administrator`.
async fn roles(app: &TestApp) -> String {
    let all = "select coalesce(string_agg(login || ':' || role, ' ' order by login, role), '') \
               from person_roles r join people p on p.id = r.person_id";
    app.town.db.text(all).await
}

async fn states(app: &TestApp) -> String {
    let all = "select string_agg(state || coalesce(':' || hindrance, ''), ' ' order by id) from transfers";
    app.town.db.text(all).await
}

async fn clock(app: &TestApp) {
    jobs::move_people(&mut *app.town.db.conn().await)
        .await
        .unwrap();
}

/// The day of everything planned comes so many days earlier, and today nobody has tried it yet.
async fn earlier(app: &TestApp, days: i32) {
    let update =
        format!("update transfers set on_day = on_day - {days}, tried_on = tried_on - {days}");
    app.town.db.execute(&update).await;
}

async fn signed_in<'a>(app: &'a TestApp, login: &str, role: Role) -> (PersonId, Person<'a>) {
    let person = app.town.employ(login, role).await;
    let session = app.town.session_of(&app.town.operator, person).await;
    (person, app.clerk().with_cookie("staff", &session))
}

#[actix_web::test]
async fn what_will_happen_is_said_before_anything_is_stored() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let (giver, _) = signed_in(&app, "giver", Role::Designer).await;
    let (receiver, _) = signed_in(&app, "receiver", Role::Viewer).await;
    app.town.motion(giver, survey.id).await;
    app.town.deputy(giver, receiver, [0, 20]).await;
    let division = app.town.division("総務課").await;
    app.town
        .db
        .execute(&format!(
            "update people set division_id = '{division}' where login = 'giver'; \
             insert into person_roles (municipality_id, person_id, role, until) values \
             ('{of}', '{giver}', 'viewer', current_date + 40), ('{of}', '{giver}', 'approver', current_date + 5)",
            of = app.town.id
        ))
        .await;
    let page = look(&app, "giver", "viewerのreceiver", 10).await;
    for said in [
        "調査担当 期限なし 新しく受けます",
        "閲覧者",
        "すでにあります（期限なし）",
        "（課なし） → 総務課",
        "designerのgiver（giver）さんには役割がなくなり",
        "お二人ともすべて終了します",
        "起案1件は、そのまま決裁を待ちます",
        "代決が終わります：designerのgiver（giver）さんの代わりのviewerのreceiver（receiver）さん",
        "管理者は1人、決裁できる人は1人です",
        "決裁できる人が一人だけになります",
        "まだサインインできません",
        "異動日の前日まで",
    ] {
        page.assert_page(200, said);
    }
    let text = page.main_text();
    let roles = text.split("移る役割").nth(1).unwrap();
    assert!(!roles.contains("承認者 20"), "a role that is over is moved");
    assert_eq!(
        app.town.db.number("select count(*) from transfers").await,
        0
    );
    // Somebody changes one of them meanwhile: what is shown is looked at again.
    app.town
        .db
        .execute("update people set version = version + 1 where login = 'receiver'")
        .await;
    let again = app.staff().send(&page, "", &[]).await;
    again.assert_page(422, "ほかの方がこの職員の内容を変えました");
    let planned = app.staff().send(&again, "", &[]).await;
    let list = app.staff().follow(planned).await;
    list.assert_page(200, "人事異動を予定しました");
    list.assert_page(200, "予定");
    assert_eq!(states(&app).await, "planned");
}

#[actix_web::test]
async fn it_is_made_by_the_clock_on_its_day_once_and_everybody_is_told() {
    let app = TestApp::with_desk().await;
    let (giver, gives) = signed_in(&app, "giver", Role::Approver).await;
    let (receiver, gets) = signed_in(&app, "receiver", Role::Viewer).await;
    let clerk = app.town.employ("clerk", Role::Viewer).await;
    app.town.deputy(giver, clerk, [5, 9]).await;
    app.town.deputy(receiver, clerk, [5, 9]).await;
    plan(&app, "giver", "receiver", 3).await;
    let told = gives.get("/staff/today?lang=ja").await;
    told.assert_page(
        200,
        "あなたの役割がすべてviewerのreceiver（receiver）さんに移ります",
    );
    let told = gets.get("/staff/today?lang=ja").await;
    told.assert_page(
        200,
        "approverのgiver（giver）さんの役割がすべてあなたに移ります",
    );
    clock(&app).await;
    earlier(&app, 2).await;
    clock(&app).await;
    assert_eq!(states(&app).await, "planned", "the day before");
    earlier(&app, 1).await;
    let entries =
        "select count(*) from audit where event->>'event' in ('transfer_done', 'person_changed')";
    join(clock(&app), clock(&app)).await;
    clock(&app).await;
    assert_eq!(states(&app).await, "done");
    assert_eq!(app.town.db.number(entries).await, 3, "made more than once");
    let wanted = "clerk:viewer desk:administrator receiver:approver receiver:viewer";
    assert_eq!(roles(&app).await, wanted);
    for whoever in [&gives, &gets] {
        whoever
            .get("/staff/today")
            .await
            .assert_redirect("/staff/sign-in");
    }
    let ended = "select count(*) from deputies where ended_at is not null";
    assert_eq!(app.town.db.number(ended).await, 1, "of the giver alone");
    let record = app.staff().get("/staff/record?lang=ja").await;
    record.assert_page(
        200,
        "approverのgiver（giver）さんの役割をviewerのreceiver（receiver）さんに移しました",
    );
    record.assert_page(200, "代決（");
    let list = app.staff().get("/staff/transfers?lang=ja&state=done").await;
    list.assert_page(200, "実施済み");
    assert!(!list.html().contains("/undoing"));
}

#[actix_web::test]
async fn it_is_undone_before_its_day_and_not_after() {
    let app = TestApp::with_desk().await;
    let before = {
        signed_in(&app, "giver", Role::Approver).await;
        signed_in(&app, "receiver", Role::Viewer).await;
        roles(&app).await
    };
    plan(&app, "giver", "receiver", 1).await;
    let twice = look(&app, "giver", "desk", 2).await;
    twice.assert_page(422, "すでに予定されています");
    let list = app.staff().get("/staff/transfers?lang=ja").await;
    let undone = app.staff().send(&list, "", &[]).await;
    app.staff()
        .follow(undone)
        .await
        .assert_page(200, "人事異動を取りやめました");
    earlier(&app, 1).await;
    clock(&app).await;
    assert_eq!(
        (states(&app).await.as_str(), roles(&app).await),
        ("undone", before)
    );
    let again = app.staff().send(&list, "", &[]).await;
    let list = app.staff().follow(again).await;
    list.assert_page(200, "すでに行われたか、取りやめられています");
    let events = "select string_agg(event->>'event', ' ' order by number) from audit \
                  where event->>'event' like 'transfer%'";
    assert_eq!(
        app.town.db.text(events).await,
        "transfer_planned transfer_undone"
    );
    // Now another can be planned.
    plan(&app, "giver", "desk", 2).await;
}

#[actix_web::test]
async fn today_is_at_once_and_a_clock_that_jumps_makes_what_is_late() {
    let app = TestApp::with_desk().await;
    for (login, role) in [
        ("a", Role::Approver),
        ("b", Role::Designer),
        ("c", Role::Viewer),
    ] {
        app.town.employ(login, role).await;
    }
    // A chain of successors on one day, written down in the wrong order, days ago.
    plan(&app, "a", "b", 2).await;
    plan(&app, "b", "c", 2).await;
    earlier(&app, 9).await;
    clock(&app).await;
    assert_eq!(states(&app).await, "done done");
    let wanted = "b:approver c:designer c:viewer desk:administrator";
    assert_eq!(roles(&app).await, wanted);
    plan(&app, "c", "a", 0).await;
    let wanted = "a:designer a:viewer b:approver desk:administrator";
    assert_eq!(roles(&app).await, wanted);
    // The administrator's own: out at once.
    let page = look(&app, "desk", "b", 0).await;
    page.assert_page(200, "すぐに移します");
    let staff = app.staff();
    let made = staff.send(&page, "", &[]).await;
    staff.follow(made).await.assert_page(200, "サインイン");
    assert!(roles(&app).await.contains("b:administrator"));
}

#[actix_web::test]
async fn the_day_begins_where_the_town_is() {
    let app = TestApp::with_desk().await;
    let giver = app.town.employ("giver", Role::Approver).await;
    let receiver = app.town.employ("receiver", Role::Viewer).await;
    let zone = async |name: &str| {
        let update = format!("update municipalities set time_zone = '{name}'");
        app.town.db.execute(&update).await;
    };
    // There the day is always at least one ahead of the other.
    zone("Pacific/Kiritimati").await;
    app.town.transfer(giver, receiver, 0).await;
    zone("Pacific/Pago_Pago").await;
    clock(&app).await;
    assert_eq!(states(&app).await, "planned");
    zone("Pacific/Kiritimati").await;
    clock(&app).await;
    assert_eq!(states(&app).await, "done");
}

#[actix_web::test]
async fn what_cannot_be_made_stays_planned_says_why_and_is_tried_the_next_day() {
    let app = TestApp::with_desk().await;
    app.town.employ("giver", Role::Approver).await;
    app.town.employ("receiver", Role::Viewer).await;
    plan(&app, "giver", "receiver", 1).await;
    let left = "update people set until = current_date - 9 where login = 'receiver'";
    app.town.db.execute(left).await;
    earlier(&app, 1).await;
    clock(&app).await;
    assert_eq!(states(&app).await, "planned:receiver_left");
    let day = app.staff().get("/staff/today?lang=ja").await;
    day.assert_page(
        200,
        "を行えませんでした。役割を受ける人の利用期限が過ぎています",
    );
    let list = app.staff().get("/staff/transfers?lang=ja").await;
    list.assert_page(200, "明日、もう一度試します");
    assert!(list.html().contains("/undoing"), "it can be given up");
    let back = "update people set until = null where login = 'receiver'";
    app.town.db.execute(back).await;
    clock(&app).await;
    assert_eq!(
        states(&app).await,
        "planned:receiver_left",
        "tried again today"
    );
    earlier(&app, 1).await;
    clock(&app).await;
    assert_eq!(states(&app).await, "done");
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_planned() {
    let app = TestApp::with_desk().await;
    for (login, role) in [
        ("giver", Role::Approver),
        ("receiver", Role::Viewer),
        ("leaver", Role::Viewer),
        ("roleless", Role::Viewer),
    ] {
        app.town.employ(login, role).await;
    }
    let day = today(&app).await;
    let soon = (day + Days::new(5)).to_string();
    app.town
        .db
        .execute(&format!(
            "update people set until = '{soon}' where login = 'leaver'; \
             update person_roles set until = current_date - 3 where person_id = \
             (select id from people where login = 'roleless')"
        ))
        .await;
    let late = (day + Days::new(6)).to_string();
    let year = (day + Months::new(12) + Days::new(1)).to_string();
    let yesterday = (day - Days::new(1)).to_string();
    for (both, on, field, said) in [
        (("giver", "giver"), &soon, "to", "渡す人と同じ人"),
        (("nobody", "giver"), &soon, "from", "見つかりません"),
        (("giver", ""), &soon, "to", "入力してください"),
        (("giver", "leaver"), &late, "to", "利用期限が過ぎています"),
        (
            ("desk", "leaver"),
            &soon,
            "to",
            "期限のない管理者がいなくなります",
        ),
        (("giver", "receiver"), &yesterday, "on", "過ぎた日"),
        (("giver", "receiver"), &year, "on", "1年より先"),
        (("giver", "receiver"), &"春".to_owned(), "on", "2026-12-31"),
        (
            ("roleless", "receiver"),
            &soon,
            "from",
            "渡す役割がありません",
        ),
    ] {
        let again = look_on(&app, both, on).await;
        again.assert_page(422, said);
        assert!(
            again.html().contains(&format!("id=\"{field}-error\"")),
            "{said}"
        );
        assert_eq!(again.form().value("from"), Some(both.0));
        assert_eq!(again.form().value("on"), Some(on.as_str()));
    }
    assert_eq!(
        app.town.db.number("select count(*) from transfers").await,
        0
    );
    // What happened after the page was shown is said as well.
    let page = look(&app, "giver", "receiver", 3).await;
    plan(&app, "giver", "receiver", 4).await;
    let twice = app.staff().send(&page, "", &[]).await;
    twice.assert_page(422, "すでに予定されています");
    let links = twice.links();
    let english = links.iter().find(|link| link.contains("lang=en")).unwrap();
    app.staff()
        .get(english)
        .await
        .assert_page(200, "Plan a transfer");
    let forged = [("from", "giver"), ("to", "receiver"), ("on", soon.as_str())];
    let forged = app.staff().post("/staff/transfers", &forged).await;
    assert_eq!(forged.status.as_u16(), 400, "without what was looked at");
}

#[actix_web::test]
async fn the_way_there_stands_on_the_persons_page_and_for_administrators_alone() {
    let app = TestApp::with_desk().await;
    let (giver, gives) = signed_in(&app, "giver", Role::Approver).await;
    let page = app
        .staff()
        .get(&format!("/staff/people/{giver}?lang=ja"))
        .await;
    let links = page.links();
    let way = links
        .iter()
        .find(|link| link.contains("/transfers/new"))
        .unwrap();
    let form = app.staff().get(way).await;
    assert_eq!(form.form().value("from"), Some("giver"));
    let ways = app.staff().get("/staff/administration?lang=ja").await;
    ways.assert_page(200, "人事異動");
    let ways = gives.get("/staff/administration?lang=ja").await;
    ways.assert_page(200, "代決者");
    assert!(!ways.html().contains("/staff/transfers"));
}
