//! The audit log by the command line: an end that is cut off is missed, and a restored backup is no alarm.

use std::fs;
use std::process::Command;

use super::installation::{Installation, wait};

fn founded(town: &Installation, slug: &str) {
    town.succeeded(&[
        "municipality",
        "create",
        slug,
        "--name",
        "市",
        "--division",
        "課",
        "--telephone",
        "0125-54-2121",
    ]);
}

fn cut(town: &Installation, slug: &str) {
    town.sql(&format!(
        "set session_replication_role = replica; \
         delete from audit where municipality_id = (select id from municipalities where slug = '{slug}')"
    ));
}

#[test]
fn an_end_that_was_cut_off_is_missed_and_a_restored_backup_is_no_alarm() {
    let town = Installation::new();
    let serving = town.serve();
    founded(&town, "sunagawa");
    town.succeeded(&["backup", "early.dump"]);
    founded(&town, "utashinai");
    town.succeeded(&["backup", "late.dump"]);
    let said = town.succeeded(&["audit", "verify", "--backup", "late.dump"]);
    assert!(said.contains("6 entries"), "{said}");
    assert!(!town.succeeded(&["doctor"]).contains("WRONG"));
    cut(&town, "utashinai");
    let missed = "entries 1 to 3 of utashinai are missing, the last ones";
    let said = town.refused(&["audit", "verify"]);
    assert!(said.contains(missed), "{said}");
    let output = town.run(&["doctor"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains(&format!("WRONG  audit: {missed}")), "{said}");
    // A running node says so by itself.
    let log = town.path(&format!("stderr.{}", serving.port));
    wait("the node's own alarm", || {
        fs::read_to_string(&log).unwrap().contains(missed)
    });
    // Without what this machine noted, the backup still knows; and accepting what is there does not change that.
    town.succeeded(&["audit", "accept"]);
    town.succeeded(&["audit", "verify"]);
    let said = town.refused(&["audit", "verify", "--backup", "late.dump"]);
    assert!(said.contains(missed), "{said}");
    drop(serving);
    for (file, entries) in [("late.dump", "6 entries"), ("early.dump", "3 entries")] {
        let said = town.succeeded(&["restore", "--force", file]);
        assert!(!said.contains("audit"), "{said}");
        let said = town.succeeded(&["audit", "verify"]);
        assert!(said.contains(entries), "{said}");
    }
}

/// What a Kocho of before wrote: a bare archive, tables of before, entries without keys.
#[test]
fn a_backup_of_before_is_restored_after() {
    let town = Installation::new();
    let serving = town.serve();
    town.found_town("sunagawa");
    town.sql(
        "alter table audit drop column audit_key; \
         delete from __diesel_schema_migrations where version = '20261128000600'",
    );
    let dumped = Command::new("pg_dump")
        .env("PGHOST", town.root())
        .args([
            "-U",
            "kocho",
            "-d",
            "kocho",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
        ])
        .args(["--exclude-table-data=*.recipients", "--file"])
        .arg(town.path("before.dump"))
        .status()
        .unwrap();
    assert!(dumped.success());
    town.sql("delete from municipalities");
    drop(serving);
    town.refused(&["restore", "before.dump"]);
    town.succeeded(&["restore", "--force", "--without-checksum", "before.dump"]);
    let _serving = town.serve();
    assert_eq!(town.towns(), "sunagawa");
    founded(&town, "utashinai");
    assert!(!town.succeeded(&["doctor"]).contains("WRONG"));
    assert_eq!(
        town.sql("select count(*) from audit where audit_key is not null"),
        "5",
        "two of the first administrator's link, three of the other town"
    );
}
