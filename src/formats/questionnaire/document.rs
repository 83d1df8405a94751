//! The document from its tree: questionnaire, sections, questions.

use super::fault::FaultKind;
use super::fields::{Fields, Reading};
use super::parts::{axis, choices, condition, option_sets, row, text};
use super::tree::{Node, Value};
use crate::domain::language::Language;
use crate::domain::questionnaire::question::{Axis, Kind, Question, Role};
use crate::domain::questionnaire::{Layout, Questionnaire, Section};

/// A whole questionnaire.
pub(super) fn questionnaire(reading: &mut Reading, root: &Node) -> Option<Questionnaire> {
    let mut fields = reading.fields(root, "")?;
    if let Some((node, path)) = fields.optional("option_sets") {
        option_sets(reading, node, &path);
    }
    let code = fields
        .needed(reading, "code")
        .and_then(|(n, p)| reading.code(n, &p));
    let title = fields
        .needed(reading, "title")
        .and_then(|(n, p)| text(reading, n, &p));
    let purpose = fields
        .needed(reading, "purpose")
        .and_then(|(n, p)| text(reading, n, &p));
    let minutes = fields
        .needed(reading, "minutes")
        .and_then(|(n, p)| reading.parsed(n, &p, "a whole number of minutes"));
    let languages = fields
        .needed(reading, "languages")
        .and_then(|(n, p)| reading.list(n, &p, language));
    let layout = match fields.optional("layout") {
        None => Some(Layout::default()),
        Some((n, p)) => reading.word(
            n,
            &p,
            &[
                ("sections", Layout::Sections),
                ("one_page", Layout::OnePage),
            ],
        ),
    };
    let sections = fields
        .needed(reading, "sections")
        .and_then(|(n, p)| reading.list(n, &p, section));
    fields.close(reading);
    Some(Questionnaire {
        code: code?,
        title: title?,
        purpose: purpose?,
        minutes: minutes?,
        languages: languages?,
        layout: layout?,
        sections: sections?,
    })
}

/// A language tag.
pub(super) fn language(reading: &mut Reading, node: &Node, path: &str) -> Option<Language> {
    const TAG: &str = "a language tag such as ja, ja-x-easy or en";
    let tag = reading.scalar(node, path, TAG)?;
    match Language::parse(tag) {
        Ok(language) => Some(language),
        Err(_) => reading.fault(node, path, FaultKind::Expected(TAG)),
    }
}

fn section(reading: &mut Reading, node: &Node, path: &str) -> Option<Section> {
    let mut fields = reading.fields(node, path)?;
    let code = fields
        .needed(reading, "code")
        .and_then(|(n, p)| reading.code(n, &p));
    let title = fields
        .needed(reading, "title")
        .and_then(|(n, p)| text(reading, n, &p));
    let note = fields
        .optional("note")
        .and_then(|(n, p)| text(reading, n, &p));
    let show_if = fields
        .optional("show_if")
        .and_then(|(n, p)| condition(reading, n, &p));
    let questions = fields
        .needed(reading, "questions")
        .and_then(|(n, p)| reading.list(n, &p, question));
    fields.close(reading);
    Some(Section {
        code: code?,
        title: title?,
        note,
        show_if,
        questions: questions?,
    })
}

fn question(reading: &mut Reading, node: &Node, path: &str) -> Option<Question> {
    let mut fields = reading.fields(node, path)?;
    let code = fields
        .needed(reading, "code")
        .and_then(|(n, p)| reading.code(n, &p));
    let wording = fields
        .needed(reading, "text")
        .and_then(|(n, p)| text(reading, n, &p));
    let hint = fields
        .optional("hint")
        .and_then(|(n, p)| text(reading, n, &p));
    let required = fields
        .optional("required")
        .and_then(|(n, p)| reading.truth(n, &p));
    let roles = [("subject", Role::Subject), ("attribute", Role::Attribute)];
    let role = fields
        .optional("role")
        .and_then(|(n, p)| reading.word(n, &p, &roles));
    let show_if = fields
        .optional("show_if")
        .and_then(|(n, p)| condition(reading, n, &p));
    let kind = kind(reading, &mut fields);
    fields.close(reading);
    Some(Question {
        code: code?,
        text: wording?,
        hint,
        required: required.unwrap_or_default(),
        role: role.unwrap_or_default(),
        show_if,
        kind: kind?,
    })
}

/// The kinds by name.
#[derive(Clone, Copy)]
enum Type {
    Single,
    Multiple,
    Scale,
    Grid,
    DualGrid,
    Ranking,
    Number,
    Date,
    Text,
    Note,
}

const TYPES: [(&str, Type); 10] = [
    ("single", Type::Single),
    ("multiple", Type::Multiple),
    ("scale", Type::Scale),
    ("grid", Type::Grid),
    ("dual_grid", Type::DualGrid),
    ("ranking", Type::Ranking),
    ("number", Type::Number),
    ("date", Type::Date),
    ("text", Type::Text),
    ("note", Type::Note),
];

/// What is asked: `type` and the fields that belong to it.
fn kind(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let (node, path) = fields.needed(reading, "type")?;
    match reading.word(node, &path, &TYPES)? {
        Type::Single => Some(Kind::Single {
            options: choices(reading, fields)?,
        }),
        Type::Scale => Some(Kind::Scale {
            options: choices(reading, fields)?,
        }),
        Type::Multiple => {
            let max = fields
                .optional("max")
                .map(|(n, p)| reading.parsed(n, &p, "a whole number"));
            let options = choices(reading, fields);
            Some(Kind::Multiple {
                options: options?,
                max: max.map_or(Some(None), |max| max.map(Some))?,
            })
        }
        Type::Grid => {
            let rows = fields
                .needed(reading, "rows")
                .and_then(|(n, p)| reading.list(n, &p, row));
            let options = choices(reading, fields);
            Some(Kind::Grid {
                rows: rows?,
                options: options?,
            })
        }
        Type::DualGrid => {
            let rows = fields
                .needed(reading, "rows")
                .and_then(|(n, p)| reading.list(n, &p, row));
            let axes = fields
                .needed(reading, "axes")
                .and_then(|(n, p)| axes(reading, n, &p));
            Some(Kind::DualGrid {
                rows: rows?,
                axes: axes?,
            })
        }
        Type::Ranking => {
            let places = fields.needed(reading, "places");
            let places = places.and_then(|(n, p)| reading.parsed(n, &p, "a whole number"));
            let options = choices(reading, fields);
            Some(Kind::Ranking {
                options: options?,
                places: places?,
            })
        }
        Type::Number => number(reading, fields),
        Type::Date => {
            let mut day = |key| {
                let field = fields.optional(key);
                field.map_or(Some(None), |(n, p)| {
                    reading.parsed(n, &p, "a day such as 2025-04-01").map(Some)
                })
            };
            let (min, max) = (day("min"), day("max"));
            Some(Kind::Date {
                min: min?,
                max: max?,
            })
        }
        Type::Text => {
            let long = fields
                .optional("long")
                .and_then(|(n, p)| reading.truth(n, &p));
            let max = fields.optional("max_length");
            let max = max.map_or(Some(None), |(n, p)| {
                reading.parsed(n, &p, "a whole number").map(Some)
            });
            Some(Kind::Text {
                long: long.unwrap_or_default(),
                max_length: max?,
            })
        }
        Type::Note => Some(Kind::Note),
    }
}

fn number(reading: &mut Reading, fields: &mut Fields<'_>) -> Option<Kind> {
    let mut bound = |key| {
        let field = fields.needed(reading, key);
        field.and_then(|(n, p)| reading.parsed(n, &p, "a number"))
    };
    let (min, max) = (bound("min"), bound("max"));
    let decimals = fields.optional("decimals");
    let decimals = decimals.map_or(Some(0), |(n, p)| reading.parsed(n, &p, "a whole number"));
    let unit = fields
        .optional("unit")
        .and_then(|(n, p)| text(reading, n, &p));
    Some(Kind::Number {
        min: min?,
        max: max?,
        decimals: decimals?,
        unit,
    })
}

fn axes(reading: &mut Reading, node: &Node, path: &str) -> Option<[Axis; 2]> {
    if matches!(&node.value, Value::List(nodes) if nodes.len() != 2) {
        return reading.fault(node, path, FaultKind::Expected("a list of two scales"));
    }
    reading.list(node, path, axis)?.try_into().ok()
}
