//! Reading values out of the tree: every fault is noted and the reading goes on.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use super::fault::{Fault, FaultKind, nearest};
use super::tree::{FAULTS, Node, Value};
use crate::domain::questionnaire::question::{Choice, Code};

/// What is known while a file is read.
#[derive(Default)]
pub(super) struct Reading {
    pub faults: Vec<Fault>,
    /// Line and column of every place visited.
    pub places: HashMap<String, (usize, usize)>,
    /// The named option sets.
    pub option_sets: HashMap<String, Vec<Choice>>,
}

impl Reading {
    /// Notes a fault; always none, so that it ends a reading with `?`.
    pub(super) fn fault<T>(&mut self, node: &Node, path: &str, kind: FaultKind) -> Option<T> {
        if self.faults.len() < FAULTS {
            self.faults.push(node.fault(path, kind));
        }
        None
    }

    /// Remembers where a path is.
    pub(super) fn visit(&mut self, node: &Node, path: &str) {
        self.places
            .insert(path.to_owned(), (node.line, node.column));
    }

    /// The text of a scalar that is not empty.
    pub(super) fn scalar<'n>(
        &mut self,
        node: &'n Node,
        path: &str,
        expected: &'static str,
    ) -> Option<&'n str> {
        self.visit(node, path);
        match &node.value {
            Value::Scalar { text, .. } if !node.is_null() && !text.trim().is_empty() => Some(text),
            _ => self.fault(node, path, FaultKind::Expected(expected)),
        }
    }

    /// A scalar that a type reads from text.
    pub(super) fn parsed<T: FromStr>(
        &mut self,
        node: &Node,
        path: &str,
        expected: &'static str,
    ) -> Option<T> {
        let text = self.scalar(node, path, expected)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => self.fault(node, path, FaultKind::Expected(expected)),
        }
    }

    /// A stable code.
    pub(super) fn code(&mut self, node: &Node, path: &str) -> Option<Code> {
        const CODE: &str =
            "a code of 1 to 40 ASCII letters, digits, _ and -, beginning with a letter or digit";
        let text = self.scalar(node, path, CODE)?;
        match Code::parse(text) {
            Ok(code) => Some(code),
            Err(_) => self.fault(node, path, FaultKind::Expected(CODE)),
        }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(
        &mut self,
        node: &Node,
        path: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let word = self.scalar(node, path, "a word")?;
        if let Some((_, value)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*value);
        }
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        let meant = nearest(word, &known);
        let (word, possible) = (word.chars().take(60).collect(), known.join(", "));
        self.fault(
            node,
            path,
            FaultKind::UnknownWord {
                word,
                possible,
                meant,
            },
        )
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, node: &Node, path: &str) -> Option<bool> {
        self.parsed(node, path, "true or false")
    }

    /// Every entry of a list, each read on its own; none when one of them cannot be read.
    pub(super) fn list<T>(
        &mut self,
        node: &Node,
        path: &str,
        mut read: impl FnMut(&mut Self, &Node, &str) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.visit(node, path);
        let Value::List(nodes) = &node.value else {
            return self.fault(node, path, FaultKind::Expected("a list"));
        };
        let read: Vec<Option<T>> = nodes
            .iter()
            .enumerate()
            .map(|(at, node)| read(self, node, &format!("{path}[{at}]")))
            .collect();
        read.into_iter().collect()
    }

    /// The fields of a map.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, path: &str) -> Option<Fields<'n>> {
        self.visit(node, path);
        match &node.value {
            Value::Map(entries) => Some(Fields {
                node,
                entries,
                path: path.to_owned(),
                known: Vec::new(),
            }),
            _ => self.fault(node, path, FaultKind::Expected("a map of keys and values")),
        }
    }
}

/// The fields of one map. What is never asked for is unknown.
pub(super) struct Fields<'n> {
    node: &'n Node,
    entries: &'n [(String, Node)],
    path: String,
    known: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The path of a field.
    pub(super) fn path(&self, key: impl Display) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{key}", self.path)
    }

    /// A field that may be absent, with its path.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<(&'n Node, String)> {
        self.known.push(key);
        let (_, node) = self
            .entries
            .iter()
            .find(|(name, node)| name == key && !node.is_null())?;
        Some((node, self.path(key)))
    }

    /// A field that must be there, with its path.
    pub(super) fn needed(
        &mut self,
        reading: &mut Reading,
        key: &'static str,
    ) -> Option<(&'n Node, String)> {
        match self.optional(key) {
            Some(field) => Some(field),
            None => reading.fault(self.node, &self.path, FaultKind::Missing(key)),
        }
    }

    /// Notes every field that was never asked for.
    pub(super) fn close(&self, reading: &mut Reading) {
        for (key, node) in self
            .entries
            .iter()
            .filter(|(key, _)| !self.known.contains(&key.as_str()))
        {
            let meant = nearest(key, &self.known);
            let key: String = key.chars().take(60).collect();
            let path = self.path(&key);
            reading.fault::<()>(node, &path, FaultKind::UnknownKey { key, meant });
        }
    }
}
