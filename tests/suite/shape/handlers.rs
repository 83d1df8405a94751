//! Handlers: what answers an address says in few lines what it does, and what it does has names.

use std::collections::BTreeMap;

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

/// Where the modules lie that a table imports: `plan` of `use crate::web::public::{plan}` at `src/web/public/plan`.
fn modules(table: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for used in table.split("\nuse ").skip(1) {
        let used = used.split(';').next().unwrap();
        let cut = used.rsplit_once("::{").or(used.rsplit_once("::"));
        let (folder, names) = cut.unwrap_or(("", used));
        let folder = folder
            .replace("crate::", "src/")
            .replace("super", "src/web");
        let folder = folder.replace("::", "/");
        for name in names.trim_end_matches('}').split(',').map(str::trim) {
            let (name, place) = match name {
                "self" => (folder.rsplit('/').next().unwrap(), folder.clone()),
                name => (name, format!("{folder}/{name}")),
            };
            found.insert(name.to_owned(), place);
        }
    }
    found
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
        let modules = modules(&text);
        for handler in handlers(&text) {
            let (module, name) = handler.rsplit_once("::").unwrap();
            let (first, inside) = module.split_once("::").unwrap_or((module, ""));
            let place = modules.get(first).map_or("", String::as_str);
            let place = format!("{place}/{}", inside.replace("::", "/"));
            let place = place.trim_end_matches('/');
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
    let table = "\nuse super::{Routes, health};\nuse crate::web::assets;\nuse crate::web::staff::desk::{self, closing};";
    let modules = modules(table);
    for (name, place) in [
        ("health", "src/web/health"),
        ("assets", "src/web/assets"),
        ("desk", "src/web/staff/desk"),
        ("closing", "src/web/staff/desk/closing"),
    ] {
        assert_eq!(modules[name], place);
    }
    let text = "use a;\n\npub async fn show(\n    a: B,\n) -> C {\n    d\n}\n\nfn e() {\n}\n";
    assert_eq!(length(text, "show"), Some(5));
    assert_eq!(length(text, "e"), None);
}
