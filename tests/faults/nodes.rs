//! The program under test: processes of the built binary that can be killed and started again.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

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
    /// Settings of its own, as variables of the environment.
    settings: Vec<(&'static str, String)>,
}

/// One `kocho serve`; killed when dropped.
pub struct Node {
    installation: Installation,
    child: Option<Child>,
    /// Where it answers.
    pub port: u16,
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
        }
    }
}

impl Node {
    /// Starts it. A start that fails, because the database is away, is tried again by `wait`.
    pub fn start(&mut self) {
        let log = log_file(&self.installation.var.join(format!("node.{}", self.port)));
        let child = self
            .installation
            .command(&["serve"])
            .env("KOCHO__WEB__PUBLIC", format!("127.0.0.1:{}", self.port))
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
