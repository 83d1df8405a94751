//! Rust files: lengths, first lines, and words that belong to one place.

use super::arrows::{named_after, part};
use super::{assert_none, files};

#[test]
fn every_file_says_first_what_belongs_in_it_and_none_is_long() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (path, text) in files(folder, ".rs") {
            if !text.starts_with("//! ") {
                faults.push(format!("{path}: does not begin with //!"));
            }
            let lines = text.lines().count();
            if lines > 400 && path != "src/storage/schema.rs" {
                faults.push(format!("{path}: {lines} lines"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_domain_asks_nobody() {
    let mut faults = Vec::new();
    for (path, text) in files("src/domain", ".rs") {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for outside in [
            "std::env",
            "std::fs",
            "std::net",
            "std::time::",
            "Utc::now",
            "rand::",
            "getrandom",
            "diesel",
            "actix",
            "tokio",
            "tracing",
        ] {
            if code.contains(outside) && !path.ends_with("tests.rs") {
                faults.push(format!("{path}: {outside}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_public_pages_do_not_know_single_responses() {
    let mut faults = Vec::new();
    for (path, text) in files("src/web/public", ".rs") {
        for line in text.lines().map(str::trim) {
            let comment = line.starts_with("//");
            let used = line.starts_with("use ") && line.contains("responses");
            if !comment && (used || line.contains("responses::") || line.contains("drafts")) {
                faults.push(format!("{path}: {line}"));
            }
        }
    }
    assert_none(&faults);
}

/// The public sees what `read::Public` is given: published values and releases. Its pages name rows, never a function
/// of `storage` that would give them others (M-12).
#[test]
fn the_public_pages_ask_no_table() {
    let mut faults = Vec::new();
    let mut asked = 0;
    for (path, text) in files("src/web/public", ".rs") {
        asked += text.matches("Public::of(").count();
        let used = text.match_indices("storage::");
        for (at, _) in used {
            let named = &text[at + "storage::".len()..];
            let end = named.find([';', '(', ')', ',', ' ', '>', '\n']).unwrap();
            let last = named[..end].rsplit("::").next().unwrap();
            if !last.starts_with(char::is_uppercase) {
                faults.push(format!("{path}: storage::{}", &named[..end]));
            }
        }
    }
    assert!(asked > 3, "only {asked} questions were found");
    assert_none(&faults);
}

/// Whoever looks is not given more than was meant for them: nobody but staff's pages may make a reader that sees
/// reports, and there is none yet.
#[test]
fn what_the_public_is_given_is_published() {
    let (_, text) = files("src/read", ".rs")
        .into_iter()
        .find(|(path, _)| path == "src/read/mod.rs")
        .unwrap();
    let public = text.split("impl Sees for Public").nth(1).unwrap();
    assert!(public.contains("values::list_published") && public.contains("releases::current"));
    for (path, text) in files("src/read", ".rs") {
        let reports = text.matches("reports::").count();
        let origins = text.matches("reports::{self, Origin}").count()
            + text.matches("reports::origin(").count();
        assert_eq!(reports, origins, "{path} reads a report");
    }
}

#[test]
fn only_doors_and_the_clock_say_who_acts() {
    let allowed = [
        "src/domain/actor.rs",
        "src/web/staff/mod.rs",
        "src/jobs/",
        "src/commands/",
    ];
    let mut faults = Vec::new();
    for (path, text) in files("src", ".rs") {
        let makes = text.lines().any(|line| {
            let line = line.trim_start();
            line.contains("Actor {") && !line.contains("-> Actor {") && !line.starts_with("impl")
        });
        if makes && !allowed.iter().any(|place| path.starts_with(place)) {
            faults.push(format!("{path}: makes an actor"));
        }
    }
    assert_none(&faults);
}

#[test]
fn sql_is_written_in_storage_and_never_put_together() {
    let mut faults = Vec::new();
    for (path, text) in files("src", ".rs") {
        let in_storage = path.starts_with("src/storage/");
        for said in ["sql_query", "batch_execute", "diesel::sql::", "dsl::sql"] {
            if text.contains(said) && !in_storage {
                faults.push(format!("{path}: {said}"));
            }
        }
        for call in ["sql_query(", "batch_execute("] {
            for (at, _) in text.match_indices(call) {
                let inside = argument(&text[at + call.len()..]);
                // Without what stands in quotation marks.
                let code: String = inside.split('"').step_by(2).collect();
                if ["format!", "push_str", " + "]
                    .iter()
                    .any(|way| code.contains(way))
                {
                    faults.push(format!("{path}: a statement is put together: {inside}"));
                }
            }
        }
    }
    assert_none(&faults);
}

/// The text up to the parenthesis that closes the call.
fn argument(rest: &str) -> &str {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

/// Files about what belongs to no municipality.
const NOBODYS: [&str; 8] = [
    "durability.rs",
    "installation.rs",
    "job_sessions.rs",
    "jobs.rs",
    "migrations.rs",
    "municipalities.rs",
    "restoring.rs",
    "turns.rs",
];
/// The queries over all municipalities: old drafts and what is over are swept away, what is bounded in all is the disk, former secrets are
/// the installation's, and what waits for the clock is looked for everywhere and then done for one.
const OVER_ALL: [&str; 16] = [
    "delete_kept_forms",
    "delete_over",
    "delete_saved_before",
    "delete_sessions",
    "delete_set_ups",
    "delete_works",
    "forget_networks",
    "heads",
    "list_due",
    "list_too_few",
    "list_under_way",
    "list_waiting_for_the_clock",
    "list_web_closed",
    "municipalities",
    "open_bytes",
    "put_former",
];
/// How a query is narrowed to one municipality. That it reads the column says nothing.
const NARROWED: [&str; 3] = [
    "municipality_id.eq(",
    "municipalities::id.eq(",
    "municipality_id = $",
];

/// Tenants are apart in every query, not only in the schema.
#[test]
fn queries_on_tenant_tables_take_the_municipality() {
    let mut faults = Vec::new();
    for (path, text) in files("src/storage", ".rs") {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for function in code.split("\npub async fn ").skip(1) {
            let body = function.split("\n}\n").next().unwrap();
            let name = body.split('(').next().unwrap();
            let asks = [".filter(", "delete(", "update(", "sql_query("]
                .iter()
                .any(|part| body.contains(part));
            let place = path.rsplit('/').next().unwrap();
            // A new row says whose it is.
            let inserts = body.contains("insert") && body.contains("municipality_id");
            let apart = inserts || NARROWED.iter().any(|part| body.contains(part));
            if asks && !apart && !NOBODYS.contains(&place) && !OVER_ALL.contains(&name) {
                faults.push(format!("{path}: {name} does not filter by municipality"));
            }
        }
    }
    assert_none(&faults);
}

/// The compiler sees dead code only where nothing is public.
#[test]
fn every_function_below_the_doors_has_a_caller() {
    let all = files("src", ".rs");
    let code: String = all
        .iter()
        .map(|(_, text)| text.split("#[cfg(test)]").next().unwrap())
        .collect();
    let mut faults = Vec::new();
    for (path, text) in &all {
        if !["storage", "workflows", "views", "mail", "formats"].contains(&part(path)) {
            continue;
        }
        for opening in ["pub fn ", "pub async fn ", "pub const fn "] {
            for name in named_after(text, opening) {
                let called = code.match_indices(name).filter(|(at, _)| {
                    let before = code[..*at].chars().next_back().unwrap_or(' ');
                    let after = code[at + name.len()..].chars().next().unwrap_or(' ');
                    let whole = !before.is_alphanumeric()
                        && before != '_'
                        && !after.is_alphanumeric()
                        && after != '_';
                    whole && !code[..*at].ends_with("fn ")
                });
                if called.count() == 0 {
                    faults.push(format!("{path}: who calls {name}?"));
                }
            }
        }
    }
    assert_none(&faults);
}
