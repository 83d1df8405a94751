//! The real provider: `tests/browser/provider.mjs`, with the browser that signs in there.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

use super::BACK;

/// A provider that runs until it is dropped.
pub(super) struct Provider {
    child: Child,
    // It goes on talking, and would die of a closed door.
    _says: BufReader<ChildStdout>,
    pub(super) issuer: String,
}

impl Provider {
    /// One whose ID tokens say no more than they must, as is usual; what else is known of somebody must be asked for.
    pub(super) fn terse() -> Self {
        Self::start("terse")
    }

    /// One whose ID tokens say everything, as Microsoft's do.
    pub(super) fn wordy() -> Self {
        Self::start("wordy")
    }

    fn start(way: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
        let installed = folder.join("node_modules/oidc-provider").exists();
        assert!(
            installed,
            "no provider is installed: cd tests/browser && npm ci"
        );
        let mut child = Command::new("node")
            .args(["provider.mjs", BACK, way])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut says = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("http") {
            line.clear();
            assert!(says.read_line(&mut line).unwrap() > 0, "it ended");
        }
        Self {
            child,
            _says: says,
            issuer: line.trim().to_owned(),
        }
    }

    /// Signs in at an address as somebody, as a browser would; the address it is led back to.
    pub(super) async fn browse(&self, address: &Url, login: &str) -> Url {
        self.browse_with(address, ("login", login)).await
    }

    /// The same, filling the form in otherwise.
    pub(super) async fn browse_with(&self, address: &Url, field: (&str, &str)) -> Url {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("address", address.as_str());
        let query = query.append_pair(field.0, field.1).finish();
        let back = self.ask(&format!("/test/browse?{query}")).await;
        back.parse().expect(&back)
    }

    /// It has another key from now on, and shows the former one no longer.
    pub(super) async fn rotate(&self) {
        assert_eq!(self.ask("/test/rotate").await, "");
    }

    /// It is there no longer.
    pub(super) fn stop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }

    async fn ask(&self, path: &str) -> String {
        let place = self.issuer.trim_start_matches("http://");
        let mut line = TcpStream::connect(place).await.unwrap();
        let question = format!("GET {path} HTTP/1.0\r\nHost: {place}\r\n\r\n");
        line.write_all(question.as_bytes()).await.unwrap();
        let mut said = String::new();
        line.read_to_string(&mut said).await.unwrap();
        let (head, body) = said.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{said}");
        body.to_owned()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}
