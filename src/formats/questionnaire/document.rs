//! The document from its tree: questionnaire, sections, questions.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::fault::{Expected, FaultKind};
use super::fields::{Fields, Reading};
use super::parts::{axis, choices, condition, item, item_before, option_sets, row, text};
use super::picture::picture;
use super::tree::{Node, Value};
use crate::domain::language::Language;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Axis, Exactness, Kind, Question, Role, Row};
use crate::domain::questionnaire::repetition::Repeat;
use crate::domain::questionnaire::{Layout, Questionnaire, Section};
use crate::domain::text::Text;

/// A field that must be there, read by `read`.
pub(super) fn needed<T>(
    reading: &mut Reading,
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl FnOnce(&mut Reading, &Node, &str) -> Option<T>,
) -> Option<T> {
    let (node, path) = fields.needed(reading, key)?;
    read(reading, node, &path)
}

/// A field that may be absent; the outer none is a fault.
fn optional<T>(
    reading: &mut Reading,
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl FnOnce(&mut Reading, &Node, &str) -> Option<T>,
) -> Option<Option<T>> {
    match fields.optional(key) {
        None => Some(None),
        Some((node, path)) => read(reading, node, &path).map(Some),
    }
}

/// A whole number of any type.
pub(super) fn whole_number<T: FromStr>(
    reading: &mut Reading,
    node: &Node,
    path: &str,
) -> Option<T> {
    reading.parsed(node, path, Expected::WholeNumber)
}

/// A whole questionnaire.
pub(super) fn questionnaire(reading: &mut Reading, root: &Node) -> Option<Questionnaire> {
    let fields = &mut reading.fields(root, "")?;
    if let Some((node, path)) = fields.optional("option_sets") {
        option_sets(reading, node, &path);
    }
    let code = needed(reading, fields, "code", Reading::code);
    let title = needed(reading, fields, "title", text);
    let purpose = needed(reading, fields, "purpose", text);
    let minutes = needed(reading, fields, "minutes", whole_number);
    let languages = needed(reading, fields, "languages", |r, n, p| {
        r.list(n, p, language)
    });
    let layouts = [
        ("sections", Layout::Sections),
        ("one_page", Layout::OnePage),
    ];
    let layout = optional(reading, fields, "layout", |r, n, p| r.word(n, p, &layouts));
    let sections = needed(reading, fields, "sections", |r, n, p| r.list(n, p, section));
    fields.close(reading);
    Some(Questionnaire {
        code: code?,
        title: title?,
        purpose: purpose?,
        minutes: minutes?,
        languages: languages?,
        layout: layout?.unwrap_or_default(),
        sections: sections?,
    })
}

/// A language tag.
pub(super) fn language(reading: &mut Reading, node: &Node, path: &str) -> Option<Language> {
    const TAG: Expected = Expected::Language;
    let tag = reading.scalar(node, path, TAG)?;
    match Language::parse(tag) {
        Ok(language) => Some(language),
        Err(_) => reading.fault(node, path, FaultKind::Expected(TAG)),
    }
}

fn section(reading: &mut Reading, node: &Node, path: &str) -> Option<Section> {
    let fields = &mut reading.fields(node, path)?;
    let code = needed(reading, fields, "code", Reading::code);
    let title = needed(reading, fields, "title", text);
    let note = optional(reading, fields, "note", text);
    let show_if = optional(reading, fields, "show_if", condition);
    let repeat = optional(reading, fields, "repeat", repeat);
    let questions = needed(reading, fields, "questions", |r, n, p| {
        r.list(n, p, question)
    });
    fields.close(reading);
    Some(Section {
        code: code?,
        title: title?,
        note: note?,
        show_if: show_if?,
        repeat: repeat?,
        nth: None,
        questions: questions?,
    })
}

/// How often a section is asked.
fn repeat(reading: &mut Reading, node: &Node, path: &str) -> Option<Repeat> {
    let fields = &mut reading.fields(node, path)?;
    let item = item(reading, fields);
    let max = needed(reading, fields, "max", whole_number);
    fields.close(reading);
    Some(Repeat {
        item: item?,
        max: max?,
    })
}

fn question(reading: &mut Reading, node: &Node, path: &str) -> Option<Question> {
    let fields = &mut reading.fields(node, path)?;
    let code = needed(reading, fields, "code", Reading::code);
    let wording = needed(reading, fields, "text", text);
    let short = optional(reading, fields, "short", text);
    let hint = optional(reading, fields, "hint", text);
    let required = optional(reading, fields, "required", Reading::truth);
    let roles = [("subject", Role::Subject), ("attribute", Role::Attribute)];
    let role = optional(reading, fields, "role", |r, n, p| r.word(n, p, &roles));
    let show_if = optional(reading, fields, "show_if", condition);
    let same_as = optional(reading, fields, "same_as", item_before);
    let orders = [
        ("as_written", Order::AsWritten),
        ("random", Order::Random),
        ("reversible", Order::Reversible),
    ];
    let order = optional(reading, fields, "order", |r, n, p| r.word(n, p, &orders));
    let kind = kind(reading, fields);
    fields.close(reading);
    // What a consent and a drawn part must be need not be written.
    let usual = match kind {
        Some(Kind::Consent { .. }) => (true, Role::Attribute),
        Some(Kind::Drawn { .. }) => (false, Role::Attribute),
        _ => (false, Role::Subject),
    };
    Some(Question {
        code: code?,
        text: wording?,
        short: short?,
        hint: hint?,
        required: required?.unwrap_or(usual.0),
        role: role?.unwrap_or(usual.1),
        order: order?.unwrap_or_default(),
        show_if: show_if?,
        same_as: same_as?,
        kind: kind?,
    })
}

/// The kinds by name.
#[derive(Clone, Copy)]
enum Type {
    Single,
    Multiple,
    Scale,
    Place,
    Grid,
    DualGrid,
    MultipleGrid,
    NumberGrid,
    Ranking,
    Number,
    Date,
    Time,
    Text,
    Consent,
    Drawn,
    Note,
}

const TYPES: [(&str, Type); 16] = [
    ("single", Type::Single),
    ("multiple", Type::Multiple),
    ("scale", Type::Scale),
    ("place", Type::Place),
    ("grid", Type::Grid),
    ("dual_grid", Type::DualGrid),
    ("multiple_grid", Type::MultipleGrid),
    ("number_grid", Type::NumberGrid),
    ("ranking", Type::Ranking),
    ("number", Type::Number),
    ("date", Type::Date),
    ("time", Type::Time),
    ("text", Type::Text),
    ("consent", Type::Consent),
    ("drawn", Type::Drawn),
    ("note", Type::Note),
];

/// The field `type`. Without it nothing can be said of the fields that belong to it.
fn asked(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Type> {
    let asked = needed(reading, fields, "type", |r, n, p| r.word(n, p, &TYPES));
    if asked.is_none() {
        fields.leave_the_rest();
    }
    asked
}

/// What is asked: `type` and the fields that belong to it.
fn kind(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    match asked(reading, fields)? {
        Type::Single => choices(reading, fields).map(|options| Kind::Single { options }),
        Type::Scale => choices(reading, fields).map(|options| Kind::Scale { options }),
        Type::Place => choices(reading, fields).map(|options| Kind::Place { options }),
        Type::Multiple => multiple(reading, fields),
        Type::Grid => grid(reading, fields),
        Type::DualGrid => dual_grid(reading, fields),
        Type::MultipleGrid => multiple_grid(reading, fields),
        Type::NumberGrid => number_grid(reading, fields),
        Type::Ranking => {
            let places = needed(reading, fields, "places", whole_number);
            let options = choices(reading, fields);
            Some(Kind::Ranking {
                options: options?,
                places: places?,
            })
        }
        Type::Number => number(reading, fields),
        Type::Date => date(reading, fields),
        Type::Time => time(reading, fields),
        Type::Text => written(reading, fields),
        Type::Consent => {
            needed(reading, fields, "label", text).map(|label| Kind::Consent { label })
        }
        Type::Drawn => choices(reading, fields).map(|options| Kind::Drawn { options }),
        Type::Note => {
            optional(reading, fields, "picture", picture).map(|picture| Kind::Note { picture })
        }
    }
}

fn multiple(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let min = optional(reading, fields, "min", whole_number);
    let max = optional(reading, fields, "max", whole_number);
    let options = choices(reading, fields);
    Some(Kind::Multiple {
        options: options?,
        min: min?,
        max: max?,
    })
}

/// The field `rows` of a grid.
fn rows(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Vec<Row>> {
    needed(reading, fields, "rows", |r, n, p| r.list(n, p, row))
}

fn grid(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let rows = rows(reading, fields);
    let options = choices(reading, fields);
    Some(Kind::Grid {
        rows: rows?,
        options: options?,
    })
}

fn dual_grid(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let rows = rows(reading, fields);
    let axes = needed(reading, fields, "axes", axes);
    Some(Kind::DualGrid {
        rows: rows?,
        axes: axes?,
    })
}

fn multiple_grid(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let rows = rows(reading, fields);
    let max = optional(reading, fields, "max", whole_number);
    let options = choices(reading, fields);
    Some(Kind::MultipleGrid {
        rows: rows?,
        options: options?,
        max: max?,
    })
}

fn number(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let (min, max, decimals, unit) = quantity(reading, fields)?;
    Some(Kind::Number {
        min,
        max,
        decimals,
        unit,
    })
}

fn number_grid(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let rows = rows(reading, fields);
    let (min, max, decimals, unit) = quantity(reading, fields)?;
    Some(Kind::NumberGrid {
        rows: rows?,
        min,
        max,
        decimals,
        unit,
    })
}

/// What numbers are taken: smallest, largest, digits after the point, unit.
fn quantity(
    reading: &mut Reading,
    fields: &mut Fields<'_>,
) -> Option<(Decimal, Decimal, u16, Option<Text>)> {
    let number = |r: &mut Reading, n: &Node, p: &str| r.parsed(n, p, Expected::Number);
    let min = needed(reading, fields, "min", number);
    let max = needed(reading, fields, "max", number);
    let decimals = optional(reading, fields, "decimals", whole_number);
    let unit = optional(reading, fields, "unit", text);
    Some((min?, max?, decimals?.unwrap_or_default(), unit?))
}

fn date(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let day = |r: &mut Reading, n: &Node, p: &str| r.parsed(n, p, Expected::Day);
    let min = optional(reading, fields, "min", day);
    let max = optional(reading, fields, "max", day);
    let exact_to = optional(reading, fields, "exact_to", |r, n, p| {
        let words = [("day", Exactness::Day), ("month", Exactness::Month)];
        r.word(n, p, &words)
    });
    Some(Kind::Date {
        min: min?,
        max: max?,
        exact_to: exact_to?.unwrap_or_default(),
    })
}

fn time(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let time = |r: &mut Reading, n: &Node, p: &str| r.parsed(n, p, Expected::Time);
    let min = optional(reading, fields, "min", time);
    let max = optional(reading, fields, "max", time);
    Some(Kind::Time {
        min: min?,
        max: max?,
    })
}

fn written(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let long = optional(reading, fields, "long", Reading::truth);
    let max_length = optional(reading, fields, "max_length", whole_number);
    let pattern = optional(reading, fields, "pattern", |r, n, p| {
        let words = [
            ("postal_code", Pattern::PostalCode),
            ("telephone", Pattern::Telephone),
        ];
        r.word(n, p, &words)
    });
    Some(Kind::Text {
        long: long?.unwrap_or_default(),
        max_length: max_length?,
        pattern: pattern?,
    })
}

fn axes(reading: &mut Reading, node: &Node, path: &str) -> Option<[Axis; 2]> {
    if matches!(&node.value, Value::List(nodes) if nodes.len() != 2) {
        return reading.fault(node, path, FaultKind::Expected(Expected::Scales));
    }
    reading.list(node, path, axis)?.try_into().ok()
}
