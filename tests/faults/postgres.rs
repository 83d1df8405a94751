//! A PostgreSQL that can be killed: a direct child, waited for, so that no unburied postmaster holds the lock of the
//! next one (`trust.md` §2.2).

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::nodes::log_file;
use crate::support::alone;

const PATIENCE: Duration = Duration::from_secs(90);

/// The server with its data; ended and removed when dropped.
pub struct Postgres {
    child: Option<Child>,
    bin: PathBuf,
    place: TempDir,
    data: PathBuf,
    port: u16,
    settings: Vec<String>,
    account: Option<(u32, u32)>,
}

impl Postgres {
    /// A new one in a directory of its own, running.
    pub fn new(settings: &[&str]) -> Self {
        Self::within(|_| None, settings)
    }

    /// The same with its data where `place` says, told the directory of this server.
    pub fn within(place: impl FnOnce(&Path) -> Option<PathBuf>, settings: &[&str]) -> Self {
        let account = rustix::process::geteuid().is_root().then(account);
        let temporary = tempfile::Builder::new()
            .prefix("kocho-faults-")
            .permissions(fs::Permissions::from_mode(0o755))
            .tempdir()
            .unwrap();
        let data = place(temporary.path()).unwrap_or_else(|| temporary.path().join("data"));
        fs::create_dir_all(&data).unwrap();
        if let Some((user, group)) = account {
            for directory in [temporary.path(), &data] {
                chown(directory, Some(user), Some(group)).unwrap();
            }
        }
        let mut new = Self {
            child: None,
            bin: kocho::private_postgres::newest_client().unwrap(),
            place: temporary,
            data: data.join("cluster"),
            port: alone::port(),
            settings: settings.iter().map(|text| (*text).to_owned()).collect(),
            account,
        };
        let made = new
            .command("initdb")
            .args([
                "-U",
                "kocho",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .args(["--data-checksums", "-D"])
            .arg(&new.data)
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        new.start();
        new
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        if let Some((user, group)) = self.account {
            command.gid(group).uid(user);
        }
        command.current_dir("/").env_clear().env("LC_ALL", "C");
        command
    }

    /// Where programs reach it.
    pub fn url(&self) -> String {
        self.url_at(self.port)
    }

    /// The same behind another port of this machine.
    pub fn url_at(&self, port: u16) -> String {
        format!("postgres://kocho@127.0.0.1:{port}/postgres")
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The directory beside the data, for what belongs to the experiment.
    pub fn place(&self) -> &Path {
        self.place.path()
    }

    /// Starts it and waits until it is ready; again, when it ends by itself on the way.
    pub fn start(&mut self) {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let log = log_file(&self.place.path().join("server.log"));
            let mut command = self.command("postgres");
            command
                .arg("-D")
                .arg(&self.data)
                .arg("-k")
                .arg(self.place.path());
            for setting in ["listen_addresses=127.0.0.1", "shared_buffers=64MB"] {
                command.args(["-c", setting]);
            }
            command.args(["-c", &format!("port={}", self.port)]);
            for setting in &self.settings {
                command.args(["-c", setting]);
            }
            let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
            if self.became_ready(child, until) {
                return;
            }
        }
        panic!("PostgreSQL did not become ready");
    }

    fn became_ready(&mut self, mut child: Child, until: Instant) -> bool {
        while Instant::now() < until {
            let note = fs::read_to_string(self.data.join("postmaster.pid")).unwrap_or_default();
            let is_own = note.lines().next() == Some(child.id().to_string().as_str());
            if is_own
                && note
                    .lines()
                    .nth(7)
                    .is_some_and(|said| said.trim() == "ready")
            {
                self.child = Some(child);
                return true;
            }
            if !matches!(child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = child.kill();
        let _ = child.wait();
        std::thread::sleep(Duration::from_millis(200));
        false
    }

    /// Whether the postmaster still lives.
    pub fn lives(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Kills all its processes at once. The postmaster is stopped first, so that it makes no more of them.
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
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a signal; whoever is gone hears nothing.
pub fn signal(pid: u32, what: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let _ = kill_process(pid, what);
}

/// The processes a process has started.
fn children(of: u32) -> Vec<u32> {
    let parent = |pid: u32| -> Option<u32> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let after = stat.rsplit_once(')')?.1;
        after.split_whitespace().nth(1)?.parse().ok()
    };
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| parent(*pid) == Some(of))
        .collect()
}

/// Root hands the server to somebody with fewer rights.
fn account() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let of = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map(|field| field.parse().unwrap());
        Some((numbers.next()?, numbers.next()?))
    };
    of("postgres").or_else(|| of("nobody")).unwrap()
}
