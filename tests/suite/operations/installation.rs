//! An installation of the built program in a directory of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::support::alone;

/// How long anything here may take before the test is called broken; never a measurement.
const PATIENCE: Duration = Duration::from_secs(90);

pub struct Installation {
    pub directory: PathBuf,
    pub settings: BTreeMap<&'static str, String>,
    temporary: TempDir,
}

/// A running `kocho serve`; killed without mercy when dropped.
pub struct Serving {
    pub child: Child,
    pub port: u16,
}

impl Installation {
    /// In a directory everybody may enter, as a checkout usually is.
    pub fn new() -> Self {
        Self::below("", 0o755)
    }

    /// In a subdirectory of a temporary directory with the given rights.
    pub fn below(path: &str, mode: u32) -> Self {
        let rights = std::os::unix::fs::PermissionsExt::from_mode(mode);
        let temporary = tempfile::Builder::new()
            .prefix("kocho-ops-")
            .permissions(rights)
            .tempdir()
            .unwrap();
        let directory = temporary.path().join(path);
        fs::create_dir_all(&directory).unwrap();
        Self {
            directory,
            settings: BTreeMap::from([("KOCHO__LOG__LEVEL", "warn,kocho=info".to_owned())]),
            temporary,
        }
    }

    pub fn with(mut self, key: &'static str, value: &str) -> Self {
        self.settings.insert(key, value.to_owned());
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Where this installation really keeps its PostgreSQL.
    pub fn root(&self) -> PathBuf {
        let usual = self.path("var/postgres");
        fs::read_to_string(self.path("var/postgres.place"))
            .map_or(usual, |place| PathBuf::from(place.trim()))
    }

    pub fn data(&self) -> PathBuf {
        self.root().join("data")
    }

    /// A command line of the program, with only our own settings around it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kocho"));
        command
            .args(arguments)
            .current_dir(&self.directory)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .envs(&self.settings)
            .stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs it to its end; what it said, when it failed as it should.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "should have failed: {said}");
        said
    }

    /// Runs it to its end; what it printed, when it succeeded as it should.
    pub fn succeeded(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "should have succeeded: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Starts serving; returns when the program says where it is.
    pub fn serve(&self) -> Serving {
        let port = alone::port();
        let mut child = self
            .command(&["serve"])
            .env("KOCHO__WEB__PUBLIC", format!("127.0.0.1:{port}"))
            .stdout(Stdio::piped())
            .stderr(fs::File::create(self.path(&format!("stderr.{port}"))).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said = fs::read_to_string(self.path(&format!("stderr.{port}"))).unwrap();
        let secure = self.settings.contains_key("KOCHO__WEB__TLS_KEY");
        let scheme = if secure { "https" } else { "http" };
        assert_eq!(
            line,
            format!("Kocho is at {scheme}://127.0.0.1:{port}\n"),
            "{said}"
        );
        Serving { child, port }
    }

    /// Runs statements in the running private database; the first column of the last row as text.
    pub fn sql(&self, statements: &str) -> String {
        let output = Command::new("/usr/bin/psql")
            .env("PGHOST", self.root())
            .args([
                "-U",
                "kocho",
                "-d",
                "kocho",
                "-qtA",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                statements,
            ])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Something to find again.
    pub fn found_town(&self, slug: &str) {
        let contact = r#"{"division": {"ja": "市民課"}, "telephone": "", "hours": {"ja": "平日"}}"#;
        self.sql(&format!(
            "insert into municipalities (id, slug, name, contact) \
             values (gen_random_uuid(), '{slug}', '{{\"ja\": \"市\"}}', '{contact}')"
        ));
    }

    pub fn towns(&self) -> String {
        self.sql("select coalesce(string_agg(slug, ' ' order by slug), '') from municipalities")
    }

    /// The server processes at work in our data directory.
    pub fn servers(&self) -> Vec<u32> {
        let Ok(data) = self.data().canonicalize() else {
            return Vec::new();
        };
        let here =
            |pid: &u32| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data);
        fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(here)
            .collect()
    }

    /// The process that the server's note names.
    pub fn postmaster(&self) -> u32 {
        let note = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        note.lines().next().unwrap().parse().unwrap()
    }

    /// A command run as the user whose data it is.
    pub fn as_owner(&self, program: &Path) -> Command {
        let owner = self.data().metadata().unwrap();
        let mut command = Command::new(program);
        if rustix::process::geteuid().is_root() {
            command.uid(owner.uid()).gid(owner.gid());
        }
        command.current_dir("/");
        command
    }

    pub fn wait_until_no_server(&self) {
        wait("the end of PostgreSQL", || self.servers().is_empty());
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        for pid in self.servers() {
            signal(pid, Signal::KILL);
        }
        let root = self.root();
        if !root.starts_with(self.temporary.path()) {
            let _ = fs::remove_dir_all(root);
        }
    }
}

impl Serving {
    /// What the program has written into its log.
    pub fn log(&self, of: &Installation) -> String {
        fs::read_to_string(of.path(&format!("stderr.{}", self.port))).unwrap()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What `GET` of a path answers: status line, headers and body.
    pub fn get(&self, path: &str) -> String {
        exchange(
            self.port,
            &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        )
    }

    pub fn is_ready(&self) -> bool {
        self.get("/readyz").starts_with("HTTP/1.1 200")
    }

    /// Asks it to end and waits; whether it ended well.
    pub fn stop(mut self, how: Signal) -> bool {
        signal(self.pid(), how);
        self.child.wait().unwrap().success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends the text, reads to the end.
pub fn exchange(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

pub fn wait(what: &str, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn signal(pid: u32, what: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let _ = kill_process(pid, what);
}
