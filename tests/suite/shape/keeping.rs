//! What keeps backups and jobs safe however the code around them changes.

use super::{assert_none, files};

/// An archive may be forged: rows are read out of it, and no statement of it reaches a database or a shell.
#[test]
fn no_archive_is_handed_to_a_database() {
    let mut faults = Vec::new();
    let mut read = 0;
    for (path, text) in files("src", ".rs") {
        for line in text.lines().map(str::trim) {
            read += line.matches("\"pg_restore\"").count();
            let connects = line.contains("connected(") && !line.contains("\"pg_dump\"");
            let calls = line.contains("connected(database, ");
            if line.contains("\"psql\"") || (connects && calls) {
                faults.push(format!("{path}: {line}"));
            }
        }
    }
    assert!(read > 0, "the search is broken");
    assert_none(&faults);
}

/// A job that works with other connections than those of its claim would go on after it was taken over.
#[test]
fn jobs_work_with_the_connections_of_their_claim() {
    let mut faults = Vec::new();
    let mut given = 0;
    for (path, text) in files("src/jobs", ".rs") {
        given += text.matches("db: &Db").count();
        let runs = [
            "src/jobs/mod.rs",
            "src/jobs/sending.rs",
            "src/jobs/working.rs",
        ]
        .contains(&path.as_str());
        if runs && (text.contains("app.db") || text.contains("pool::")) {
            faults.push(format!("{path}: another connection"));
        }
    }
    assert!(given > 0, "the search is broken");
    assert_none(&faults);
}
