//! The small parts of the document: texts, options and their sets, rows, scales, conditions.

use std::collections::HashSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::document::language;
use super::fault::{Expected, FaultKind, nearest};
use super::fields::{Fields, Reading};
use super::tree::{Node, Value, is_forbidden};
use crate::domain::questionnaire::question::{Axis, Choice, Meaning, Row};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::text::Text;

/// A text: a string (Japanese) or a map from language to string, in which nothing stands where nothing was written yet.
pub(super) fn text(reading: &mut Reading, node: &Node, path: &str) -> Option<Text> {
    let Value::Map(entries) = &node.value else {
        return string(reading, node, path).map(Text::japanese);
    };
    reading.visit(node, path);
    let mut seen = HashSet::new();
    let texts: Vec<_> = entries
        .iter()
        .map(|(tag, node)| {
            let path = format!("{path}.{}", tag.chars().take(40).collect::<String>());
            let value = Value::Scalar {
                text: tag.clone(),
                plain: false,
            };
            let language = language(reading, &Node { value, ..*node }, &path);
            // `zh-Hans` and `zh-hans` are two keys and one language.
            if !seen.insert(language.clone()?) {
                return reading.fault(node, &path, FaultKind::DuplicateKey(tag.clone()));
            }
            Some((language?, string(reading, node, &path)?))
        })
        .collect();
    texts.into_iter().collect()
}

/// One string for people to read.
fn string(reading: &mut Reading, node: &Node, path: &str) -> Option<String> {
    let string = reading.scalar(node, path, Expected::Text)?;
    // Escapes such as "\0" bring back what the file itself may not hold.
    match string.chars().find(|c| is_forbidden(*c)) {
        Some(c) => reading.fault(node, path, FaultKind::Character(c.into())),
        None => Some(string.trim_end().to_owned()),
    }
}

/// The named sets of options, read before anything that may use them.
pub(super) fn option_sets(reading: &mut Reading, node: &Node, path: &str) {
    reading.visit(node, path);
    let Value::Map(entries) = &node.value else {
        reading.fault::<()>(node, path, FaultKind::Expected(Expected::Sets));
        return;
    };
    for (name, node) in entries {
        let path = format!("{path}.{}", name.chars().take(40).collect::<String>());
        let options = reading.list(node, &path, choice).unwrap_or_default();
        reading.option_sets.insert(name.clone(), options);
    }
}

/// The field `options`: a list, or the name of a set.
pub(super) fn choices(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Vec<Choice>> {
    let (node, path) = fields.needed(reading, "options")?;
    let Value::Scalar { text: name, .. } = &node.value else {
        return reading.list(node, &path, choice);
    };
    reading.visit(node, &path);
    if let Some(options) = reading.option_sets.get(name) {
        return Some(options.clone());
    }
    let mut known: Vec<String> = reading.option_sets.keys().cloned().collect();
    known.sort();
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let (known, meant) = (names.join(", "), nearest(name, &names));
    let word = name.chars().take(60).collect();
    reading.fault(node, &path, FaultKind::UnknownSet { word, known, meant })
}

/// What an option says about the subject, by name.
const MEANINGS: [(&str, Meaning); 3] = [
    ("substantive", Meaning::Substantive),
    ("dont_know", Meaning::DontKnow),
    ("not_applicable", Meaning::NotApplicable),
];

fn choice(reading: &mut Reading, node: &Node, path: &str) -> Option<Choice> {
    let mut fields = reading.fields(node, path)?;
    let code = fields
        .needed(reading, "code")
        .and_then(|(n, p)| reading.code(n, &p));
    let label = fields
        .needed(reading, "label")
        .and_then(|(n, p)| text(reading, n, &p));
    let kana = fields
        .optional("kana")
        .and_then(|(n, p)| string(reading, n, &p));
    let score = fields
        .optional("score")
        .and_then(|(n, p)| reading.parsed::<Decimal>(n, &p, Expected::Number));
    let meaning = fields
        .optional("meaning")
        .and_then(|(n, p)| reading.word(n, &p, &MEANINGS));
    let exclusive = fields
        .optional("exclusive")
        .and_then(|(n, p)| reading.truth(n, &p));
    let other = fields
        .optional("other")
        .and_then(|(n, p)| reading.truth(n, &p));
    let show_if = fields
        .optional("show_if")
        .and_then(|(n, p)| condition(reading, n, &p));
    fields.close(reading);
    Some(Choice {
        code: code?,
        label: label?,
        kana,
        score,
        meaning: meaning.unwrap_or_default(),
        exclusive: exclusive.unwrap_or_default(),
        other: other.unwrap_or_default(),
        show_if,
    })
}

/// A row of a grid.
pub(super) fn row(reading: &mut Reading, node: &Node, path: &str) -> Option<Row> {
    let mut fields = reading.fields(node, path)?;
    let code = fields
        .needed(reading, "code")
        .and_then(|(n, p)| reading.code(n, &p));
    let label = fields
        .needed(reading, "label")
        .and_then(|(n, p)| text(reading, n, &p));
    fields.close(reading);
    Some(Row {
        code: code?,
        label: label?,
    })
}

/// One scale of a dual grid.
pub(super) fn axis(reading: &mut Reading, node: &Node, path: &str) -> Option<Axis> {
    let mut fields = reading.fields(node, path)?;
    let code = fields
        .needed(reading, "code")
        .and_then(|(n, p)| reading.code(n, &p));
    let label = fields
        .needed(reading, "label")
        .and_then(|(n, p)| text(reading, n, &p));
    let options = choices(reading, &mut fields);
    fields.close(reading);
    Some(Axis {
        code: code?,
        label: label?,
        options: options?,
    })
}

/// A condition: a map with exactly one of `any_of`, `number`, `date`, `answered`, `all`, `any`, `not`. The tree's depth
/// bounds the recursion.
pub(super) fn condition(reading: &mut Reading, node: &Node, path: &str) -> Option<Condition> {
    let mut fields = reading.fields(node, path)?;
    let mut found = Vec::new();
    if let Some((node, path)) = fields.optional("any_of") {
        found.push(any_of(reading, node, &path));
    }
    if let Some((node, path)) = fields.optional("number") {
        let number = between(reading, node, &path, Expected::Number);
        found.push(number.map(|(item, [min, max])| Condition::Number { item, min, max }));
    }
    if let Some((node, path)) = fields.optional("date") {
        let date = between(reading, node, &path, Expected::Day);
        found.push(date.map(|(item, [min, max])| Condition::Date { item, min, max }));
    }
    if let Some((node, path)) = fields.optional("answered") {
        let mut fields = reading.fields(node, &path)?;
        let item = item(reading, &mut fields);
        fields.close(reading);
        found.push(item.map(|item| Condition::Answered { item }));
    }
    if let Some((node, path)) = fields.optional("all") {
        found.push(reading.list(node, &path, condition).map(Condition::All));
    }
    if let Some((node, path)) = fields.optional("any") {
        found.push(reading.list(node, &path, condition).map(Condition::Any));
    }
    if let Some((node, path)) = fields.optional("not") {
        found.push(condition(reading, node, &path).map(|not| Condition::Not(Box::new(not))));
    }
    fields.close(reading);
    match <[Option<Condition>; 1]>::try_from(found) {
        Ok([condition]) => condition,
        Err(_) => reading.fault(node, path, FaultKind::Expected(Expected::Condition)),
    }
}

/// The item a condition or a repeat asks for.
pub(super) fn item(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<String> {
    let (node, path) = fields.needed(reading, "item")?;
    item_before(reading, node, &path)
}

/// The name of an item that is asked before.
pub(super) fn item_before(reading: &mut Reading, node: &Node, path: &str) -> Option<String> {
    let item = reading.scalar(node, path, Expected::Item)?;
    Some(item.to_owned())
}

/// An item with the smallest and largest value asked for.
fn between<T: FromStr>(
    reading: &mut Reading,
    node: &Node,
    path: &str,
    what: Expected,
) -> Option<(String, [Option<T>; 2])> {
    let mut fields = reading.fields(node, path)?;
    let item = item(reading, &mut fields);
    let limits = ["min", "max"].map(|key| match fields.optional(key) {
        None => Some(None),
        Some((node, path)) => reading.parsed(node, &path, what).map(Some),
    });
    fields.close(reading);
    let [min, max] = limits;
    Some((item?, [min?, max?]))
}

fn any_of(reading: &mut Reading, node: &Node, path: &str) -> Option<Condition> {
    let mut fields = reading.fields(node, path)?;
    let item = item(reading, &mut fields);
    let codes = fields.needed(reading, "codes");
    let codes = codes
        .and_then(|(n, p)| reading.list(n, &p, |reading, node, path| reading.code(node, path)));
    fields.close(reading);
    Some(Condition::AnyOf {
        item: item?,
        codes: codes?,
    })
}
