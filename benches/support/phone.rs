//! A telephone in a citizen's hand, as lean as can be: it keeps cookies, unpacks pages, follows redirects and presses
//! the button of a page's form. It shares the processors with what is measured.

use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, bail};
use flate2::read::GzDecoder;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::form::Form;
use super::load;

/// What a browser says of itself.
const BROWSER: &str = "accept: text/html\r\naccept-encoding: gzip\r\naccept-language: ja\r\nsec-fetch-site: same-origin\r\n";

/// Everybody who ever takes a telephone has an address of their own.
static PEOPLE: AtomicU32 = AtomicU32::new(0);

/// A connection that is kept alive, as a proxy keeps it: one person after the other uses it.
pub struct Line {
    stream: TcpStream,
    address: SocketAddr,
    answer: Vec<u8>,
}

/// One person's browser.
pub struct Phone<'a> {
    line: &'a mut Line,
    from: String,
    jar: Jar,
    path: String,
    page: String,
    /// How often it has asked.
    pub requests: usize,
}

/// Cookies by their name, with the path they belong to.
#[derive(Default)]
struct Jar(Vec<[String; 3]>);

impl Line {
    /// Connects.
    pub async fn new(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            address,
            answer: Vec::with_capacity(64 << 10),
        })
    }

    /// Sends a request and reads the whole answer: its head and its body.
    async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<(&str, &[u8])> {
        self.stream.write_all(request).await?;
        load::answer(&mut self.stream, &mut self.answer, "", "").await?;
        let end = load::find(&self.answer, b"\r\n\r\n").context("an answer without an end")?;
        let (head, body) = self.answer.split_at(end);
        Ok((std::str::from_utf8(head)?, &body[4..]))
    }
}

impl<'a> Phone<'a> {
    /// The browser of somebody new: no cookies, a network of its own.
    pub fn new(line: &'a mut Line) -> Self {
        let own = Ipv4Addr::from_bits(0x0a00_0000 + PEOPLE.fetch_add(1, Ordering::Relaxed));
        Self {
            line,
            from: format!("x-forwarded-for: {}\r\n", IpAddr::from(own)),
            jar: Jar::default(),
            path: String::new(),
            page: String::new(),
            requests: 0,
        }
    }

    /// Where it is, without what follows the question mark.
    pub fn path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Where it is.
    pub fn address(&self) -> &str {
        &self.path
    }

    /// The page it shows.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Opens an address.
    pub async fn open(&mut self, path: &str) -> anyhow::Result<()> {
        self.go("GET", path, "").await
    }

    /// Sends a form with what was typed into it.
    pub async fn send(&mut self, form: &Form, typed: &str) -> anyhow::Result<()> {
        let body = format!("{}{typed}", form.hidden);
        self.go("POST", &form.action, &body).await
    }

    /// Asks, and goes where it is led until there is a page.
    async fn go(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<()> {
        let mut led = self.ask(method, path, body).await?;
        while let Some(path) = led {
            led = self.ask("GET", &path, "").await?;
        }
        Ok(())
    }

    /// Asks once; where the answer leads, if it is no page.
    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<Option<String>> {
        let headers = format!("{BROWSER}{}{}", self.from, self.jar.for_path(path));
        let request = load::request(method, self.line.address, path, &headers, body);
        self.requests += 1;
        let (head, body) = self.line.exchange(&request).await?;
        self.jar.take(head);
        if head.starts_with("HTTP/1.1 303") {
            let to = header(head, "location").next().context("led nowhere")?;
            return Ok(to.split('#').next().map(str::to_owned));
        }
        if !head.starts_with("HTTP/1.1 200") {
            bail!("{method} {path}: {head}");
        }
        path.clone_into(&mut self.path);
        self.page.clear();
        GzDecoder::new(body).read_to_string(&mut self.page)?;
        Ok(None)
    }
}

impl Jar {
    /// Keeps what an answer brings, and forgets what it lets be forgotten.
    fn take(&mut self, head: &str) {
        for cookie in header(head, "set-cookie") {
            let mut parts = cookie.split("; ");
            let (name, value) = parts
                .next()
                .and_then(|pair| pair.split_once('='))
                .unwrap_or_default();
            self.0.retain(|kept| kept[0] != name);
            let path = parts
                .find_map(|part| part.strip_prefix("Path="))
                .unwrap_or("/");
            if !value.is_empty() {
                self.0.push([name, value, path].map(str::to_owned));
            }
        }
    }

    /// The line of a request to a path.
    fn for_path(&self, path: &str) -> String {
        let here = self
            .0
            .iter()
            .filter(|[_, _, of]| path.starts_with(of.as_str()));
        let pairs: Vec<String> = here
            .map(|[name, value, _]| format!("{name}={value}"))
            .collect();
        match pairs.is_empty() {
            true => String::new(),
            false => format!("cookie: {}\r\n", pairs.join("; ")),
        }
    }
}

/// The values of a header.
fn header<'h>(head: &'h str, name: &'h str) -> impl Iterator<Item = &'h str> {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.filter_map(move |(named, value)| named.eq_ignore_ascii_case(name).then_some(value))
}
