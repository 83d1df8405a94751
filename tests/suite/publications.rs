//! What the public reads: written once, kept until its town has another edition, and never a moment longer.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::closing::Bound;
use crate::support::door::{Person, TestApp, address};
use crate::support::page::Reply;

/// How soon every node shows what was published at another one.
const SECOND: Duration = Duration::from_secs(1);

/// A town with published results and a value of an indicator, and every address of its publications.
pub async fn published() -> (TestApp, Vec<String>) {
    let bound = Bound::new().await;
    bound.publish().await;
    let results = format!("{}/results", address(&bound.survey));
    let indicator = "select '/sunagawa/plans/' || p.slug || '/indicators/' || i.slug from indicators i \
                     join plans p on p.id = i.plan_id where i.slug = 'sng-02'";
    let indicator = bound.town.db.text(indicator).await;
    let app = TestApp::over(Arc::new(bound.town), &[]).await;
    let app = app.with_administrator().await;
    let plan = indicator.split("/indicators").next().unwrap().to_owned();
    let page = app.resident().get(&results).await;
    let question = page
        .links()
        .into_iter()
        .find(|link| link.contains("/results/"));
    let mut all = vec!["/".to_owned(), "/sunagawa".to_owned(), plan.clone()];
    all.extend([format!("{plan}?state=unknown"), results.clone()]);
    all.extend(question);
    for ending in ["", ".csv", ".json"] {
        all.push(format!("{indicator}{ending}"));
        all.push(format!("{results}{ending}"));
    }
    (app, all)
}

async fn asked(person: &Person<'_>, path: &str, headers: &[(&'static str, &str)]) -> Reply {
    let mut person = person.elsewhere();
    for (name, value) in headers {
        person = person.sending(name, value);
    }
    person.get(path).await
}

fn tag(reply: &Reply) -> String {
    reply
        .header("etag")
        .unwrap_or_else(|| panic!("{}: no tag", reply.path))
        .to_owned()
}

#[actix_web::test]
async fn what_somebody_has_is_not_sent_again() {
    let (app, all) = published().await;
    let person = app.resident();
    assert!(all.len() >= 10, "{all:?}");
    for path in &all {
        let mut tags = BTreeSet::new();
        for encoding in ["identity", "gzip", "gzip, br"] {
            let reads = ("accept-encoding", encoding);
            let page = asked(&person, path, &[reads]).await;
            if page.status != 200 {
                assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
                continue;
            }
            let kept = page.header("cache-control").unwrap();
            assert_eq!(
                kept, "public, max-age=0, s-maxage=1, must-revalidate",
                "{path}"
            );
            assert_eq!(
                page.header("vary"),
                Some("accept-encoding, accept-language")
            );
            let own = tag(&page);
            assert!(own.starts_with('"'), "{path}: a weak tag");
            tags.insert(own.clone());
            let many = format!("{}{own}", "\"another\", ".repeat(700));
            for known in [own.as_str(), "*", &format!("W/{own}"), &many] {
                let again = asked(&person, path, &[reads, ("if-none-match", known)]).await;
                assert_eq!(
                    (again.status.as_u16(), again.body.len()),
                    (304, 0),
                    "{path}"
                );
                assert_eq!(tag(&again), own);
                assert_eq!(again.header("cache-control"), Some(kept));
            }
            for unknown in ["\"another\"", "nonsense", "\"", &"\"x\", ".repeat(1_600)] {
                let again = asked(&person, path, &[reads, ("if-none-match", unknown)]).await;
                assert_eq!(again.status, 200, "{path}: {unknown:.20}");
                assert_eq!(again.body, page.body);
            }
        }
        assert!(
            tags.is_empty() || tags.len() == 3,
            "{path}: other bytes, another tag"
        );
    }
}

async fn rename(app: &TestApp, name: &str) {
    let staff = app.staff();
    let id = app.town.db.text("select id::text from divisions").await;
    let page = staff.get(&format!("/staff/divisions/{id}")).await;
    let typed = [("name", name), ("from", "2020-04-01")];
    let saved = staff.send(&page, "", &typed).await;
    assert_eq!(saved.status, 303);
}

/// The address of the page that shows the name of the only division.
fn indicator(all: &[String]) -> &str {
    all.iter().find(|path| path.ends_with("sng-02")).unwrap()
}

async fn shows(app: &TestApp, path: &str, text: &str) -> bool {
    let page = app.resident().get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.html().contains(text)
}

/// Waits until a node shows it; no longer than it may take.
async fn soon(app: &TestApp, path: &str, text: &str) {
    let began = Instant::now();
    while !shows(app, path, text).await {
        assert!(began.elapsed() < SECOND + SECOND, "{text} is not shown");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[actix_web::test]
async fn what_is_published_is_there_at_once_and_at_every_node_within_a_second() {
    let (app, all) = published().await;
    let (other, path) = (app.node().await, indicator(&all));
    for name in ["広報課", "魅力発信課"] {
        assert!(!shows(&app, path, name).await && !shows(&other, path, name).await);
        rename(&app, name).await;
        assert!(
            shows(&app, path, name).await,
            "{name} in the response after the act"
        );
        soon(&other, path, name).await;
    }
    // Whoever writes past the program is seen as well.
    app.town
        .db
        .execute("update division_names set name = '直接課'")
        .await;
    soon(&app, path, "直接課").await;
    soon(&other, path, "直接課").await;
}

/// Readers while something is published: before it one of two pages, after it the new one, whole each time.
#[actix_web::test]
async fn a_crowd_that_reads_while_something_is_published_sees_it_from_then_on() {
    let (app, all) = published().await;
    let path = indicator(&all);
    let before = app.resident().get(path).await;
    let done = std::cell::Cell::new(false);
    let read = async || {
        let mut seen = 0;
        loop {
            let after = done.get();
            let page = app.resident().get(path).await;
            assert_eq!(page.status, 200);
            let is_new = page.html().contains("公表後課");
            assert!(is_new || page.body == before.body, "half a page");
            assert!(is_new || !after, "the old page after the act");
            seen += 1;
            if after && is_new {
                break seen;
            }
        }
    };
    let publish = async {
        rename(&app, "公表後課").await;
        done.set(true);
    };
    let readers = join_all((0..256).map(|_| read()));
    let (seen, ()) = futures_util::future::join(readers, publish).await;
    assert!(seen.iter().all(|pages| *pages > 0));
}

#[actix_web::test]
async fn no_invented_address_language_host_or_query_gets_into_what_is_kept() {
    let (app, all) = published().await;
    let (person, path) = (app.resident(), indicator(&all));
    let (page, held) = (person.get(path).await, app.state.publications.held());
    for at in 0..200 {
        let strange = format!("x-{at};q=0.9, en-{at};q=0.1");
        let headers = [
            ("accept-language", strange.as_str()),
            ("forwarded", "host=evil.example"),
        ];
        for query in [
            format!("?lang=x{at}"),
            format!("?a={at}"),
            format!("?display=d{at}&state={at}"),
        ] {
            let read = asked(&person, &format!("{path}{query}"), &headers).await;
            assert!(
                matches!(read.status.as_u16(), 200 | 404),
                "{query}: {}",
                read.status
            );
            assert!(!read.html().contains("evil.example"));
        }
        let none = asked(&person, &format!("{path}-{at}"), &headers).await;
        assert_eq!(none.status, 404);
    }
    assert_eq!(person.get(path).await.body, page.body);
    let after = app.state.publications.held();
    assert!(
        after.0 <= held.0 + 2,
        "{held:?} {after:?}: a page in each language at most"
    );
}

/// The kind of fault, not one of it: a table that somebody lets the public read of, and forgets to tell.
#[actix_web::test]
async fn every_table_that_the_public_reads_gives_another_edition() {
    let (app, all) = published().await;
    let db = &app.town.db;
    let read = format!(
        "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_stat_user_tables \
         where schemaname = '{}' and seq_scan + coalesce(idx_scan, 0) > coalesce((select n from before \
         where before.relname = pg_stat_user_tables.relname), 0)",
        db.schema
    );
    // What others did to these tables before is told first.
    tokio::time::sleep(SECOND).await;
    db.execute("select pg_stat_force_next_flush(); create table before as select relname, \
        seq_scan + coalesce(idx_scan, 0) as n from pg_stat_user_tables where schemaname = current_schema()")
        .await;
    // A node of its own, whose connections tell what they read when they are closed.
    let node = app.node().await;
    for path in &all {
        node.resident().get(path).await;
    }
    node.app.db.close();
    let began = Instant::now();
    let tables = loop {
        let tables = db.text(&read).await;
        if tables.contains("plans") && tables.contains("releases") {
            break tables;
        }
        assert!(began.elapsed() < 20 * SECOND, "nothing is read: {tables}");
        tokio::time::sleep(SECOND / 4).await;
    };
    let telling = "select string_agg(tgrelid::regclass::text, ' ') from pg_trigger where tgname like '%\\_edition' \
                   and tgrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)";
    let telling = db.text(telling).await;
    let telling: BTreeSet<&str> = telling.split(' ').collect();
    // Of these only what passes within a second is shown: which keys of a demonstration are free, whether figures are late.
    let passing = ["invitations", "jobs"];
    // These a node reads for itself when it starts, and what the figures were made of.
    let own = [
        "responses",
        "envelopes",
        "audit",
        "former_secrets",
        "installation",
        "people",
        "person_roles",
        "survey_secrets",
    ];
    let known = |table: &&str| {
        ["before", "editions"].contains(table) || passing.contains(table) || own.contains(table)
    };
    let read = tables.split(' ').filter(|table| !known(table));
    let quiet: Vec<&str> = read.filter(|table| !telling.contains(table)).collect();
    assert!(quiet.is_empty(), "{quiet:?} of {tables}");
}
