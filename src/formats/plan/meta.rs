//! The `meta` part of the JSON form: what is said of the plans as a whole, and counts that follow from the rows.

use super::cells::Cells;
use super::json::{Node, Value};
use super::record::Record;
use crate::domain::plan::{Heading, Plan};

/// What `meta` says of each document's plan, as (document, column, text, line, column).
#[derive(Default)]
pub(super) struct Meta<'a> {
    note: Option<(&'a str, &'a Node)>,
    plans: Vec<(&'a str, &'static str, &'a str, &'a Node)>,
}

/// Keys of a plan in `meta.plans` with their column.
const PLAN: [(&str, &str); 3] = [
    ("prefecture", "plan_prefecture"),
    ("plan_name_evidence", "plan_name_evidence"),
    ("section_heading_position", "plan_layout"),
];

fn entries(node: &Node) -> &[(String, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

/// Reads what cannot be computed from the rows; the counts are made anew when writing.
pub(super) fn read(meta: Option<&Node>) -> Meta<'_> {
    let mut said = Meta::default();
    for (key, node) in meta.map(entries).unwrap_or_default() {
        match (key.as_str(), &node.value) {
            ("note", Value::Text(text)) => said.note = Some((text, node)),
            ("plans", _) => {
                for (document, plan) in entries(node) {
                    let texts = entries(plan).iter().filter_map(|(key, node)| {
                        let (_, column) = PLAN.iter().find(|(other, _)| other == key)?;
                        let Value::Text(text) = &node.value else {
                            return None;
                        };
                        Some((document.as_str(), *column, text.as_str(), node))
                    });
                    said.plans.extend(texts);
                }
            }
            _ => {}
        }
    }
    said
}

impl Meta<'_> {
    /// Adds to a row what is said of its plan.
    pub fn add_to(&self, record: &mut Record) {
        if let Some((note, node)) = self.note {
            record.put(
                "file_note",
                note,
                node.line,
                node.column,
                "meta.note".to_owned(),
            );
        }
        let document = record.text("source_file").unwrap_or_default();
        for (_, column, text, node) in self.plans.iter().filter(|(of, ..)| *of == document) {
            record.put(
                column,
                text,
                node.line,
                node.column,
                format!("meta.plans.{document}"),
            );
        }
    }
}

/// The documents the rows are from, in order, with their number of rows.
fn documents(plans: &[Plan]) -> Vec<(String, usize, &Heading)> {
    let mut documents: Vec<(String, usize, &Heading)> = Vec::new();
    for plan in plans {
        for (_, row) in plan.rows() {
            let file = row.indicator.source.file.clone().unwrap_or_default();
            match documents.iter_mut().find(|(other, ..)| *other == file) {
                Some((_, count, _)) => *count += 1,
                None => documents.push((file, 1, &plan.heading)),
            }
        }
    }
    documents
}

/// Writes `meta`.
pub(super) fn write(plans: &[Plan], rows: &[Cells]) -> Value {
    let documents = documents(plans);
    let names = documents
        .iter()
        .map(|(file, ..)| Value::Text(file.clone()).into())
        .collect();
    let counts = documents
        .iter()
        .map(|(file, n, _)| (file.clone(), number(*n)))
        .collect();
    let headings = documents
        .iter()
        .map(|(file, _, heading)| (file.clone(), plan(heading).into()))
        .collect();
    let note = plans
        .iter()
        .find_map(|plan| plan.heading.file_note.as_deref());
    let entries = [
        ("generated_from", Value::List(names)),
        ("row_count", Value::Number(rows.len().to_string())),
        ("by_document", Value::Map(counts)),
        ("plans", Value::Map(headings)),
        ("survey_based_rows", fed(rows, "true")),
        ("partial_survey_rows", fed(rows, "partial")),
        ("target_types", types(rows)),
        ("note", Value::text(note)),
    ];
    Value::Map(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect(),
    )
}

fn number(n: usize) -> Node {
    Value::Number(n.to_string()).into()
}

fn plan(heading: &Heading) -> Value {
    let entries = [
        ("municipality", Value::text(Some(&heading.municipality))),
        ("prefecture", Value::text(heading.prefecture.as_deref())),
        ("plan_name", Value::text(Some(&heading.name))),
        ("plan_name_in_text", Value::Bool(heading.name_in_text)),
        (
            "plan_name_evidence",
            Value::text(heading.name_evidence.as_deref()),
        ),
        ("plan_period", Value::text(heading.period.as_deref())),
        (
            "plan_period_in_text",
            Value::text(heading.period_in_text.as_deref()),
        ),
        (
            "section_heading_position",
            Value::text(heading.layout.as_deref()),
        ),
    ];
    Value::Map(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect(),
    )
}

/// The names of the rows that a survey feeds.
fn fed(rows: &[Cells], word: &str) -> Value {
    let names = rows.iter().filter(|row| row.get("survey_based") == word);
    Value::List(
        names
            .map(|row| Value::Text(row.get("row_id").to_owned()).into())
            .collect(),
    )
}

/// How many targets of each type there are, in the order in which they first occur.
fn types(rows: &[Cells]) -> Value {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for row in rows {
        for n in 1..=row.targets() {
            let word = row.get(&format!("target{n}_type"));
            match counts.iter_mut().find(|(other, _)| other == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word.to_owned(), 1)),
            }
        }
    }
    Value::Map(
        counts
            .into_iter()
            .map(|(word, n)| (word, number(n)))
            .collect(),
    )
}
