//! Lists inside a cell: `[2019, 2021]` and `[{"label": …, "value": …, "unit": …, "type": …}]`.

use super::json::{self, Node, Value};
use super::words;
use crate::domain::plan::figure::Component;
use crate::domain::plan::printed::decimal;

/// `[first, last]`.
pub(super) fn span(text: &str) -> Option<(i32, i32)> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let (first, last) = inner.split_once(',')?;
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first < last && (1868..=2199).contains(&first) && last <= 2199).then_some((first, last))
}

/// The text of a span.
pub(super) fn span_text((first, last): (i32, i32)) -> String {
    format!("[{first}, {last}]")
}

/// Labelled numbers.
pub(super) fn read(text: &str) -> Option<Vec<Component>> {
    let Value::List(items) = json::parse(text).ok()?.value else {
        return None;
    };
    let parts: Option<Vec<Component>> = items.iter().map(component).collect();
    parts.filter(|parts| !parts.is_empty())
}

fn component(node: &Node) -> Option<Component> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let known = entries
        .iter()
        .all(|(key, _)| matches!(key.as_str(), "label" | "value" | "unit" | "type"));
    let get = |name: &str| {
        entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, node)| &node.value)
    };
    let text = |name: &str| match get(name) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let Some(Value::Number(value)) = get("value") else {
        return None;
    };
    let bound = match text("type") {
        Some(word) => Some(words::bound(&word)?),
        None => None,
    };
    let value = decimal(value)?;
    known.then_some(Component {
        label: text("label")?,
        value,
        unit: text("unit"),
        bound,
    })
}

/// The text of labelled numbers.
pub(super) fn write(parts: &[Component]) -> String {
    let items = parts.iter().map(|part| {
        let mut entries = vec![
            ("label".to_owned(), Value::Text(part.label.clone()).into()),
            (
                "value".to_owned(),
                Value::Number(part.value.to_string()).into(),
            ),
            ("unit".to_owned(), Value::text(part.unit.as_deref()).into()),
        ];
        if let Some(bound) = part.bound {
            entries.push((
                "type".to_owned(),
                Value::Text(words::bound_word(bound)).into(),
            ));
        }
        Value::Map(entries).into()
    });
    let mut text = String::new();
    Value::List(items.collect()).print(None, &mut text);
    text
}
