//! One question to a provider and its answer: encrypted, in time, not too long, from nobody else.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::http::request::Builder;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// A provider that has not answered after so long is away.
const WAIT: Duration = Duration::from_secs(10);

/// Most bytes of an answer. The keys of a large provider have 20,000.
const MOST: usize = 256 * 1024;

/// Most bytes of the head of an answer.
const HEAD: usize = 32 * 1024;

/// Why an answer is none.
#[derive(Debug, thiserror::Error)]
pub enum WireFault {
    /// The address is neither https nor on this machine.
    #[error("its address is not https")]
    NotEncrypted,
    /// Nobody answers there, or not with a certificate this machine believes.
    #[error("no connection: {0}")]
    Unreachable(#[from] io::Error),
    /// It does not speak HTTP, or stops in the middle.
    #[error("no answer: {0}")]
    Broken(#[from] hyper::Error),
    /// It took more than [`WAIT`].
    #[error("no answer within {} seconds", WAIT.as_secs())]
    Slow,
    /// It is longer than [`MOST`].
    #[error("its answer is too long")]
    TooLong,
    /// It has another status than it should. Nobody is followed elsewhere.
    #[error("it answers {0}")]
    Status(StatusCode),
    /// It is not what was asked for.
    #[error("its answer cannot be read")]
    Unreadable,
    /// It did not answer a moment ago.
    #[error("it did not answer a moment ago")]
    Lately,
}

/// Speaks with providers.
#[derive(Clone)]
pub(super) struct Wire {
    tls: TlsConnector,
}

/// A question.
pub(super) struct Question {
    method: Method,
    head: Vec<(hyper::header::HeaderName, String)>,
    body: String,
}

impl Question {
    /// For a document.
    pub(super) fn get() -> Self {
        Self {
            method: Method::GET,
            head: Vec::new(),
            body: String::new(),
        }
    }

    /// With the fields of a form.
    pub(super) fn form(fields: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(fields).finish();
        let form = "application/x-www-form-urlencoded".to_owned();
        Self {
            method: Method::POST,
            head: vec![(CONTENT_TYPE, form)],
            body,
        }
    }

    /// By somebody who says who they are.
    pub(super) fn by(mut self, authorization: String) -> Self {
        self.head.push((AUTHORIZATION, authorization));
        self
    }
}

impl Wire {
    /// With the certificates this machine believes.
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            bail!(
                "openid: this machine believes no certificates (Debian: install ca-certificates)"
            );
        }
        Self::believing(roots)
    }

    fn believing(roots: RootCertStore) -> anyhow::Result<Self> {
        let provider = rustls::crypto::ring::default_provider().into();
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
        })
    }

    /// Asks, and reads the answer's status and body.
    pub(super) async fn ask(
        &self,
        at: &Url,
        question: Question,
    ) -> Result<(StatusCode, Bytes), WireFault> {
        let asked = tokio::time::timeout(WAIT, self.ask_at_leisure(at, question));
        asked.await.map_err(|_| WireFault::Slow)?
    }

    async fn ask_at_leisure(
        &self,
        at: &Url,
        question: Question,
    ) -> Result<(StatusCode, Bytes), WireFault> {
        let (host, port) = place(at)?;
        let line = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
        line.set_nodelay(true)?;
        let mut sender = match at.scheme() {
            "https" => {
                let name = host.trim_matches(['[', ']']).to_owned();
                let name = ServerName::try_from(name).map_err(io::Error::other)?;
                over(self.tls.connect(name, line).await?).await?
            }
            _ => over(line).await?,
        };
        let answer = sender.send_request(written(at, question)?).await?;
        read(answer).await
    }
}

/// Whether an address may be spoken with: https, or http on this machine.
pub(super) fn is_safe(at: &Url) -> bool {
    let here = match at.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    at.scheme() == "https" || (at.scheme() == "http" && here)
}

/// A word of a protocol that somebody else sent, as far as it may stand in a log.
pub(super) fn word(said: &str) -> String {
    let plain = said.chars().take(60);
    plain
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .collect()
}

/// Host and port of an address that may be spoken with.
fn place(at: &Url) -> Result<(&str, u16), WireFault> {
    let place = at.host_str().zip(at.port_or_known_default());
    place.filter(|_| is_safe(at)).ok_or(WireFault::NotEncrypted)
}

/// Speaks HTTP/1.1 over a line; it ends with the question.
async fn over<L>(line: L) -> Result<SendRequest<Full<Bytes>>, WireFault>
where
    L: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut speaking = http1::Builder::new();
    let speaking = speaking.max_buf_size(HEAD);
    let (sender, connection) = speaking.handshake(TokioIo::new(line)).await?;
    tokio::spawn(async move {
        // What is wrong with it the question is told.
        let _ = connection.await;
    });
    Ok(sender)
}

fn written(at: &Url, question: Question) -> Result<Request<Full<Bytes>>, WireFault> {
    let path = &at[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &at[url::Position::BeforeHost..url::Position::AfterPort];
    let request = Request::builder().method(question.method).uri(path);
    let request = request
        .header(HOST, host)
        .header(ACCEPT, "application/json");
    let add = |request: Builder, (name, value)| request.header(name, value);
    let request = question.head.into_iter().fold(request, add);
    let body = Full::new(Bytes::from(question.body));
    request.body(body).map_err(|_| WireFault::Unreadable)
}

async fn read(answer: Response<hyper::body::Incoming>) -> Result<(StatusCode, Bytes), WireFault> {
    let status = answer.status();
    let body = Limited::new(answer.into_body(), MOST).collect().await;
    let body = body.map_err(|why| match why.downcast::<hyper::Error>() {
        Ok(broken) => WireFault::Broken(*broken),
        Err(why) if why.is::<LengthLimitError>() => WireFault::TooLong,
        Err(_) => WireFault::Unreadable,
    })?;
    Ok((status, body.to_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::ServerConfig;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    const CERTIFICATE: &[u8] = include_bytes!("../../tests/data/tls/certificate.pem");
    const KEY: &[u8] = include_bytes!("../../tests/data/tls/key.pem");

    /// A server of `localhost` that speaks https and answers a question with what it was asked; its port.
    async fn server() -> u16 {
        let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
        let provider = rustls::crypto::ring::default_provider().into();
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                let Ok(mut line) = tls.accept(line).await else {
                    continue;
                };
                let mut heard = [0; 4096];
                let length = line.read(&mut heard).await.unwrap();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
                line.write_all(head.as_bytes()).await.unwrap();
                line.write_all(&heard[..length]).await.unwrap();
                let _ = line.shutdown().await;
            }
        });
        port
    }

    #[tokio::test]
    async fn https_is_spoken_with_whom_this_machine_believes() {
        let port = server().await;
        let at = |host: &str| format!("https://{host}:{port}/a%20b?c=d#e").parse::<Url>();
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(CERTIFICATE).unwrap())
            .unwrap();
        let wire = Wire::believing(roots).unwrap();
        let question = Question::get().by("Bearer x".to_owned());
        let (status, heard) = wire.ask(&at("localhost").unwrap(), question).await.unwrap();
        let heard = String::from_utf8(heard.to_vec()).unwrap();
        assert_eq!(status, StatusCode::OK);
        assert!(heard.starts_with("GET /a%20b?c=d HTTP/1.1\r\n"), "{heard}");
        assert!(
            heard.contains(&format!("host: localhost:{port}\r\n")),
            "{heard}"
        );
        assert!(heard.contains("authorization: Bearer x\r\n"), "{heard}");
        // Another name than the certificate's, and a machine that does not believe it.
        let other = wire.ask(&at("127.0.0.1").unwrap(), Question::get()).await;
        assert!(matches!(other, Err(WireFault::Unreachable(_))), "{other:?}");
        let stranger = Wire::new().unwrap();
        let refused = stranger
            .ask(&at("localhost").unwrap(), Question::get())
            .await;
        assert!(
            matches!(refused, Err(WireFault::Unreachable(_))),
            "{refused:?}"
        );
    }

    #[test]
    fn only_this_machine_is_spoken_with_in_the_open() {
        for (at, safe) in [
            ("https://id.example.jp/x", true),
            ("http://127.0.0.1:8080", true),
            ("http://localhost", true),
            ("http://[::1]:1", true),
            ("http://id.example.jp", false),
            ("http://127.0.0.1.evil.example", false),
            ("http://10.0.0.1", false),
            ("ftp://localhost", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_safe(&at.parse().unwrap()), safe, "{at}");
        }
        assert_eq!(word("access_denied\r\n<b>"), "access_deniedb");
    }
}
