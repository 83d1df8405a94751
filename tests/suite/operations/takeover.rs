//! A job whose worker is killed or asleep is taken over by another node, and done once.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use kocho::config::{self, Config};
use kocho::domain::ids::SurveyId;
use kocho::domain::job::Job;
use kocho::storage::job_sessions::{self, JobSessions};
use kocho::storage::pool::Limits;
use kocho::storage::{Conn, jobs, migrations};
use kocho::workflows::lifecycle::Act;
use rustix::process::Signal;

use super::installation::{Installation, signal};
use crate::closing::Bound;
use crate::support::town::Town;

/// How long anything here may take before the test is called broken; never a measurement.
const PATIENCE: Duration = Duration::from_secs(90);

/// `kocho work` on the database of a test; killed when dropped.
struct Node {
    child: Child,
    place: Installation,
}

impl Node {
    fn start(town: &Town) -> Self {
        let place = Installation::new()
            .with("DATABASE_URL", &town.db.url)
            .with("KOCHO__SECRET", &"07".repeat(32))
            // Whoever is held up waits as long as the test wants.
            .with("KOCHO__DATABASE__LOCK_SECONDS", "0")
            .with("KOCHO__DATABASE__STATEMENT_SECONDS", "0");
        let said = fs::File::create(place.path("said")).unwrap();
        let child = place
            .command(&["work"])
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .unwrap();
        Self { child, place }
    }

    fn said(&self) -> String {
        fs::read_to_string(self.place.path("said")).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until the query gives this number.
async fn until(town: &Town, what: &str, query: &str, number: i64) {
    let began = Instant::now();
    while town.db.number(query).await != number {
        assert!(
            began.elapsed() < PATIENCE,
            "waited in vain for {what}: {}",
            town.db.text("select json_agg(jobs)::text from jobs").await
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A closed survey whose figures are asked for, and somebody who holds up whoever stores them.
async fn held_up() -> (Town, Conn) {
    let Bound { town, survey, .. } = Bound::new().await;
    // The tests make tables without the program; the program looks what was run.
    let known = migrations::known().unwrap();
    let versions: Vec<String> = known
        .iter()
        .map(|version| format!("('{version}')"))
        .collect();
    town.db
        .execute(&format!(
            "create table __diesel_schema_migrations (version varchar(50) primary key, run_on timestamp default now()); \
             insert into __diesel_schema_migrations values {}",
            versions.join(", ")
        ))
        .await;
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    // Over: while paper is typed every node would ask for figures again.
    town.act(survey.id, Act::CloseEntry).await.unwrap();
    town.db
        .execute("delete from jobs where not job ? 'tabulate'")
        .await;
    let mut holding = Conn::establish(&town.db.url).await.unwrap();
    holding
        .batch_execute("begin; lock table reports in share mode")
        .await
        .unwrap();
    (town, holding)
}

const WAITS: &str = "select count(*) from pg_stat_activity where application_name = \
                     (select 'kocho job ' || id || '/' || attempts from jobs where job ? 'tabulate') \
                     and wait_event_type = 'Lock'";
const ATTEMPTS: &str = "select coalesce(max(attempts), 0) from jobs where job ? 'tabulate'";

/// Whatever the first node is, the second has the job after a while, and does it once.
async fn taken_over(town: &Town, how: &str) -> Node {
    let began = Instant::now();
    let second = Node::start(town);
    until(town, "another attempt", ATTEMPTS, 2).await;
    until(town, "the second node at the same place", WAITS, 1).await;
    println!(
        "{how}: taken over after {:.1} s (promised: 30 s)",
        began.elapsed().as_secs_f64()
    );
    second
}

const DONE: &str = "select count(*) from jobs where job ? 'tabulate'";
const REPORTS: &str = "select count(*) from reports";
const LOGGED: &str = "select count(*) from audit where event->>'event' = 'report_computed'";

#[tokio::test(flavor = "multi_thread")]
async fn the_job_of_a_killed_node_is_taken_over_and_done_once() {
    let (town, mut holding) = held_up().await;
    let mut first = Node::start(&town);
    until(&town, "the first node at its work", WAITS, 1).await;
    first.child.kill().unwrap();
    let _second = taken_over(&town, "killed").await;
    holding.batch_execute("rollback").await.unwrap();
    until(&town, "the end of the job", DONE, 0).await;
    assert_eq!(town.db.number(REPORTS).await, 1);
    assert_eq!(town.db.number(LOGGED).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_wakes_up_after_its_job_was_taken_over_changes_nothing() {
    let (town, mut holding) = held_up().await;
    let first = Node::start(&town);
    until(&town, "the first node at its work", WAITS, 1).await;
    signal(first.child.id(), Signal::STOP);
    let second = taken_over(&town, "asleep").await;
    let sessions = "select count(*) from pg_stat_activity where application_name like \
                    (select 'kocho job ' || id || '/1' from jobs where job ? 'tabulate')";
    assert_eq!(town.db.number(sessions).await, 0, "its sessions are ended");
    holding.batch_execute("rollback").await.unwrap();
    until(&town, "the end of the job", DONE, 0).await;
    drop(second);
    signal(first.child.id(), Signal::CONT);
    let began = Instant::now();
    while !first.said().contains("taken over") && !first.said().contains("tried again") {
        assert!(began.elapsed() < PATIENCE, "{}", first.said());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(town.db.number(REPORTS).await, 1);
    assert_eq!(town.db.number(LOGGED).await, 1);
    // What it woke up for was not put back either.
    assert_eq!(town.db.number(DONE).await, 0);
}

fn limits(config: &Config) -> Limits {
    let long = Duration::from_secs(config.database.statement_seconds.into());
    Limits {
        connections: 1,
        threads: 0,
        wait: long,
        statement: long,
        lock: long,
        idle_in_transaction: long,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_lost_has_no_connection_any_more() {
    let town = Town::new().await;
    let defaults = config::read(std::path::Path::new("none.toml"), Default::default()).unwrap();
    let sessions = JobSessions::new(&town.db.url, limits(&defaults));
    let (now, mut conn) = (town.now().await, town.db.conn().await);
    let job = Job::Seal {
        municipality: town.id,
        survey: SurveyId(uuid::Uuid::from_u128(1)),
    };
    jobs::enqueue(&mut conn, &job, now).await.unwrap();
    let lease = chrono::Duration::seconds(20);
    let lost = jobs::claim(&mut conn, lease, now).await.unwrap().unwrap();
    let db = sessions.of(&lost).unwrap();
    // While it holds the claim it works as anybody; a renewed claim is not given to others.
    let mut working = db.get().await.unwrap();
    assert!(jobs::renew(&mut conn, &lost, lease).await.unwrap());
    assert!(jobs::claim(&mut conn, lease, now).await.unwrap().is_none());
    working
        .batch_execute("begin; update municipalities set slug = 'twice'")
        .await
        .unwrap();
    let later = now + chrono::Duration::minutes(1);
    let taken = jobs::claim(&mut conn, lease, later).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.attempts), (lost.id, 2));
    assert!(job_sessions::end_former(&mut conn, &taken).await.unwrap());
    assert!(!jobs::renew(&mut conn, &lost, lease).await.unwrap());
    // What was under way is undone, and there is no way to begin anew.
    assert!(working.batch_execute("commit").await.is_err());
    drop(working);
    assert!(db.get().await.is_err());
    assert_eq!(
        town.db.text("select slug from municipalities").await,
        "sunagawa"
    );
    // The one who has it works; that is the control.
    let db = sessions.of(&taken).unwrap();
    let mut working = db.get().await.unwrap();
    working
        .batch_execute("update municipalities set slug = 'once'")
        .await
        .unwrap();
    assert_eq!(
        town.db.text("select slug from municipalities").await,
        "once"
    );
}
