//! A browser as far as it is needed: sends a request, reads the whole answer, keeps cookies, reads forms.

use std::collections::BTreeMap;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a person waits.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer that came whole.
#[derive(Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The head, as sent.
    head: String,
    /// The page.
    pub body: String,
}

/// Somebody with an address and a browser.
#[derive(Default, Clone)]
pub struct Browser {
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Reply {
    fn read(bytes: &[u8]) -> std::io::Result<Self> {
        let cut = || std::io::Error::other("the answer is cut off");
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        let reply = Self {
            status: status.ok_or_else(cut)?,
            head: head.to_owned(),
            body: body.to_owned(),
        };
        let length = reply.headers("content-length").next();
        match length.and_then(|text| text.parse::<usize>().ok()) {
            Some(length) if body.len() < length => Err(cut()),
            _ => Ok(reply),
        }
    }

    fn headers<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.head.lines().filter_map(move |line| {
            let (named, value) = line.split_once(": ")?;
            named.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Where it leads.
    pub fn location(&self) -> Option<&str> {
        self.headers("location").next()
    }

    /// The receipt it shows or leads to.
    pub fn receipt(&self) -> Option<String> {
        if let Some(to) = self.location() {
            let code = to.split_once("/receipts/")?.1;
            return Some(code.split('?').next()?.to_owned());
        }
        let shown = self.body.split_once("<p class=\"box\">")?.1;
        let shown = shown.split_once("<b>")?.1.split_once("</b>")?.0;
        Some(shown.to_owned())
    }

    /// The hidden fields of the page.
    pub fn hidden(&self) -> Vec<(String, String)> {
        hidden_in(&self.body)
    }

    /// Where its form for answers goes, and the hidden fields of that.
    pub fn form(&self) -> Option<(String, Vec<(String, String)>)> {
        let form = self.body.split_once("<form id=\"answers\"")?.1;
        let form = form.split_once("</form>")?.0;
        Some((attribute(form, "action")?, hidden_in(form)))
    }

    /// Whether this value of a field is marked.
    pub fn shows_chosen(&self, field: &str, value: &str) -> bool {
        let (name, value) = (format!("name=\"{field}\""), format!("value=\"{value}\""));
        let tags = self.body.split("<input").skip(1);
        let mut tags = tags.filter_map(|tag| tag.split_once('>'));
        tags.any(|(tag, _)| tag.contains(&name) && tag.contains(&value) && tag.contains("checked"))
    }

    /// Whether there is a field of this name.
    pub fn has(&self, field: &str) -> bool {
        self.body.contains(&format!("name=\"{field}\""))
    }
}

fn hidden_in(html: &str) -> Vec<(String, String)> {
    let inputs = html.split("<input type=\"hidden\"").skip(1);
    inputs
        .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)))
        .collect()
}

/// The first attribute of this name.
fn attribute(html: &str, name: &str) -> Option<String> {
    let rest = html.split_once(&format!("{name}=\""))?.1;
    Some(rest.split_once('"')?.0.to_owned())
}

impl Browser {
    /// At this address, behind the proxy that is trusted.
    pub fn at(address: String) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
        }
    }

    /// Opens an address and goes where it leads.
    pub async fn open(&mut self, port: u16, path: &str) -> std::io::Result<Reply> {
        let reply = self.send(port, "GET", path, "").await?;
        self.follow(port, reply).await
    }

    /// Goes where an answer leads, if it does.
    pub async fn follow(&mut self, port: u16, mut reply: Reply) -> std::io::Result<Reply> {
        for _ in 0..5 {
            let Some(to) = reply.location().map(str::to_owned) else {
                break;
            };
            reply = self.send(port, "GET", &to, "").await?;
        }
        Ok(reply)
    }

    /// Sends fields; the answer itself.
    pub async fn post(
        &mut self,
        port: u16,
        path: &str,
        fields: &[(String, String)],
    ) -> std::io::Result<Reply> {
        let part = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", part(name), part(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.send(port, "POST", path, &body).await
    }

    async fn send(
        &mut self,
        port: u16,
        method: &str,
        path: &str,
        body: &str,
    ) -> std::io::Result<Reply> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nAccept-Language: ja\r\n\
             X-Forwarded-For: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            cookies.join("; "),
            body.len()
        );
        let reply = tokio::time::timeout(PATIENCE, exchange(port, &request)).await;
        let reply = reply.map_err(|_| std::io::Error::other("no answer"))??;
        for cookie in reply.headers("set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(reply)
    }
}

/// Opens an address without being anybody.
pub async fn get(port: u16, path: &str) -> std::io::Result<Reply> {
    Browser::at("10.0.0.1".to_owned())
        .send(port, "GET", path, "")
        .await
}

async fn exchange(port: u16, request: &str) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Reply::read(&answer)
}
