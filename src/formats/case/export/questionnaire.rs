//! questionnaire.json: the fieldwork and every item, from the items the tables are counted by.

use serde_json::{Map, Value, json};

use rust_decimal::prelude::ToPrimitive;

use super::Survey;
use crate::domain::between::Between;
use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::{Item, Part};
use crate::domain::questionnaire::question::{Choice, Kind, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::statistics::variable as statistics;
use crate::domain::statistics::variable::{Accepts, OptionKind, SetRule};
use crate::domain::tabulation::Layout;

/// Nothing the door took is late (M-1): a cut-off after every day it took anything.
const CUTOFF: &str = "2999-12-31T23:59:59+09:00";

pub(super) fn questionnaire(survey: &Survey, layout: &Layout) -> Value {
    json!({ "survey": facts(survey), "questions": questions(layout) })
}

fn facts(survey: &Survey) -> Value {
    let work = survey.design.fieldwork;
    let mut facts = json!({
        "id": survey.id,
        "title": survey.title,
        "fiscal_year": survey.fiscal_year,
        "sample_size": mailed(survey),
        "undeliverable": work.undeliverable,
        "ineligible": work.ineligible,
        "refused": work.refused,
        "design": if survey.census { "census" } else { "srs" },
        "door": "own",
        "cutoff": CUTOFF,
        "dedupe": { "key": "sample_id", "prefer": "web" },
        "valid_rule": { "min_answered": 1 },
    });
    if let (Some(people), Some(facts)) = (survey.population, facts.as_object_mut()) {
        facts.insert("frame_population".to_owned(), json!(people));
    }
    facts
}

/// How many were asked: of a census everybody, and where it is not known those who answered.
fn mailed(survey: &Survey) -> u64 {
    let everybody = survey.population.filter(|_| survey.census);
    let known = survey.mailed.or(everybody);
    known
        .and_then(|mailed| u64::try_from(mailed).ok())
        .unwrap_or(survey.returned)
}

fn questions(layout: &Layout) -> Vec<Value> {
    let reader = layout.reader();
    let mut all = Vec::new();
    for (at, section) in reader.questionnaire().sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            let span = reader.items_of(at, position);
            let items = reader.items().get(span.clone()).unwrap_or_default();
            let counted = layout.items().get(span).unwrap_or_default();
            let asked = [section.show_if.as_ref(), question.show_if.as_ref()];
            let pairs: Vec<Pair> = items.iter().zip(counted).collect();
            for mut one in grouped(layout, question, &pairs) {
                if let Some(condition) = both(reader, asked) {
                    one.insert("show_if".to_owned(), condition);
                }
                all.push(Value::Object(one));
            }
        }
    }
    all
}

type Pair<'a> = (&'a Item, &'a statistics::Variable);
type Fields = Map<String, Value>;

/// A grid is one matrix, a dual grid one for each axis, everything else one question an item: also the rows of a
/// multiple or number grid, for a matrix has one answer in each row.
fn grouped(layout: &Layout, question: &Question, items: &[Pair]) -> Vec<Fields> {
    let code = question.code.as_str();
    match &question.kind {
        Kind::Grid { .. } => vec![matrix(layout, code, items)],
        Kind::DualGrid { axes, .. } => {
            let of = |at: usize| {
                let own = items.iter().filter(
                    move |(item, _)| matches!(item.part, Part::Cell { axis, .. } if axis == at),
                );
                own.copied().collect::<Vec<_>>()
            };
            let axes = axes.iter().enumerate();
            axes.map(|(at, axis)| matrix(layout, &format!("{code}.{}", axis.code), &of(at)))
                .collect()
        }
        _ => items.iter().map(|pair| single(layout, *pair)).collect(),
    }
}

fn matrix(layout: &Layout, id: &str, items: &[Pair]) -> Fields {
    let mut fields = items
        .first()
        .map(|pair| single(layout, *pair))
        .unwrap_or_default();
    let row = |(item, _): &Pair| json!({ "id": item.code, "label": label(layout, item) });
    let rows: Vec<Value> = items.iter().map(row).collect();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("id", json!(id));
    put("type", json!("matrix"));
    put("rows", json!(rows));
    fields
}

/// The wording of the question, what distinguishes the item among others, its place in a ranking.
fn label(layout: &Layout, item: &Item) -> String {
    let questionnaire = layout.reader().questionnaire();
    let ja = Language::japanese();
    let mut parts = vec![item.wording(questionnaire, &ja)];
    let own = item.labels(questionnaire, &ja).into_iter();
    parts.extend(own.map(str::to_owned));
    match item.part {
        Part::Place(place) => parts.push(format!("{}位", place + 1)),
        Part::Other(at) => {
            let question = item.question(questionnaire);
            let option = question.and_then(|question| question.kind.choices(0).get(at));
            parts.extend(option.map(|option| option.label.get(&ja).to_owned()));
        }
        _ => {}
    }
    parts.join(" / ")
}

fn single(layout: &Layout, (item, counted): Pair) -> Fields {
    let mut fields = Fields::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("id", json!(item.code));
    put("label", json!(label(layout, item)));
    if counted.attribute {
        put("role", json!("attribute"));
    }
    let choices = item.choices(layout.reader().questionnaire());
    let options = || options(choices, counted.options());
    match &counted.accepts {
        Accepts::One(_) => {
            put("type", json!("single"));
            put("options", options());
        }
        Accepts::Many(all, rule) => {
            put("type", json!("multi"));
            put("options", options());
            rules(all, rule, &mut put);
        }
        Accepts::Scale { min, max } => {
            put("type", json!("scale"));
            put("min", json!(min));
            put("max", json!(max));
        }
        Accepts::Number { min, max } => {
            put("type", json!("number"));
            put("min", json!(min));
            put("max", json!(max));
        }
        Accepts::Text => match layout.reader().segments_of_days(&item.code) {
            Some(days) if days.count() > 1 => {
                put("type", json!("single"));
                put("options", segments(days.count()));
            }
            _ => put("type", json!("text")),
        },
    }
    fields
}

/// What happens to marks that do not go together (M-3).
fn rules(all: &[statistics::Level], rule: &SetRule, put: &mut impl FnMut(&str, Value)) {
    let exclusive = all.iter().zip(0..);
    let exclusive = exclusive.filter(|(_, at)| rule.exclusive.contains(*at));
    let codes: Vec<&String> = exclusive.map(|(option, _)| &option.code).collect();
    put("over_limit", json!("first_n"));
    put("exclusive_conflict", json!("drop_exclusive"));
    put("exclusive", json!(codes));
    if let Some(max) = rule.max_select {
        put("max_select", json!(max));
    }
}

fn options(choices: &[Choice], counted: &[statistics::Level]) -> Value {
    let ja = Language::japanese();
    let option = |(choice, counted): (&Choice, &statistics::Level)| {
        let kind = match counted.kind {
            OptionKind::Substantive => "substantive",
            OptionKind::DontKnow => "dont_know",
            OptionKind::NotApplicable => "not_applicable",
        };
        let mut option =
            json!({ "code": counted.code, "label": choice.label.get(&ja), "kind": kind });
        if let (Some(score), Some(option)) = (counted.score, option.as_object_mut()) {
            option.insert("score".to_owned(), json!(score));
        }
        option
    };
    choices.iter().zip(counted).map(option).collect()
}

/// The condition of a question and of its section.
fn both(reader: &Reader, conditions: [Option<&Condition>; 2]) -> Option<Value> {
    let mut all: Vec<Value> = conditions
        .into_iter()
        .flatten()
        .map(|one| condition(reader, one))
        .collect();
    match all.len() {
        0 | 1 => all.pop(),
        _ => Some(json!({ "all": all })),
    }
}

fn condition(reader: &Reader, of: &Condition) -> Value {
    let list = |parts: &[Condition]| {
        let parts = parts.iter().map(|part| condition(reader, part));
        parts.collect::<Vec<Value>>()
    };
    match of {
        Condition::AnyOf { item, codes } => json!({ "question": item, "in": codes }),
        Condition::Number { item, min, max } => {
            let mut fields = json!({ "question": item });
            for (key, limit) in [("min", min), ("max", max)] {
                let limit = limit.and_then(|limit| limit.to_f64());
                if let (Some(limit), Some(fields)) = (limit, fields.as_object_mut()) {
                    fields.insert(key.to_owned(), json!(limit));
                }
            }
            fields
        }
        Condition::Date { item, min, max } => {
            let (min, max) = (*min, *max);
            let segments = reader.segments_of_days(item);
            let within = segments.map(|segments| segments.within(Between { min, max }));
            let codes = within.into_iter().flatten().map(segment);
            json!({ "question": item, "in": codes.collect::<Vec<String>>() })
        }
        Condition::Answered { item } => json!({ "question": item, "answered": true }),
        Condition::All(parts) => json!({ "all": list(parts) }),
        Condition::Any(parts) => json!({ "any": list(parts) }),
        Condition::Not(part) => json!({ "not": condition(reader, part) }),
    }
}

/// The code of a segment of days: which days they are no folder tells.
pub(super) fn segment(at: usize) -> String {
    (at + 1).to_string()
}

/// A day that conditions ask for, as the choice of a segment.
fn segments(count: usize) -> Value {
    let option =
        |at: usize| json!({ "code": segment(at), "label": segment(at), "kind": "substantive" });
    (0..count).map(option).collect()
}
