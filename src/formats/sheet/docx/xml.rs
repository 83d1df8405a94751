//! The XML of a part, piece by piece: no document type, no entities but the five, no depth without end.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::super::{DEPTH, Refused, Spot, XmlFault};

/// The names of `WordprocessingML`: as Word writes it, and in its strict form.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// A part of a Word file.
pub(in super::super) struct Part {
    /// Its name in the archive.
    pub name: String,
    /// What it says.
    pub xml: String,
}

/// A piece of a part.
pub(super) enum Piece<'x> {
    /// An element begins. One that is empty ends at once.
    Open(Element<'x>),
    /// The element that was opened last ends.
    Close {
        /// Whether it is one of Word.
        is_word: bool,
        /// Its name.
        name: &'x str,
    },
    /// Text within an element.
    Text(&'x str),
}

/// An element as it begins.
pub(super) struct Element<'x> {
    /// Whether it is one of Word.
    pub is_word: bool,
    /// Its name without prefix.
    pub name: &'x str,
    start: &'x BytesStart<'x>,
}

impl Element<'_> {
    /// An attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all
            .with_checks(false)
            .flatten()
            .find(|one| one.key.local_name().as_ref() == name)?;
        let value = found.normalized_value(XmlVersion::Explicit1_0).ok()?;
        Some(value.into_owned())
    }

    /// The attribute that holds the value of most elements of Word, as a number.
    pub fn number(&self) -> Option<usize> {
        self.attribute("val")?.parse().ok()
    }
}

/// Hands on each piece of a part, in order.
///
/// # Errors
/// The first fault of the XML, or of whoever is handed the pieces.
pub(super) fn walk(
    part: &Part,
    mut each: impl FnMut(Piece<'_>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut reader = NsReader::from_str(&part.xml);
    let mut walking = Walking {
        depth: 0,
        last: String::new(),
    };
    loop {
        let read = reader.read_resolved_event();
        let (is_word, event) = match read {
            Ok((space, event)) => (is_word(&space), event),
            Err(_) => {
                let at = reader.error_position();
                return Err(walking.refused(part, at, XmlFault::Malformed));
            }
        };
        if matches!(event, Event::Eof) && walking.depth == 0 {
            return Ok(());
        }
        if let Some(fault) = walking.event(event, is_word, &mut each)? {
            return Err(walking.refused(part, reader.buffer_position(), fault));
        }
    }
}

fn is_word(space: &ResolveResult<'_>) -> bool {
    matches!(space, ResolveResult::Bound(Namespace(name)) if WORD.contains(name))
}

struct Walking {
    depth: usize,
    /// The element that was opened last.
    last: String,
}

impl Walking {
    /// Hands on one event; the fault, if it is one.
    fn event(
        &mut self,
        event: Event<'_>,
        is_word: bool,
        each: &mut impl FnMut(Piece<'_>) -> Result<(), Refused>,
    ) -> Result<Option<XmlFault>, Refused> {
        match event {
            Event::Start(start) => {
                self.open(&start, is_word, each)?;
                self.depth += 1;
                if self.depth > DEPTH {
                    return Ok(Some(XmlFault::TooDeep));
                }
            }
            Event::Empty(start) => {
                self.open(&start, is_word, each)?;
                let name = start.local_name().into_inner();
                each(Piece::Close { is_word, name })?;
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                let name = end.local_name().into_inner();
                each(Piece::Close { is_word, name })?;
            }
            Event::Text(text) => each(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) => each(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => match meant(&reference) {
                Some(text) => each(Piece::Text(&text))?,
                None => return Ok(Some(XmlFault::Entity(short(&reference)))),
            },
            Event::DocType(_) => return Ok(Some(XmlFault::DocumentType)),
            Event::Eof => return Ok(Some(XmlFault::Malformed)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        Ok(None)
    }

    fn open(
        &mut self,
        start: &BytesStart<'_>,
        is_word: bool,
        each: &mut impl FnMut(Piece<'_>) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let name = start.local_name().into_inner();
        self.last = short(name);
        each(Piece::Open(Element {
            is_word,
            name,
            start,
        }))
    }

    fn refused(&self, part: &Part, at: u64, fault: XmlFault) -> Refused {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let before = part.xml.as_bytes().get(..at).unwrap_or(part.xml.as_bytes());
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Refused::Xml {
            place: Spot {
                part: part.name.clone(),
                line,
                element: self.last.clone(),
            },
            fault,
        }
    }
}

/// What a reference stands for: one of the five names of XML, or a character by its number.
fn meant(reference: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    if reference.is_char_ref() {
        let character = reference.resolve_char_ref().ok()??;
        return Some(character.to_string().into());
    }
    resolve_predefined_entity(reference).map(Cow::Borrowed)
}

/// A name, cut where it is no name any more.
fn short(name: &str) -> String {
    name.chars().take(40).filter(|c| !c.is_control()).collect()
}
