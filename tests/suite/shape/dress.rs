//! Every class of a page is dressed by a component of its frame: what dresses another audience only is silently bare.

use std::collections::{BTreeMap, BTreeSet};

use super::{assert_none, files};

/// What a constant of `views/frame.rs` lists.
fn listed(name: &str) -> Vec<&'static str> {
    let source = include_str!("../../../src/views/frame.rs");
    let list = source.split(&format!("const {name}: ")).nth(1).unwrap();
    let list = list.split("];").next().unwrap();
    list.split('"').skip(1).step_by(2).collect()
}

/// The templates by name.
fn templates() -> BTreeMap<String, String> {
    let all = files("templates", ".hbs").into_iter();
    let named = all.map(|(path, text)| {
        let name = path.split("templates/").nth(1).unwrap();
        (name.trim_end_matches(".hbs").to_owned(), text)
    });
    named.collect()
}

/// The templates of a frame, with every part they name.
fn of_frame<'t>(all: &'t BTreeMap<String, String>, frame: &str) -> BTreeSet<&'t str> {
    let own = |name: &&str| name.starts_with(&format!("{frame}/"));
    let mut found: BTreeSet<&str> = all.keys().map(String::as_str).filter(own).collect();
    let mut open: Vec<&str> = found.iter().copied().collect();
    open.push(all.get_key_value(&format!("layouts/{frame}")).unwrap().0);
    while let Some(name) = open.pop() {
        found.insert(name);
        for call in all[name].split("> ").skip(1) {
            // A part whose name is put together is any that begins like it.
            let is_any = call.starts_with("(concat \"");
            let part = call.trim_start_matches("(concat \"");
            let part = part.split(['"', ' ', '}', '\n']).next().unwrap();
            let named = all.keys().map(String::as_str);
            let named = named.filter(|other| *other == part || is_any && other.starts_with(part));
            open.extend(named.filter(|other| !found.contains(other)));
        }
    }
    found
}

/// The classes a template names; what it decides between is named in it as well.
fn classes(template: &str) -> Vec<String> {
    let mut all = Vec::new();
    for value in template.split("class=\"").skip(1) {
        let mut plain = String::new();
        let mut rest = value;
        while let Some(at) = rest.find(['"', '{']) {
            plain.push_str(&rest[..at]);
            if rest[at..].starts_with('"') {
                break;
            }
            plain.push(' ');
            rest = rest[at..].split_once("}}").map_or("", |(_, after)| after);
        }
        all.extend(plain.split_whitespace().map(str::to_owned));
    }
    all
}

#[test]
fn every_class_is_dressed_for_those_who_see_it() {
    let (all, mut faults, mut seen) = (templates(), Vec::new(), 0);
    for (frame, list) in [
        ("respond", "RESPOND"),
        ("public", "PUBLIC"),
        ("staff", "STAFF"),
    ] {
        let components = listed("SHARED").into_iter().chain(listed(list));
        let sheets = files("templates/assets/css", ".css");
        let named = |component: &str| {
            let file = format!("css/{component}.css");
            let sheet = sheets.iter().find(|(path, _)| path.ends_with(&file));
            sheet.unwrap().1.clone()
        };
        let sheet: String = components.map(named).collect();
        let is_of_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let dressed: BTreeSet<&str> = sheet
            .split('.')
            .skip(1)
            .map(|rule| rule.split(|c| !is_of_name(c)).next().unwrap())
            .collect();
        for name in of_frame(&all, frame) {
            for class in classes(&all[name]) {
                seen += 1;
                if !dressed.contains(class.as_str()) {
                    faults.push(format!("{name}.hbs: {class} is not dressed for {frame}"));
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} classes were found");
    assert_none(&faults);
}
