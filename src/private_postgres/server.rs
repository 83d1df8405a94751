//! One life of the server process: made ready, started, stopped.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::account;
use super::keeper::TELL_AGAIN;
use super::place::Place;
use super::programs::Programs;
use super::{Fault, leftover, system};

/// The name of the database and of its user.
pub(super) const NAME: &str = "kocho";

const LOOK_AGAIN: Duration = Duration::from_millis(3);
const LOG_LIMIT: u64 = 8 << 20;

/// Said at every start, so that a newer Kocho may say something else. The log must not repeat what citizens wrote:
/// no statements, no details of rows.
const SETTINGS: [&str; 11] = [
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "shared_buffers=192MB",
    "max_wal_size=2GB",
    "jit=off",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_statement=none",
    "log_timezone=UTC",
    "timezone=UTC",
];

/// Makes a new data directory; one that was begun and not finished is begun again.
pub(super) fn initialise(place: &Place, programs: &Programs) -> Result<(), Fault> {
    let new = place.root.join("data.new");
    if new.exists() {
        system("removing", &new, fs::remove_dir_all(&new))?;
    }
    let mut initdb = account::command(&programs.bin.join("initdb"), place.account);
    clean(&mut initdb)
        .args([
            "--username",
            NAME,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
            "-D",
        ])
        .arg(&new);
    run("initdb", &mut initdb)?;
    let script = place.root.join("create.sql");
    system(
        "writing",
        &script,
        fs::write(&script, format!("create database {NAME}\n")),
    )?;
    let mut single = account::command(&programs.bin.join("postgres"), place.account);
    clean(&mut single)
        .args(["--single", "-j", "-D"])
        .arg(&new)
        .arg("postgres")
        .stdin(system("reading", &script, File::open(&script))?);
    run("postgres --single", &mut single)?;
    let _ = fs::remove_file(&script);
    system("renaming", &new, fs::rename(&new, &place.data))
}

/// Starts the server and waits until it answers, however long it recovers: ending it would make it begin again. It is
/// told to end when the calling thread ends.
pub(super) fn start(place: &Place, programs: &Programs) -> Result<Child, Fault> {
    let (log, said_before) = log(&place.root.join("server.log"))?;
    let mut command = account::command(Path::new("setpriv"), place.account);
    clean(&mut command)
        .args(["--pdeathsig", "INT", "--"])
        .arg(programs.bin.join("postgres"))
        .arg("-D")
        .arg(&place.data)
        .arg("-k")
        .arg(&place.sockets);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    // In a group of its own: Ctrl-C at the terminal is for us; we stop the server when our own work is done.
    command.process_group(0).stdout(Stdio::null()).stderr(log);
    let mut child = command.spawn().map_err(|why| Fault::System {
        what: "starting the server by setpriv (of the package util-linux)".to_owned(),
        why,
    })?;
    let mut told = Instant::now();
    loop {
        if ready(&place.data) == Some(child.id()) {
            return Ok(child);
        }
        if told.elapsed() >= TELL_AGAIN {
            told = Instant::now();
            tracing::warn!("waiting for the private PostgreSQL: it is starting or recovering");
        }
        if let Ok(Some(_)) = child.try_wait() {
            return Err(Fault::Failed {
                program: "postgres",
                said: said_since(&place.root.join("server.log"), said_before),
            });
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// The process that serves the data and is ready for connections, by the server's own note.
pub(super) fn ready(data: &Path) -> Option<u32> {
    let note = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let status = note.lines().nth(7)?.trim();
    (status == "ready").then(|| note.lines().next()?.trim().parse().ok())?
}

/// Ends the server and waits: politely (its sessions are cut, its data is written), then firmly.
pub(super) fn stop(child: &mut Child) {
    for (what, seconds) in [(Signal::INT, 60), (Signal::QUIT, 5)] {
        leftover::signal(child.id(), what);
        let until = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < until {
            if !matches!(child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Nothing of our surroundings changes how the server behaves.
fn clean(command: &mut Command) -> &mut Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env_clear()
        .env("PATH", path)
        .env("LC_ALL", "C")
        .env("TZ", "UTC")
}

fn run(program: &'static str, command: &mut Command) -> Result<(), Fault> {
    let output = command.output().map_err(|why| Fault::System {
        what: format!("running {program}"),
        why,
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(Fault::Failed {
        program,
        said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

fn log(path: &PathBuf) -> Result<(File, u64), Fault> {
    if path.metadata().is_ok_and(|found| found.len() > LOG_LIMIT) {
        let _ = fs::rename(path, path.with_extension("log.1"));
    }
    let opened = OpenOptions::new().create(true).append(true).open(path);
    let file = system("opening", path, opened)?;
    let length = system("looking at", path, file.metadata())?.len();
    Ok((file, length))
}

fn said_since(log: &Path, start: u64) -> String {
    let mut said = String::new();
    if let Ok(mut file) = File::open(log) {
        let _ = file.seek(SeekFrom::Start(start));
        let _ = file.take(4096).read_to_string(&mut said);
    }
    said.trim().to_owned()
}
