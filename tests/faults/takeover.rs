//! A node is killed, or falls asleep, in the middle of a job: another takes it over within half a minute, and it is done
//! once (`trust.md` F03).

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio_postgres::Client;

use crate::frame::{Scene, Seen};
use crate::nodes::{Installation, log_file};
use crate::postgres::{Postgres, signal};
use crate::town;

const ROUNDS: usize = 6;
const PROMISED: Duration = Duration::from_secs(30);
/// How long anything else may take.
const PATIENCE: Duration = Duration::from_secs(120);

const ATTEMPTS: &str = "select coalesce(max(attempts), 0)::text from jobs where job ? 'tabulate'";
/// Where the harness holds a job up.
const HELD: &str = "begin; lock table reports in share mode";
const WAITING: &str = "select count(*)::text from pg_stat_activity where application_name = \
    (select 'kocho job ' || id || '/' || attempts from jobs where job ? 'tabulate' limit 1) and wait_event_type = 'Lock'";
const JOBS: &str = "select count(*)::text from jobs where job ? 'tabulate'";

/// `kocho work`; killed when dropped.
struct Worker(Child);

impl Worker {
    fn start(town: &Installation) -> Self {
        let log = log_file(&town.var.join("workers"));
        let mut command = town.command(&["work"]);
        Self(command.stdout(Stdio::null()).stderr(log).spawn().unwrap())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One round a survey, killed and asleep in turn. In the control there is no other node.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let town = town::found(&postgres)
        .await
        // Whoever is held up waits as long as the experiment wants.
        .with("KOCHO__DATABASE__LOCK_SECONDS", 0)
        .with("KOCHO__DATABASE__STATEMENT_SECONDS", 0);
    let (db, holding) = (
        town::connect(&postgres).await,
        town::connect(&postgres).await,
    );
    let rounds = scene.rounds(ROUNDS);
    let (mut times, mut twice) = (Vec::new(), 0);
    for round in 0..rounds {
        let survey = format!("r{round}");
        closed(&town, &db, &holding, &survey).await;
        let first = Worker::start(&town);
        until(&db, WAITING, "1", PATIENCE).await;
        let second = (!scene.is_control).then(|| Worker::start(&town));
        times.extend(ended(&db, &first, [Signal::KILL, Signal::STOP][round % 2]).await);
        holding.batch_execute("rollback").await.unwrap();
        if second.is_some() {
            until(&db, JOBS, "0", PATIENCE).await;
        }
        signal(first.0.id(), Signal::CONT);
        tokio::time::sleep(Duration::from_secs(1)).await;
        twice += usize::from(reports(&db, &survey).await != usize::from(second.is_some()));
        db.batch_execute("delete from jobs").await.unwrap();
    }
    let most = times.iter().max().map_or(0.0, Duration::as_secs_f64);
    Seen::Tried {
        tried: format!("{rounds} nodes killed or asleep in the middle of a job"),
        seen: format!(
            "taken over={} after at most {most:.1} s; other than one report={twice}",
            times.len()
        ),
        kept: times.len() == rounds && twice == 0,
    }
}

/// A survey whose entry is closed, its figures not computed yet and held up when they are to be stored.
async fn closed(town: &Installation, db: &Client, holding: &Client, survey: &str) {
    let asked = (survey, "machi-no-koe", "machi-no-koe");
    town::ask(town, db, asked, &["--open"]).await;
    holding.batch_execute(HELD).await.unwrap();
    town.run(&["survey", "close", survey]);
    town.run(&["survey", "close-entry", survey]);
}

/// Ends a worker or makes it sleep; how long until its job was begun again.
async fn ended(db: &Client, worker: &Worker, how: Signal) -> Option<Duration> {
    let before: u32 = town::text(db, ATTEMPTS).await.parse().unwrap();
    signal(worker.0.id(), how);
    let began = Instant::now();
    let again = (before + 1).to_string();
    until(db, ATTEMPTS, &again, PROMISED)
        .await
        .then(|| began.elapsed())
}

/// Whether the query says this within the time.
async fn until(db: &Client, query: &str, said: &str, within: Duration) -> bool {
    let began = Instant::now();
    while town::text(db, query).await != said {
        if began.elapsed() > within {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    true
}

async fn reports(db: &Client, survey: &str) -> usize {
    let of = format!("(select id from surveys where slug = '{survey}')");
    let query = format!("select count(*)::text from reports where survey_id = {of}");
    town::text(db, &query).await.parse().unwrap()
}
