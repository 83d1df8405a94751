//! What stands between the program and its database, and cuts the line at the worst moment.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Where a commit is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It does not reach the database.
    Before = 1,
    /// Its answer does not reach the program.
    After = 2,
}

/// The proxy. Ends with the runtime.
#[derive(Clone)]
pub struct Proxy(Arc<Line>);

struct Line {
    armed: AtomicU8,
    is_away: watch::Sender<bool>,
    /// How long the database is away after the next cut.
    away: Mutex<Duration>,
}

impl Proxy {
    /// Between a port of its own and the database's. With its port.
    pub async fn start(database: u16) -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self(Arc::new(Line {
            armed: AtomicU8::new(0),
            is_away: watch::Sender::new(false),
            away: Mutex::default(),
        }));
        let line = Arc::clone(&proxy.0);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if *line.is_away.borrow() {
                    continue;
                }
                if let Ok(server) = TcpStream::connect(("127.0.0.1", database)).await {
                    tokio::spawn(carry(Arc::clone(&line), client, server));
                }
            }
        });
        (proxy, port)
    }

    /// The next commit of an answer is cut, and the database is away for so long after it.
    pub fn arm(&self, cut: Cut, away: Duration) {
        *self.0.away.lock().unwrap() = away;
        self.0.armed.store(cut as u8, Ordering::SeqCst);
    }

    /// Cuts every connection now and lets nobody through for so long.
    pub fn cut_for(&self, away: Duration) {
        *self.0.away.lock().unwrap() = away;
        self.0.cut();
    }

    /// Disarms; whether it had cut.
    pub fn has_cut(&self) -> bool {
        self.0.armed.swap(0, Ordering::SeqCst) == 0
    }

    /// Waits until the database can be reached again.
    pub async fn back(&self) {
        let mut is_away = self.0.is_away.subscribe();
        is_away.wait_for(|away| !away).await.unwrap();
    }
}

impl Line {
    /// Cuts every connection and lets nobody through for a while.
    fn cut(self: &Arc<Self>) {
        let (line, away) = (Arc::clone(self), *self.away.lock().unwrap());
        line.is_away.send_replace(true);
        tokio::spawn(async move {
            tokio::time::sleep(away).await;
            line.is_away.send_replace(false);
        });
    }
}

async fn carry(line: Arc<Line>, client: TcpStream, server: TcpStream) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mute = Arc::new(AtomicBool::new(false));
    let mut is_away = line.is_away.subscribe();
    tokio::select! {
        () = ask(&line, &mute, from_client, to_server) => {}
        () = reply(&line, &mute, from_server, to_client) => {}
        _ = is_away.wait_for(|away| *away) => {}
    }
}

async fn ask(line: &Arc<Line>, mute: &AtomicBool, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    // The connections of the door are known by what only they ask: each says it once in words.
    let mut is_door = false;
    let mut bytes = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        let said = &bytes[..length];
        is_door |= contains(said, b"pg_current_xact_id");
        if is_door && contains(said, b"COMMIT\0") {
            let armed = line.armed.swap(0, Ordering::SeqCst);
            if armed == Cut::Before as u8 {
                line.cut();
                return;
            }
            mute.store(armed == Cut::After as u8, Ordering::SeqCst);
        }
        if to.write_all(said).await.is_err() {
            return;
        }
    }
}

async fn reply(
    line: &Arc<Line>,
    mute: &AtomicBool,
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
) {
    let mut bytes = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        if mute.load(Ordering::SeqCst) {
            line.cut();
            return;
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}
