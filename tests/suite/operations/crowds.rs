//! Very many who want nothing: sockets that never read, never ask, never end what they send. Over real sockets; how long
//! things take is printed, never judged.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use kocho::domain::token::Key;
use rustls::pki_types::pem::PemObject;

use super::installation::{Installation, Serving, exchange, wait};
use crate::support::alone;

const CERTIFICATE: &[u8] = include_bytes!("../../data/tls/certificate.pem");
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
const PAGE: &str =
    "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n";

struct House {
    serving: Serving,
    metrics: u16,
    _town: Installation,
}

impl House {
    fn with(settings: &[(&'static str, &str)]) -> Self {
        let metrics = alone::port();
        let mut town =
            Installation::new().with("KOCHO__WEB__METRICS", &format!("127.0.0.1:{metrics}"));
        for (key, value) in settings {
            town = town.with(key, value);
        }
        let serving = town.serve();
        town.found_town("here");
        Self {
            serving,
            metrics,
            _town: town,
        }
    }

    /// A connection that has sent this and reads nothing.
    fn visitor(&self, said: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.serving.port)).unwrap();
        // Who is not let in may notice it while speaking.
        let _ = stream.write_all(said);
        stream
    }

    /// A number of the metrics.
    fn count(&self, name: &str) -> u64 {
        let said = exchange(
            self.metrics,
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        );
        let line = said
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        line.map_or(0, |line| line.rsplit_once(' ').unwrap().1.parse().unwrap())
    }

    /// So many who say nothing come, and again when they were sent away, until a page is refused: they, and the refusal.
    fn refuses(&self, crowd: usize) -> (Vec<TcpStream>, String) {
        for _ in 0..20 {
            let held = (0..crowd).map(|_| self.visitor(b"GET")).collect();
            let page = exchange(self.serving.port, PAGE);
            if page.starts_with("HTTP/1.1 503") {
                assert!(page.to_lowercase().contains("retry-after: "), "{page}");
                return (held, page);
            }
        }
        panic!("a crowd of {crowd} was let in");
    }

    fn ended(&self, why: &str) -> u64 {
        self.count(&format!(
            "kocho_connections_ended_total{{door=\"public\",why=\"{why}\"}}"
        ))
    }

    fn seats(&self) -> u64 {
        self.count("kocho_connections{door=\"public\",place=\"seat\"}")
    }

    /// Bytes of memory of the process.
    fn memory(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.serving.pid())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<u64>()
            .unwrap()
            * 1024
    }
}

/// Many requests at once, whose answers do not fit into any buffer.
fn greedy() -> Vec<u8> {
    "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"
        .repeat(3_000)
        .into_bytes()
}

#[test]
fn sockets_that_never_read_shut_nobody_out() {
    let house = House::with(&[
        ("KOCHO__LIMITS__CONNECTIONS", "30"),
        ("KOCHO__LIMITS__CONNECTIONS_PER_NETWORK", "100"),
    ]);
    let held: Vec<TcpStream> = (0..400).map(|_| house.visitor(PAGE.as_bytes())).collect();
    let silent: Vec<TcpStream> = (0..400).map(|_| house.visitor(b"GET")).collect();
    for _ in 0..20 {
        let health = exchange(house.serving.port, HEALTH);
        assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    }
    assert!(house.seats() <= 30 && house.ended("displaced") > 0);
    // Everybody else is told when to come again.
    let (more, page) = house.refuses(60);
    assert!(page.contains("ただいま混み合っています"), "{page}");
    drop((held, silent, more));
    wait("room for a page", || {
        exchange(house.serving.port, PAGE).starts_with("HTTP/1.1 200")
    });
}

#[test]
fn one_network_leaves_room_for_others() {
    let house = House::with(&[
        ("KOCHO__LIMITS__CONNECTIONS", "400"),
        ("KOCHO__LIMITS__CONNECTIONS_PER_NETWORK", "20"),
    ]);
    let (held, _) = house.refuses(100);
    assert!(house.seats() <= 20);
    drop(held);
    // Behind a proxy that is named, all visitors come from one address.
    let behind = House::with(&[
        ("KOCHO__LIMITS__CONNECTIONS_PER_NETWORK", "20"),
        ("KOCHO__WEB__TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    let held: Vec<TcpStream> = (0..100).map(|_| behind.visitor(b"GET")).collect();
    wait("the visitors of the proxy", || behind.seats() >= 100);
    assert!(exchange(behind.serving.port, PAGE).starts_with("HTTP/1.1 200"));
    drop(held);
}

#[test]
fn an_answer_that_is_not_read_is_given_up() {
    let house = House::with(&[]);
    let began = Instant::now();
    let visitor = house.visitor(b"");
    visitor.set_nonblocking(true).unwrap();
    let asked = greedy();
    wait("the end of who does not read", || {
        // As much as it takes: in the end it takes no more, and then it hangs up.
        let mut visitor = &visitor;
        while visitor.write(&asked).is_ok() {}
        house.ended("unread") > 0
    });
    println!("given up after {:?}", began.elapsed());
    // Who reads, however late, within the time, gets everything.
    let mut reader = house.visitor(&greedy()[..60_000]);
    sleep(Duration::from_secs(2));
    reader
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut got = [0; 200_000];
    reader.read_exact(&mut got).unwrap();
}

/// The shortest requests, as many as the door takes, over and over, and nobody reads: each that is taken before the
/// one before it is answered would be kilobytes of memory.
#[test]
fn what_is_asked_at_once_is_not_kept_at_once() {
    let house = House::with(&[]);
    let before = house.memory();
    let asked = "GET / HTTP/1.1\r\n\r\n".repeat(20_000);
    let visitors: Vec<TcpStream> = (0..20).map(|_| house.visitor(b"")).collect();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        for mut visitor in &visitors {
            visitor.set_nonblocking(true).unwrap();
            let _ = visitor.write(asked.as_bytes());
        }
        assert!(house.memory() < before + (64 << 20), "{}", house.memory());
        sleep(Duration::from_millis(50));
    }
    drop(visitors);
    wait("a page", || {
        exchange(house.serving.port, PAGE).starts_with("HTTP/1.1 200")
    });
}

/// Whether or not anybody wants the body, announced or in chunks, dribbled or not at all.
#[test]
fn no_body_holds_a_connection_for_ever() {
    let house = House::with(&[("KOCHO__WEB__BODY_SECONDS", "1")]);
    let began = Instant::now();
    let kinds = [
        ("/here/a", ""),
        ("/healthz", ""),
        ("/here/a", "x"),
        ("/healthz", "x"),
    ];
    std::thread::scope(|threads| {
        for (path, dribble) in kinds {
            for chunked in [false, true] {
                let house = &house;
                threads.spawn(move || {
                    let announced = if chunked {
                        "Transfer-Encoding: chunked"
                    } else {
                        "Content-Length: 1000"
                    };
                    let head = format!(
                        "POST {path} HTTP/1.1\r\nHost: localhost\r\n{announced}\r\n\
                         Content-Type: application/x-www-form-urlencoded\r\n\r\n"
                    );
                    let mut stream = house.visitor(head.as_bytes());
                    let part = if chunked {
                        format!("1\r\n{dribble}\r\n")
                    } else {
                        dribble.to_owned()
                    };
                    let mut answer = Vec::new();
                    while !ends(&mut stream, &mut answer) {
                        if !dribble.is_empty() && stream.write_all(part.as_bytes()).is_err() {
                            break;
                        }
                        assert!(
                            began.elapsed() < Duration::from_secs(90),
                            "{path} {part:?} is still open"
                        );
                    }
                    let answer = String::from_utf8_lossy(&answer).into_owned();
                    let status = answer.get(..12).unwrap_or_default().to_owned();
                    println!(
                        "{path} {part:?}: {status:?} ended after {:?}",
                        began.elapsed()
                    );
                    assert!(path != "/here/a" || status == "HTTP/1.1 408", "{answer}");
                });
            }
        }
    });
}

/// Reads for a moment; whether the other side has ended.
fn ends(stream: &mut TcpStream, answer: &mut Vec<u8>) -> bool {
    stream
        .set_read_timeout(Some(Duration::from_millis(200)))
        .unwrap();
    let mut bytes = [0; 4_096];
    match stream.read(&mut bytes) {
        Ok(0) => true,
        Ok(read) => {
            answer.extend_from_slice(&bytes[..read]);
            false
        }
        Err(why) => why.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn unfinished_bodies_share_one_budget() {
    let house = House::with(&[("KOCHO__LIMITS__BODIES_MEBIBYTES", "4")]);
    let head = |bytes: usize| {
        format!(
            "POST /here/a HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nContent-Length: {bytes}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\nkey="
        )
    };
    let before = house.memory();
    let mut unfinished = Vec::new();
    for _ in 0..200 {
        let mut visitor = house.visitor(head(1_000_000).as_bytes());
        let _ = visitor.write_all(&vec![b'x'; 500_000]);
        unfinished.push(visitor);
    }
    let full = "kocho_bodies_refused_total{why=\"network\"}";
    wait("the budget", || house.count(full) > 150);
    let held = house.count("kocho_bodies_bytes");
    assert!(held <= 4 << 20, "{held}");
    println!(
        "200 unfinished bodies: {held} bytes held, {} more of memory",
        house.memory().saturating_sub(before)
    );
    // A large one is told when to come again, kindly; an ordinary one gets through.
    let mut large = head(600_000);
    large.push_str(&"x".repeat(599_996));
    let answer = exchange(house.serving.port, &large);
    let busy =
        answer.starts_with("HTTP/1.1 503") && answer.to_lowercase().contains("retry-after: ");
    assert!(
        busy && answer.contains("ただいま混み合っています"),
        "{answer}"
    );
    let small = format!(
        "{}{}",
        head(104).replace("Accept", "Connection: close\r\nAccept"),
        "x".repeat(100)
    );
    let answer = exchange(house.serving.port, &small);
    assert!(
        answer.starts_with("HTTP/1.1 422"),
        "it is no key, and was looked at: {answer}"
    );
    drop(unfinished);
    wait("room for bodies", || house.count("kocho_bodies_bytes") == 0);
    let answer = exchange(
        house.serving.port,
        &large.replace("Accept", "Connection: close\r\nAccept"),
    );
    assert!(!answer.starts_with("HTTP/1.1 503"), "{answer}");
}

/// The lane works off one in two seconds: forty who went away would take longer than anybody waits.
#[test]
fn guessers_who_hang_up_leave_the_lane_to_others() {
    let house = House::with(&[("KOCHO__LIMITS__WRONG_KEYS_PER_MINUTE", "30")]);
    let guess = |number: u64| {
        let key = Key::from_random(number.wrapping_mul(0x1234_5678_9abc));
        let body = format!("key={key}");
        format!(
            "POST /here/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
            body.len()
        )
    };
    let crowd: Vec<TcpStream> = (0..46)
        .map(|number| house.visitor(guess(number).as_bytes()))
        .collect();
    wait("those who wait", || {
        house.count("kocho_codes_waited_total") > 0
            && house.seats() <= 41
            && house.count("kocho_codes_wrong_total") >= 6
    });
    drop(crowd);
    let answer = exchange(house.serving.port, &guess(99));
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
}

/// A visitor over https who trusts our certificate.
fn encrypted(port: u16) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    let certificate = rustls::pki_types::CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let provider = rustls::crypto::ring::default_provider().into();
    let settings = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    let client = rustls::ClientConnection::new(settings.into(), name).unwrap();
    rustls::StreamOwned::new(client, TcpStream::connect(("127.0.0.1", port)).unwrap())
}

#[test]
fn the_same_holds_over_https() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls");
    let house = House::with(&[
        (
            "KOCHO__WEB__TLS_CERTIFICATE",
            &format!("{folder}/certificate.pem"),
        ),
        ("KOCHO__WEB__TLS_KEY", &format!("{folder}/key.pem")),
        ("KOCHO__LIMITS__CONNECTIONS", "30"),
    ]);
    // Some never read, and very many never begin to encrypt.
    let mut unread: Vec<_> = (0..5).map(|_| encrypted(house.serving.port)).collect();
    for visitor in &mut unread {
        let patience = Some(Duration::from_secs(2));
        visitor.sock.set_write_timeout(patience).unwrap();
        let _ = visitor.write_all(&greedy()[..100_000]);
    }
    let silent: Vec<TcpStream> = (0..300).map(|_| house.visitor(b"")).collect();
    let ask = |said: &str| {
        let mut visitor = encrypted(house.serving.port);
        let _ = visitor.write_all(said.as_bytes());
        let mut answer = Vec::new();
        let _ = visitor.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    wait("the health check", || {
        ask(HEALTH).starts_with("HTTP/1.1 200")
    });
    wait("the end of those who do not read", || {
        house.ended("unread") > 0
    });
    drop((silent, unread));
    wait("room for a page", || ask(PAGE).starts_with("HTTP/1.1 200"));
}
