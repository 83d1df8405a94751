//! Pages: each has its template at the same place, holds nothing that no template reads, and is read in one go.

use std::collections::BTreeSet;

use super::{assert_none, files};

/// What is inside of an `{{#if}}` is short enough to have a name: it stands in a part of its own.
#[test]
fn no_condition_stands_in_another() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in files("templates", ".hbs") {
        let mut depth = 0;
        for call in text.split("{{").skip(1) {
            let opens = call.starts_with("#if ") || call.starts_with("#unless ");
            let closes = call.starts_with("/if}") || call.starts_with("/unless}");
            depth += i32::from(opens) - i32::from(closes);
            seen += i32::from(opens);
            if opens && depth > 1 {
                faults.push(format!("{path}: {{{{{call:.40}"));
            }
        }
        assert_eq!(depth, 0, "{path}");
    }
    assert!(seen > 60, "only {seen} conditions were found");
    assert_none(&faults);
}

/// What may not be there is asked for by `{{#if}}`: `{{#with}}` of nothing ends the page.
#[test]
fn nothing_is_looked_into_that_may_not_be_there() {
    let mut faults = Vec::new();
    for (path, text) in files("templates", ".hbs") {
        let blocks = text.split("{{#with ").skip(1);
        let bare = blocks.filter(|block| {
            let inside = block.split("{{/with}}").next().unwrap();
            !inside.contains("{{else}}")
        });
        faults.extend(bare.map(|block| format!("{path}: with {block:.40}")));
    }
    assert_none(&faults);
}

/// The fields of the structs of a file that are written for templates.
fn written_fields(text: &str) -> Vec<String> {
    let structs = text.split("Serialize").skip(1).filter_map(|rest| {
        let (before, rest) = rest.split_once("struct ")?;
        let (head, body) = rest.split_once('{')?;
        let is_next = !before.contains([';', '{']) && !head.contains([';', '\n']);
        let has_fields = is_next && !body.starts_with('}');
        has_fields.then(|| body.split("\n}").next().unwrap())
    });
    let mut fields = Vec::new();
    for body in structs {
        let mut skipped = false;
        for line in body.lines().map(str::trim) {
            let named = line
                .trim_start_matches("pub(super) ")
                .trim_start_matches("pub ");
            let is_field = !line.starts_with(['/', '#']) && named.contains(": ");
            if is_field && !skipped {
                let name = named.split(':').next().unwrap();
                fields.push(name.trim_start_matches("r#").to_owned());
            }
            skipped = line.contains("serde(skip") || line.contains("serde(flatten");
        }
    }
    fields
}

/// What nobody reads is not made.
#[test]
fn every_field_of_a_page_is_read_by_a_template() {
    let templates: String = files("templates", ".hbs")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let read: BTreeSet<&str> = templates.split(|c| !is_of_name(c)).collect();
    let mut faults = Vec::new();
    let mut seen = 0;
    for folder in [
        "src/web/page",
        "src/web/public",
        "src/web/respond",
        "src/web/staff",
        "src/mail",
    ] {
        for (path, text) in files(folder, ".rs") {
            // Files for programs, and what forms carry.
            let is_carried = path.ends_with("/slip.rs") || path.ends_with("/draft.rs");
            if path.ends_with("/data.rs") || path.ends_with("results/rows.rs") || is_carried {
                continue;
            }
            for field in written_fields(text.split("#[cfg(test)]").next().unwrap()) {
                seen += 1;
                if !read.contains(field.as_str()) {
                    faults.push(format!("{path}: no template reads {field}"));
                }
            }
        }
    }
    assert!(seen > 200, "only {seen} fields were found");
    assert_none(&faults);
}

/// Page, template and frame have the same name.
#[test]
fn a_page_and_its_template_stand_at_the_same_place() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in files("src/web", ".rs") {
        for page in text.split("const FRAME: Frame = Frame::").skip(1) {
            seen += 1;
            let frame = page.split(';').next().unwrap().to_lowercase();
            let template = page.split("TEMPLATE: &'static str = \"").nth(1).unwrap();
            let template = template.split('"').next().unwrap();
            let file = format!("{}/templates/{template}.hbs", env!("CARGO_MANIFEST_DIR"));
            let is_there = std::path::Path::new(&file).exists();
            // Of staff there are many: the file, its template's folder and the address have the same name.
            let own = path.trim_end_matches(".rs").trim_end_matches("/mod");
            let folder = template.rsplit_once('/').unwrap().0;
            let is_twin = frame != "staff" || own.ends_with(&format!("web/{folder}"));
            if !is_there || !is_twin || !template.starts_with(&format!("{frame}/")) {
                faults.push(format!("{path}: {template} for {frame}"));
            }
        }
    }
    assert!(seen > 12, "only {seen} pages were found");
    assert_none(&faults);
}
