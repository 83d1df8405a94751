//! The log as staff read it, search it and take it away.

mod every;

use std::collections::BTreeSet;

use chrono::Days;
use diesel_async::AsyncConnection;
use kocho::domain::actor::{Actor, Who};
use kocho::domain::event::Event;
use kocho::domain::language::Language;
use kocho::domain::survey::Anonymity;
use kocho::domain::time::Zone;
use kocho::storage::audit;
use kocho::views::datum::Datum;
use kocho::workflows::lifecycle::Act;
use uuid::Uuid;

use crate::closing::Bound;
use crate::support::door::TestApp;
use crate::support::page::Reply;
use crate::support::town::Town;
use every::Ids;

/// Two people, a division, and what they do for each other.
async fn staffed(town: &Town, ids: &Ids) {
    let of = town.id;
    town.db
        .execute(&format!(
            "insert into divisions (municipality_id, id, name) values ('{of}', '{division}', '企画政策課'); \
             insert into people (municipality_id, id, login, name) values \
             ('{of}', '{person}', 'sato', '佐藤 花子'), ('{of}', '{other}', 'tanaka', '田中 一郎'); \
             insert into deputies (municipality_id, id, person_id, deputy_id, from_day, until_day, reason) values \
             ('{of}', '{deputy}', '{person}', '{other}', '2026-04-01', '2026-04-30', '出張'); \
             insert into transfers (municipality_id, id, from_id, to_id, on_day, state) values \
             ('{of}', '{transfer}', '{person}', '{other}', '2026-04-01', 'planned'); \
             insert into motions (municipality_id, id, motion, reason, moved_by, moved_at, state) values \
             ('{of}', '{motion}', '{{}}', '公表したい', '{person}', now(), 'waiting')",
            division = ids.division,
            person = ids.person,
            other = ids.other,
            deputy = ids.deputy,
            transfer = ids.transfer,
            motion = ids.motion,
        ))
        .await;
}

/// The ids of what lies in a town with a computed survey and a plan.
async fn ids_in(town: &Town) -> Ids {
    let id = async |query: &str| -> Uuid { town.db.text(query).await.parse().unwrap() };
    Ids {
        survey: id("select id::text from surveys limit 1").await,
        report: id("select id::text from reports limit 1").await,
        version: id("select id::text from versions limit 1").await,
        plan: id("select id::text from plans limit 1").await,
        indicator: id("select id::text from indicators limit 1").await,
        municipality: town.id.0,
        ..Ids::of_nothing()
    }
}

async fn write(town: &Town, who: Who, events: &[Event]) {
    let actor = Actor {
        municipality: town.id,
        who,
    };
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    for event in events {
        conn.transaction(async |tx| audit::record(tx, &actor, event, now).await)
            .await
            .unwrap();
    }
}

fn sato() -> Who {
    Who::Staff("sato".to_owned())
}

/// The pages of the log, from this one to the oldest.
async fn pages(app: &TestApp, path: &str) -> Vec<Reply> {
    let staff = app.staff();
    let mut pages = vec![staff.get(path).await];
    loop {
        let last = pages.last().unwrap();
        last.assert_page(200, "");
        let older = last
            .links()
            .into_iter()
            .find(|link| link.contains("&before="));
        match older {
            Some(older) => pages.push(staff.get(&older).await),
            None => return pages,
        }
    }
}

/// What stands in the paragraphs of the entries.
fn sentences(page: &Reply) -> Vec<String> {
    let html = page.html();
    let rows = html.split("<tr id=\"entry-").skip(1);
    rows.map(|row| {
        let said = row.split("<p>").nth(1).unwrap();
        said.split("</p>").next().unwrap().to_owned()
    })
    .collect()
}

#[actix_web::test]
async fn every_event_is_a_sentence_in_both_languages() {
    let bound = Bound::new().await;
    bound.publish().await;
    let app = TestApp::over(bound.town.into(), &[])
        .await
        .with_administrator()
        .await;
    let ids = ids_in(&app.town).await;
    staffed(&app.town, &ids).await;
    let events = every::events(&ids);
    write(&app.town, sato(), &events).await;
    for (language, who) in [("ja", "佐藤 花子（sato）さん"), ("en", "佐藤 花子 (sato)")]
    {
        let path = format!("/staff/record?lang={language}&person=SATO");
        let mut said = Vec::new();
        for page in pages(&app, &path).await {
            let text = page.main_text();
            for unfit in [
                "名前の分からない",
                "without a name",
                "読めない",
                "cannot read",
            ] {
                assert!(!text.contains(unfit), "{text}");
            }
            said.extend(sentences(&page));
        }
        assert_eq!(said.len(), events.len());
        assert!(said.iter().all(|said| said.contains(who)), "{said:#?}");
        let different: BTreeSet<&String> = said.iter().collect();
        // Events that differ in their details alone: ways, factors and the like.
        assert!(different.len() > 50, "{}: {said:#?}", different.len());
    }
}

#[actix_web::test]
async fn what_is_gone_and_what_is_unknown_is_no_fault() {
    let app = TestApp::with_desk().await;
    write(
        &app.town,
        Who::Staff("gone".to_owned()),
        &every::events(&Ids::of_nothing()),
    )
    .await;
    app.town
        .db
        .execute(&format!(
            "insert into audit (municipality_id, number, at, who, event, hash) \
             select '{}', max(number) + 1, now(), '{{\"robot\": 1}}', '{{\"event\": \"flown_to_the_moon\"}}', '\\x00' \
             from audit",
            app.town.id
        ))
        .await;
    let pages = pages(&app, "/staff/record?lang=ja").await;
    pages[0].assert_page(200, "flown_to_the_moon");
    pages[0].assert_page(200, "goneさん");
    assert!(pages.len() > 1);
}

#[actix_web::test]
async fn an_extension_says_what_the_deadline_was() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let until = Zone::TOKYO.day(app.town.now().await) + Days::new(30);
    let act = Act::Extend(Zone::TOKYO.end_of(until));
    app.town.act(survey.id, act).await.unwrap();
    let page = app.staff().get("/staff/record?lang=ja").await;
    page.assert_page(
        200,
        "運営者（test）が、調査「市民アンケート」の締切を延ばしました。",
    );
    page.assert_page(200, "回答の締切");
    let deadline = Datum::Date(until).print(&Language::japanese());
    page.assert_page(200, &format!("から「{deadline}」へ"));
    let row = format!("/staff/surveys?lang=ja#{}", survey.slug);
    assert!(page.links().contains(&row), "{:?}", page.links());
}

#[actix_web::test]
async fn the_log_is_searched_by_who_what_when_and_survey() {
    let bound = Bound::new().await;
    bound.publish().await;
    let app = TestApp::over(bound.town.into(), &[])
        .await
        .with_administrator()
        .await;
    let ids = ids_in(&app.town).await;
    staffed(&app.town, &ids).await;
    write(&app.town, sato(), &every::events(&ids)).await;
    let other = app.town.open(Anonymity::Open).await;
    let count = async |query: &str| {
        let found = pages(&app, &format!("/staff/record?lang=ja&{query}")).await;
        found
            .iter()
            .map(|page| sentences(page).len())
            .sum::<usize>()
    };
    let all = count("").await;
    let by_sato = count("person=%20Sato%20").await;
    assert_eq!(by_sato, every::events(&ids).len());
    assert!(by_sato < all);
    assert_eq!(count("person=nobody").await, 0);
    assert_eq!(count("noun=division").await, 3);
    assert_eq!(count("noun=division&person=sato").await, 3);
    assert_eq!(count("noun=questionnaire&person=sato").await, 23);
    assert_eq!(count(&format!("survey={}", other.slug)).await, 3);
    let measured = "select slug from surveys order by id limit 1";
    let measured = app.town.db.text(measured).await;
    // Its own, and those of its reports: five states of one.
    assert!(count(&format!("survey={measured}&noun=report")).await >= 6);
    let today = Zone::TOKYO.day(app.town.now().await);
    assert_eq!(count(&format!("from={today}&until={today}")).await, all);
    assert_eq!(count(&format!("until={}", today - Days::new(1))).await, 0);
    assert_eq!(
        count("from=%E4%BB%A4%E5%92%8C2%E5%B9%B44%E6%9C%881%E6%97%A5").await,
        all
    );
    // All of it is kept on the way to older entries, and in the other language.
    let page = app
        .staff()
        .get("/staff/record?lang=ja&person=sato&from=2020/4/1")
        .await;
    let kept = |link: &String| link.contains("&person=sato&from=2020%2F4%2F1");
    let older = page
        .links()
        .into_iter()
        .filter(|link| link.contains("&before="));
    assert!(older.clone().count() == 1 && older.clone().all(|link| kept(&link)));
    let english = page
        .links()
        .into_iter()
        .find(|link| link.contains("lang=en"));
    assert!(english.unwrap().contains("person=sato&from=2020%2F4%2F1"));
    // There and back again.
    let older = app.staff().get(&older.clone().next().unwrap()).await;
    let newer = older
        .links()
        .into_iter()
        .find(|link| link.contains("&after="));
    let back = app.staff().get(&newer.unwrap()).await;
    assert_eq!(sentences(&back), sentences(&page));
}

#[actix_web::test]
async fn what_is_no_day_is_said_at_its_field() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    for (query, field, typed, said) in [
        ("from=%E6%98%A8%E6%97%A5", "from", "昨日", "令和8年4月1日"),
        ("until=2026-02-30", "until", "2026-02-30", "令和8年4月1日"),
        (
            "from=2026-4-2&until=2026-4-1",
            "until",
            "2026-4-1",
            "より後の日付",
        ),
        ("noun=robot&person=a", "person", "a", "一覧の中から"),
        ("survey=none&person=b", "person", "b", "一覧の中から"),
    ] {
        let page = staff.get(&format!("/staff/record?lang=ja&{query}")).await;
        page.assert_page(422, said);
        let form = page.forms().remove(0);
        assert_eq!(form.value(field), Some(typed));
        assert_eq!(form.how, "get", "it is asked for, not sent");
    }
    let long = format!("/staff/record?person={}", "a".repeat(61));
    assert_eq!(staff.get(&long).await.status.as_u16(), 422);
    for bad in ["person=%00", "person=a&person=b", "from=%ff"] {
        let page = staff.get(&format!("/staff/record?{bad}")).await;
        assert_eq!(page.status.as_u16(), 400, "{bad}");
    }
    staff
        .get("/staff/record?before=x&after=-1")
        .await
        .assert_page(200, "");
}

#[actix_web::test]
async fn the_file_holds_what_the_page_shows_and_nothing_that_runs() {
    let app = TestApp::with_desk().await;
    let ids = Ids::of_nothing();
    staffed(&app.town, &ids).await;
    let sly = "update people set name = '=cmd|''/c calc''!A1' where login = 'sato'";
    app.town.db.execute(sly).await;
    write(&app.town, sato(), &every::events(&ids)).await;
    let before = app.town.db.number("select count(*) from audit").await;
    let staff = app.staff();
    let page = staff.get("/staff/record?lang=ja&noun=division").await;
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.action.contains("record.csv"));
    let file = staff.submit(&form.unwrap(), "").await;
    assert_eq!(file.status.as_u16(), 200);
    assert_eq!(file.header("cache-control"), Some("no-store"));
    assert_eq!(file.header("access-control-allow-origin"), None);
    assert!(
        file.header("content-disposition")
            .unwrap()
            .contains("record.csv")
    );
    let text = std::str::from_utf8(&file.body).unwrap();
    assert!(
        text.starts_with("\u{feff}number,at,who,what,details,event\r\n"),
        "{text}"
    );
    assert!(text.contains("'=cmd") && !text.contains(",=cmd") && !text.contains(",\"=cmd"));
    assert!(
        text.contains("\"\"event\"\":\"\"division_renamed\"\""),
        "{text}"
    );
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.records().count(), 3);
    let after = app.town.db.number("select count(*) from audit").await;
    assert_eq!(after, before + 1);
    let last = "select event::text from audit order by number desc limit 1";
    let last = app.town.db.text(last).await;
    assert!(
        last.contains("record_exported") && last.contains("\"entries\": 3"),
        "{last}"
    );
    // A search that is not understood writes nothing.
    let fields = [
        ("person", ""),
        ("noun", ""),
        ("survey", ""),
        ("from", "昨日"),
        ("until", ""),
    ];
    staff
        .post("/staff/record.csv?lang=ja", &fields)
        .await
        .assert_page(422, "令和8年4月1日");
    assert_eq!(
        app.town.db.number("select count(*) from audit").await,
        after
    );
}

#[actix_web::test]
async fn nobody_reads_the_log_of_a_neighbour() {
    let app = TestApp::with_desk().await;
    app.town.open(Anonymity::Open).await;
    let neighbour = Uuid::now_v7();
    app.town
        .db
        .execute(&format!(
            "insert into municipalities (id, slug, name, contact, time_zone, synthetic) \
             select '{neighbour}', 'takikawa', name, contact, time_zone, true from municipalities; \
             insert into audit (municipality_id, number, at, who, event, hash) values \
             ('{neighbour}', 1, now(), '{{\"staff\": \"neighbour\"}}', '{{\"event\": \"secret_changed\"}}', '\\x00')"
        ))
        .await;
    let page = app.staff().get("/staff/record?lang=ja").await;
    assert!(!page.main_text().contains("neighbour"));
    let page = app
        .staff()
        .get("/staff/record?lang=ja&person=neighbour")
        .await;
    page.assert_page(200, "該当する記録はありません");
}
