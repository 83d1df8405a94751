//! A database that is some milliseconds away: a line between server and PostgreSQL on which all that is said arrives
//! later, in its order. As much fits on it as is sent; only time is added.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tempfile::TempDir;

/// What PostgreSQL calls its socket.
const SOCKET: &str = ".s.PGSQL.5432";

/// The line; open until the process ends, its address only as long as this lives.
pub struct Distance {
    /// Where its socket is.
    _directory: TempDir,
    url: String,
}

/// Something that was said, and to whom and when it is passed on. Nothing more: whoever spoke has hung up.
struct Said {
    at: Instant,
    to: UnixStream,
    what: Vec<u8>,
}

impl Distance {
    /// Before the PostgreSQL of this address; every way, there or back, takes so long.
    pub fn before(url: &str, each_way: Duration) -> anyhow::Result<Self> {
        let (_, rest) = url.split_once('@').context("no host")?;
        let (host, _) = rest.split_once('/').context("no database")?;
        let real = PathBuf::from(&*percent_decode_str(host).decode_utf8()?).join(SOCKET);
        let directory = tempfile::tempdir()?;
        let own = directory.path().to_string_lossy();
        let own = utf8_percent_encode(&own, NON_ALPHANUMERIC).to_string();
        let url = url.replacen(host, &own, 1);
        let listener = UnixListener::bind(directory.path().join(SOCKET))?;
        thread::spawn(move || listen(&listener, &real, each_way));
        Ok(Self {
            _directory: directory,
            url,
        })
    }

    /// The address of the database at the other end.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Takes calls and passes on in both directions. All wait equally long, so that one queue has everything in order.
fn listen(listener: &UnixListener, real: &Path, each_way: Duration) -> anyhow::Result<()> {
    let (queue, waiting) = channel();
    thread::spawn(move || pass_on(&waiting));
    loop {
        let (near, _) = listener.accept()?;
        let far = UnixStream::connect(real)?;
        for (from, to) in [(near.try_clone()?, far.try_clone()?), (far, near)] {
            let queue = queue.clone();
            thread::spawn(move || hear(from, &to, each_way, &queue));
        }
    }
}

/// Hears what one end says.
fn hear(
    mut from: UnixStream,
    to: &UnixStream,
    each_way: Duration,
    queue: &Sender<Said>,
) -> anyhow::Result<()> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        // A connection that is reset has ended, too.
        let count = from.read(&mut buffer).unwrap_or(0);
        queue.send(Said {
            at: Instant::now() + each_way,
            to: to.try_clone()?,
            what: buffer[..count].to_vec(),
        })?;
        if count == 0 {
            return Ok(());
        }
    }
}

/// Says everything to whom it is for, when its time has come. Who has hung up meanwhile hears nothing.
fn pass_on(waiting: &Receiver<Said>) {
    for mut said in waiting {
        thread::sleep(said.at.saturating_duration_since(Instant::now()));
        let _ = match said.what.is_empty() {
            true => said.to.shutdown(Shutdown::Write),
            false => said.to.write_all(&said.what),
        };
    }
}
