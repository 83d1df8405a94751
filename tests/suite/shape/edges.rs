//! The edge of the program, where what comes from outside is counted, logged, refused and given out: each is done in one
//! place.

use super::{assert_none, files};

/// The lines of the program that are neither comments nor tests.
fn code(folder: &str) -> Vec<(String, usize, String)> {
    let mut lines = Vec::new();
    for (path, text) in files(folder, ".rs") {
        if path.ends_with("tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        let numbered = (1..).zip(code.lines());
        let kept = numbered.filter(|(_, line)| !line.trim_start().starts_with("//"));
        lines.extend(kept.map(|(at, line)| (path.clone(), at, line.to_owned())));
    }
    lines
}

/// A word is said in these places only.
#[track_caller]
fn assert_only(folder: &str, word: &str, allowed: &[&str]) {
    let said: Vec<_> = code(folder)
        .into_iter()
        .filter(|(_, _, line)| line.contains(word))
        .collect();
    assert!(!said.is_empty(), "{word}: the search is broken");
    let elsewhere = said
        .iter()
        .filter(|(path, ..)| !allowed.contains(&path.as_str()));
    let faults: Vec<_> = elsewhere
        .map(|(path, at, line)| format!("{path}:{at}: {line}"))
        .collect();
    assert_none(&faults);
}

/// A label that a visitor can choose is memory that a visitor can take: labels are `Word`s.
#[test]
fn labels_are_words_of_the_program() {
    assert_only("src", "with_label_values", &["src/metrics/mod.rs"]);
}

/// Who acts for one municipality acts for no other, but for those who run the installation.
#[test]
fn nobody_acts_over_another_municipality() {
    assert_only(
        "src",
        ".as_operator_of(",
        &["src/workflows/municipalities.rs"],
    );
}

/// The doors log in few places, and none of them says what was sent.
#[test]
fn the_doors_log_nothing_that_was_sent() {
    assert_only(
        "src/web",
        "tracing::",
        &[
            "src/web/error.rs",
            "src/web/log.rs",
            "src/web/middleware/request.rs",
            "src/web/respond/held_back.rs",
            "src/web/throttle/mod.rs",
        ],
    );
    for (path, at, line) in code("src/web") {
        for sent in [
            "uri()",
            "query_string()",
            ".path()",
            "user_agent",
            "peer_addr",
        ] {
            let logged = line.contains("tracing::") && line.contains(sent);
            assert!(!logged, "{path}:{at}: {line}");
        }
    }
}

/// The one place that tells a database that is away from a fault of the program.
#[test]
fn faults_are_made_in_one_place() {
    assert_only("src", "Self::Internal(", &["src/web/error.rs"]);
    let elsewhere = code("src")
        .into_iter()
        .filter(|(_, _, line)| line.contains("Error::Internal("));
    let faults: Vec<_> = elsewhere
        .map(|(path, at, _)| format!("{path}:{at}"))
        .collect();
    assert_none(&faults);
}

/// What offices open in a spreadsheet goes through the guard; a case folder holds codes and numbers only.
#[test]
fn tables_for_spreadsheets_are_written_where_they_are_guarded() {
    let guarded = ["src/formats/spreadsheet.rs", "src/formats/plan/sheet.rs"];
    let codes = "src/formats/case/export/responses.rs";
    assert_only(
        "src",
        "WriterBuilder::new()",
        &[guarded[0], guarded[1], codes],
    );
    assert_only("src", "Writer::from_writer", &[guarded[0]]);
    assert_only("src", "ContentDisposition {", &["src/web/download.rs"]);
    assert_only("src", "text/csv", &["src/web/download.rs"]);
    for path in guarded {
        let text = code(path.rsplit_once('/').unwrap().0);
        let guards = text
            .iter()
            .any(|(at, _, line)| at == path && line.contains("guard("));
        assert!(guards, "{path}");
    }
}

/// Every connection has a place and a deadline: nobody else listens.
#[test]
fn one_place_listens() {
    let elsewhere = code("src").into_iter().filter(|(_, _, line)| {
        ["HttpServer", "bind_rustls", ".tcp()"]
            .iter()
            .any(|word| line.contains(word))
    });
    let faults: Vec<_> = elsewhere
        .map(|(path, at, _)| format!("{path}:{at}"))
        .collect();
    assert_none(&faults);
    assert_only("src", "Server::build()", &["src/web/listening/mod.rs"]);
}
