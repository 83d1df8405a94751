//! What an earlier life left behind: a server nobody waits for, or a note of one that is gone.
//!
//! Called only by the holder of the lock, so whatever still runs in the data directory is nobody's.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{Fault, system};

const POLITE: Duration = Duration::from_secs(30);
const FIRM: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// The server's note beside its socket.
const SOCKET_NOTE: &str = ".s.PGSQL.5432.lock";

/// Stops what still runs in the data directory and removes the notes of a server that is gone.
pub(super) fn clear(data: &Path, sockets: &Path) -> Result<(), Fault> {
    let (note, of_socket) = (data.join("postmaster.pid"), sockets.join(SOCKET_NOTE));
    if !note.exists() && !of_socket.exists() {
        return Ok(());
    }
    let data = system("looking at", data, data.canonicalize())?;
    if let Some(server) = noted(&note).filter(|pid| works_in(*pid, &data)) {
        tracing::info!("a PostgreSQL was left behind (process {server}); it is being stopped");
        signal(server, Signal::INT);
    }
    for (patience, then) in [
        (POLITE, Signal::QUIT),
        (FIRM, Signal::KILL),
        (FIRM, Signal::KILL),
    ] {
        if gone(&data, patience) {
            break;
        }
        for pid in working_in(&data) {
            signal(pid, then);
        }
    }
    // Nothing runs here any more: what the notes say now means some other process, or nobody. PostgreSQL itself would
    // refuse to start when the number has been given to a stranger, or is that of a dead server nobody has buried.
    remove(&note)?;
    remove(&of_socket)
}

fn remove(note: &Path) -> Result<(), Fault> {
    match fs::remove_file(note) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
            system("removing", note, Err(why))
        }
        _ => Ok(()),
    }
}

/// The process that the server's note names.
pub(super) fn noted(note: &Path) -> Option<u32> {
    fs::read_to_string(note)
        .ok()?
        .lines()
        .next()?
        .trim()
        .parse()
        .ok()
}

/// Tells a process something; one that is gone needs no telling.
pub(super) fn signal(pid: u32, what: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, what);
    }
}

fn gone(data: &Path, patience: Duration) -> bool {
    let until = Instant::now() + patience;
    while Instant::now() < until {
        if working_in(data).is_empty() {
            return true;
        }
        std::thread::sleep(LOOK_AGAIN);
    }
    working_in(data).is_empty()
}

/// Whether the process is a PostgreSQL in that directory; a dead one that nobody has buried is not.
fn works_in(pid: u32, data: &Path) -> bool {
    let process = PathBuf::from(format!("/proc/{pid}"));
    fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == data)
        && fs::read_to_string(process.join("comm")).is_ok_and(|name| name.starts_with("postgres"))
}

fn working_in(data: &Path) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| works_in(*pid, data))
        .collect()
}
