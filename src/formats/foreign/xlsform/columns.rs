//! The columns of a sheet: names and their older spellings, and the languages of texts.

use std::collections::BTreeMap;

use super::book::Sheet;
use crate::domain::language::Language;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Found;
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::{clean, language, told};

/// Other names of columns.
const ALIASES: [(&str, &str); 15] = [
    ("relevance", "relevant"),
    ("calculate", "calculation"),
    ("caption", "label"),
    ("command", "type"),
    ("tag", "name"),
    ("value", "name"),
    ("readonly", "read_only"),
    ("read only", "read_only"),
    ("constraining message", "constraint_message"),
    ("constraint message", "constraint_message"),
    ("required message", "required_message"),
    ("count", "repeat_count"),
    ("jr:count", "repeat_count"),
    ("list name", "list_name"),
    ("choice filter", "choice_filter"),
];

/// A sheet with the names of its columns.
#[derive(Debug)]
pub(super) struct Table<'s> {
    pub sheet: &'s Sheet,
    /// Names in small letters with the language and the position.
    heads: Vec<(String, Option<Language>, usize)>,
    /// Rows below the names, each by its number.
    pub rows: Vec<(usize, &'s BTreeMap<usize, String>)>,
}

/// A row of a table, from which every cell is taken once.
#[derive(Debug)]
pub(super) struct Row<'t> {
    pub table: &'t Table<'t>,
    pub number: usize,
    cells: BTreeMap<usize, &'t str>,
}

impl<'s> Table<'s> {
    /// The names stand in the first row that is not empty. `default` is the language of a text that names none.
    pub(super) fn of(sheet: &'s Sheet, default: &Language, found: &mut Found) -> Self {
        let mut rows = sheet.rows.iter().map(|(number, cells)| (*number, cells));
        let mut heads = Vec::new();
        if let Some((number, names)) = rows.next() {
            for (column, written) in names {
                let place = sheet.place(number, *column);
                let (name, language) = head(written, default, &place, found);
                heads.push((name, language, *column));
            }
        }
        let rows = rows.collect();
        Self { sheet, heads, rows }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.heads.iter().any(|(head, ..)| head == name)
    }

    /// The languages of its columns, in their order.
    pub(super) fn languages(&self) -> Vec<Language> {
        let mut languages: Vec<Language> = Vec::new();
        for (_, language, _) in &self.heads {
            if let Some(language) = language.as_ref().filter(|found| !languages.contains(found)) {
                languages.push(language.clone());
            }
        }
        languages
    }

    pub(super) fn row(&'s self, number: usize, cells: &'s BTreeMap<usize, String>) -> Row<'s> {
        let cells = cells
            .iter()
            .map(|(column, text)| (*column, text.as_str()))
            .collect();
        let table = self;
        Row {
            table,
            number,
            cells,
        }
    }
}

/// A name in small letters, and the language behind `::` (or `:`, as it once was).
fn head(
    written: &str,
    default: &Language,
    place: &Place,
    found: &mut Found,
) -> (String, Option<Language>) {
    let (name, tongue) = match written.split_once("::") {
        Some((name, tongue)) => (name, Some(tongue)),
        None => match written.trim().split_once(':') {
            Some((name, tongue))
                if name != "jr" && !["body", "bind", "instance"].contains(&name) =>
            {
                (name, Some(tongue))
            }
            _ => (written, None),
        },
    };
    let lower = name.trim().to_lowercase();
    let alias = ALIASES.iter().find(|(old, _)| *old == lower);
    let name = alias.map_or(lower, |(_, name)| (*name).to_owned());
    let is_text = matches!(name.as_str(), "label" | "hint");
    let language = match tongue {
        Some(tongue) if is_text => {
            let known = language(tongue);
            if known.is_none() {
                found.lack(place, Lack::Language(told(tongue)));
            }
            known
        }
        None if is_text => Some(default.clone()),
        _ => None,
    };
    match (is_text && language.is_none(), tongue) {
        // Told already; its cells belong to no text.
        (true, _) => (String::new(), None),
        (_, Some(tongue)) if !is_text => (format!("{name}::{}", tongue.trim()), None),
        _ => (name, language),
    }
}

impl Row<'_> {
    /// Takes the cell of a column, without blanks around it.
    pub(super) fn take(&mut self, name: &str) -> Option<(String, Place)> {
        let heads = self.table.heads.iter().filter(|(head, ..)| head == name);
        for (.., column) in heads {
            if let Some(text) = self.cells.remove(column) {
                return Some((
                    text.trim().to_owned(),
                    self.table.sheet.place(self.number, *column),
                ));
            }
        }
        None
    }

    /// Takes a text in all its languages.
    pub(super) fn text(&mut self, name: &str, found: &mut Found) -> Text {
        let mut texts: Vec<(Language, String)> = Vec::new();
        for (head, language, column) in &self.table.heads {
            let (true, Some(language)) = (head == name, language) else {
                continue;
            };
            let Some(raw) = self.cells.remove(column) else {
                continue;
            };
            let place = self.table.sheet.place(self.number, *column);
            if texts.iter().any(|(known, _)| known == language) {
                found.lack(&place, not_read(head, raw));
                continue;
            }
            if raw.contains("${") {
                found.lack(&place, Lack::Piping(told(raw)));
            }
            // The answer to a question stands in braces here.
            texts.push((
                language.clone(),
                clean(&raw.replace("${", "{"), &place, found),
            ));
        }
        texts.into_iter().collect()
    }

    /// Where the row stands: its cell of a column, or its first one.
    pub(super) fn place(&self, name: &str) -> Place {
        let column = self.table.heads.iter().find(|(head, ..)| head == name);
        self.table
            .sheet
            .place(self.number, column.map_or(0, |(.., column)| *column))
    }

    /// Tells every cell that nobody took.
    pub(super) fn close(self, found: &mut Found) {
        for (column, text) in &self.cells {
            let head = self.table.heads.iter().find(|(.., at)| at == column);
            let name = head.map_or("", |(name, ..)| name.as_str());
            let place = self.table.sheet.place(self.number, *column);
            let media = ["image", "big-image", "audio", "video"];
            let is_media = media
                .iter()
                .any(|kind| name == *kind || name.starts_with(&format!("{kind}::")))
                || name.starts_with("media::");
            match is_media {
                true => found.lack(&place, Lack::Media(told(text))),
                false => found.lack(&place, not_read(name, text)),
            }
        }
    }
}

fn not_read(name: &str, value: &str) -> Lack {
    Lack::NotRead {
        name: told(name),
        value: told(value),
    }
}
