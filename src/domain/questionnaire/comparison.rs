//! What changed from one version of a questionnaire to another, and what that does to figures that stand in a row.
//!
//! Two versions are compared field by field as they are stored, so that no kind of question is forgotten. Sections,
//! questions, options, rows and scales are the same where their codes are.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use super::Questionnaire;

/// One difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `sections[s1].questions[q5].options[3].label.ja`, by codes.
    pub path: String,
    /// What became of it.
    pub change: Change,
    /// What it does to figures before and after.
    pub effect: Effect,
}

/// What became of a part of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// The parts stand in another order: these codes.
    Ordered(Vec<String>),
    /// Another value, as it is stored.
    Became {
        /// Before.
        from: Value,
        /// After.
        to: Value,
    },
}

/// What a difference does to figures before and after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing: they are of the same thing.
    Nothing,
    /// They can be compared with care: a wording, an order, what people see around it.
    Care,
    /// They are of different things: other answers are possible, other people are asked, or it counts otherwise.
    Breaks,
}

/// Every difference, in the order of the newer version; what is gone comes last within its part.
#[must_use]
pub fn compare(old: &Questionnaire, new: &Questionnaire) -> Vec<Difference> {
    let [Some(old), Some(new)] = [old, new].map(document) else {
        return Vec::new();
    };
    let first = new
        .get("languages")
        .and_then(|all| all.get(0))
        .and_then(Value::as_str);
    let mut comparing = Comparing {
        language: first.unwrap_or_default().to_owned(),
        found: Vec::new(),
    };
    comparing.objects("", &old, &new);
    for found in &mut comparing.found {
        if is_moved_elsewhere(found, &old, &new) {
            found.effect = Effect::Breaks;
        }
    }
    comparing.found
}

/// Whether a question has come into a section that is asked of other people, or as often as another.
fn is_moved_elsewhere(
    found: &Difference,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) -> bool {
    let asked_of = |document: &Map<String, Value>, section: &Value| {
        let sections = document.get("sections")?.as_array()?;
        let found = sections
            .iter()
            .find(|other| other.get("code") == Some(section))?;
        Some(["show_if", "repeat"].map(|field| found.get(field).cloned()))
    };
    match &found.change {
        Change::Became { from, to } if found.path.ends_with("].section") => {
            asked_of(old, from) != asked_of(new, to)
        }
        _ => false,
    }
}

/// A questionnaire as it is stored, its questions under their codes beside the sections that name them.
fn document(questionnaire: &Questionnaire) -> Option<Map<String, Value>> {
    let Ok(Value::Object(mut document)) = serde_json::to_value(questionnaire) else {
        return None;
    };
    let mut questions = Vec::new();
    let sections = document.get_mut("sections").and_then(Value::as_array_mut);
    for section in sections
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        let code = section.get("code").cloned().unwrap_or_default();
        let own = section.remove("questions");
        for mut question in own
            .as_ref()
            .and_then(Value::as_array)
            .cloned()
            .into_iter()
            .flatten()
        {
            if let Some(fields) = question.as_object_mut() {
                fields.insert("section".to_owned(), code.clone());
            }
            questions.push(question);
        }
    }
    document.insert("questions".to_owned(), Value::Array(questions));
    Some(document)
}

struct Comparing {
    /// The language in which it was written; the others are translations.
    language: String,
    found: Vec<Difference>,
}

impl Comparing {
    fn find(&mut self, path: &str, change: Change) {
        let effect = effect(path, &change, &self.language);
        let path = path.to_owned();
        self.found.push(Difference {
            path,
            change,
            effect,
        });
    }

    fn values(&mut self, path: &str, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (None, Some(_)) => self.find(path, Change::Added),
            (Some(_), None) => self.find(path, Change::Removed),
            (Some(Value::Object(old)), Some(Value::Object(new))) => self.objects(path, old, new),
            (Some(Value::Array(old)), Some(Value::Array(new)))
                if is_coded(old) && is_coded(new) =>
            {
                self.lists(path, old, new);
            }
            (Some(old), Some(new)) if old != new => {
                let (from, to) = (old.clone(), new.clone());
                self.find(path, Change::Became { from, to });
            }
            _ => {}
        }
    }

    fn objects(&mut self, path: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        let gone = old.keys().filter(|field| !new.contains_key(*field));
        for field in new.keys().chain(gone) {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{field}");
            self.values(&path, old.get(field), new.get(field));
        }
    }

    /// Lists of parts that have codes.
    fn lists(&mut self, path: &str, old: &[Value], new: &[Value]) {
        let before: BTreeMap<&str, &Value> = old.iter().map(|part| (code(part), part)).collect();
        let after: BTreeMap<&str, &Value> = new.iter().map(|part| (code(part), part)).collect();
        let gone = old.iter().filter(|part| !after.contains_key(code(part)));
        for part in new.iter().chain(gone) {
            let code = code(part);
            let (old, new) = (before.get(code).copied(), after.get(code).copied());
            self.values(&format!("{path}[{code}]"), old, new);
        }
        let order = |list: &[Value], other: &BTreeMap<&str, &Value>| -> Vec<String> {
            let kept = list
                .iter()
                .map(code)
                .filter(|code| other.contains_key(code));
            kept.map(str::to_owned).collect()
        };
        let now = order(new, &before);
        if order(old, &after) != now {
            self.find(path, Change::Ordered(now));
        }
    }
}

fn is_coded(list: &[Value]) -> bool {
    list.iter().all(|part| part.get("code").is_some())
}

fn code(part: &Value) -> &str {
    part.get("code").and_then(Value::as_str).unwrap_or_default()
}

/// What a difference at this place does.
fn effect(path: &str, change: &Change, language: &str) -> Effect {
    let fields: Vec<&str> = path.split('.').map(name).collect();
    let has = |names: &[&str]| fields.iter().any(|field| names.contains(field));
    let last = fields.last().copied().unwrap_or_default();
    let comes_or_goes = matches!(change, Change::Added | Change::Removed);
    match last {
        // Who is asked, what is offered, and how often.
        _ if has(&["show_if", "repeat"]) => Effect::Breaks,
        _ if !has(&["questions"]) => Effect::Nothing,
        // A question or a row that is new or gone leaves the others as they are.
        "questions" | "rows" if comes_or_goes => Effect::Nothing,
        "options" | "axes" if comes_or_goes => Effect::Breaks,
        "questions" | "rows" | "options" | "axes" | "section" => Effect::Care,
        _ if last == language && has(&WORDS) => Effect::Care,
        _ if has(&WORDS) => Effect::Nothing,
        _ if has(&BESIDE) => Effect::Care,
        _ => Effect::Breaks,
    }
}

/// The texts of a question: in the language it was written in they are what people answer to.
const WORDS: [&str; 5] = ["text", "short", "hint", "label", "unit"];

/// What changes what people see, and not what they can answer.
const BESIDE: [&str; 6] = ["required", "order", "long", "same_as", "picture", "kana"];

/// The field of a step of a path, without the code behind it.
fn name(step: &str) -> &str {
    step.split('[').next().unwrap_or_default()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            change,
            effect,
        } = self;
        match change {
            Change::Added => write!(f, "{path}: new")?,
            Change::Removed => write!(f, "{path}: gone")?,
            Change::Ordered(codes) => write!(f, "{path}: now in the order {}", codes.join(", "))?,
            Change::Became { from, to } => write!(f, "{path}: {} → {}", Short(from), Short(to))?,
        }
        match effect {
            Effect::Nothing => Ok(()),
            Effect::Care => write!(f, " (compare with care)"),
            Effect::Breaks => write!(f, " (breaks the series)"),
        }
    }
}

/// A value on one line, cut where it is long.
struct Short<'v>(&'v Value);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 60;
        let text = match self.0 {
            Value::String(text) => format!("“{}”", text.replace('\n', " ")),
            other => other.to_string(),
        };
        let mut all = text.chars();
        let start: String = all.by_ref().take(MOST).collect();
        let more = if all.next().is_some() { "…" } else { "" };
        write!(f, "{start}{more}")
    }
}
