//! As much HTTP as a citizen's browser needs: one request a connection, read to its end.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(40);

/// An answer.
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Where it leads, if anywhere.
    pub location: Option<String>,
    /// Its text.
    pub body: String,
}

/// `GET`
pub fn get(address: SocketAddr, path: &str) -> std::io::Result<Reply> {
    send(
        address,
        &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"),
    )
}

/// `POST` of a form, as a browser sends it from a page of the same site.
pub fn post(address: SocketAddr, path: &str, form: &str) -> std::io::Result<Reply> {
    let length = form.len();
    send(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
        ),
    )
}

fn send(address: SocketAddr, request: &str) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    // An answer that was cut is none.
    let cut = || std::io::Error::other("the answer was cut");
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let line = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned())
    };
    let whole = line("content-length").and_then(|length| length.parse().ok());
    if whole.is_some_and(|whole: usize| body.len() < whole) {
        return Err(cut());
    }
    Ok(Reply {
        status: status.ok_or_else(cut)?,
        location: line("location"),
        body: body.to_owned(),
    })
}
