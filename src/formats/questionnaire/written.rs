//! Questionnaires as files of ours: JSON, and the same as YAML. What is read of one is written as the same file again.

use serde_json::{Map, Value};

use super::tree::is_forbidden;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::source::Unmapped;
use crate::domain::questionnaire::source::lack::Lack;
use crate::domain::questionnaire::source::place::Place;

/// A questionnaire as a JSON file: indented, keys in the order of the schema, option sets written out.
///
/// # Errors
/// Never for a questionnaire: all its parts have a JSON form.
pub fn write_json(questionnaire: &Questionnaire) -> serde_json::Result<String> {
    let (value, _) = readable(questionnaire)?;
    serde_json::to_string_pretty(&value)
}

/// The same as a YAML file. Texts stand in quotes, as JSON has them: no other program takes one for something else.
///
/// # Errors
/// Never for a questionnaire: all its parts have a JSON form.
pub fn write_yaml(questionnaire: &Questionnaire) -> serde_json::Result<String> {
    let (value, _) = readable(questionnaire)?;
    let mut yaml = String::new();
    match &value {
        Value::Object(fields) => map(&mut yaml, fields, 0, false),
        other => scalar(&mut yaml, other),
    }
    Ok(yaml)
}

/// What of a questionnaire does not stand in its file: characters that no file of ours may hold.
///
/// # Errors
/// Never for a questionnaire: all its parts have a JSON form.
pub fn unsaid(questionnaire: &Questionnaire) -> serde_json::Result<Vec<Unmapped>> {
    readable(questionnaire).map(|(_, unsaid)| unsaid)
}

/// The document with texts as they are read: without characters that never pass, blanks at their end and empty texts.
fn readable(questionnaire: &Questionnaire) -> serde_json::Result<(Value, Vec<Unmapped>)> {
    let mut value = serde_json::to_value(questionnaire)?;
    let mut unsaid = Vec::new();
    clean(&mut value, "", &mut unsaid);
    Ok((value, unsaid))
}

fn clean(value: &mut Value, path: &str, unsaid: &mut Vec<Unmapped>) {
    match value {
        Value::String(text) => {
            if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
                let place = Place::Own(path.to_owned());
                let what = Lack::Character(c.into());
                unsaid.push(Unmapped { place, what });
            }
            text.retain(|c| !is_forbidden(c));
            text.truncate(text.trim_end().len());
        }
        Value::Array(values) => {
            for (at, value) in values.iter_mut().enumerate() {
                clean(value, &format!("{path}[{at}]"), unsaid);
            }
        }
        Value::Object(fields) => {
            let dot = if path.is_empty() { "" } else { "." };
            for (key, value) in fields.iter_mut() {
                clean(value, &format!("{path}{dot}{key}"), unsaid);
            }
            fields.retain(|_, value| value != "");
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The fields of a map, each on its line; the first one behind the dash of an entry.
fn map(yaml: &mut String, fields: &Map<String, Value>, depth: usize, behind_dash: bool) {
    for (at, (name, value)) in fields.iter().enumerate() {
        if at > 0 || !behind_dash {
            indent(yaml, depth);
        }
        key(yaml, name);
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                yaml.push('\n');
                map(yaml, fields, depth + 1, false);
            }
            Value::Array(values) if !values.is_empty() => {
                yaml.push('\n');
                list(yaml, values, depth + 1);
            }
            value => {
                yaml.push(' ');
                scalar(yaml, value);
            }
        }
    }
}

fn list(yaml: &mut String, values: &[Value], depth: usize) {
    for value in values {
        indent(yaml, depth);
        yaml.push_str("- ");
        match value {
            Value::Object(fields) if !fields.is_empty() => map(yaml, fields, depth + 1, true),
            value => scalar(yaml, value),
        }
    }
}

fn indent(yaml: &mut String, depth: usize) {
    (0..depth).for_each(|_| yaml.push_str("  "));
}

/// A key as a plain word, where every program takes it for one: `no` is Norwegian and no "no".
fn key(yaml: &mut String, name: &str) {
    const OTHERS: [&str; 9] = ["no", "yes", "on", "off", "y", "n", "null", "true", "false"];
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_word);
    match is_plain && !OTHERS.contains(&name) {
        true => yaml.push_str(name),
        false => yaml.push_str(&Value::from(name).to_string()),
    }
    yaml.push(':');
}

fn scalar(yaml: &mut String, value: &Value) {
    yaml.push_str(&value.to_string());
    yaml.push('\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examine;
    use super::*;

    fn draft(text: &str) -> Questionnaire {
        serde_json::from_value(serde_json::json!({
            "code": "q", "title": {}, "purpose": {"ja": text, "no": text}, "minutes": 5, "languages": ["ja"],
            "sections": [
                {"code": "s1", "title": text, "questions": [
                    {"code": "q1", "text": text, "hint": text, "type": "single", "options": [
                        {"code": "1", "label": text, "score": "1.5"}, {"code": "2", "label": ""}
                    ], "show_if": {"not": {"any_of": {"item": "q0", "codes": ["no"]}}}},
                    {"code": "q2", "text": "数", "type": "number", "min": "0", "max": "9"}
                ]},
                {"code": "s2", "title": "", "questions": []}
            ]
        }))
        .unwrap()
    }

    fn again(file: &str) -> Questionnaire {
        let examined = examine(
            file.as_bytes(),
            |_| Err(std::io::ErrorKind::NotFound.into()),
        );
        examined
            .questionnaire
            .unwrap_or_else(|| panic!("{file}\n{:?}", examined.faults))
    }

    #[test]
    fn yaml_is_read_at_a_glance() {
        let yaml = write_yaml(&draft("市の\n文")).unwrap();
        let begin = "code: \"q\"\ntitle: {}\npurpose:\n  ja: \"市の\\n文\"\n  \"no\": \"市の\\n文\"\nminutes: 5\n\
                     languages:\n  - \"ja\"\nlayout: \"sections\"\nsections:\n  - code: \"s1\"\n    title:\n";
        assert!(yaml.starts_with(begin), "{yaml}");
        assert!(!yaml.contains(" \n"), "{yaml}");
    }

    #[test]
    fn what_no_file_may_hold_is_told() {
        let unsaid = unsaid(&draft("右\u{202e}左")).unwrap();
        let places: Vec<String> = unsaid.iter().map(|one| one.place.to_string()).collect();
        assert_eq!(places.len(), 6, "{places:?}");
        assert_eq!(places[2], "sections[0].title.ja");
    }

    proptest! {
        /// Whatever stands in the texts of a draft: its file, read and written again, is the same, byte for byte.
        #[test]
        fn the_same_file_again(text in "(\\PC|[\\n\\t :#\"'{}\\[\\]&*!|>%@`\u{3000}\u{202e}\u{feff}-]|市|<b>|\\{\\{x\\}\\}){0,12}") {
            for write in [write_json, write_yaml] {
                let file = write(&draft(&text)).unwrap();
                prop_assert_eq!(write(&again(&file)).unwrap(), file);
            }
        }
    }
}
