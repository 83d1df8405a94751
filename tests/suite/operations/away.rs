//! A database that is away, has no room or no time: 503 and when to come again, never a fault of ours.

use std::sync::atomic::{AtomicBool, Ordering};

use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use kocho::storage::{self, QueryResult};
use kocho::web::error::Error;

use super::installation::{Installation, wait};
use crate::support::db::TestDb;

async fn failing(db: &TestDb, sql: &str) -> diesel::result::Error {
    // A connection of its own: some of these end it.
    let mut conn = storage::pool::alone(&db.url).await.unwrap();
    conn.batch_execute(sql).await.expect_err(sql)
}

#[actix_web::test]
async fn the_databases_troubles_are_told_from_faults_of_the_program() {
    let db = TestDb::new().await;
    for code in [
        "57P01", "57P02", "57P03", "57P05", "53100", "53200", "53300", "53400", "58030", "55P03",
        "57014", "40001", "40P01", "25006", "08006", "XX000",
    ] {
        let raised = format!("do $$ begin raise exception 'なし' using errcode = '{code}'; end $$");
        let error = failing(&db, &raised).await;
        assert!(storage::is_away(&error), "{code}: {error:?}");
        // However deep it is wrapped.
        let wrapped = anyhow::Error::from(error)
            .context("reading")
            .context("a page");
        assert!(matches!(Error::from(wrapped), Error::Busy(_)), "{code}");
    }
    for real in [
        "select pg_terminate_backend(pg_backend_pid())",
        "set statement_timeout = 5; select pg_sleep(60)",
        "set transaction read only; create table t (n int)",
    ] {
        let error = failing(&db, real).await;
        assert!(storage::is_away(&error), "{real}: {error:?}");
    }
    for bug in [
        "select no_such_column from surveys",
        "select * from no_such_table",
        "selec 1",
        "insert into municipalities (id) values (null)",
        "create table one (n int primary key); insert into one values (1), (1)",
    ] {
        let error = failing(&db, bug).await;
        assert!(!storage::is_away(&error), "{bug}: {error:?}");
        assert!(matches!(Error::from(error), Error::Internal(_)), "{bug}");
    }
}

/// While it is read a statement waits for its tables: what ends it then names the place where it was.
#[actix_web::test]
async fn a_statement_that_ends_while_it_waits_for_a_table_is_no_fault() {
    let db = TestDb::new().await;
    let mut migration = storage::pool::alone(&db.url).await.unwrap();
    let lock = "begin; lock table municipalities in access exclusive mode";
    migration.batch_execute(lock).await.unwrap();
    let read = "select * from municipalities";
    let error = failing(&db, &format!("set lock_timeout = 50; {read}")).await;
    assert!(storage::is_away(&error), "{error:?}");
    let end = "do $$ begin loop \
               perform pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' \
               and application_name = 'waits for a table'; \
               exit when found; perform pg_sleep(0.01); perform pg_stat_clear_snapshot(); end loop; end $$";
    let waiting = format!("set application_name = 'waits for a table'; {read}");
    let (error, ended) = futures_util::join!(failing(&db, &waiting), migration.batch_execute(end));
    ended.unwrap();
    assert!(storage::is_away(&error), "{error:?}");
}

#[actix_web::test]
async fn a_connection_that_is_gone_is_away() {
    let db = TestDb::new().await;
    let mut conn = storage::pool::alone(&db.url).await.unwrap();
    let _ = conn
        .batch_execute("select pg_terminate_backend(pg_backend_pid())")
        .await;
    let again: QueryResult<usize> = diesel::sql_query("select 1").execute(&mut conn).await;
    let error = again.unwrap_err();
    assert!(storage::is_away(&error), "{error:?}");
}

/// Connections are ended again and again under the visitors' hands; nobody hears of a fault.
#[test]
fn a_page_whose_connection_is_killed_says_when_to_come_again() {
    let town = Installation::new();
    let serving = town.serve();
    town.found_town("here");
    let done = AtomicBool::new(false);
    let answers = std::thread::scope(|threads| {
        let visitors: Vec<_> = ["/here", "/", "/here/surveys/none", "/nowhere"]
            .map(|path| {
                let (serving, done) = (&serving, &done);
                threads.spawn(move || {
                    let mut answers = Vec::new();
                    while !done.load(Ordering::Relaxed) {
                        answers.push(serving.get(path));
                    }
                    answers
                })
            })
            .into();
        for _ in 0..40 {
            town.sql(
                "select pg_terminate_backend(pid) from pg_stat_activity \
                 where application_name = 'kocho' and pid <> pg_backend_pid()",
            );
        }
        done.store(true, Ordering::Relaxed);
        let answers = visitors.into_iter().map(|visitor| visitor.join().unwrap());
        answers.flatten().collect::<Vec<_>>()
    });
    let with = |status: &str| {
        let begin = format!("HTTP/1.1 {status}");
        answers
            .iter()
            .filter(move |answer| answer.starts_with(&begin))
    };
    println!(
        "{} answers: {} ok, {} busy",
        answers.len(),
        with("200").count(),
        with("503").count()
    );
    let failed = with("500").collect::<Vec<_>>();
    assert!(failed.is_empty(), "{failed:?}\n{}", serving.log(&town));
    assert!(with("503").all(|busy| busy.to_lowercase().contains("retry-after: ")));
    assert!(with("200").count() + with("404").count() + with("503").count() == answers.len());
    wait("the pages", || {
        serving.get("/here").starts_with("HTTP/1.1 200")
    });
}
