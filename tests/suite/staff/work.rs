//! Long work: asked for, done by a job, stopped, taken over, and what its page says meanwhile.

use diesel_async::AsyncConnection;
use kocho::domain::actor::{Actor, Who};
use kocho::domain::event::people::PeopleEvent;
use kocho::domain::ids::WorkId;
use kocho::jobs::{self, heads};
use kocho::storage::{audit, jobs as queue};
use kocho::workflows::{settling, working};

use crate::support::door::TestApp;
use crate::support::page::Reply;
use crate::support::town::Town;

/// So many entries are in the log.
async fn log(town: &Town, count: u64) {
    let (now, mut conn) = (town.now().await, town.db.conn().await);
    conn.transaction(async |tx| {
        for entries in 0..count {
            let event = PeopleEvent::RecordExported { entries };
            audit::record(tx, &town.operator, &event.into(), now).await?;
        }
        diesel::QueryResult::Ok(())
    })
    .await
    .unwrap();
}

/// Somebody presses the button; the page of the work.
async fn asked(app: &TestApp) -> Reply {
    let staff = app.staff();
    let page = staff.get("/staff/record?lang=ja").await;
    let mut forms = page.forms().into_iter();
    let form = forms.find(|form| form.action.contains("verification"));
    let reply = staff.submit(&form.unwrap(), "").await;
    reply.assert_redirect("/staff/work/");
    staff.follow(reply).await
}

fn id_of(page: &Reply) -> WorkId {
    let id = page.path.split(['/', '?']).nth(3).unwrap();
    WorkId(id.parse().unwrap())
}

/// What is in the log of following it.
async fn verified(town: &Town) -> i64 {
    town.db
        .number("select count(*) from audit where event->>'event' = 'record_verified'")
        .await
}

/// Whether the page looks again by itself, with script and without.
fn looks_again(page: &Reply) -> bool {
    let without = page.html().contains("http-equiv=\"refresh\"");
    assert_eq!(without, page.html().contains("data-behaviour=\"progress\""));
    without
}

#[actix_web::test]
async fn the_log_is_followed_while_nobody_waits() {
    let app = TestApp::with_desk().await;
    log(&app.town, 2_298).await;
    let page = asked(&app).await;
    page.assert_page(200, "順番待ち");
    assert!(looks_again(&page));
    let again = asked(&app).await;
    assert_eq!(id_of(&again), id_of(&page), "one of a kind at a time");
    assert!(jobs::next(&app.app).await.unwrap());
    let staff = app.staff();
    let page = staff.get(&page.path).await;
    page.assert_page(200, "2,300件を初めから確かめました。すべて書かれたままです");
    assert!(!looks_again(&page) && page.forms().is_empty());
    let english = staff.get(&page.path.replace("lang=ja", "lang=en")).await;
    english.assert_page(200, "2,300 entries were followed");
    let record = staff.get("/staff/record?lang=ja").await;
    record.assert_page(
        200,
        "administratorのdesk（desk）さんが、記録2,300件を初めから確かめました",
    );
    staff
        .get("/staff/work?lang=ja")
        .await
        .assert_page(200, "2,300件");
    // The next wish is another work.
    assert_ne!(id_of(&asked(&app).await), id_of(&page));
    assert_eq!(verified(&app.town).await, 1);
}

#[actix_web::test]
async fn the_first_wrong_entry_is_named() {
    for (tampering, number) in [
        (
            "update audit set event = event || '{\"entries\": 9}' where number = 1400",
            1_400,
        ),
        ("delete from audit where number = 3", 3),
        ("update audit set number = -5 where number = 1", 1),
        // Its end, noted before.
        ("delete from audit where number >= 1498", 1_498),
    ] {
        let app = TestApp::with_desk().await;
        log(&app.town, 1_500).await;
        let mut conn = app.town.db.conn().await;
        heads::note(&app.app.config.var, &mut conn).await.unwrap();
        app.town
            .db
            .execute(&format!(
                "set session_replication_role = replica; {tampering}; reset session_replication_role"
            ))
            .await;
        let doctor = heads::verify(&app.app.config.var, &mut conn)
            .await
            .unwrap_err();
        let said = doctor.to_string();
        assert!(said.contains(&number.to_string()), "{said}");
        let page = asked(&app).await;
        assert!(jobs::next(&app.app).await.unwrap());
        let page = app.staff().get(&page.path).await;
        page.assert_page(200, &format!("{}件までは", thousands(number - 1)));
        page.assert_page(200, &format!("{}番の記録", thousands(number)));
        let event = "select event->>'first_fault' from audit order by at desc, number desc limit 1";
        assert_eq!(app.town.db.text(event).await, number.to_string());
    }
}

fn thousands(number: i64) -> String {
    match number {
        ..1_000 => number.to_string(),
        many => format!("{},{:03}", many / 1_000, many % 1_000),
    }
}

#[actix_web::test]
async fn what_is_stopped_leaves_nothing_and_says_so() {
    let app = TestApp::with_desk().await;
    log(&app.town, 3).await;
    let staff = app.staff();
    // Before anybody began.
    let page = asked(&app).await;
    let page = staff.press(&page, "", &[]).await;
    page.assert_page(200, "中止");
    assert!(!looks_again(&page));
    assert!(
        jobs::next(&app.app).await.unwrap(),
        "its job finds nothing to do"
    );
    // In the middle of it.
    let page = asked(&app).await;
    let running = "update works set state = 'running', done = 1, total = 3 where state = 'waiting'";
    app.town.db.execute(running).await;
    let now = staff.get(&page.path).await;
    now.assert_page(200, "3件のうち1件まで");
    let stopping = staff.press(&now, "", &[]).await;
    stopping.assert_page(200, "まもなく止まります");
    assert!(looks_again(&stopping) && stopping.forms().is_empty());
    assert!(jobs::next(&app.app).await.unwrap());
    let ended = staff.get(&page.path).await;
    ended.assert_page(200, "中止");
    assert!(!looks_again(&ended));
    assert_eq!(verified(&app.town).await, 0);
    assert_eq!(app.town.db.number("select count(*) from jobs").await, 0);
}

#[actix_web::test]
async fn work_that_is_taken_over_is_done_once() {
    let app = TestApp::with_desk().await;
    log(&app.town, 3).await;
    let page = asked(&app).await;
    let mut conn = app.town.db.conn().await;
    let now = app.town.now().await;
    let ago = now - chrono::Duration::hours(1);
    app.town
        .db
        .execute("update jobs set run_at = run_at - interval '1 day'")
        .await;
    let lost = queue::claim(&mut conn, chrono::Duration::seconds(1), ago)
        .await
        .unwrap();
    assert_eq!(lost.unwrap().attempts, 1);
    assert!(jobs::next(&app.app).await.unwrap(), "another node");
    assert_eq!(verified(&app.town).await, 1);
    // The former one wakes up.
    let actor = Actor {
        municipality: app.town.id,
        who: Who::Staff("demo".to_owned()),
    };
    working::verify_record(&mut conn, &actor, id_of(&page), None)
        .await
        .unwrap();
    assert_eq!(verified(&app.town).await, 1);
    app.staff()
        .get(&page.path)
        .await
        .assert_page(200, "5件を初めから");
}

#[actix_web::test]
async fn what_cannot_be_done_says_so_and_can_be_asked_for_again() {
    let app = TestApp::with_desk().await;
    let page = asked(&app).await;
    let mut conn = app.town.db.conn().await;
    let now = app.town.now().await;
    let claimed = queue::claim(&mut conn, chrono::Duration::minutes(1), now)
        .await
        .unwrap();
    conn.transaction(async |tx| {
        settling::given_up(tx, &claimed.unwrap(), "no", "operator@town.example", now).await
    })
    .await
    .unwrap();
    let failed = app.staff().get(&page.path).await;
    failed.assert_page(200, "運営者に連絡してください");
    assert!(!looks_again(&failed));
    assert_ne!(id_of(&asked(&app).await), id_of(&page));
}

#[actix_web::test]
async fn the_work_of_a_neighbour_is_not_there() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let neighbour = uuid::Uuid::now_v7();
    app.town
        .db
        .execute(&format!(
            "insert into municipalities (id, slug, name, contact, time_zone, synthetic) \
             select '{neighbour}', 'takikawa', name, contact, time_zone, true from municipalities; \
             insert into works (municipality_id, id, kind, who) values \
             ('{neighbour}', '{neighbour}', 'verify_record', '{{\"staff\": \"sato\"}}')"
        ))
        .await;
    for work in [neighbour.to_string(), "none".to_owned()] {
        let path = format!("/staff/work/{work}");
        assert_eq!(staff.get(&path).await.status.as_u16(), 404);
        let stopping = staff.post(&format!("{path}/stopping"), &[]).await;
        assert_eq!(stopping.status.as_u16(), 404);
    }
    staff
        .get("/staff/work?lang=ja")
        .await
        .assert_page(200, "まだありません");
    assert_eq!(
        app.town
            .db
            .number("select count(*) from works where is_stopped")
            .await,
        0
    );
}

#[actix_web::test]
async fn what_is_over_is_deleted_on_its_date() {
    let town = Town::new().await;
    let of = town.id;
    let person = uuid::Uuid::now_v7();
    let session = |number: u32, seen: &str, ends: &str| {
        format!(
            "insert into sessions (municipality_id, hash, person_id, id, device, place, entry, began_at, seen_at, ends_at) \
             values ('{of}', '\\x{number:02x}', '{person}', gen_random_uuid(), '', 'here', 'password', now() - interval '9 days', \
             now() - interval '{seen}', now() + interval '{ends}'); "
        )
    };
    let set_up = |number: u32, used: &str, expires: &str| {
        format!(
            "insert into set_ups (municipality_id, id, person_id, purpose, hash, expires_at, used_at) values \
             ('{of}', gen_random_uuid(), '{person}', 'reset', '\\x{number:02x}', now() + interval '{expires}', {used}); "
        )
    };
    let work = |state: &str, finished: &str| {
        format!(
            "insert into works (municipality_id, id, kind, who, state, finished_at) values \
             ('{of}', gen_random_uuid(), 'verify_record', '\"schedule\"', '{state}', {finished}); "
        )
    };
    let form = |number: u32, kept: &str| {
        format!(
            "insert into kept_forms (municipality_id, person, form, fields, kept_at) values \
             ('{of}', 'sato', '/staff/{number}', '{{}}', now() - interval '{kept}'); "
        )
    };
    let rows = [
        format!(
            "insert into people (municipality_id, id, login, name) values ('{of}', '{person}', 'sato', ''); "
        ),
        session(1, "1 minute", "1 hour"),
        session(2, "1 minute", "-1 second"),
        session(3, "25 hours", "1 hour"),
        set_up(1, "null", "1 hour"),
        set_up(2, "null", "-1 second"),
        set_up(3, "now()", "1 hour"),
        work("running", "null"),
        work("finished", "now() - interval '89 days'"),
        work("stopped", "now() - interval '91 days'"),
        form(1, "29 days"),
        form(2, "31 days"),
    ];
    town.db.execute(&rows.concat()).await;
    jobs::forget_what_is_over(&mut *town.db.conn().await)
        .await
        .unwrap();
    let left = async |table: &str| {
        town.db
            .number(&format!("select count(*) from {table}"))
            .await
    };
    assert_eq!(left("sessions where hash = '\\x01'").await, 1);
    assert_eq!(left("set_ups where hash = '\\x01'").await, 1);
    assert_eq!(
        left("works where state in ('running', 'finished')").await,
        2
    );
    assert_eq!(left("kept_forms where form = '/staff/1'").await, 1);
    for (table, count) in [
        ("sessions", 1),
        ("set_ups", 1),
        ("works", 2),
        ("kept_forms", 1),
        ("people", 1),
    ] {
        assert_eq!(left(table).await, count, "{table}");
    }
}
