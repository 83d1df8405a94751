//! The program under test: processes of the built binary that can be killed and started again.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::http;
use crate::support::alone;

const PATIENCE: Duration = Duration::from_secs(90);

/// What every process of one installation is told.
#[derive(Clone)]
pub struct Installation {
    /// Its directory.
    pub var: PathBuf,
    /// Its database.
    pub url: String,
    /// What differs from the settings as shipped.
    settings: Vec<(&'static str, String)>,
}

/// One `kocho serve`; killed when dropped.
pub struct Node {
    installation: Installation,
    child: Option<Child>,
    /// Where it answers.
    pub port: u16,
    /// Where it tells its numbers.
    metrics: u16,
}

impl Installation {
    /// The secret, so that the harness opens what the program has enclosed.
    pub const SECRET: [u8; 32] = [0x5a; 32];

    /// With its directory below this one.
    pub fn new(below: &Path, url: String) -> Self {
        let var = below.join("var");
        std::fs::create_dir_all(&var).unwrap();
        Self {
            var,
            url,
            settings: Vec::new(),
        }
    }

    /// The same with one setting more.
    pub fn with(&self, key: &'static str, value: impl ToString) -> Self {
        let mut other = self.clone();
        other.settings.push((key, value.to_string()));
        other
    }

    /// A command of the program, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kocho"));
        command
            .args(arguments)
            .current_dir(&self.var)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DATABASE_URL", &self.url)
            .env("KOCHO__VAR", &self.var)
            .env("KOCHO__SECRET", "5a".repeat(32))
            .env("KOCHO__WEB__TRUSTED_PROXIES", "127.0.0.1")
            // All citizens of an experiment have one address.
            .env("KOCHO__LIMITS__OPEN_FORMS_PER_MINUTE", "1000000")
            .envs(self.settings.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end; what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{arguments:?}: {said}");
        String::from_utf8(stdout).unwrap()
    }

    /// A running node.
    pub async fn node(&self) -> Node {
        let mut node = self.cold_node();
        node.start();
        node.wait().await;
        node
    }

    /// A node that is not started yet.
    pub fn cold_node(&self) -> Node {
        Node {
            installation: self.clone(),
            child: None,
            port: alone::port(),
            metrics: alone::port(),
        }
    }
}

impl Node {
    /// Starts it. A start that fails, because the database is away, is tried again by `wait`.
    pub fn start(&mut self) {
        let log = log_file(&self.log());
        let child = self
            .installation
            .command(&["serve"])
            .env("KOCHO__WEB__PUBLIC", format!("127.0.0.1:{}", self.port))
            .env("KOCHO__WEB__METRICS", format!("127.0.0.1:{}", self.metrics))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        self.child = Some(child.unwrap());
    }

    /// Waits until it is ready.
    pub async fn wait(&mut self) {
        let began = Instant::now();
        while !http::get(self.port, "/readyz")
            .await
            .is_ok_and(|reply| reply.status == 200)
        {
            assert!(began.elapsed() < PATIENCE, "a node did not become ready");
            self.revive();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether it has not ended by itself.
    pub fn lives(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Starts it again where it ended by itself.
    pub fn revive(&mut self) {
        if !self.lives() {
            self.start();
        }
    }

    fn log(&self) -> PathBuf {
        self.installation.var.join(format!("node.{}", self.port))
    }

    /// Bytes it has written into its log.
    pub fn logged(&self) -> u64 {
        std::fs::metadata(self.log()).unwrap().len()
    }

    /// What it tells the monitoring system.
    pub async fn metrics(&self) -> String {
        http::get(self.metrics, "/metrics").await.unwrap().body
    }

    /// One number of that; nothing was counted where it is not told.
    pub async fn count(&self, name: &str) -> u64 {
        let text = self.metrics().await;
        let mut lines = text.lines().filter_map(|line| line.rsplit_once(' '));
        let told = lines.find(|(named, _)| *named == name);
        told.map_or(0, |(_, number)| number.parse().unwrap())
    }

    /// Bytes of memory it occupies now.
    pub fn memory(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// Most bytes of memory it has occupied so far.
    pub fn peak(&self) -> u64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kibibytes = line.unwrap().trim().trim_end_matches(" kB");
        kibibytes.parse::<u64>().unwrap() * 1024
    }

    /// Allows it so many open files and no more, whatever it made sure of when it started.
    pub fn allow_files(&self, most: u64) {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        let pid = Pid::from_raw(i32::try_from(self.pid()).unwrap());
        prlimit(pid, Resource::Nofile, limit).unwrap();
    }

    fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A log that goes on where it was.
pub fn log_file(path: &Path) -> File {
    let mut options = File::options();
    options.create(true).append(true).open(path).unwrap()
}
