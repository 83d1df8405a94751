//! What the program refuses to start with, and that it says why.

use std::fs::{self, OpenOptions};
use std::io::Write;

use super::installation::Installation;

fn append(town: &Installation, setting: &str) {
    let path = town.data().join("postgresql.auto.conf");
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    writeln!(file, "{setting} = off").unwrap();
}

#[test]
fn a_server_that_may_lose_acknowledged_answers_is_refused() {
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        let town = Installation::new();
        town.succeeded(&["migrate"]);
        append(&town, setting);
        let said = town.refused(&["serve"]);
        assert!(said.contains(setting), "{said}");
    }
}

#[test]
fn a_database_or_role_without_synchronous_commit_is_refused() {
    for whose in ["database", "role"] {
        let town = Installation::new();
        let serving = town.serve();
        town.sql(&format!("alter {whose} kocho set synchronous_commit = off"));
        drop(serving);
        let said = town.refused(&["serve"]);
        assert!(said.contains("synchronous_commit"), "{said}");
    }
}

#[test]
fn a_newer_schema_is_refused() {
    let town = Installation::new();
    let serving = town.serve();
    town.sql("insert into __diesel_schema_migrations (version) values ('99990101000000')");
    assert!(serving.get("/readyz").starts_with("HTTP/1.1 503"));
    drop(serving);
    let said = town.refused(&["serve"]);
    assert!(
        said.contains("newer schema (migration 99990101000000)"),
        "{said}"
    );
}

#[test]
fn another_secret_is_refused_and_a_lost_one_is_not_replaced() {
    let town = Installation::new();
    drop(town.serve());
    let path = town.path("var/secret");
    let own = fs::read_to_string(&path).unwrap();
    assert_eq!(
        std::os::unix::fs::MetadataExt::mode(&path.metadata().unwrap()) & 0o777,
        0o600
    );
    fs::write(&path, "0".repeat(64)).unwrap();
    assert!(
        town.refused(&["serve"])
            .contains("not the one this database")
    );
    fs::remove_file(&path).unwrap();
    assert!(town.refused(&["serve"]).contains("is missing"));
    assert!(!path.exists());
    fs::write(&path, own).unwrap();
    drop(town.serve());
}

#[test]
fn a_bad_setting_is_named() {
    for (key, value, named) in [
        ("KOCHO__DATABASE__POOL", "many", "database.pool"),
        ("KOCHO__WEB__PUBLIK", "127.0.0.1:1", "publik"),
        ("KOCHO__WEB__PUBLIC", "0.0.0.0:8080", "web.insecure"),
        ("KOCHO__LOG__LEVEL", "=loud=", "log.level"),
        ("KOCHO__SECRET", "short", "secret"),
    ] {
        let town = Installation::new().with(key, value);
        let said = town.refused(&["serve"]);
        assert!(said.contains(named), "{key}={value}: {said}");
    }
}

#[test]
fn an_unknown_key_in_the_local_file_is_named() {
    let town = Installation::new();
    fs::create_dir(town.path("config")).unwrap();
    fs::write(
        town.path("config/local.toml"),
        "[mail]\nsmpt = \"smtp://x\"\n",
    )
    .unwrap();
    let said = town.refused(&["migrate"]);
    assert!(said.contains("smpt"), "{said}");
}
