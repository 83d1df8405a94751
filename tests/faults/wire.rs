//! Bare connections from many networks: for visitors who are no browsers.

use std::net::{Ipv4Addr, SocketAddr};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};

/// Bytes of an answer that may wait on our side: what the program sends to who does not read stays with the program.
const UNREAD: u32 = 4_096;

/// An address of this machine that the program takes for a network of its own. It trusts 127.0.0.1, and only that.
pub fn network(n: usize) -> Ipv4Addr {
    let part = |n: usize| u8::try_from(n % 250).unwrap();
    Ipv4Addr::new(127, 1 + part(n / 250), part(n), 1)
}

/// A connection from there to a node.
pub async fn connect(from: Ipv4Addr, port: u16) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(UNREAD)?;
    socket.bind(SocketAddr::from((from, 0)))?;
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    socket.connect(to).await
}

/// Lets the harness open as many files as the system allows: its end of a crowd is as large as the other.
pub fn many_files() {
    let limit = getrlimit(Resource::Nofile);
    let all = Rlimit {
        current: limit.maximum,
        ..limit
    };
    setrlimit(Resource::Nofile, all).unwrap();
}

/// A connection on which one request follows the other.
pub struct Wire(BufReader<TcpStream>);

impl Wire {
    /// A new one.
    pub async fn open(from: Ipv4Addr, port: u16) -> std::io::Result<Self> {
        Ok(Self(BufReader::new(connect(from, port).await?)))
    }

    /// Asks and reads the whole answer; its status.
    pub async fn ask(&mut self, request: &str) -> std::io::Result<u16> {
        self.0.write_all(request.as_bytes()).await?;
        let (mut status, mut length) = (None, 0);
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await?;
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(given) = line.strip_prefix("content-length: ") {
                length = given.parse().map_err(std::io::Error::other)?;
            }
            status = status.or_else(|| line.split(' ').nth(1)?.parse().ok());
        }
        self.0.read_exact(&mut vec![0; length]).await?;
        status.ok_or_else(|| std::io::Error::other("no answer"))
    }
}
