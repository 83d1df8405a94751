//! The file of a backup: a damaged one is refused to its last bit, a forged one fills tables at most, an encrypted one is
//! opened by its key only.

use std::fs;
use std::process::{Command, Stdio};

use age::secrecy::ExposeSecret;
use kocho::formats::backup;
use kocho::storage::migrations;
use kocho::storage::restoring::Restoring;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::backups::{backed_up, towns};
use crate::support::db::TestDb;

/// Bytes of the checksum at the end.
const SUM: usize = 32;

/// The archive of `pg_dump` within a backup.
fn archive(file: &[u8]) -> &[u8] {
    let ends = file.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let label = ends.map(|(at, _)| at).nth(1).unwrap();
    &file[label + 1..file.len() - SUM]
}

/// A backup with a right checksum, of whatever archive: what somebody makes who wants to be believed.
fn forged(file: &[u8], archive: &[u8]) -> Vec<u8> {
    let identities = backup::Identities::default();
    let label = backup::verify(file, &identities).unwrap().unwrap();
    let mut to = backup::begin(Vec::new(), &label).unwrap();
    std::io::Write::write_all(&mut to, archive).unwrap();
    to.finish().unwrap()
}

/// The same bytes with one statement in place of another, which must be as long.
fn with_statement(archive: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = archive
        .windows(old.len())
        .position(|part| part == old.as_bytes())
        .unwrap_or_else(|| panic!("there is no {old}"));
    let mut changed = archive.to_vec();
    let new = format!("{new:width$}", width = old.len());
    assert_eq!(new.len(), old.len(), "too long");
    changed[at..at + old.len()].copy_from_slice(new.as_bytes());
    changed
}

const COLUMNS: &str = "select string_agg(concat_ws(' ', attrelid::regclass, attname, atttypid::regtype), ',' order by attrelid::regclass::text, attname) \
                       from pg_attribute where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace \
                       and relkind = 'r') and attnum > 0";

#[test]
fn no_flipped_bit_is_restored() {
    let town = backed_up();
    let whole = fs::read(town.path("all.dump")).unwrap();
    let seed = rand::random::<u64>();
    println!("seed {seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    for _ in 0..250 {
        let (at, bit) = (dice.random_range(0..whole.len()), dice.random_range(0..8));
        let mut changed = whole.clone();
        changed[at] ^= 1 << bit;
        fs::write(town.path("flipped.dump"), &changed).unwrap();
        let said = town.refused(&["restore", "--force", "flipped.dump"]);
        assert!(
            said.contains("damaged") || said.contains("no backup"),
            "byte {at} of {}: {said}",
            whole.len()
        );
    }
    for (name, bytes) in [
        ("shorter", whole[..whole.len() - 1].to_vec()),
        ("half", whole[..whole.len() / 2].to_vec()),
        ("longer", [&whole[..], b"\0"].concat()),
        ("twice", [&whole[..], &whole[..]].concat()),
        ("empty", Vec::new()),
    ] {
        fs::write(town.path("other.dump"), bytes).unwrap();
        let said = town.refused(&["restore", "--force", "other.dump"]);
        assert!(
            said.contains("damaged") || said.contains("no backup"),
            "{name}: {said}"
        );
    }
    assert_eq!(towns(&town), "sunagawa");
}

/// The control: without the checksum some of them are taken, and even then the tables are this program's.
#[test]
fn without_the_checksum_some_flipped_bits_are_taken_and_the_tables_stay_right() {
    let town = backed_up();
    let whole = fs::read(town.path("all.dump")).unwrap();
    let bare = archive(&whole);
    fs::write(town.path("bare.dump"), bare).unwrap();
    let said = town.refused(&["restore", "--force", "bare.dump"]);
    assert!(said.contains("--without-checksum"), "{said}");
    let serving = town.serve();
    let columns = town.sql(COLUMNS);
    let seed = rand::random::<u64>();
    println!("seed {seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    let mut taken = Vec::new();
    for _ in 0..16 {
        let at = dice.random_range(0..bare.len() * 3 / 4);
        let mut changed = bare.to_vec();
        changed[at] ^= 1 << dice.random_range(0..8);
        fs::write(town.path("flipped.dump"), &changed).unwrap();
        let check = ["restore", "--check", "--force", "--without-checksum"];
        let output = town.run(&[&check[..], &["flipped.dump"]].concat());
        if output.status.success() {
            taken.push(changed);
        }
    }
    println!("{} of 16 were taken", taken.len());
    drop(serving);
    let changed = taken
        .first()
        .expect("none was taken: the control shows nothing");
    fs::write(town.path("flipped.dump"), changed).unwrap();
    town.succeeded(&["restore", "--force", "--without-checksum", "flipped.dump"]);
    let serving = town.serve();
    assert_eq!(town.sql(COLUMNS), columns);
    drop(serving);
}

#[test]
fn a_forged_statement_is_not_run() {
    let town = backed_up();
    let whole = fs::read(town.path("all.dump")).unwrap();
    let copy = "COPY public.municipalities (id, slug, name, contact, time_zone, synthetic, created_at, is_office, \
                suspended_at, second_factor, linked_hosts) FROM stdin;";
    let mark = tempfile::Builder::new()
        .prefix("k")
        .tempdir_in("/tmp")
        .unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
    fs::set_permissions(mark.path(), open).unwrap();
    let mark = mark.path().join("x");
    let program = format!(
        "COPY public.municipalities TO PROGRAM 'cat>{}';",
        mark.display()
    );
    let bytes = with_statement(archive(&whole), copy, &program);
    fs::write(town.path("forged.dump"), forged(&whole, &bytes)).unwrap();
    let said = town.refused(&["restore", "--force", "forged.dump"]);
    assert!(said.contains("TO PROGRAM"), "{said}");
    assert!(said.contains("Nothing was changed"), "{said}");
    let meta = with_statement(
        archive(&whole),
        copy,
        &format!("\\! cat>{}", mark.display()),
    );
    fs::write(town.path("forged.dump"), forged(&whole, &meta)).unwrap();
    town.refused(&["restore", "--force", "forged.dump"]);
    let system = with_statement(
        archive(&whole),
        copy,
        "ALTER SYSTEM SET archive_command = 'touch x';",
    );
    fs::write(town.path("forged.dump"), forged(&whole, &system)).unwrap();
    town.refused(&["restore", "--force", "forged.dump"]);
    assert!(!mark.exists());
    assert_eq!(towns(&town), "sunagawa");
    // The control: as it was done before, by the server's own user, the program runs.
    let _serving = town.serve();
    fs::write(town.path("forged.archive"), bytes).unwrap();
    let script = Command::new("pg_restore")
        .args(["--no-owner", "--data-only", "--file=-"])
        .arg(town.path("forged.archive"))
        .output()
        .unwrap();
    let psql = Command::new("/usr/bin/psql")
        .env("PGHOST", town.root())
        .args(["-U", "kocho", "-d", "kocho", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut psql = psql.unwrap();
    std::io::Write::write_all(psql.stdin.as_mut().unwrap(), &script.stdout).unwrap();
    psql.wait().unwrap();
    assert!(mark.exists(), "the forgery is none");
}

#[test]
fn a_schema_that_is_not_ours_is_refused() {
    let town = backed_up();
    let serving = town.serve();
    let evil = "create function evil() returns trigger language plpgsql as 'begin return new; end'; \
                create trigger evil before insert on municipalities for each row execute function evil()";
    for (at, (extra, undo)) in [
        (evil, "drop function evil() cascade"),
        ("create table extra (a int)", "drop table extra"),
        (
            "alter table municipalities add column extra text",
            "alter table municipalities drop column extra",
        ),
        (
            "create index extra on municipalities (name)",
            "drop index extra",
        ),
        ("create view extra as select 1 as a", "drop view extra"),
        ("create sequence extra", "drop sequence extra"),
        ("drop trigger audit_immutable on audit", "select 1"),
    ]
    .into_iter()
    .enumerate()
    {
        town.sql(extra);
        let name = format!("extra-{at}.dump");
        town.succeeded(&["backup", &name]);
        let said = town.refused(&["restore", "--check", "--force", &name]);
        assert!(
            said.contains("every backup") || said.contains("no backup"),
            "{extra}: {said}"
        );
        town.sql(undo);
    }
    drop(serving);
    let said = town.refused(&["restore", "--force", "extra-0.dump"]);
    assert!(
        said.contains("evil") && said.contains("Nothing was changed"),
        "{said}"
    );
    assert_eq!(towns(&town), "sunagawa");
}

/// The server's own user may run programs; whoever takes in rows has put that off, and leaves nothing behind.
#[tokio::test]
async fn rows_come_in_by_a_role_that_may_nothing_else() {
    let db = TestDb::new().await;
    let might = "select rolsuper::text from pg_roles where rolname = current_user";
    assert_eq!(db.text(might).await, "true", "the tests' own server");
    let known = migrations::known().unwrap();
    let mut restoring = Restoring::begin(&db.url, &known).await.unwrap();
    // Refuses by itself to go on with more rights than that.
    restoring.step_down().await.unwrap();
    let columns = [
        "id",
        "slug",
        "name",
        "contact",
        "time_zone",
        "synthetic",
        "created_at",
        "is_office",
        "suspended_at",
        "second_factor",
        "linked_hosts",
    ];
    let mut rows = vec![
        b"00000000-0000-0000-0000-000000000001\ts\t{}\t{}\tAsia/Tokyo\tt\t2026-01-01 00:00:00+00\tf\t\\N\tt\t[]\n"
            .to_vec(),
    ];
    let filled = restoring
        .fill("municipalities", &columns.map(str::to_owned), async || {
            rows.pop()
        })
        .await;
    filled.unwrap();
    let again = restoring
        .fill("municipalities", &columns.map(str::to_owned), async || None)
        .await;
    assert!(again.is_err(), "the rows of a table come once");
    for (table, columns) in [("pg_proc", ["oid"]), ("surveys", ["id"])] {
        let strange = restoring
            .fill(table, &columns.map(str::to_owned), async || None)
            .await;
        assert!(strange.is_err(), "{table}");
    }
    restoring.undo().await;
    let left = "select (select count(*) from pg_roles where rolname like 'kocho_restore%') + \
                (select count(*) from pg_namespace where nspname like 'kocho_restore%')";
    println!(
        "roles and schemas of restores under way: {}",
        db.number(left).await
    );
    assert_eq!(db.number("select count(*) from municipalities").await, 0);
}

#[test]
fn only_its_key_opens_an_encrypted_backup() {
    let town = backed_up().with("KOCHO__BACKUP__RECIPIENTS", "");
    let (one, two) = (
        age::x25519::Identity::generate(),
        age::x25519::Identity::generate(),
    );
    let keys = [("one.key", &one), ("two.key", &two)];
    for (name, key) in keys {
        let text = format!("# kept apart\n{}\n", key.to_string().expose_secret());
        fs::write(town.path(name), text).unwrap();
    }
    let recipient = one.to_public().to_string();
    let said = town.succeeded(&["backup", "--recipient", &recipient, "locked.dump"]);
    assert!(
        said.contains("encrypted") && said.contains("drafts"),
        "{said}"
    );
    assert!(
        fs::read(town.path("locked.dump"))
            .unwrap()
            .starts_with(b"age-encryption.org/v1")
    );
    let said = town.refused(&["restore", "--force", "locked.dump"]);
    assert!(said.contains("--identity"), "{said}");
    let said = town.refused(&["restore", "--force", "--identity", "two.key", "locked.dump"]);
    assert!(said.contains("another key"), "{said}");
    town.succeeded(&[
        "restore",
        "--force",
        "--identity",
        "two.key",
        "--identity",
        "one.key",
        "locked.dump",
    ]);
    assert_eq!(towns(&town), "sunagawa");
    // By the settings, every backup; its name says so.
    let town = town.with("KOCHO__BACKUP__RECIPIENTS", &two.to_public().to_string());
    let said = town.succeeded(&["backup"]);
    assert!(said.contains(".dump.age"), "{said}");
    let said = town.refused(&["backup", "--recipient", "age1nobody", "none.dump"]);
    assert!(said.contains("age1nobody"), "{said}");
    assert!(!town.path("none.dump").exists());
}

#[test]
fn unfinished_answers_are_in_no_backup() {
    let town = backed_up();
    let serving = town.serve();
    town.sql(
        "insert into questionnaires (municipality_id, id, code) select id, id, 'q' from municipalities; \
         insert into versions (municipality_id, id, questionnaire_id, number, document, digest) \
         select id, id, id, 1, '{}', '\\x00' from municipalities; \
         insert into surveys (municipality_id, id, version_id, slug, title, fiscal_year, anonymity) \
         select id, id, id, 's', '{}', 2026, 'open' from municipalities",
    );
    drop(serving);
    let said = town.succeeded(&["backup", "drafts.dump"]);
    assert!(
        said.contains("Left out on purpose: unfinished answers"),
        "{said}"
    );
    let bytes = fs::read(town.path("drafts.dump")).unwrap();
    fs::write(town.path("drafts.archive"), archive(&bytes)).unwrap();
    let list = Command::new("pg_restore")
        .arg("--list")
        .arg(town.path("drafts.archive"))
        .output()
        .unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.contains("TABLE DATA public surveys"), "{list}");
    for left_out in ["drafts", "trial_drafts", "recipients"] {
        assert!(
            list.contains(&format!("TABLE public {left_out} ")),
            "{list}"
        );
        assert!(
            !list.contains(&format!("TABLE DATA public {left_out} ")),
            "{list}"
        );
    }
}
