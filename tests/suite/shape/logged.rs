//! Whatever staff write goes through a workflow, and a workflow that somebody acts in writes the log.

use std::collections::{BTreeMap, BTreeSet};

use super::{assert_none, files};

/// What changes nothing anybody would look for: how far work is, and letters that go with what is logged elsewhere.
const UNLOGGED: [(&str, &str, &str); 11] = [
    (
        "agreeing",
        "agree",
        "the draft keeps it with who did it and when",
    ),
    (
        "agreeing",
        "ask_again",
        "an agreement goes, and what it was about is asked for again",
    ),
    (
        "designing",
        "act",
        "the draft keeps it with who did it and when",
    ),
    (
        "designing",
        "picture",
        "the draft keeps it with who did it and when",
    ),
    (
        "designing",
        "step",
        "the draft keeps it with who did it and when",
    ),
    (
        "designing",
        "restore",
        "the draft keeps it with who did it and when",
    ),
    (
        "signing_in",
        "open",
        "it takes the place of what a logged change has ended",
    ),
    ("distributing", "spreads", "it reads, at one moment"),
    (
        "working",
        "ask",
        "what comes of it is logged, and by whose wish",
    ),
    ("working", "stop", "nothing comes of it"),
    (
        "notifying",
        "values_arrived",
        "the values that arrived are logged by whoever recorded them",
    ),
];

/// A function of the workflows: what it takes, and what it does.
struct Function {
    module: String,
    name: String,
    /// Whether others may call it.
    is_open: bool,
    head: String,
    body: String,
}

/// The functions of a file, wherever they stand in it.
fn functions(path: &str, text: &str) -> Vec<Function> {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let module = path.rsplit('/').next().unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    let starts = code.match_indices("fn ").filter(|(at, _)| {
        let before = code[..*at].chars().next_back();
        before.is_some_and(char::is_whitespace) && !code[..*at].ends_with("/// ")
    });
    let of = |(at, _): (usize, &str)| {
        let rest = &code[at + 3..];
        let end = rest.find(['(', '<'])?;
        let line = code[..at].rsplit('\n').next()?;
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        let (head, body) = rest.split_once("{\n")?;
        let body = body.split(&format!("\n{indent}}}\n")).next()?;
        Some(Function {
            module: module.to_owned(),
            name: rest[..end].to_owned(),
            is_open: line.trim_start().starts_with("pub "),
            head: head.to_owned(),
            body: body.to_owned(),
        })
    };
    starts.filter_map(of).collect()
}

/// What a text calls: `module::name(` with its module, `name(` and `.name(` without.
fn calls(text: &str) -> Vec<(Option<&str>, &str)> {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in text.match_indices('(') {
        let before = &text[..at];
        let name = &before[before.trim_end_matches(is_of_name).len()..];
        let rest = &before[..before.len() - name.len()];
        let module = rest.strip_suffix("::").map(|rest| {
            let start = rest.trim_end_matches(is_of_name).len();
            &rest[start..]
        });
        if !name.is_empty() {
            found.push((module, name));
        }
    }
    found
}

/// Those of the functions that come to write the log, by module and name.
fn logging(all: &[Function]) -> BTreeSet<(String, String)> {
    let mut logging = BTreeSet::new();
    loop {
        let before = logging.len();
        for function in all {
            let (own, name) = (&function.module, &function.name);
            let reaches = calls(&function.body).into_iter().any(|(module, called)| {
                let at = match module {
                    Some("Self") | None => own.as_str(),
                    Some(module) => module,
                };
                (at, called) == ("audit", "record")
                    || logging.contains(&(at.to_owned(), called.to_owned()))
            });
            if reaches {
                logging.insert((own.clone(), name.clone()));
            }
        }
        if logging.len() == before {
            return logging;
        }
    }
}

fn workflows() -> Vec<Function> {
    let all = files("src/workflows", ".rs").into_iter();
    all.flat_map(|(path, text)| functions(&path, &text))
        .collect()
}

fn is_unlogged(module: &str, name: &str) -> bool {
    UNLOGGED
        .iter()
        .any(|(of, unlogged, _)| (*of, *unlogged) == (module, name))
}

/// Whoever takes an actor acts in somebody's name.
#[test]
fn every_workflow_that_somebody_acts_in_writes_the_log() {
    let all = workflows();
    let logging = logging(&all);
    assert!(logging.len() > 20, "only {logging:?}");
    // Who writes takes a transaction, `tx`; who looks, any connection.
    let acts = |function: &&Function| {
        let takes = |what| function.head.contains(what);
        function.is_open && takes("actor: &Actor") && takes("tx: &mut Conn")
    };
    let mut seen = BTreeMap::new();
    for function in all.iter().filter(acts) {
        let key = (function.module.clone(), function.name.clone());
        let is_logged = logging.contains(&key) || is_unlogged(&key.0, &key.1);
        *seen.entry(key).or_insert(true) &= is_logged;
    }
    assert!(seen.len() > 15, "only {seen:?}");
    let silent = seen.into_iter().filter(|(_, is_logged)| !is_logged);
    let faults: Vec<String> = silent
        .map(|((module, name), _)| format!("{module}::{name} takes an actor and writes no entry"))
        .collect();
    assert_none(&faults);
}

/// The workflows called by what stands between the parentheses of each `staff.write(…)`.
fn written(text: &str) -> Vec<Vec<(&str, &str)>> {
    let joined = text.match_indices(".write(");
    let writes = joined.filter(|(at, _)| text[..*at].trim_end().ends_with("staff"));
    let called = |(at, opening): (usize, &str)| {
        let inside = &text[at + opening.len()..];
        let mut depth = 1;
        let end = inside.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0
        });
        let inside = &inside[..end.map_or(inside.len(), |(end, _)| end)];
        let called = calls(inside).into_iter();
        let called = called.filter_map(|(module, name)| Some((module?, name)));
        called.collect()
    };
    writes.map(called).collect()
}

#[test]
fn whatever_staff_write_goes_through_a_workflow_that_logs_it() {
    let all = workflows();
    let logging = logging(&all);
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in files("src/web/staff", ".rs") {
        for called in written(&text) {
            seen += 1;
            let is_logged = |(module, name): &(&str, &str)| {
                let key = ((*module).to_owned(), (*name).to_owned());
                logging.contains(&key) || is_unlogged(module, name)
            };
            if !called.iter().any(is_logged) {
                faults.push(format!("{path} writes by {called:?}, and no entry says so"));
            }
        }
    }
    assert!(seen > 4, "only {seen} writes were found");
    assert_none(&faults);
}

#[test]
fn a_silent_write_would_be_noticed() {
    let source = "pub async fn loud(\n    tx: &mut Conn,\n    actor: &Actor,\n) -> R {\n    store(tx).await\n}\n\n\
                  async fn store(tx: &mut Conn) -> R {\n    audit::record(tx, a, e, now).await\n}\n\n\
                  pub async fn silent(tx: &mut Conn, actor: &Actor) -> R {\n    surveys::insert(tx).await\n}\n";
    let all = functions("src/workflows/doing.rs", source);
    let names: Vec<&str> = all.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["loud", "store", "silent"]);
    let logging = logging(&all);
    let loud = |name: &str| logging.contains(&("doing".to_owned(), name.to_owned()));
    assert!(loud("loud") && loud("store") && !loud("silent"));
    let handler = "let a = staff\n    .write(async move |at| doing::silent(at.tx, (1, 2)).await);";
    assert_eq!(written(handler), [[("doing", "silent")]]);
}
