//! Handlers: what answers an address says in few lines what it does, and what it does has names.

use super::{assert_none, files};

/// The most lines of a handler, from its name to its last brace.
const MOST: usize = 25;

/// The handlers a table names: `section::show` of `get(section::show)`.
fn handlers(table: &str) -> Vec<&str> {
    let after = |method: &'static str| {
        let calls = table.match_indices(method);
        calls.map(move |(at, _)| table[at + method.len()..].trim_start())
    };
    let word = |rest: &str| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        end.unwrap_or(rest.len())
    };
    let named = after("get(").chain(after("post("));
    let named = named.map(|rest| &rest[..word(rest)]);
    named.filter(|name| name.contains("::")).collect()
}

/// Where the modules of a table lie: `src/web/public` for `src/web/routes/public.rs`.
fn folder(table: &str) -> String {
    let name = table.strip_prefix("src/web/routes/").unwrap();
    match name.trim_end_matches(".rs") {
        "mod" => "src/web".to_owned(),
        side => format!("src/web/{side}"),
    }
}

/// How many lines a handler has; none where the file has no such handler.
fn length(text: &str, name: &str) -> Option<usize> {
    let (_, rest) = text.split_once(&format!("\npub async fn {name}("))?;
    let body = rest.split("\n}\n").next().unwrap();
    Some(body.lines().count() + 1)
}

#[test]
fn handlers_are_short() {
    let sources = files("src/web", ".rs");
    let mut faults = Vec::new();
    let mut seen = 0;
    for (table, text) in files("src/web/routes", ".rs") {
        for handler in handlers(&text) {
            let (module, name) = handler.rsplit_once("::").unwrap();
            let place = format!("{}/{}", folder(&table), module.replace("::", "/"));
            let homes = [format!("{place}.rs"), format!("{place}/mod.rs")];
            let home = sources.iter().find(|(path, _)| homes.contains(path));
            let lines = home.and_then(|(_, text)| length(text, name));
            match lines {
                None => faults.push(format!("{table}: where is {handler}?")),
                Some(lines) if lines > MOST => {
                    faults.push(format!("{place}: {name} has {lines} lines"));
                }
                Some(_) => seen += 1,
            }
        }
    }
    assert_none(&faults);
    assert!(seen > 20, "only {seen} handlers were found");
}

#[test]
fn a_long_handler_would_be_noticed() {
    let table =
        "at.path(\"/\", get(home::index).post(\n    results::data::csv,\n)); fn get<F>(self) {}";
    assert_eq!(handlers(table), ["home::index", "results::data::csv"]);
    let text = "use a;\n\npub async fn show(\n    a: B,\n) -> C {\n    d\n}\n\nfn e() {\n}\n";
    assert_eq!(length(text, "show"), Some(5));
    assert_eq!(length(text, "e"), None);
}
