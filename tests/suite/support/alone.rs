//! What the machine has once: ports and the directory of the test server. Each run and each test has its own.

use std::fs::File;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Below the ports the system gives to whoever asks for any: nobody is given one of these by accident between our
/// looking and our program's listening.
const PORTS: std::ops::Range<u16> = 15_000..32_000;

/// A port nobody listens on and no other test gets, of this run or of another.
pub fn port() -> u16 {
    /// The names that keep the ports ours; they end with the process.
    static HELD: Mutex<Vec<UnixListener>> = Mutex::new(Vec::new());
    let first = PORTS.start + u16::try_from(getrandom::u32().unwrap() % 17_000).unwrap();
    for port in (first..PORTS.end).chain(PORTS.start..first) {
        let name = SocketAddr::from_abstract_name(format!("kocho-test-port-{port}")).unwrap();
        let Ok(held) = UnixListener::bind_addr(&name) else {
            continue;
        };
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            let mut all = HELD.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(held);
            return port;
        }
    }
    panic!("no port is free");
}

/// A directory below this one that belongs to this run alone as long as it lasts: the first that no other run has. What
/// an earlier run left there is used again.
pub fn directory(below: &Path) -> (PathBuf, File) {
    for n in 1..100 {
        let own = below.join(format!("run{n}"));
        std::fs::create_dir_all(&own).unwrap();
        let lock = File::create(own.join("run.lock")).unwrap();
        if lock.try_lock().is_ok() {
            return (own, lock);
        }
    }
    panic!("a hundred runs at once in {}", below.display());
}

#[test]
fn ports_and_directories_are_given_once() {
    let ports = [port(), port(), port()];
    assert!(ports[0] != ports[1] && ports[1] != ports[2] && ports[0] != ports[2]);
    let below = tempfile::tempdir().unwrap();
    let (first, _held) = directory(below.path());
    let (second, lock) = directory(below.path());
    assert_ne!(first, second);
    drop(lock);
    assert_eq!(
        directory(below.path()).0,
        second,
        "what a run left is used again"
    );
}
