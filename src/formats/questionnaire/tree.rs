//! One tree with places for YAML and JSON (which is YAML): scalars as written, lists, maps.
//!
//! Built from the parser's events, so that it is bounded: no aliases, a limit of depth, duplicate keys found.

use std::collections::HashSet;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::fault::{Fault, FaultKind};

/// No questionnaire is larger: five hundred questions with long lists of options, indented, have a third of it.
const BYTES: usize = 5 << 20;

/// No questionnaire is deeper. A condition in a condition takes two levels.
const DEPTH: usize = 96;

/// More faults are not listed.
pub(super) const FAULTS: usize = 200;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub line: usize,
    pub column: usize,
    pub value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A word, number or text as written; plain when without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    /// Keys in order, each once.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A fault at this node.
    pub(super) fn fault(&self, path: &str, kind: FaultKind) -> Fault {
        Fault {
            line: self.line,
            column: self.column,
            path: path.to_owned(),
            kind,
        }
    }

    /// Whether nothing is written: an empty plain scalar, `~` or `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }
}

/// The tree of a text, or what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Fault>> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let taken = match event {
            Ok((event, span)) => builder.take(event, span.start),
            Err(error) => Err((*error.marker(), FaultKind::Syntax(error.info().to_owned()))),
        };
        if let Err((at, kind)) = taken {
            builder.fault(at, kind);
            return Err(builder.faults);
        }
    }
    let [root] = <[Node; 1]>::try_from(builder.documents)
        .map_err(|_| vec![at_start(FaultKind::Documents)])?;
    if builder.faults.is_empty() {
        Ok(root)
    } else {
        Err(builder.faults)
    }
}

fn at_start(kind: FaultKind) -> Fault {
    Fault {
        line: 1,
        column: 1,
        path: String::new(),
        kind,
    }
}

/// The file as text: UTF-8 without byte order mark and control characters. (A U+0000 would end it for the parser.)
pub(super) fn text(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > BYTES {
        return Err(at_start(FaultKind::TooLarge { limit: BYTES }));
    }
    if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return Err(at_start(FaultKind::Utf16));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let place = |before: &str, kind| {
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Fault {
            line,
            column,
            path: String::new(),
            kind,
        }
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        place(&String::from_utf8_lossy(good), FaultKind::NotUtf8)
    })?;
    match text.char_indices().find(|(_, c)| is_forbidden(*c)) {
        Some((at, c)) => Err(place(
            text.get(..at).unwrap_or_default(),
            FaultKind::Character(c.into()),
        )),
        None => Ok(text),
    }
}

/// Controls other than TAB, LF and CR; marks that turn the direction of text; code points that are no characters.
pub(super) fn is_forbidden(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let turning = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    control || turning || c == '\u{FEFF}' || u32::from(c) & 0xFFFE == 0xFFFE
}

/// A list or map under construction.
struct Open {
    line: usize,
    column: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<(String, Node)>,
        seen: HashSet<String>,
        /// The key whose value comes next, and where it stands.
        key: Option<(String, Marker)>,
    },
}

impl Content {
    fn map() -> Self {
        Self::Map {
            entries: Vec::new(),
            seen: HashSet::new(),
            key: None,
        }
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    documents: Vec<Node>,
    faults: Vec<Fault>,
}

/// What ends the reading, and where.
type Stop = (Marker, FaultKind);

impl Builder {
    fn fault(&mut self, at: Marker, kind: FaultKind) {
        if self.faults.len() < FAULTS {
            let path = self.path();
            self.faults.push(Fault {
                line: at.line(),
                column: at.col() + 1,
                path,
                kind,
            });
        }
    }

    fn take(&mut self, event: Event<'_>, at: Marker) -> Result<(), Stop> {
        match event {
            Event::Scalar(text, style, _, tag) => {
                if tag.is_some() {
                    self.fault(at, FaultKind::Tag);
                }
                self.scalar(text.into_owned(), style == ScalarStyle::Plain, at);
            }
            Event::SequenceStart(_, tag) => {
                self.enter(at, tag.is_some(), Content::List(Vec::new()))?;
            }
            Event::MappingStart(_, tag) => self.enter(at, tag.is_some(), Content::map())?,
            Event::SequenceEnd | Event::MappingEnd => self.leave(at),
            Event::Alias(_) => {
                self.fault(at, FaultKind::Alias);
                self.scalar(String::new(), true, at);
            }
            // Beginnings and ends of the stream and its documents.
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: String, plain: bool, at: Marker) {
        let (line, column) = (at.line(), at.col() + 1);
        let value = Value::Scalar { text, plain };
        self.place(
            Node {
                line,
                column,
                value,
            },
            at,
        );
    }

    fn enter(&mut self, at: Marker, tagged: bool, content: Content) -> Result<(), Stop> {
        if tagged {
            self.fault(at, FaultKind::Tag);
        }
        if self.open.len() >= DEPTH {
            return Err((at, FaultKind::TooDeep { limit: DEPTH }));
        }
        self.open.push(Open {
            line: at.line(),
            column: at.col() + 1,
            content,
        });
        Ok(())
    }

    fn leave(&mut self, at: Marker) {
        if let Some(Open {
            line,
            column,
            content,
        }) = self.open.pop()
        {
            let value = match content {
                Content::List(nodes) => Value::List(nodes),
                Content::Map { entries, .. } => Value::Map(entries),
            };
            self.place(
                Node {
                    line,
                    column,
                    value,
                },
                at,
            );
        }
    }

    /// Puts a finished node into what is open: as item, key or value.
    fn place(&mut self, node: Node, at: Marker) {
        let fault = match self.open.last_mut().map(|open| &mut open.content) {
            None => {
                self.documents.push(node);
                None
            }
            Some(Content::List(nodes)) => {
                nodes.push(node);
                None
            }
            Some(Content::Map { entries, seen, key }) => match (key.take(), node.value) {
                (Some((name, at)), value) => {
                    let again = !seen.insert(name.clone());
                    let node = Node { value, ..node };
                    if again {
                        Some((at, FaultKind::DuplicateKey(name)))
                    } else {
                        entries.push((name, node));
                        None
                    }
                }
                (None, Value::Scalar { text, .. }) => {
                    *key = Some((text, at));
                    None
                }
                (None, _) => {
                    *key = Some((String::new(), at));
                    Some((at, FaultKind::Key))
                }
            },
        };
        if let Some((at, kind)) = fault {
            self.fault(at, kind);
        }
    }

    /// Where the builder stands: `sections[2].questions[0]`.
    fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            match &open.content {
                Content::List(nodes) => path.push_str(&format!("[{}]", nodes.len())),
                Content::Map {
                    key: Some((key, _)),
                    ..
                } => {
                    let dot = if path.is_empty() { "" } else { "." };
                    path.push_str(dot);
                    path.extend(key.chars().take(60));
                }
                Content::Map { .. } => {}
            }
        }
        path
    }
}
