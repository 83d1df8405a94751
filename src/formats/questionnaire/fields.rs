//! Reading values out of the tree: every fault is noted and the reading goes on.

use std::collections::HashMap;
use std::fmt::Display;
use std::io;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::fault::{Expected, Fault, FaultKind, nearest};
use super::picture::Beside;
use super::tree::{FAULTS, Node, Value};
use crate::domain::questionnaire::picture::Image;
use crate::domain::questionnaire::question::{Choice, Code};

/// What is known while a file is read.
pub(super) struct Reading {
    pub faults: Vec<Fault>,
    /// What is no fault but should be looked at.
    pub remarks: Vec<Fault>,
    /// Line and column of every place visited.
    pub places: HashMap<String, (usize, usize)>,
    /// The named option sets.
    pub option_sets: HashMap<String, Vec<Choice>>,
    /// The pictures that files beside this one held, in the order they are named.
    pub images: Vec<Image>,
    beside: Beside,
}

impl Reading {
    /// Nothing is known yet. What the file names beside it is read with `beside`.
    pub(super) fn new(beside: Beside) -> Self {
        Self {
            faults: Vec::new(),
            remarks: Vec::new(),
            places: HashMap::new(),
            option_sets: HashMap::new(),
            images: Vec::new(),
            beside,
        }
    }

    /// The bytes of a file beside this one.
    pub(super) fn read_beside(&self, name: &str) -> io::Result<Vec<u8>> {
        (self.beside)(name)
    }

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
        expected: Expected,
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
        expected: Expected,
    ) -> Option<T> {
        let text = self.scalar(node, path, expected)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                let read = |plain: &str| plain.parse::<T>().is_ok();
                self.fault(node, path, wider(text, read, expected))
            }
        }
    }

    /// A stable code.
    pub(super) fn code(&mut self, node: &Node, path: &str) -> Option<Code> {
        const CODE: Expected = Expected::Code;
        let text = self.scalar(node, path, CODE)?;
        if let (Value::Scalar { plain: true, .. }, Some(taken)) = (&node.value, taken_for(text)) {
            let kind = FaultKind::PlainWord(text.to_owned(), taken);
            self.remarks.push(node.fault(path, kind));
        }
        match Code::parse(text) {
            Ok(code) => Some(code),
            Err(_) => {
                let kind = wider(text, |plain| Code::parse(plain).is_ok(), CODE);
                self.fault(node, path, kind)
            }
        }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(
        &mut self,
        node: &Node,
        path: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let word = self.scalar(node, path, Expected::Word)?;
        if let Some((_, value)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*value);
        }
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        let meant = nearest(&narrow(word), &known);
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
        self.parsed(node, path, Expected::Truth)
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
            return self.fault(node, path, FaultKind::Expected(Expected::List));
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
                rest_is_left: false,
            }),
            _ => self.fault(node, path, FaultKind::Expected(Expected::Map)),
        }
    }
}

/// A text in half-width characters.
fn narrow(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// What is wrong with a text that cannot be read: its width, where it could be read in half-width characters.
fn wider(text: &str, read: impl Fn(&str) -> bool, expected: Expected) -> FaultKind {
    let plain = narrow(text);
    if plain != text && read(&plain) {
        let written = text.to_owned();
        return FaultKind::Width { written, plain };
    }
    FaultKind::Expected(expected)
}

/// What other programs take a plain word for.
fn taken_for(word: &str) -> Option<&'static str> {
    let number =
        |rest: &str, digits: fn(&u8) -> bool| !rest.is_empty() && rest.bytes().all(|b| digits(&b));
    let octal = |rest| number(rest, |b| matches!(b, b'0'..=b'7'));
    match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "true" => Some("true"),
        "no" | "off" | "n" | "false" => Some("false"),
        "null" => Some("nothing"),
        lower => match lower.strip_prefix('0')? {
            rest if octal(rest) || rest.strip_prefix('o').is_some_and(octal) => {
                Some("an octal number")
            }
            rest if number(rest, u8::is_ascii_digit) => Some("a number without its zero"),
            rest if rest
                .strip_prefix('x')
                .is_some_and(|hex| number(hex, u8::is_ascii_hexdigit)) =>
            {
                Some("a hexadecimal number")
            }
            _ => None,
        },
    }
}

/// The fields of one map. What is never asked for is unknown.
pub(super) struct Fields<'n> {
    node: &'n Node,
    entries: &'n [(String, Node)],
    path: String,
    known: Vec<&'static str>,
    rest_is_left: bool,
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

    /// Nothing can be said of the other fields: what they must be hangs on one that cannot be read.
    pub(super) fn leave_the_rest(&mut self) {
        self.rest_is_left = true;
    }

    /// Notes every field that was never asked for.
    pub(super) fn close(&self, reading: &mut Reading) {
        for (key, node) in self
            .entries
            .iter()
            .filter(|(key, _)| !self.rest_is_left && !self.known.contains(&key.as_str()))
        {
            let meant = nearest(&narrow(key), &self.known);
            let key: String = key.chars().take(60).collect();
            let path = self.path(&key);
            reading.fault::<()>(node, &path, FaultKind::UnknownKey { key, meant });
        }
    }
}
