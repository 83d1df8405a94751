//! A proxy between node and database that can cut just after a COMMIT was passed on, and stay away for a while.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What the threads of a proxy share.
struct Shared {
    began: Instant,
    /// How many commits are still to be cut.
    cuts: AtomicUsize,
    /// Until when nobody gets through, in milliseconds since the beginning.
    away_until: AtomicU64,
    /// How many were cut.
    done: AtomicUsize,
}

/// A proxy on a port of its own.
#[derive(Clone)]
pub struct Proxy {
    shared: Arc<Shared>,
    /// Where it listens.
    pub port: u16,
}

impl Proxy {
    /// Starts it in front of a database.
    pub fn start(to: u16) -> Self {
        let port = crate::nodes::free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let shared = Arc::new(Shared {
            began: Instant::now(),
            cuts: AtomicUsize::new(0),
            away_until: AtomicU64::new(0),
            done: AtomicUsize::new(0),
        });
        let proxy = Self { shared, port };
        let own = proxy.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let own = own.clone();
                std::thread::spawn(move || own.carry(client, to));
            }
        });
        proxy
    }

    /// Cuts the next commit: it reaches the database, its answer reaches nobody, and nobody gets through for so long.
    pub fn cut_next(&self) {
        self.shared.cuts.store(1, Ordering::SeqCst);
    }

    /// How many commits were cut.
    pub fn cut(&self) -> usize {
        self.shared.done.load(Ordering::SeqCst)
    }

    fn is_away(&self) -> bool {
        let now = u64::try_from(self.shared.began.elapsed().as_millis()).unwrap();
        now < self.shared.away_until.load(Ordering::SeqCst)
    }

    fn carry(&self, client: TcpStream, to: u16) {
        if self.is_away() {
            return;
        }
        let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else {
            return;
        };
        let (mut from_server, mut to_client) =
            (server.try_clone().unwrap(), client.try_clone().unwrap());
        let back = std::thread::spawn(move || {
            let _ = std::io::copy(&mut from_server, &mut to_client);
            let _ = to_client.shutdown(std::net::Shutdown::Both);
        });
        self.forth(client, server);
        let _ = back.join();
    }

    fn forth(&self, mut client: TcpStream, mut server: TcpStream) {
        let mut bytes = [0; 65_536];
        while let Ok(read @ 1..) = client.read(&mut bytes) {
            if self.is_away() {
                break;
            }
            let is_commit = bytes[..read].windows(6).any(|word| word == b"COMMIT");
            let cuts = is_commit && self.shared.cuts.swap(0, Ordering::SeqCst) == 1;
            if cuts {
                // Nothing more reaches the client, also nothing that is on its way.
                let _ = client.shutdown(std::net::Shutdown::Both);
            }
            if server.write_all(&bytes[..read]).is_err() {
                break;
            }
            if cuts {
                std::thread::sleep(Duration::from_millis(300));
                let away = self.shared.began.elapsed() + Duration::from_secs(8);
                let away = u64::try_from(away.as_millis()).unwrap();
                self.shared.away_until.store(away, Ordering::SeqCst);
                self.shared.done.fetch_add(1, Ordering::SeqCst);
                break;
            }
        }
        let _ = server.shutdown(std::net::Shutdown::Both);
        let _ = client.shutdown(std::net::Shutdown::Both);
    }
}
