//! A load driver: many connections kept alive, each sends its next request when the answer to the last has come.
//!
//! One thread, as little work as possible: driver and server share the processors.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// An answer that is larger is a fault.
const LARGEST: usize = 1 << 20;

/// How hard and how long.
#[derive(Clone, Copy)]
pub struct Load {
    /// Whom to ask.
    pub address: SocketAddr,
    /// Connections at the same time.
    pub connections: usize,
    /// For how long.
    pub time: Duration,
}

/// What came back.
#[derive(Default)]
pub struct Answered {
    /// Answers of the wanted kind.
    pub count: usize,
    /// From the first request to the last answer.
    pub took: Duration,
    /// Time from request to answer, ascending.
    latencies: Vec<Duration>,
    /// Bytes of the last answer, head and body.
    pub bytes: usize,
}

impl Answered {
    /// What took these times, one or another beside each other.
    pub fn gathered(mut latencies: Vec<Duration>, took: Duration) -> anyhow::Result<Self> {
        ensure!(!latencies.is_empty(), "nothing was answered");
        latencies.sort_unstable();
        Ok(Self {
            count: latencies.len(),
            took,
            latencies,
            bytes: 0,
        })
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.count as f64 / self.took.as_secs_f64()
    }

    /// The time within which a share of the answers came, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let place = (self.latencies.len() as f64 * share) as usize;
        let place = place.min(self.latencies.len().saturating_sub(1));
        self.latencies
            .get(place)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

/// Sends what `next` gives until it gives nothing more or the time is up. Every answer must have `status` and contain
/// `mark` in its head: anything else ends the run, a wrong answer is never counted.
pub fn run(
    load: Load,
    status: &'static str,
    mark: &'static str,
    next: impl Fn(usize) -> Option<Cow<'static, [u8]>> + 'static,
) -> anyhow::Result<Answered> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let next = Rc::new(next);
    LocalSet::new().block_on(&runtime, async move {
        let began = Instant::now();
        let until = began + load.time;
        let visitors: Vec<_> = (0..load.connections)
            .map(|nth| {
                let next = next.clone();
                let visit = async move { visit(load, nth, until, status, mark, &*next).await };
                tokio::task::spawn_local(visit)
            })
            .collect();
        let (mut latencies, mut bytes) = (Vec::new(), 0);
        for visitor in visitors {
            let one = visitor.await??;
            bytes = one.bytes.max(bytes);
            latencies.extend(one.latencies);
        }
        let all = Answered::gathered(latencies, began.elapsed())?;
        Ok(Answered { bytes, ..all })
    })
}

async fn visit(
    load: Load,
    nth: usize,
    until: Instant,
    status: &str,
    mark: &str,
    next: &impl Fn(usize) -> Option<Cow<'static, [u8]>>,
) -> anyhow::Result<Answered> {
    let mut stream = TcpStream::connect(load.address)
        .await
        .context("connecting")?;
    stream.set_nodelay(true)?;
    let mut answered = Answered::default();
    let mut buffer = Vec::with_capacity(64 << 10);
    while Instant::now() < until {
        let Some(request) = next(nth) else { break };
        let asked = Instant::now();
        stream.write_all(&request).await?;
        answered.bytes = answer(&mut stream, &mut buffer, status, mark).await?;
        answered.count += 1;
        answered.latencies.push(asked.elapsed());
    }
    Ok(answered)
}

/// Reads one whole answer, whose head has `mark`; its length. Answers of the program always name their length.
pub async fn answer(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    status: &str,
    mark: &str,
) -> anyhow::Result<usize> {
    buffer.clear();
    let mut whole = None;
    loop {
        ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        if whole.is_none()
            && let Some(end) = find(buffer, b"\r\n\r\n")
        {
            let head = std::str::from_utf8(&buffer[..end])?;
            if !head.starts_with(&format!("HTTP/1.1 {status}")) || !head.contains(mark) {
                bail!("not the wanted answer: {head}");
            }
            whole = Some(end + 4 + length(head)?);
        }
        match whole {
            Some(whole) if buffer.len() == whole => return Ok(whole),
            Some(whole) => ensure!(buffer.len() < whole, "more than one answer"),
            None => ensure!(buffer.len() < LARGEST, "an endless head"),
        }
    }
}

/// What `content-length` says; an answer without a body may leave it out.
fn length(head: &str) -> anyhow::Result<usize> {
    for line in head.lines() {
        if let Some((name, value)) = line.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                return Ok(value.trim().parse()?);
            }
            ensure!(
                !name.eq_ignore_ascii_case("transfer-encoding"),
                "an answer in pieces"
            );
        }
    }
    Ok(0)
}

/// Where it stands in it.
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

/// One `GET`, for what happens outside the timed part; head and body.
pub fn get(address: SocketAddr, path: &str, headers: &str) -> anyhow::Result<String> {
    exchange(address, &request("GET", address, path, headers, ""))
}

/// How many bytes one `GET` brings, head and body.
pub fn weight(address: SocketAddr, path: &str, headers: &str) -> anyhow::Result<usize> {
    let request = request("GET", address, path, headers, "");
    let answer = waiting()?.block_on(answered(address, &request))?;
    ensure!(answer.starts_with(b"HTTP/1.1 200"), "{path} is not there");
    Ok(answer.len())
}

/// One request outside the timed part, on a connection of its own.
pub fn exchange(address: SocketAddr, request: &[u8]) -> anyhow::Result<String> {
    waiting()?.block_on(exchanged(address, request))
}

/// The same where others wait for answers too.
pub async fn exchanged(address: SocketAddr, request: &[u8]) -> anyhow::Result<String> {
    let answer = answered(address, request).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Where answers are waited for.
pub fn waiting() -> anyhow::Result<tokio::runtime::Runtime> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    Ok(runtime.enable_all().build()?)
}

async fn answered(address: SocketAddr, request: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let (mut buffer, mut part) = (Vec::new(), [0; 16 << 10]);
    loop {
        let count = stream.read(&mut part).await?;
        buffer.extend_from_slice(&part[..count]);
        let head = find(&buffer, b"\r\n\r\n");
        let whole = head
            .map(|end| length(&String::from_utf8_lossy(&buffer[..end])).map(|body| end + 4 + body));
        if count == 0 || whole.is_some_and(|whole| whole.is_ok_and(|all| buffer.len() >= all)) {
            return Ok(buffer);
        }
    }
}

/// A request as bytes; `headers` are whole lines.
pub fn request(
    method: &str,
    address: SocketAddr,
    path: &str,
    headers: &str,
    body: &str,
) -> Vec<u8> {
    let form = if method == "POST" {
        format!(
            "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            body.len()
        )
    } else {
        String::new()
    };
    format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\n{headers}{form}\r\n{body}").into_bytes()
}
