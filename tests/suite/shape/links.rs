//! Links of citizens and the public: the language of the page and the way it is shown follow whoever goes on.

use super::{assert_none, files};

/// Whose addresses say it already, or keep it elsewhere: a draft holds the language of its pages.
const HELD_ELSEWHERE: &[(&str, &str)] = &[
    ("templates/parts/language.hbs", "{{href}}"),
    ("templates/parts/display.hbs", "{{href}}"),
    ("templates/parts/error_link.hbs", "{{target}}"),
    ("templates/respond/check.hbs", "{{href}}"),
    // The lists of staff, who have a language of their own.
    ("templates/parts/plan/listed.hbs", "{{href}}"),
    ("templates/parts/results/listed.hbs", "{{href}}"),
];

/// The folders of citizens' and public pages, with the parts that are theirs alone.
const THEIRS: &[&str] = &[
    "templates/respond",
    "templates/public",
    "templates/parts/home",
    "templates/parts/plan",
    "templates/parts/indicator",
    "templates/parts/results",
];

/// Parts that stand on their pages too.
const SHARED: &[&str] = &[
    "templates/parts/top.hbs",
    "templates/parts/way.hbs",
    "templates/parts/language.hbs",
    "templates/parts/display.hbs",
    "templates/parts/error_link.hbs",
];

#[test]
fn every_link_takes_the_language_along() {
    let mut faults = Vec::new();
    let mut links = 0;
    let all = files("templates", ".hbs").into_iter();
    let theirs = all.filter(|(path, _)| {
        let path = path.as_str();
        THEIRS.iter().any(|folder| path.starts_with(folder)) || SHARED.contains(&path)
    });
    for (path, text) in theirs {
        for link in text.split(" href=\"").skip(1) {
            let address = link.split('"').next().unwrap();
            let is_ours = address.starts_with("{{") || address.starts_with('/');
            let is_known = HELD_ELSEWHERE.contains(&(path.as_str(), address));
            links += 1;
            if is_ours && !is_known && !address.starts_with("{{to_page ") {
                faults.push(format!("{path}: {address}"));
            }
        }
    }
    assert!(links > 20, "{links} links");
    assert_none(&faults);
}
