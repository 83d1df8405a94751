//! What every door does with every request, over real sockets.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::installation::{Installation, exchange, wait};
use crate::support::alone;

#[test]
fn every_answer_carries_its_headers_and_a_number() {
    let town = Installation::new();
    let serving = town.serve();
    for path in ["/healthz", "/readyz"] {
        let answer = serving.get(path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        for header in [
            "x-content-type-options: nosniff",
            "referrer-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
            "x-request-id: ",
        ] {
            assert!(answer.to_lowercase().contains(header), "{path}: {header}");
        }
    }
}

#[test]
fn the_head_of_a_page_is_answered_without_the_page() {
    let town = Installation::new();
    let serving = town.serve();
    for (path, status) in [
        ("/", "200"),
        ("/nowhere/at/all/x", "404"),
        ("/healthz", "200"),
    ] {
        let request = format!(
            "HEAD {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        );
        let answer = exchange(serving.port, &request);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    }
}

#[test]
fn metrics_have_an_address_of_their_own() {
    let port = alone::port();
    let town = Installation::new().with("KOCHO__WEB__METRICS", &format!("127.0.0.1:{port}"));
    let serving = town.serve();
    serving.get("/healthz");
    let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let metrics = exchange(port, request);
    assert!(
        metrics.contains(
            "kocho_request_seconds_count{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"
        ),
        "{metrics}"
    );
    for told in [
        "database_connections",
        "publications_kept",
        "drafts_kept_bytes",
    ] {
        assert!(
            metrics.contains(&format!("\nkocho_{told} ")),
            "{told}: {metrics}"
        );
    }
    assert!(!serving.get("/metrics").contains("kocho_request_seconds"));
}

#[test]
fn readiness_follows_the_database_and_life_does_not() {
    let town = Installation::new();
    let serving = town.serve();
    assert!(serving.is_ready());
    town.sql("alter table __diesel_schema_migrations rename to hidden");
    assert!(!serving.is_ready());
    assert!(serving.get("/healthz").starts_with("HTTP/1.1 200"));
    town.sql("alter table hidden rename to __diesel_schema_migrations");
    wait("readiness", || serving.is_ready());
}

#[test]
fn a_foreign_host_name_is_not_answered() {
    let town = Installation::new();
    let serving = town.serve();
    for request in [
        "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost.evil.example:80\r\nConnection: close\r\n\r\n",
    ] {
        let answer = exchange(serving.port, request);
        assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
    }
    let forwarded = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n";
    assert!(exchange(serving.port, forwarded).starts_with("HTTP/1.1 200"));
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let town = Installation::new();
    let serving = town.serve();
    let request = "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n";
    let answer = exchange(serving.port, request);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

/// One byte a moment, for ever: the connection ends, whether or not anybody wanted the body.
#[test]
fn a_body_that_dribbles_is_cut() {
    let town = Installation::new().with("KOCHO__WEB__BODY_SECONDS", "1");
    let serving = town.serve();
    let mut stream = TcpStream::connect(("127.0.0.1", serving.port)).unwrap();
    stream
        .write_all(b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        .unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let mut ended = false;
    for _ in 0..300 {
        let written = stream.write_all(b"x");
        let mut bytes = [0; 4096];
        match stream.read(&mut bytes) {
            Ok(0) => ended = true,
            Ok(_) => {}
            Err(why) => ended = why.kind() == std::io::ErrorKind::ConnectionReset,
        }
        if ended || written.is_err() {
            return;
        }
    }
    panic!("still open after all its bytes could have come ten times over");
}

#[test]
fn the_log_knows_no_paths_and_no_query_strings() {
    let town = Installation::new();
    let serving = town.serve();
    // Not plain letters: those would only lead to the same in small ones.
    serving.get("/nowhere/SECRET%20KEY?name=SECRETNAME");
    let log = town.path(&format!("stderr.{}", serving.port));
    wait("the line in the log", || {
        std::fs::read_to_string(&log).unwrap().contains("answered")
    });
    let said = std::fs::read_to_string(&log).unwrap();
    assert!(said.contains("http.status=404"), "{said}");
    assert!(!said.contains("SECRET"), "{said}");
}
