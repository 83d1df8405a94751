//! What processors were used for, by the system's own count (hundredths of a second, of all threads).

use std::fs;
use std::ops::Sub;
use std::process;

use anyhow::Context;

use super::server::Server;

/// What `/proc` counts in, a second.
const TICKS: f64 = 100.0;

/// Seconds of processors until now.
#[derive(Clone, Copy)]
pub struct Spent {
    /// The server.
    pub server: f64,
    /// PostgreSQL: the postmaster, all its children that live, and those that have ended.
    pub database: f64,
    /// We ourselves: the load driver.
    pub driver: f64,
    /// Everything on this machine.
    machine: f64,
    /// All there was, used or not.
    available: f64,
}

impl Spent {
    /// Until now.
    pub fn now(server: &Server) -> anyhow::Result<Self> {
        let (machine, available) = machine()?;
        let all: Vec<Process> = processes()?;
        let of = |number: u32| all.iter().find(|one| one.number == number);
        let own = |number| of(number).map(|one| one.own).context("it has ended");
        Ok(Self {
            server: own(server.process())?,
            database: database(&all)?,
            driver: own(process::id())?,
            machine,
            available,
        })
    }

    /// The share of the machine's processors that were busy, in percent.
    pub fn busy(&self) -> f64 {
        100.0 * self.machine / self.available
    }
}

impl Sub for Spent {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            server: self.server - before.server,
            database: self.database - before.database,
            driver: self.driver - before.driver,
            machine: self.machine - before.machine,
            available: self.available - before.available,
        }
    }
}

/// A line of `/proc/<number>/stat`.
struct Process {
    number: u32,
    is_postgres: bool,
    parent: u32,
    /// Seconds of its own.
    own: f64,
    /// Of its children that have ended.
    ended: f64,
}

impl Process {
    fn read(line: &str) -> Option<Self> {
        let (begin, rest) = line.rsplit_once(") ")?;
        let (number, name) = begin.split_once(" (")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let seconds = |at: usize| Some(fields.get(at)?.parse::<f64>().ok()? / TICKS);
        Some(Self {
            number: number.parse().ok()?,
            is_postgres: name == "postgres",
            parent: fields.get(1)?.parse().ok()?,
            own: seconds(11)? + seconds(12)?,
            ended: seconds(13)? + seconds(14)?,
        })
    }
}

/// All that run now.
fn processes() -> anyhow::Result<Vec<Process>> {
    let entries = fs::read_dir("/proc")?.filter_map(Result::ok);
    let lines = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    Ok(lines.filter_map(|line| Process::read(&line)).collect())
}

/// Our own PostgreSQL, which is our child.
fn database(all: &[Process]) -> anyhow::Result<f64> {
    let ours = |one: &&Process| one.is_postgres && one.parent == process::id();
    let postmaster = all.iter().find(ours).context("no PostgreSQL of ours")?;
    let backends = all.iter().filter(|one| one.parent == postmaster.number);
    Ok(postmaster.own + postmaster.ended + backends.map(|one| one.own).sum::<f64>())
}

/// Seconds in which processors worked for whoever does not give way to others, and all seconds.
fn machine() -> anyhow::Result<(f64, f64)> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let fields = line.split_whitespace().skip(1).take(8);
    let times: Vec<f64> = fields.filter_map(|field| field.parse().ok()).collect();
    let all: f64 = times.iter().sum();
    let &[_, gives_way, _, idle, disk, ..] = &times[..] else {
        anyhow::bail!("the system counts in another way: {line}");
    };
    let worked = all - gives_way - idle - disk;
    Ok((worked / TICKS, all / TICKS))
}
