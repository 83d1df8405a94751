//! Walking a JSON document with its path at hand, so that every fault says where it is.

use serde_json::Value;

use super::fault::{Faults, Problem};
use crate::domain::plan::definition::MOST_DECIMALS;

/// Largest count that is believed (a country has fewer people).
const MAX_COUNT: u64 = 10_000_000_000;

/// A place in a JSON document; the value may be missing.
#[derive(Clone)]
pub(super) struct Node<'a> {
    file: &'static str,
    path: String,
    value: Option<&'a Value>,
    faults: &'a Faults,
    /// Part of a document that is not there at all.
    silent: bool,
}

/// Parses a file; a syntax error is one fault with its line.
pub(super) fn parse(file: &'static str, bytes: &[u8], faults: &Faults) -> Option<Value> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let parsed = serde_json::from_slice(text).map_err(|error| {
        let line = u64::try_from(error.line()).ok();
        faults.add(file, line, "", Problem::Unreadable(error.to_string()));
    });
    parsed.ok()
}

/// Parses a file that holds an object.
pub(super) fn parse_object(file: &'static str, bytes: &[u8], faults: &Faults) -> Option<Value> {
    let value = parse(file, bytes, faults)?;
    if !value.is_object() {
        faults.add(file, None, "", Problem::Expected("an object"));
    }
    Some(value).filter(Value::is_object)
}

impl<'a> Node<'a> {
    pub(super) fn root(file: &'static str, value: &'a Value, faults: &'a Faults) -> Node<'a> {
        Node {
            file,
            path: String::new(),
            value: Some(value),
            faults,
            silent: false,
        }
    }

    /// A document; null stands for one that could not be read. That has been reported, and nothing more is asked of it.
    pub(super) fn document(file: &'static str, value: &'a Value, faults: &'a Faults) -> Node<'a> {
        Node {
            silent: value.is_null(),
            ..Node::root(file, value, faults)
        }
    }

    pub(super) fn get(&self, key: &str) -> Node<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        Node {
            path: format!("{}{dot}{key}", self.path),
            value: self.value.and_then(|v| v.get(key)).filter(|v| !v.is_null()),
            ..self.clone()
        }
    }

    pub(super) fn exists(&self) -> bool {
        self.value.is_some()
    }

    pub(super) fn fault(&self, problem: Problem) {
        if !self.silent {
            self.faults.add(self.file, None, &self.path, problem);
        }
    }

    fn expected<T>(&self, what: &'static str) -> Option<T> {
        self.fault(Problem::Expected(what));
        None
    }

    /// The value by `read`; missing is fine, another kind is a fault.
    fn optional<T>(&self, what: &'static str, read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        let value = self.value?;
        read(value).or_else(|| self.expected(what))
    }

    fn required<T>(&self, read: impl Fn(&Self) -> Option<T>) -> Option<T> {
        if self.value.is_none() {
            self.fault(Problem::Missing);
        }
        read(self)
    }

    pub(super) fn maybe_text(&self) -> Option<&'a str> {
        self.optional("text", Value::as_str)
    }

    pub(super) fn text(&self) -> &'a str {
        self.required(Self::maybe_text).unwrap_or_default()
    }

    pub(super) fn maybe_count(&self) -> Option<u64> {
        self.optional("a whole number from 0 to 10¹⁰", |v| {
            v.as_u64().filter(|n| *n <= MAX_COUNT)
        })
    }

    pub(super) fn count(&self) -> u64 {
        self.required(Self::maybe_count).unwrap_or_default()
    }

    pub(super) fn maybe_real(&self) -> Option<f64> {
        self.optional("a number between −10¹² and 10¹²", |v| {
            v.as_f64().filter(|x| x.abs() <= 1e12)
        })
    }

    pub(super) fn real(&self) -> f64 {
        self.required(Self::maybe_real).unwrap_or_default()
    }

    /// A number strictly between the limits, which `what` names.
    pub(super) fn real_between(
        &self,
        (low, high): (f64, f64),
        default: f64,
        what: &'static str,
    ) -> f64 {
        let value = self.maybe_real().unwrap_or(default);
        if value > low && value < high {
            return value;
        }
        self.fault(Problem::Expected(what));
        default
    }

    pub(super) fn maybe_flag(&self) -> Option<bool> {
        self.optional("true or false", Value::as_bool)
    }

    pub(super) fn flag(&self) -> bool {
        self.maybe_flag().unwrap_or(false)
    }

    /// Decimals of a printed figure.
    pub(super) fn decimals(&self, default: u32) -> u32 {
        let read = |v: &Value| {
            v.as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .filter(|n| *n <= MOST_DECIMALS)
        };
        self.optional("0 to 6 decimals", read).unwrap_or(default)
    }

    /// A number, or a number written as text; kept as text so that no digit is lost.
    pub(super) fn maybe_decimal_text(&self) -> Option<String> {
        self.optional("a number", |v| match v {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    pub(super) fn maybe_list(&self) -> Vec<Node<'a>> {
        let items = self.optional("a list", Value::as_array);
        let node = |(at, value): (usize, &'a Value)| Node {
            path: format!("{}[{at}]", self.path),
            value: Some(value),
            ..self.clone()
        };
        items.into_iter().flatten().enumerate().map(node).collect()
    }

    pub(super) fn list(&self) -> Vec<Node<'a>> {
        if self.value.is_none() {
            self.fault(Problem::Missing);
        }
        self.maybe_list()
    }

    pub(super) fn entries(&self) -> Vec<(&'a str, Node<'a>)> {
        let object = self.optional("an object", Value::as_object);
        let entry = |(key, _): (&'a String, _)| (key.as_str(), self.get(key));
        object.into_iter().flatten().map(entry).collect()
    }

    /// One of the given words; a default where nothing is written, a fault for any other word.
    pub(super) fn one_of<T: Copy>(&self, default: T, words: &[(&str, T)]) -> T {
        let Some(word) = self.maybe_text() else {
            return default;
        };
        match words.iter().find(|(w, _)| *w == word) {
            Some((_, value)) => *value,
            None => {
                self.fault(Problem::Unknown(word.to_owned()));
                default
            }
        }
    }
}
