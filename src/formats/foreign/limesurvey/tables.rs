//! The XML of an `.lss`: one element for each table, rows of columns.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use super::structure::Field;
use crate::formats::foreign::assemble::Found;
use crate::formats::foreign::lack::{Counted, Lack};
use crate::formats::foreign::limits::{CELLS, DEPTH};
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;
use crate::formats::lines::Lines;

/// A row, from which every column is taken once.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub fields: BTreeMap<String, Field>,
    pub path: String,
    pub line: usize,
}

impl Record {
    pub(super) fn take(&mut self, column: &str) -> Option<Field> {
        self.fields.remove(column)
    }

    /// The value of a column that is a key.
    pub(super) fn key(&self, column: &str) -> &str {
        self.fields
            .get(column)
            .map_or("", |field| field.value.as_str())
    }

    pub(super) fn place(&self) -> Place {
        let (path, line) = (self.path.clone(), self.line);
        Place::Element { path, line }
    }

    /// Tells every column nobody took that says something; `silent` are keys and orders.
    pub(super) fn close(self, silent: &[&str], found: &mut Found) {
        for (name, Field { value, place }) in self.fields {
            let says = !matches!(value.trim(), "" | "N" | "0" | "I" | "-1");
            if says && !silent.contains(&name.as_str()) {
                let value = told(&value);
                found.lack(&place, Lack::NotRead { name, value });
            }
        }
    }
}

/// All tables by name, each with its rows in order.
pub(super) type Tables = BTreeMap<String, Vec<Record>>;

/// Reads the document.
///
/// # Errors
/// Why it cannot be read at all.
pub(super) fn read(text: &str, found: &mut Found) -> Result<Tables, Lack> {
    let mut reader = Reader::from_str(text);
    let mut reading = Reading {
        lines: Lines::of(text),
        open: Vec::new(),
        value: String::new(),
        record: None,
        line: 1,
        tables: Tables::new(),
        left: CELLS,
    };
    loop {
        let at = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|error| Lack::Damaged(error.to_string()))?;
        match event {
            Event::Start(element) => reading.start(element.name().as_ref(), at)?,
            Event::Empty(element) => {
                reading.start(element.name().as_ref(), at)?;
                reading.end(found);
            }
            Event::End(_) => reading.end(found),
            Event::Text(text) => reading.value.push_str(&text.xml10_content()),
            Event::CData(text) => reading.value.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => reading.value.push_str(&character(&entity)?),
            Event::DocType(_) => return Err(Lack::Entities),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    match reading.open.is_empty() {
        true => Ok(reading.tables),
        false => Err(Lack::Damaged("the document ends early".to_owned())),
    }
}

/// The character of a reference; only those that need no document type.
fn character(entity: &BytesRef<'_>) -> Result<String, Lack> {
    if let Some(known) = resolve_predefined_entity(entity) {
        return Ok(known.to_owned());
    }
    let character = entity
        .resolve_char_ref()
        .map_err(|error| Lack::Damaged(error.to_string()))?;
    character.map(String::from).ok_or(Lack::Entities)
}

struct Reading<'t> {
    lines: Lines<'t>,
    /// The elements that are open: document, table, rows, row, column.
    open: Vec<String>,
    value: String,
    record: Option<Record>,
    /// Where the column that is open begins.
    line: usize,
    tables: Tables,
    left: usize,
}

impl Reading<'_> {
    fn start(&mut self, name: &str, at: u64) -> Result<(), Lack> {
        if self.open.len() >= DEPTH {
            return Err(Lack::TooDeep { limit: DEPTH });
        }
        self.open.push(name.to_owned());
        self.value.clear();
        self.line = self.lines.at(at);
        if let [_, table, rows, row] = self.open.as_slice()
            && rows == "rows"
            && row == "row"
        {
            let number = self.tables.entry(table.clone()).or_default().len() + 1;
            self.record = Some(Record {
                fields: BTreeMap::new(),
                path: format!("{}/row[{number}]", told(table)),
                line: self.line,
            });
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Found) {
        match self.open.as_slice() {
            [_, table, _, row] if row == "row" => {
                if let Some(record) = self.record.take() {
                    self.tables.entry(table.clone()).or_default().push(record);
                }
            }
            [_, _, _, _, column] => {
                let value = std::mem::take(&mut self.value);
                let line = self.line;
                if let Some(record) = &mut self.record {
                    let path = format!("{}/{}", record.path, told(column));
                    let place = Place::Element { path, line };
                    if self.left == 0 {
                        let (what, limit) = (Counted::Cells, CELLS);
                        found.lack(&place, Lack::TooMany { what, limit });
                    } else {
                        self.left -= 1;
                        record.fields.insert(column.clone(), Field { value, place });
                    }
                }
            }
            _ => {}
        }
        self.open.pop();
        self.value.clear();
    }
}
