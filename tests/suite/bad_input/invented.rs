//! What clients invent: methods, addresses, headers. Neither the memory nor the log grows with it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use actix_http::Method;
use actix_web::test::TestRequest;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::door::TestApp;

/// The log of this thread, line by line as it is written.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn listen(&self, level: &str) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(level)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// The lines of the metrics without their numbers: what is remembered.
fn remembered(door: &TestApp) -> Vec<String> {
    let text = door.app.metrics.text().unwrap();
    let name = |line: &str| line.rsplit_once(' ').unwrap().0.to_owned();
    text.lines().map(name).collect()
}

async fn ask(door: &TestApp, method: &str, path: &str) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = TestRequest::with_uri(path).method(method).to_request();
    let reply = door.send(request).await;
    assert!(reply.status.is_client_error(), "{}", reply.status);
}

#[actix_web::test]
async fn thousands_of_invented_methods_leave_nothing_behind() {
    let door = TestApp::new().await;
    // One of the known ones, and one that is not.
    ask(&door, "DELETE", "/sunagawa").await;
    ask(&door, "BREW", "/sunagawa").await;
    let before = remembered(&door);
    let left_out = || door.app.metrics.unwritten.get();
    let left_out_before = left_out();
    let log = Log::default();
    let listening = log.listen("info");
    for n in 0..5_000 {
        ask(&door, &format!("BREW{n}{}", "X".repeat(2_000)), "/sunagawa").await;
    }
    drop(listening);
    assert_eq!(remembered(&door), before);
    let said = log.text();
    assert!(
        said.contains("http.method=\"other\""),
        "the control: it is logged"
    );
    assert!(!said.contains("BREW"));
    assert!(said.lines().all(|line| line.len() < 400), "{said}");
    let left_out = left_out() - left_out_before;
    assert_eq!(said.lines().count() as u64 + left_out, 5_000);
    println!(
        "{} lines written, {left_out} left out",
        said.lines().count()
    );
}

/// A request in which everything a client may make up is made up.
fn made_up(n: usize, path: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .insert_header(("host", "INVENTED.example"))
        .insert_header(("user-agent", "INVENTED\u{9b}31m"))
        .insert_header(("referer", "http://INVENTED.example/"))
        .insert_header(("cookie", "INVENTED=INVENTED"))
        .insert_header(("accept-language", "INVENTED"))
        .insert_header(("x-request-id", "INVENTED"))
        .insert_header(("x-forwarded-for", "INVENTED"))
        .insert_header((format!("x-invented-{n}"), "INVENTED"))
}

#[actix_web::test]
async fn addresses_and_headers_are_no_words_of_the_log() {
    let door = TestApp::new().await;
    ask(&door, "GET", "/nowhere").await;
    ask(&door, "GET", "/nowhere/at/all").await;
    let well = TestRequest::with_uri("/healthz").to_request();
    assert!(door.send(well).await.status.is_success());
    let before = remembered(&door);
    let log = Log::default();
    let listening = log.listen("trace");
    for n in 0..300 {
        let path = format!("/{n}invented/surveys/{n}invented?invented={n}");
        let reply = door.send(made_up(n, &path).to_request()).await;
        assert!(reply.status.is_client_error());
        ask(&door, "GET", &format!("/invented{n}")).await;
        ask(&door, "POST", &format!("/invented{n}/a/invented")).await;
        // What goes well is written here however many refusals other tests had written at the same time.
        let well = format!("/healthz?invented={n}");
        let well = made_up(n, &well).insert_header(("host", "localhost"));
        assert!(door.send(well.to_request()).await.status.is_success());
    }
    drop(listening);
    let said = log.text().to_uppercase();
    let own: Vec<&str> = said.lines().filter(|line| line.contains("KOCHO")).collect();
    assert!(own.len() >= 300, "the control: the log is read");
    assert!(own.iter().all(|line| !line.contains("INVENTED")), "{own:?}");
    let new: Vec<_> = remembered(&door)
        .into_iter()
        .filter(|line| !before.contains(line))
        .collect();
    assert!(
        new.len() < 100
            && new
                .iter()
                .all(|line| !line.to_lowercase().contains("invented")),
        "{new:?}"
    );
}
