//! Starting beside a database that is not there yet, or not quite gone: it is waited for, and said.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kocho::storage::readiness::{self, NotReady};
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, UnixStream};

use super::installation::{Installation, signal, wait};
use crate::support::alone;
use crate::support::db::TestDb;

/// A command of the program that runs beside the test; what it says goes into a file.
fn begin(town: &Installation, arguments: &[&str]) -> Child {
    let mut command = town.command(arguments);
    let said = fs::File::create(town.path("said")).unwrap();
    command.stdout(Stdio::null()).stderr(said).spawn().unwrap()
}

fn said(town: &Installation) -> String {
    fs::read_to_string(town.path("said")).unwrap()
}

fn url_of(town: &Installation) -> String {
    let host = town.root().to_str().unwrap().replace('/', "%2F");
    format!("postgres://kocho@{host}/kocho")
}

#[test]
fn a_server_that_comes_later_is_waited_for() {
    let later = Installation::new();
    later.succeeded(&["migrate"]);
    let town = Installation::new().with("DATABASE_URL", &url_of(&later));
    for arguments in [&["migrate"][..], &["doctor"]] {
        let mut waiting = begin(&town, arguments);
        wait("the message", || {
            said(&town).contains("waiting for the database")
        });
        assert!(waiting.try_wait().unwrap().is_none(), "{}", said(&town));
        let serving = later.serve();
        let ended = waiting.wait().unwrap();
        if arguments == ["migrate"] {
            assert!(ended.success(), "{}", said(&town));
        }
        drop(serving);
        later.wait_until_no_server();
    }
}

#[test]
fn whoever_asks_to_end_while_it_waits_is_heard() {
    let nowhere = format!("postgres://a@127.0.0.1:{}/a", alone::port());
    let town = Installation::new().with("DATABASE_URL", &nowhere);
    for command in ["serve", "work"] {
        let mut waiting = begin(&town, &[command]);
        wait("the message", || {
            said(&town).contains("waiting for the database")
        });
        signal(waiting.id(), Signal::TERM);
        assert!(waiting.wait().unwrap().success());
    }
    let impatient = town.with("KOCHO__DATABASE__START_SECONDS", "1");
    let said = impatient.refused(&["migrate"]);
    assert!(said.contains("waited 1 s"), "{said}");
}

#[test]
fn the_lock_of_a_killed_server_that_nobody_buried_does_not_stop_the_start() {
    let town = Installation::new();
    town.succeeded(&["migrate"]);
    let mut zombie = town.as_owner(Path::new("/usr/bin/true")).spawn().unwrap();
    let note = format!(
        "{}\n{}\n1700000000\n5432\n{}\n",
        zombie.id(),
        town.data().display(),
        town.root().display()
    );
    // Beside the data and beside the socket: PostgreSQL looks at both, and takes a dead process for a living one.
    fs::write(town.data().join("postmaster.pid"), &note).unwrap();
    fs::write(town.root().join(".s.PGSQL.5432.lock"), &note).unwrap();
    let serving = town.serve();
    assert!(serving.is_ready());
    drop(serving);
    town.wait_until_no_server();
    // The same with the lock of the socket alone.
    fs::write(town.root().join(".s.PGSQL.5432.lock"), &note).unwrap();
    assert!(town.serve().is_ready());
    zombie.wait().unwrap();
}

#[test]
fn after_program_and_server_were_killed_it_starts_at_once_and_recovers() {
    let town = Installation::new();
    for round in 0..3 {
        let mut serving = town.serve();
        town.found_town(&format!("town-{round}"));
        let postmaster = town.postmaster();
        signal(postmaster, Signal::KILL);
        serving.child.kill().unwrap();
        // Not waited for: the killed processes are still there, dead or dying, when the next program starts.
        let again = town.serve();
        assert!(again.is_ready());
        assert!(town.towns().ends_with(&format!("town-{round}")));
        assert!(again.stop(Signal::TERM));
        serving.child.wait().unwrap();
    }
}

/// Says what a server says that is not ready, to the first who come; the others are led to a real one.
async fn hesitant(code: &'static str, times: usize, socket: String) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let came = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((mut visitor, _)) = listener.accept().await {
            if count.fetch_add(1, Ordering::SeqCst) < times {
                let mut startup = [0; 1024];
                let _ = visitor.read(&mut startup).await;
                let fields =
                    format!("SFATAL\0VFATAL\0C{code}\0Mthe database system is starting up\0\0");
                let mut answer = vec![b'E'];
                answer.extend(u32::try_from(fields.len() + 4).unwrap().to_be_bytes());
                answer.extend(fields.as_bytes());
                let _ = visitor.write_all(&answer).await;
                continue;
            }
            let mut real = UnixStream::connect(&socket).await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut visitor, &mut real).await });
        }
    });
    (port, came)
}

#[tokio::test]
async fn a_server_that_is_starting_up_is_waited_for_and_a_refusal_is_not() {
    let db = TestDb::new().await;
    let config: tokio_postgres::Config = db.url.parse().unwrap();
    let tokio_postgres::config::Host::Unix(sockets) = &config.get_hosts()[0] else {
        println!("the tests' server has no socket here");
        return;
    };
    let socket = sockets.join(".s.PGSQL.5432").to_str().unwrap().to_owned();
    let user = config.get_user().unwrap();
    let long = Duration::from_secs(60);
    let (port, came) = hesitant("57P03", 3, socket.clone()).await;
    let url = format!("postgres://{user}@127.0.0.1:{port}/{user}");
    readiness::wait(&url, long).await.unwrap();
    assert_eq!(came.load(Ordering::SeqCst), 4);

    let (port, came) = hesitant("28P01", 9, socket.clone()).await;
    let url = format!("postgres://{user}@127.0.0.1:{port}/{user}");
    let refused = readiness::wait(&url, long).await;
    assert!(matches!(refused, Err(NotReady::Never(_))));
    assert_eq!(came.load(Ordering::SeqCst), 1);

    let (port, _) = hesitant("57P03", usize::MAX, socket).await;
    let url = format!("postgres://{user}@127.0.0.1:{port}/{user}");
    let given_up = readiness::wait(&url, Duration::from_secs(1)).await;
    assert!(matches!(given_up, Err(NotReady::NotInTime(_, 1))));
}
