//! Arrows between the layers: which part of the program may use which.

use super::{assert_none, files};

/// What each part of the program may use, besides itself. The layers first, then the roots that wire them.
const MAY_USE: [(&str, &[&str]); 19] = [
    ("domain", &[]),
    ("formats", &["domain"]),
    ("storage", &["domain"]),
    // What is shown, put together from several tables.
    ("read", &["domain", "storage"]),
    ("workflows", &["domain", "formats", "read", "storage"]),
    ("views", &["domain"]),
    ("mail", &["domain", "views"]),
    ("openid", &["config", "domain"]),
    (
        "jobs",
        &[
            "app",
            "config",
            "domain",
            "formats",
            "mail",
            "storage",
            "views",
            "workflows",
        ],
    ),
    (
        "web",
        &[
            "app",
            // Only to hand it on: the hour a network's hash is made for is no decision.
            "clock",
            "config",
            "domain",
            "formats",
            // What is counted at the doors.
            "metrics",
            "openid",
            "read",
            "storage",
            "views",
            "workflows",
        ],
    ),
    (
        "commands",
        &[
            // The layers of a door …
            "app",
            "config",
            "domain",
            "formats",
            "storage",
            "views",
            "workflows",
            // … and what a program is started with.
            "clock",
            "installation",
            "jobs",
            "private_postgres",
            "telemetry",
            "web",
        ],
    ),
    // Wires everything that answers, and knows none of those who ask.
    (
        "app",
        &[
            "config",
            "domain",
            "installation",
            "mail",
            "metrics",
            "openid",
            "storage",
            "views",
            "workflows",
        ],
    ),
    ("clock", &["domain"]),
    ("config", &[]),
    ("installation", &["config", "domain", "storage"]),
    ("metrics", &[]),
    ("private_postgres", &[]),
    ("telemetry", &["config"]),
    ("main", &[]),
];

/// The part of the program a file belongs to: `src/web/routes.rs` to `web`.
pub(super) fn part(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Names right after each occurrence of a path such as `crate::`.
pub(super) fn named_after<'t>(text: &'t str, path: &'t str) -> impl Iterator<Item = &'t str> {
    let word = |rest: &'t str| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    };
    text.match_indices(path)
        .map(move |(at, _)| word(&text[at + path.len()..]))
}

#[test]
fn arrows_between_layers_point_down() {
    let mut faults = Vec::new();
    for (path, text) in files("src", ".rs") {
        let own = part(&path);
        if own == "lib" {
            continue;
        }
        let Some((_, may)) = MAY_USE.iter().find(|(name, _)| *name == own) else {
            faults.push(format!("{path}: {own} has no place in the house"));
            continue;
        };
        // `crate::{…}` would hide what is used; as many `super::` as folders lead out of the part.
        let depth = path.matches('/').count() - usize::from(path.ends_with("/mod.rs"));
        let out = "super::".repeat(depth);
        let climbed = named_after(&text, &out).filter(|name| !name.is_empty());
        for name in named_after(&text, "crate::").chain(climbed) {
            let other = name.is_empty() || MAY_USE.iter().any(|(known, _)| *known == name);
            if other && name != own && !may.contains(&name) {
                faults.push(format!("{path}: {own} uses {name:?}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_arrows_would_be_noticed() {
    let text = "use crate::storage::surveys; fn f(a: &crate::web::page::Page) {} use super::super::mail::Mailer;";
    assert_eq!(
        named_after(text, "crate::").collect::<Vec<_>>(),
        ["storage", "web"]
    );
    assert_eq!(
        named_after(text, "super::super::").collect::<Vec<_>>(),
        ["mail"]
    );
    assert_eq!(part("src/web/respond/key.rs"), "web");
    assert_eq!(part("src/app.rs"), "app");
}
