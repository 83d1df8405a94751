//! The JSON form: `{meta, indicators: [{…, baseline: {…}, targets: [{…}]}]}` ⇄ flat rows.

use super::cells::{self, Cells};
use super::json::{self, Node, Value};
use super::record::{Fault, Record, What};
use super::{meta, words};
use crate::domain::plan::Plan;

/// Keys of an indicator in their order; with the column where the name differs.
const KEYS: [&str; 28] = [
    "row_id",
    "municipality",
    "plan_name",
    "plan_name_in_text",
    "plan_period",
    "plan_period_in_text",
    "source_file",
    "source_lines",
    "section",
    "subsection",
    "version",
    "indicator_kind",
    "indicator_subkind",
    "indicator_no",
    "indicator_name",
    "indicator_name_raw",
    "unit",
    "baseline",
    "targets",
    "explanation_raw",
    "explanation_inherited",
    "footnotes",
    "direction",
    "survey_based",
    "survey_note",
    "row_group",
    "odd_case",
    "notes",
];
/// Keys of `section` with their columns; the last three are written only where filled.
const SECTION: [(&str, &str); 7] = [
    ("goal_code", "goal_code"),
    ("goal_name", "goal_name"),
    ("code", "section_code"),
    ("name", "section_name"),
    ("policy_code", "policy_code"),
    ("policy_name", "policy_name"),
    ("short", "section_short"),
];
const SUBSECTION: [(&str, &str); 2] = [("code", "subsection_code"), ("name", "subsection_name")];
const BASELINE: [&str; 11] = [
    "label",
    "raw",
    "value",
    "year_raw",
    "year",
    "kind",
    "period",
    "components",
    "text",
    "missing",
    "note",
];
/// Keys of a target with their columns after `targetN_`.
const TARGET: [(&str, &str); 15] = [
    ("label", "label"),
    ("raw", "raw"),
    ("year_raw", "year_raw"),
    ("year", "year"),
    ("type", "type"),
    ("explicit", "explicit"),
    ("value", "value"),
    ("value_low", "low"),
    ("value_high", "high"),
    ("bound", "bound"),
    ("unit", "unit"),
    ("components", "components"),
    ("text", "text"),
    ("period", "period"),
    ("note", "note"),
];

type Entries = [(String, Node)];

/// Reads the rows of a document.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> Vec<Record> {
    let document = match json::parse(text) {
        Ok(document) => document,
        Err(fault) => {
            faults.push(fault);
            return Vec::new();
        }
    };
    let Some(entries) = map(&document, "", faults) else {
        return Vec::new();
    };
    known(entries, "", &["meta", "indicators"], faults);
    let get = |name: &str| {
        entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, node)| node)
    };
    let said = meta::read(get("meta"));
    let Some(Value::List(items)) = get("indicators").map(|node| &node.value) else {
        faults.push(at(&document, "indicators", What::Missing));
        return Vec::new();
    };
    let rows = (0..).zip(items).filter_map(|(n, item): (usize, _)| {
        let mut record = row(item, &format!("indicators[{n}]"), faults)?;
        said.add_to(&mut record);
        Some(record)
    });
    rows.collect()
}

fn at(node: &Node, path: &str, what: What) -> Fault {
    Fault {
        line: node.line,
        column: node.column,
        path: path.to_owned(),
        what,
    }
}

fn map<'a>(node: &'a Node, path: &str, faults: &mut Vec<Fault>) -> Option<&'a Entries> {
    if let Value::Map(entries) = &node.value {
        return Some(entries);
    }
    faults.push(at(node, path, What::Expected("{…}")));
    None
}

fn known(entries: &Entries, path: &str, keys: &[&str], faults: &mut Vec<Fault>) {
    for (key, node) in entries
        .iter()
        .filter(|(key, _)| !keys.contains(&key.as_str()))
    {
        faults.push(at(node, &format!("{path}.{key}"), What::Unknown));
    }
}

fn row(item: &Node, path: &str, faults: &mut Vec<Fault>) -> Option<Record> {
    let entries = map(item, path, faults)?;
    known(entries, path, &KEYS, faults);
    let mut record = Record::new(item.line);
    for (key, node) in entries {
        let path = format!("{path}.{key}");
        match (key.as_str(), &node.value) {
            (_, Value::Null) => {}
            ("section", _) => inner(&mut record, node, &path, &SECTION, "", faults),
            ("subsection", _) => inner(&mut record, node, &path, &SUBSECTION, "", faults),
            ("baseline", _) => inner(
                &mut record,
                node,
                &path,
                &BASELINE.map(|key| (key, key)),
                "baseline_",
                faults,
            ),
            ("targets", Value::List(targets)) => {
                for (n, target) in (0..).zip(targets) {
                    let n: usize = n;
                    inner(
                        &mut record,
                        target,
                        &format!("{path}[{n}]"),
                        &TARGET,
                        &format!("target{}_", n + 1),
                        faults,
                    );
                }
            }
            ("targets", _) => faults.push(at(node, &path, What::Expected("[…]"))),
            (key, _) => put(&mut record, key, node, path, faults),
        }
    }
    Some(record)
}

fn inner(
    record: &mut Record,
    node: &Node,
    path: &str,
    keys: &[(&str, &str)],
    prefix: &str,
    faults: &mut Vec<Fault>,
) {
    let Some(entries) = map(node, path, faults) else {
        return;
    };
    known(
        entries,
        path,
        &keys.iter().map(|(key, _)| *key).collect::<Vec<_>>(),
        faults,
    );
    for (key, node) in entries {
        if let Some((_, column)) = keys.iter().find(|(other, _)| other == key) {
            put(
                record,
                &format!("{prefix}{column}"),
                node,
                format!("{path}.{key}"),
                faults,
            );
        }
    }
}

fn put(record: &mut Record, column: &str, node: &Node, path: String, faults: &mut Vec<Fault>) {
    let text = match &node.value {
        Value::Null => return,
        Value::Bool(yes) if column == "survey_based" => yes.to_string(),
        Value::Bool(yes) => words::yes_word(*yes).to_owned(),
        Value::Number(text) | Value::Text(text) => text.clone(),
        Value::List(items) if column == "odd_case" => match marks(items) {
            Some(text) => text,
            None => {
                return faults.push(at(node, &path, What::Expected("a list of texts without |")));
            }
        },
        Value::List(_) => {
            let mut text = String::new();
            node.value.print(None, &mut text);
            text
        }
        Value::Map(_) => return faults.push(at(node, &path, What::Expected("a text or number"))),
    };
    record.put(column, &text, node.line, node.column, path);
}

fn marks(items: &[Node]) -> Option<String> {
    let texts: Option<Vec<&str>> = items
        .iter()
        .map(|item| match &item.value {
            Value::Text(text) if !text.contains('|') && !text.is_empty() => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.map(|texts| texts.join("|"))
}

/// Writes plans as a document.
pub(super) fn write(plans: &[Plan]) -> String {
    let rows: Vec<Cells> = plans.iter().flat_map(cells::of_plan).collect();
    let indicators = Value::List(rows.iter().map(|row| indicator(row).into()).collect());
    let document = Value::Map(vec![
        ("meta".to_owned(), meta::write(plans, &rows).into()),
        ("indicators".to_owned(), indicators.into()),
    ]);
    let mut text = String::new();
    document.print(Some(0), &mut text);
    text
}

fn indicator(row: &Cells) -> Value {
    let entries = KEYS.iter().map(|key| {
        let value = match *key {
            "section" => section(row),
            "subsection" => match keyed(row, &SUBSECTION, "") {
                Value::Map(entries)
                    if entries.iter().all(|(_, n)| matches!(n.value, Value::Null)) =>
                {
                    Value::Null
                }
                map => map,
            },
            "baseline" => keyed(row, &BASELINE.map(|key| (key, key)), "baseline_"),
            "targets" => Value::List(
                (1..=row.targets())
                    .map(|n| keyed(row, &TARGET, &format!("target{n}_")).into())
                    .collect(),
            ),
            "odd_case" => {
                let marks = row.get(key).split('|').filter(|mark| !mark.is_empty());
                Value::List(
                    marks
                        .map(|mark| Value::Text(mark.to_owned()).into())
                        .collect(),
                )
            }
            // A cell merged with the one above is printed empty, which is not the same as none.
            "explanation_raw" if !row.get("explanation_inherited").is_empty() => {
                Value::Text(row.get(key).to_owned())
            }
            key => value(key, row.get(key)),
        };
        ((*key).to_owned(), value.into())
    });
    Value::Map(entries.collect())
}

fn section(row: &Cells) -> Value {
    let optional = |column: &str| matches!(column, "policy_code" | "policy_name" | "section_short");
    let filled: Vec<_> = SECTION
        .iter()
        .copied()
        .filter(|(_, column)| !optional(column) || !row.get(column).is_empty())
        .collect();
    keyed(row, &filled, "")
}

fn keyed(row: &Cells, keys: &[(&str, &str)], prefix: &str) -> Value {
    let entry = |(key, column): &(&str, &str)| {
        (
            (*key).to_owned(),
            value(column, row.get(&format!("{prefix}{column}"))).into(),
        )
    };
    Value::Map(keys.iter().map(entry).collect())
}

/// A cell as JSON writes it, by the name of its column without prefix.
fn value(column: &str, text: &str) -> Value {
    match (column, text) {
        ("raw", text) => Value::Text(text.to_owned()),
        (_, "") => Value::Null,
        ("value" | "low" | "high" | "year", number) => Value::Number(number.to_owned()),
        ("missing" | "explicit" | "plan_name_in_text" | "survey_based", word)
            if words::yes(word).is_some() =>
        {
            Value::Bool(words::yes(word) == Some(true))
        }
        ("period" | "components", list) => json::parse(list).map_or(Value::Null, |node| node.value),
        (_, text) => Value::Text(text.to_owned()),
    }
}
