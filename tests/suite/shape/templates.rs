//! Templates and languages: nothing runs, nothing is written unescaped, every text exists and every text is used.

use std::collections::{BTreeMap, BTreeSet};

use super::{assert_none, files};

#[test]
fn templates_neither_run_nor_style_nor_trust() {
    let mut faults = Vec::new();
    for (path, text) in files("templates", ".hbs") {
        let text = text.to_lowercase();
        for (forbidden, why) in [
            ("style=", "styles stand in templates/assets/css"),
            ("<script>", "script stands in templates/assets/js"),
            ("javascript:", "pages work without script"),
            (" onclick=", "pages work without script"),
            (" onload=", "pages work without script"),
            ("={{", "an attribute without quotation marks"),
            ("{{&", "unescaped"),
            (" target=", "nothing opens elsewhere"),
            ("autofocus", "focus stays where the reader is"),
            ("user-scalable", "zooming is the reader's"),
            ("placeholder=", "a placeholder is no label"),
        ] {
            // A page with errors is a page about them: the focus goes to the summary, with script and without.
            let is_the_summary = forbidden == "autofocus" && path.ends_with("parts/errors.hbs");
            if text.contains(forbidden) && !is_the_summary {
                faults.push(format!("{path}: {forbidden} ({why})"));
            }
        }
        // Script is of ours, and only for those who work here.
        let scripts = text.split("<script").skip(1);
        let is_ours = |tag: &str| tag.starts_with(" type=\"module\" src=\"{{asset ");
        if scripts.clone().count() > 0
            && (!path.ends_with("parts/desk/script.hbs") || !scripts.clone().all(is_ours))
        {
            faults.push(format!("{path}: <script (pages work without script)"));
        }
        for (at, _) in text.match_indices("{{{") {
            let name = text[at + 3..].split("}}}").next().unwrap().trim();
            // Drawings made by us from numbers.
            if !matches!(name, "page.svg" | "spark" | "svg") {
                faults.push(format!("{path}: {{{{{{{name}}}}}}}"));
            }
        }
    }
    assert_none(&faults);
}

/// What is kept of a page hangs on nothing but what stands around its call.
#[test]
fn a_kept_part_asks_for_nothing_else_of_its_page() {
    let parts = ["templates/parts/question/", "templates/parts/answer"];
    let mut faults = Vec::new();
    let mut calls = 0;
    for (path, text) in files("templates", ".hbs") {
        for call in text.split("{{#written_once ").skip(1) {
            let inside = call.split("{{/written_once}}").next().unwrap();
            let named: Vec<&str> = inside.split("parts/").skip(1).collect();
            let is_ours = |name: &&str| name.starts_with("question/") || name.starts_with("answer");
            calls += 1;
            if !named.iter().all(is_ours) || inside.contains("page.") || inside.contains("../") {
                faults.push(format!("{path}: {inside}"));
            }
        }
        let is_kept = parts.iter().any(|part| path.starts_with(part));
        if is_kept && (text.contains("page.") || text.contains("chrome.")) {
            faults.push(format!("{path}: asks for the page"));
        }
    }
    assert_eq!(calls, 3);
    assert_none(&faults);
}

/// A helper is found before a field of the same name: where one is called without what it needs, a field was meant.
#[test]
fn no_field_has_the_name_of_a_helper() {
    let source = include_str!("../../../src/views/helpers.rs");
    let registered = source.split("#[cfg(test)]").next().unwrap();
    let named = registered.split(['"', '(']).filter(|name| {
        let calls = [
            format!("register_helper(\"{name}\""),
            format!("(\"{name}\", "),
        ];
        !name.is_empty() && calls.iter().any(|call| registered.contains(call.as_str()))
    });
    let helpers: BTreeSet<&str> = named.collect();
    assert!(helpers.contains("say") && helpers.contains("field_hint") && helpers.contains("asset"));
    let mut faults = Vec::new();
    for (path, text) in files("templates", ".hbs") {
        let bare = helpers
            .iter()
            .filter(|name| text.contains(&format!("{{{{{name}}}}}")));
        faults.extend(bare.map(|name| format!("{path}: {{{{{name}}}}}")));
    }
    assert_none(&faults);
}

/// A call that is broken over lines is found like any other.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Nobody can review what does not fit beside its former self: lines are broken inside tags and calls, where a break
/// writes nothing.
#[test]
fn no_line_of_a_template_is_too_long_to_review() {
    let mut faults = Vec::new();
    let templates = files("templates", ".hbs").into_iter();
    for (path, text) in templates.chain(files("templates/assets", ".css")) {
        for (at, line) in (1..).zip(text.lines()) {
            let columns = line.chars().count();
            if columns > 120 {
                faults.push(format!("{path}:{at} has {columns} columns"));
            }
        }
    }
    assert_none(&faults);
}

/// One file for each component of the pages: its first line says what it dresses.
#[test]
fn every_component_says_what_it_dresses() {
    let sheets = files("templates/assets/css", ".css");
    let silent = sheets.iter().filter(|(_, text)| {
        let first = text.lines().next().unwrap_or_default();
        !first.starts_with("/* ") || !first.ends_with(" */")
    });
    let faults: Vec<String> = silent.map(|(path, _)| path.clone()).collect();
    assert_none(&faults);
}

/// `{{t …}}` and `{{say …}}` standing alone may write an element (readings, another language): in attributes, titles
/// and options it must be `{{plain (t …)}}`.
#[test]
fn texts_with_readings_stand_where_elements_may() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in files("templates", ".hbs") {
        let text = on_one_line(&text);
        let said = text
            .match_indices("{{t ")
            .chain(text.match_indices("{{say "));
        for (at, _) in said {
            seen += 1;
            let before = markup(&text[..at]);
            let last = before.rsplit('<').next().unwrap();
            let inside_tag = !last.contains('>');
            let bare = ["title", "option", "textarea"];
            let name = last.split([' ', '>']).next().unwrap();
            if before.contains('<') && (inside_tag || bare.contains(&name)) {
                let said: String = text[at..].chars().take(80).collect();
                faults.push(format!("{path}: {said}"));
            }
        }
    }
    assert!(seen > 100, "only {seen} texts were found");
    assert_none(&faults);
}

/// What is written as a reading is one: 《 that is printed would be a slip of ours.
#[test]
fn every_reading_of_ours_stands_on_its_word() {
    let locales = files("templates/locales", ".ftl");
    let demo = files("config/demo/questionnaires", ".yaml");
    let mut faults = Vec::new();
    let mut read = 0;
    for (path, text) in locales.iter().chain(&demo) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            read += line.matches('《').count();
            let shown = kocho::views::ruby::plain(line);
            if shown.contains(['《', '》', '｜']) {
                faults.push(format!("{path}: {shown}"));
            }
        }
    }
    assert!(read > 1_000, "only {read} readings were found");
    assert_none(&faults);
}

/// A template without its expressions.
fn markup(template: &str) -> String {
    let parts = template.split("{{");
    let plain = parts.enumerate().map(|(at, part)| match at {
        0 => part,
        _ => part.split_once("}}").map_or("", |(_, after)| after),
    });
    plain.collect()
}

/// The keys of each language, and the lines for them in its files.
fn languages() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in files("templates/locales", ".ftl") {
        let language = path.split("locales/").nth(1).unwrap();
        let language = language.split('/').next().unwrap();
        let keys = all.entry(language.to_owned()).or_default();
        let mut last = String::new();
        for line in text.lines() {
            if line.starts_with([' ', '}']) {
                keys.get_mut(&last).unwrap().push_str(line);
            } else if let Some((key, value)) = line.split_once(" =") {
                last = key.to_owned();
                let before = keys.insert(last.clone(), value.to_owned());
                assert_eq!(before, None, "{path}: {key} twice");
            } else {
                assert!(line.is_empty() || line.starts_with('#'), "{path}: {line}");
            }
        }
    }
    all
}

#[test]
fn every_language_has_the_same_keys_and_fills_the_same_places() {
    let all = languages();
    assert_eq!(all.len(), 3);
    let japanese = &all["ja"];
    let of_staff = staff_keys();
    let mut faults = Vec::new();
    for (path, keys) in &all {
        // Staff work in Japanese or English.
        let wanted = japanese
            .keys()
            .filter(|key| path != "ja-x-easy" || !of_staff.contains(*key));
        for key in wanted.filter(|key| !keys.contains_key(*key)) {
            faults.push(format!("{path}: lacks {key}"));
        }
        for (key, text) in keys {
            let Some(other) = japanese.get(key) else {
                faults.push(format!("{path}: only here: {key}"));
                continue;
            };
            if places(text) != places(other) {
                faults.push(format!(
                    "{path}: {key} has other places than in Japanese: {text}"
                ));
            }
        }
    }
    assert_none(&faults);
}

/// The keys of the rooms of staff.
fn staff_keys() -> BTreeSet<String> {
    let rooms = files("templates/locales/ja/staff", ".ftl");
    let lines = rooms.iter().flat_map(|(_, text)| text.lines());
    let keys = lines.filter(|line| !line.starts_with([' ', '#']));
    keys.filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
        .collect()
}

/// The values a text takes: `$count`.
fn places(text: &str) -> BTreeSet<&str> {
    let name = |rest: &str| {
        rest.find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len())
    };
    text.split('$')
        .skip(1)
        .map(|rest| &rest[..name(rest)])
        .collect()
}

/// All texts in quotation marks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1)
}

/// What keys are put together from: beginnings and ends in `(concat …)` and in `format!`.
#[derive(Default)]
struct Pieces {
    beginnings: BTreeSet<String>,
    ends: BTreeSet<String>,
    /// Everything in quotation marks, anywhere.
    words: BTreeSet<String>,
}

fn pieces() -> Pieces {
    let mut pieces = Pieces::default();
    for (_, text) in files("templates", ".hbs") {
        pieces.words.extend(quoted(&text).map(str::to_owned));
        for call in text.split("(concat ").skip(1) {
            let call = call.split(')').next().unwrap().trim();
            if let Some(beginning) = call.strip_prefix('"') {
                pieces
                    .beginnings
                    .insert(beginning.split('"').next().unwrap().to_owned());
            } else {
                pieces.ends.insert(quoted(call).next().unwrap().to_owned());
            }
        }
    }
    for (_, text) in files("src", ".rs") {
        pieces.words.extend(quoted(&text).map(str::to_owned));
        for made in text.split("format!(\"").skip(1) {
            let made = made.split('"').next().unwrap();
            let (beginning, rest) = made.split_once('{').unwrap_or((made, ""));
            let end = rest.rsplit('}').next().unwrap();
            if beginning.ends_with('-') && end.is_empty() {
                pieces.beginnings.insert(beginning.to_owned());
            } else if beginning.is_empty() && end.starts_with('-') {
                pieces.ends.insert(end.to_owned());
            }
        }
    }
    pieces
}

impl Pieces {
    fn make(&self, key: &str) -> bool {
        let has = |word: &str| self.words.contains(word);
        has(key)
            || self
                .beginnings
                .iter()
                .any(|b| key.strip_prefix(b.as_str()).is_some_and(has))
            || self
                .ends
                .iter()
                .any(|e| key.strip_suffix(e.as_str()).is_some_and(has))
    }
}

#[test]
fn every_text_is_used() {
    let (all, pieces) = (languages(), pieces());
    let japanese = all.values().next().unwrap();
    let unused = japanese.keys().filter(|key| !pieces.make(key));
    let faults: Vec<String> = unused.map(|key| format!("nobody shows {key}")).collect();
    assert_none(&faults);
}

#[test]
fn every_text_asked_for_exists() {
    let all = languages();
    let known = all.values().next().unwrap();
    let mut faults = Vec::new();
    let mut asked = 0;
    let mut want = |path: &str, key: &str| {
        asked += 1;
        if !known.contains_key(key) {
            faults.push(format!("{path}: {key}"));
        }
    };
    for (path, text) in files("templates", ".hbs") {
        let text = on_one_line(&text);
        let fields = text.split("text=\"").skip(1);
        for key in fields.map(|rest| rest.split('"').next().unwrap()) {
            want(&path, key);
        }
        for opening in ["{{t \"", "(t \""] {
            for rest in text.split(opening).skip(1) {
                want(&path, rest.split('"').next().unwrap());
            }
        }
    }
    for (path, text) in files("src", ".rs") {
        let text = text.split("#[cfg(test)]").next().unwrap();
        let said = text.split("Say::new(\"").skip(1);
        for key in said.map(|rest| rest.split('"').next().unwrap()) {
            want(&path, key);
        }
        for word in quoted(text).filter(|word| word.starts_with("error-")) {
            want(&path, word);
        }
    }
    assert!(
        asked > 150,
        "only {asked} texts were found: the search is broken"
    );
    assert_none(&faults);
}

/// What has places is a sentence of the page, built where its values are known; a key is never put together in a
/// template.
#[test]
fn templates_put_no_sentence_together() {
    let mut faults = Vec::new();
    for (path, text) in files("templates", ".hbs") {
        let text = on_one_line(&text);
        let calls = ["{{t ", "(t "].map(|opening| text.split(opening).skip(1));
        for call in calls.into_iter().flatten() {
            let call = call.split(['}', ')']).next().unwrap().trim();
            if !call.starts_with('"') || call.contains('=') {
                faults.push(format!("{path}: t {call}"));
            }
        }
        let joined = text.split("(concat ").skip(1);
        let keys = joined.filter(|call| !call.starts_with("\"parts/"));
        faults.extend(keys.map(|call| format!("{path}: concat {call:.40}")));
    }
    assert_none(&faults);
}
