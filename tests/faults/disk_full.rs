//! The disk of the database is full, data and log together (`trust.md` F06, F07).

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::frame::{Scene, Seen};
use crate::kills::{begin, told, until_one_more};
use crate::postgres::Postgres;
use crate::town::{self, OPEN};

const ROUNDS: usize = 6;
/// Longer than the program tries by itself.
const HELD: Duration = Duration::from_secs(12);

/// A small disk; gone when dropped.
struct Disk(TempDir);

impl Disk {
    /// `None` where this user may not mount.
    fn new() -> Option<Self> {
        let rights = fs::Permissions::from_mode(0o755);
        let mut place = tempfile::Builder::new();
        let place = place.prefix("kocho-disk-").permissions(rights).tempdir();
        let place = place.unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=220m", "tmpfs"])
            .arg(place.path())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self(place))
    }

    /// Writes until there is no room.
    fn fill(&self) {
        let mut file = File::create(self.filler()).unwrap();
        for block in [vec![1_u8; 1 << 20], vec![1; 4096], vec![1]] {
            while file.write_all(&block).is_ok() {}
        }
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> std::path::PathBuf {
        self.0.path().join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // The processes of the database may not have ended quite yet.
        for _ in 0..100 {
            let ended = Command::new("umount").arg(self.0.path()).output();
            if ended.is_ok_and(|output| output.status.success()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Fills the disk, holds it full, empties it; again and again. The control forgets one stored response.
pub async fn run(scene: Scene) -> Seen {
    let Some(disk) = Disk::new() else {
        return Seen::Skipped("a small disk can only be mounted by root");
    };
    let inside = |_: &Path| Some(disk.0.path().to_owned());
    let mut postgres = Postgres::within(inside, &["max_wal_size=48MB", "min_wal_size=32MB"]);
    let town = town::found(&postgres).await;
    let mut nodes = [town.node().await, town.node().await];
    let citizens = begin(&postgres, &nodes, scene.seed);
    let rounds = scene.rounds(ROUNDS);
    let mut waits = Vec::new();
    for _ in 0..rounds {
        until_one_more(&citizens.ledger).await;
        disk.fill();
        tokio::time::sleep(HELD).await;
        disk.empty();
        if !postgres.lives() {
            postgres.kill();
            postgres.start();
        }
        nodes.iter_mut().for_each(crate::nodes::Node::revive);
        waits.push(until_one_more(&citizens.ledger).await);
    }
    let ledger = citizens.finish().await;
    let db = town::connect(&postgres).await;
    let mut stored = town::stored(&db, OPEN).await;
    if scene.is_control {
        stored.pop();
    }
    let tried = format!("{rounds} times full for {} s", HELD.as_secs());
    told(tried, ledger.balance(&stored), waits)
}
