//! Settings: which are refused, and what follows from them.

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
    read(Path::new("/nonexistent/local.toml"), environment.collect())?.checked()
}

fn complaint(key: &str, value: &str) -> String {
    with(&[(key, value)]).unwrap_err().to_string()
}

#[test]
fn the_defaults_can_be_read() {
    let config = with(&[]).unwrap();
    assert_eq!(config.public_url(), "http://127.0.0.1:8080");
    assert!(config.database.url.is_none());
    assert!(config.web.staff.is_none());
}

#[test]
fn the_environment_wins() {
    let config = with(&[
        ("KOCHO__WEB__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("KOCHO__DATABASE__POOL", "3"),
        ("KOCHO__PUBLIC_URL", "https://kocho.example.jp/"),
        ("DATABASE_URL", "postgres://a@b/c"),
        ("KOCHO__SECRET", "12345678901234567890"),
    ])
    .unwrap();
    assert_eq!(config.web.trusted_proxies.len(), 2);
    assert_eq!(config.database.pool, 3);
    assert_eq!(config.public_url(), "https://kocho.example.jp");
    assert_eq!(config.database.url.unwrap().0, "postgres://a@b/c");
    assert_eq!(config.secret.unwrap().0, "12345678901234567890");
}

#[test]
fn what_is_not_set_follows_the_processors() {
    let config = with(&[]).unwrap();
    assert!((32..=64).contains(&config.database.pool));
    assert!((2..=8).contains(&config.intake.batches));
    let config = with(&[("KOCHO__INTAKE__BATCHES", "1")]).unwrap();
    assert_eq!(config.intake.batches, 1);
}

#[test]
fn a_bad_value_is_named_by_its_key() {
    for (key, value, named) in [
        ("KOCHO__DATABASE__POOL", "many", "database.pool"),
        ("KOCHO__DATABASE__POOL", "-1", "database.pool"),
        ("KOCHO__DATABASE__URL", "mysql://x", "database.url"),
        ("KOCHO__WEB__PUBLIC", "here", "web.public"),
        ("KOCHO__WEB__STAFF", "there", "web.staff"),
        (
            "KOCHO__WEB__TRUSTED_PROXIES",
            "10.0.0.0/40",
            "web.trusted_proxies",
        ),
        ("KOCHO__WEB__TLS_KEY", "key.pem", "web.tls_certificate"),
        ("KOCHO__WEB__PUBLIC", "0.0.0.0:80", "web.insecure"),
        ("KOCHO__PUBLIC_URL", "example.jp", "public_url"),
        ("KOCHO__LOG__FORMAT", "xml", "log.format"),
        ("KOCHO__WEB__PUBLIK", "x", "publik"),
        ("KOCHO__MALE__SMTP", "x", "male"),
    ] {
        let said = complaint(key, value);
        assert!(said.contains(named), "{key}={value}: {said}");
    }
}

#[test]
fn only_own_names_are_answered() {
    let config = with(&[
        ("KOCHO__PUBLIC_URL", "https://Survey.example.jp:8443/town"),
        ("KOCHO__WEB__HOSTS", "kocho.lan"),
    ])
    .unwrap();
    for own in [
        "survey.example.jp",
        "survey.example.jp:8443",
        "localhost:8080",
        "[::1]:80",
        "kocho.lan",
        "127.0.0.1",
    ] {
        assert!(config.answers_to(Side::Both, own), "{own}");
    }
    for foreign in [
        "example.jp",
        "",
        "survey.example.jp.",
        "evil.example",
        "10.0.0.1",
    ] {
        assert!(!config.answers_to(Side::Both, foreign), "{foreign}");
    }
}

#[test]
fn each_side_answers_to_its_own_name_and_follows_its_own_scheme() {
    let config = with(&[
        ("KOCHO__PUBLIC_URL", "http://survey.example.jp"),
        ("KOCHO__WEB__STAFF", "10.1.0.5:8081"),
        ("KOCHO__WEB__STAFF_URL", "https://staff.example.jp"),
        ("KOCHO__WEB__HOSTS", "kocho.lan"),
        ("KOCHO__WEB__INSECURE", "true"),
    ])
    .unwrap();
    for (host, public, staff) in [
        ("survey.example.jp", true, false),
        ("kocho.lan", true, false),
        ("staff.example.jp:443", false, true),
        ("10.1.0.5", false, true),
        ("localhost", true, true),
        ("127.0.0.1:8081", true, true),
        ("other.example.jp", false, false),
    ] {
        assert_eq!(config.answers_to(Side::Public, host), public, "{host}");
        assert_eq!(config.answers_to(Side::Staff, host), staff, "{host}");
    }
    assert!(config.has_two_sides());
    assert!(config.is_secure(Side::Staff) && !config.is_secure(Side::Public));
    let one = with(&[("KOCHO__PUBLIC_URL", "https://survey.example.jp")]).unwrap();
    assert!(one.is_secure(Side::Staff) && !one.has_two_sides());
    assert!(one.answers_to(Side::Staff, "survey.example.jp"));
}

#[test]
fn strangers_stay_outside_where_staff_come_from_the_office_only() {
    let closed = [
        ("KOCHO__WEB__STAFF_FROM_OFFICE_ONLY", "true"),
        ("KOCHO__WEB__OFFICE_NETWORKS", "10.1.0.0/16"),
    ];
    let config = with(&closed).unwrap();
    let lets = |address: &str, forwarded| {
        let address = address.parse().unwrap();
        config.web.lets_staff_in(address, forwarded)
    };
    assert!(lets("10.1.2.3", false) && lets("10.1.2.3", true));
    assert!(!lets("10.2.0.1", false) && !lets("203.0.113.7", false));
    assert!(lets("127.0.0.1", false));
    assert!(!lets("127.0.0.1", true), "through a proxy nobody named");
}

#[test]
fn what_is_secret_is_not_printed() {
    let config = with(&[("DATABASE_URL", "postgres://a:geheim@b/c")]).unwrap();
    assert!(!format!("{config:?}").contains("geheim"));
}
