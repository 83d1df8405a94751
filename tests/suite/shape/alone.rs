//! A test reaches nothing of another test. All tests of a run share one process and one database server: what reaches
//! over the whole of either is said in one place, which narrows it to the test that asks.

use super::{assert_none, files};

/// Words that reach far, where they may be written, and what is to be used instead.
const FAR: [(&str, &[&str], &str); 13] = [
    ("pg_terminate_backend", ITS_OWN, "TestDb::end_backends"),
    ("pg_cancel_backend", ITS_OWN, "a function of TestDb"),
    ("pg_stat_activity", ITS_OWN, "TestDb::backends"),
    ("pg_reload_conf", OWN_SERVER, "a server of its own"),
    ("alter system", OWN_SERVER, "a server of its own"),
    ("alter role", OWN_SERVER, "a server of its own"),
    ("alter database", OWN_SERVER, "a server of its own"),
    ("create role", OWN_SERVER, "a server of its own"),
    ("set_var(", &[], "settings handed to the program"),
    ("remove_var(", &[], "settings handed to the program"),
    ("set_current_dir(", &[], "paths that are whole"),
    ("temp_dir()", &[], "tempfile"),
    (
        "application_name",
        ITS_OWN,
        "TestDb: each test bears its own",
    ),
];

/// What narrows it to the test, and tests that start a server for themselves.
const ITS_OWN: &[&str] = &["suite/support/db.rs", "suite/operations/", "faults/"];

/// Tests that start a server for themselves.
const OWN_SERVER: &[&str] = &["suite/operations/", "faults/"];

fn allowed(path: &str, places: &[&str]) -> bool {
    path.ends_with("shape/alone.rs")
        || places
            .iter()
            .any(|place| path.contains(&format!("tests/{place}")))
}

#[test]
fn what_reaches_over_other_tests_is_said_in_one_place() {
    let mut faults = Vec::new();
    for (path, text) in files("tests", ".rs") {
        let said = text.to_lowercase();
        for (word, places, instead) in FAR {
            if said.contains(word) && !allowed(&path, places) {
                faults.push(format!("{path}: {word}; use {instead}"));
            }
        }
    }
    assert_none(&faults);
}

/// A listener gets whatever port is free from the system, and a program that must be told one gets its own.
#[test]
fn no_test_listens_on_a_port_of_its_choice() {
    let mut faults = Vec::new();
    for (path, text) in files("tests", ".rs") {
        let own = allowed(&path, &["suite/support/alone.rs"]);
        for (at, call) in text.match_indices("Listener::bind(") {
            let given = text[at + call.len()..].split(')').next().unwrap();
            if !own && !given.ends_with(":0\"") && !given.ends_with(", 0") {
                faults.push(format!("{path}: bind({given})"));
            }
        }
    }
    assert_none(&faults);
}

/// An advisory lock belongs to the whole database: its number is that of something the test made.
#[test]
fn advisory_locks_of_tests_are_of_their_own_surveys() {
    let mut faults = Vec::new();
    for (path, text) in files("tests", ".rs") {
        let asks = text.contains("pg_advisory") || text.contains("pg_try_advisory");
        let own = text.contains("lock_number(") || allowed(&path, &["suite/support/db.rs"]);
        if asks && !own {
            faults.push(format!("{path}: a lock whose number another test may use"));
        }
    }
    assert_none(&faults);
}

/// The catalogue shows every schema: of other tests, and of earlier runs with earlier migrations.
#[test]
fn the_catalogue_is_read_for_the_own_schema() {
    let mut faults = Vec::new();
    for (path, text) in files("tests", ".rs") {
        let asked = text.matches("information_schema.").count();
        let narrowed = text.matches("table_schema = current_schema()").count();
        if asked > narrowed && !allowed(&path, OWN_SERVER) {
            faults.push(format!("{path}: information_schema of all tests"));
        }
    }
    assert_none(&faults);
}

/// What outlives a test in the process is seen by the others.
#[test]
fn tests_keep_nothing_in_the_process() {
    // The last two are of a thread, and know whose they are or are made anew for each use.
    let known = ["HELD", "PRIVATE", "HERE", "COMPRESS"];
    let mut faults = Vec::new();
    for folder in ["tests", "src"] {
        for (path, text) in files(folder, ".rs") {
            for line in text.lines().map(str::trim) {
                let said = line
                    .trim_start_matches("pub ")
                    .trim_start_matches("pub(crate) ");
                let Some(rest) = said.strip_prefix("static ") else {
                    continue;
                };
                let name = rest.split(':').next().unwrap();
                let may_change = ["Mutex", "Atomic", "Once", "RwLock", "Cell"];
                if may_change.iter().any(|kind| rest.contains(kind)) && !known.contains(&name) {
                    faults.push(format!("{path}: {line}"));
                }
            }
        }
    }
    assert_none(&faults);
}
