//! Nodes: `kocho serve` as processes of their own over one database.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use crate::http;

/// How long a node may take to be ready.
const PATIENCE: Duration = Duration::from_secs(90);

/// One node.
pub struct Node {
    var: PathBuf,
    database: String,
    /// Where it answers, also after it was started again.
    pub address: SocketAddr,
    child: Option<Child>,
}

impl Node {
    /// Starts one; ready when it returns.
    pub fn start(var: &Path, database: &str) -> Self {
        let mut node = Self {
            var: var.to_owned(),
            database: database.to_owned(),
            address: SocketAddr::from(([127, 0, 0, 1], free_port())),
            child: None,
        };
        node.again();
        node.wait();
        node
    }

    /// Starts the process, which is not ready yet.
    pub fn again(&mut self) {
        let path = self.var.join(format!("{}.log", self.address.port()));
        let log = File::options()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_kocho"))
            .arg("serve")
            .current_dir(&self.var)
            .env("DATABASE_URL", &self.database)
            .env("KOCHO__VAR", &self.var)
            .env("KOCHO__WEB__PUBLIC", self.address.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        self.child = Some(child.expect("kocho serve"));
    }

    /// Waits until it is ready; a node that ended meanwhile is started again.
    pub fn wait(&mut self) {
        let began = Instant::now();
        while !http::get(self.address, "/readyz").is_ok_and(|said| said.status == 200) {
            assert!(began.elapsed() < PATIENCE, "a node did not become ready");
            let ended = self.child.as_mut().map(|child| child.try_wait());
            if matches!(ended, None | Some(Ok(Some(_)))) {
                self.again();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills it.
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

/// A port below those the system gives away meanwhile, given to nobody else of this run.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 20).unwrap() * 100;
    loop {
        let port = 30_000 + (own + NEXT.fetch_add(1, Ordering::Relaxed)) % 2_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
