//! PostgreSQL as a direct child: killed whole, started again, waited for.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kocho::private_postgres::PrivatePostgres;
use rustix::process::{Pid, Signal, kill_process};

/// How long a server may take to be ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server of one experiment.
pub struct Server {
    bin: PathBuf,
    /// Where data and socket are.
    root: PathBuf,
    child: Option<Child>,
    /// The port it listens on, on 127.0.0.1 besides its socket.
    pub port: u16,
}

impl Server {
    /// A new data directory under the experiment's own, and its server.
    pub fn new(var: &Path) -> Self {
        let private = PrivatePostgres::start(var).expect("a private PostgreSQL");
        let (bin, root) = (private.bin().to_owned(), var.join("postgres"));
        drop(private);
        let mut server = Self {
            bin,
            root,
            child: None,
            port: crate::nodes::free_port(),
        };
        server.start();
        server
    }

    /// The address of the database.
    pub fn url(&self) -> String {
        format!("postgres://kocho@127.0.0.1:{}/kocho", self.port)
    }

    /// Starts it and waits until it is ready, recovery included.
    pub fn start(&mut self) {
        let data = self.root.join("data");
        let owner = fs::metadata(&data).unwrap();
        let mut command = Command::new(self.bin.join("postgres"));
        command
            .env("HOME", "/")
            .current_dir("/")
            .arg("-D")
            .arg(&data);
        for setting in [
            "listen_addresses=127.0.0.1",
            &format!("port={}", self.port),
            "unix_socket_directories=",
            "max_connections=60",
            "log_min_messages=fatal",
        ] {
            command.args(["-c", setting]);
        }
        if owner.uid() != rustix::process::getuid().as_raw() {
            command.uid(owner.uid()).gid(owner.gid());
        }
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn().expect("postgres");
        let pid = child.id();
        self.child = Some(child);
        let began = Instant::now();
        while kocho_ready(&data) != Some(pid) {
            assert!(
                began.elapsed() < PATIENCE,
                "the database did not become ready"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills it and every process it made, at once: the postmaster is stopped first, so that it makes no more.
    pub fn kill(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        signal(child.id(), Signal::STOP);
        for pid in children(child.id()) {
            signal(pid, Signal::KILL);
        }
        signal(child.id(), Signal::KILL);
        child.wait().unwrap();
        // Those that were made in between end by themselves when the postmaster is gone.
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn kocho_ready(data: &Path) -> Option<u32> {
    let note = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let is_ready = note.lines().nth(7)?.trim() == "ready";
    is_ready.then(|| note.lines().next()?.trim().parse().ok())?
}

/// The processes a process made.
fn children(of: u32) -> Vec<u32> {
    let parent = |pid: u32| -> Option<u32> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (_, after) = stat.rsplit_once(')')?;
        after.split_whitespace().nth(1)?.parse().ok()
    };
    let all = fs::read_dir("/proc").unwrap().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| parent(*pid) == Some(of))
        .collect()
}

/// Sends a signal.
pub fn signal(pid: u32, what: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, what);
    }
}
