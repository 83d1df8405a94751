//! The server under test: the released binary as a process of its own, with its own directory and port.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::load;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; ended when dropped.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    /// Where it tells what it counts.
    metrics: SocketAddr,
    /// From the start of the process until `/readyz` said yes.
    pub ready_after: Duration,
}

/// Memory of a process, in MB of 10⁶ bytes.
#[derive(Clone, Copy)]
pub struct Memory {
    /// Now.
    pub now: f64,
    /// The most since it was last forgotten.
    pub most: f64,
}

impl Server {
    /// Starts it with the settings every installation has; waits until it is ready.
    pub fn start(var: &Path, database: &str) -> anyhow::Result<Self> {
        let free = || TcpListener::bind("127.0.0.1:0")?.local_addr();
        let (address, metrics) = (free()?, free()?);
        let began = Instant::now();
        let child = program(var, database)?
            .arg("serve")
            // The load comes as through a proxy that says whose it is.
            .env("KOCHO__WEB__TRUSTED_PROXIES", "127.0.0.1")
            .env("KOCHO__WEB__PUBLIC", address.to_string())
            .env("KOCHO__WEB__METRICS", metrics.to_string())
            .spawn()
            .context("starting the server")?;
        let mut server = Self {
            child,
            address,
            metrics,
            ready_after: Duration::ZERO,
        };
        while !load::get(address, "/readyz", "").is_ok_and(|said| said.starts_with("HTTP/1.1 200"))
        {
            ensure!(
                began.elapsed() < PATIENCE,
                "the server did not become ready"
            );
            ensure!(
                server.child.try_wait()?.is_none(),
                "the server ended; see {}",
                var.join("server.log").display()
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }

    /// What it has counted under a name.
    pub fn counted(&self, name: &str) -> anyhow::Result<f64> {
        let all = load::get(self.metrics, "/metrics", "")?;
        let mut lines = all.lines().filter_map(|line| line.split_once(' '));
        let found = lines.find(|(counted, _)| *counted == name);
        Ok(found.context("it is not counted")?.1.trim().parse()?)
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// What it occupies.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        Memory::of(&self.child.id().to_string())
    }

    /// Forgets the most it ever occupied.
    pub fn forget_peak(&self) -> anyhow::Result<()> {
        let file = format!("/proc/{}/clear_refs", self.child.id());
        Ok(fs::write(file, "5")?)
    }
}

/// The program under test, with what an installation keeps.
fn program(var: &Path, database: &str) -> anyhow::Result<Command> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_kocho"));
    program
        .current_dir(var)
        .env("DATABASE_URL", database)
        .env("KOCHO__VAR", var)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(var.join("server.log"))?);
    Ok(program)
}

/// Fills an empty database with the demonstration.
pub fn load_demonstration(var: &Path, database: &str) -> anyhow::Result<()> {
    let ended = program(var, database)?
        .args(["demo", "--load-only"])
        .status()?;
    ensure!(ended.success(), "the demonstration was not loaded");
    Ok(())
}

impl Memory {
    /// Of a process by its number, or `self`.
    pub fn of(process: &str) -> anyhow::Result<Self> {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let megabytes = |name: &str| -> anyhow::Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next());
            Ok(number.context("no such line")?.parse::<f64>()? * 1024.0 / 1e6)
        };
        Ok(Self {
            now: megabytes("VmRSS:")?,
            most: megabytes("VmHWM:")?,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Politely, so that what waits is settled; a server that does not listen is ended.
        let pid = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
