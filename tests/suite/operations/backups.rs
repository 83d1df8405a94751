//! Backups: everything comes back, or nothing changes.

use std::fs;

use super::installation::Installation;

/// A town with a backup of it.
pub(super) fn backed_up() -> Installation {
    let town = Installation::new();
    let serving = town.serve();
    town.found_town("sunagawa");
    // While it serves: nobody has to go home for a backup.
    town.succeeded(&["backup", "all.dump"]);
    drop(serving);
    town
}

pub(super) fn towns(town: &Installation) -> String {
    let _serving = town.serve();
    town.towns()
}

#[test]
fn a_backup_comes_back_in_another_place() {
    let old = backed_up();
    let new = Installation::new();
    fs::create_dir(new.path("var")).unwrap();
    fs::copy(old.path("var/secret"), new.path("var/secret")).unwrap();
    let file = old.path("all.dump");
    new.succeeded(&["restore", file.to_str().unwrap()]);
    assert_eq!(towns(&new), "sunagawa");
}

#[test]
fn only_the_owner_can_read_a_backup_and_an_existing_file_is_kept() {
    let town = backed_up();
    let mode = std::os::unix::fs::MetadataExt::mode(&town.path("all.dump").metadata().unwrap());
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        town.refused(&["backup", "all.dump"])
            .contains("exists already")
    );
}

#[test]
fn data_is_replaced_only_when_asked_to() {
    let town = backed_up();
    let serving = town.serve();
    town.found_town("utashinai");
    drop(serving);
    assert!(town.refused(&["restore", "all.dump"]).contains("not empty"));
    assert_eq!(towns(&town), "sunagawa utashinai");
    // A dry run, also while it serves.
    let serving = town.serve();
    assert!(
        town.refused(&["restore", "--check", "all.dump"])
            .contains("not empty")
    );
    let said = town.succeeded(&["restore", "--check", "--force", "all.dump"]);
    assert!(said.contains("a whole backup"), "{said}");
    assert_eq!(town.towns(), "sunagawa utashinai");
    drop(serving);
    town.succeeded(&["restore", "--force", "all.dump"]);
    assert_eq!(towns(&town), "sunagawa");
}

#[test]
fn half_a_backup_changes_nothing() {
    let town = backed_up();
    let whole = fs::read(town.path("all.dump")).unwrap();
    for part in [0, 10, whole.len() / 2, whole.len() - 1] {
        fs::write(town.path("part.dump"), &whole[..part]).unwrap();
        town.refused(&["restore", "--check", "--force", "part.dump"]);
        town.refused(&["restore", "--force", "part.dump"]);
    }
    assert_eq!(towns(&town), "sunagawa");
}

#[test]
fn a_backup_of_another_installation_changes_nothing() {
    let (one, other) = (backed_up(), backed_up());
    let file = other.path("all.dump");
    let said = one.refused(&["restore", "--check", "--force", file.to_str().unwrap()]);
    assert!(said.contains("another secret"), "{said}");
    let said = one.refused(&["restore", "--force", file.to_str().unwrap()]);
    assert!(said.contains("another secret"), "{said}");
    assert!(said.contains("Nothing was changed"), "{said}");
    assert_eq!(towns(&one), "sunagawa");
}

#[test]
fn a_backup_made_by_a_newer_program_changes_nothing() {
    let town = backed_up();
    let serving = town.serve();
    town.sql("insert into __diesel_schema_migrations (version) values ('99990101000000')");
    town.succeeded(&["backup", "newer.dump"]);
    town.sql("delete from __diesel_schema_migrations where version = '99990101000000'");
    let said = town.refused(&["restore", "--check", "--force", "newer.dump"]);
    assert!(said.contains("newer program"), "{said}");
    drop(serving);
    let said = town.refused(&["restore", "--force", "newer.dump"]);
    assert!(said.contains("newer program"), "{said}");
    assert_eq!(towns(&town), "sunagawa");
}

#[test]
fn doctor_finds_what_is_wrong() {
    let town = backed_up();
    assert!(!town.succeeded(&["doctor"]).contains("WRONG"));
    fs::write(town.path("var/secret"), "1".repeat(64)).unwrap();
    let output = town.run(&["doctor"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("WRONG  secret"), "{said}");
}

#[test]
fn doctor_finds_a_changed_entry_of_the_audit_log() {
    let town = Installation::new();
    let serving = town.serve();
    town.found_town("sunagawa");
    let said = town.succeeded(&["doctor"]);
    assert!(said.contains("every entry is in its chain"), "{said}");
    town.sql(
        "insert into audit (municipality_id, number, at, who, event, hash) \
         select id, 1, now(), '{}', '{}', '\\x00' from municipalities",
    );
    let output = town.run(&["doctor"]);
    drop(serving);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("WRONG  audit: entry 1 of sunagawa is missing or was changed"),
        "{said}"
    );
}
