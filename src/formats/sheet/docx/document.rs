//! The document of a Word file: its paragraphs and the cells of its tables become lines.

use super::super::line::{Gathered, Where};
use super::super::{PassedOver, Refused, Sheet};
use super::numbering::{Numbering, Styles};
use super::xml::{self, Element, Part, Piece};

/// Word's own limit of columns.
const COLUMNS: usize = 63;

/// Elements of Word whose text is none of the sheet: moved away, deleted, codes of fields, readings above words, and how
/// something was before a tracked change.
const NO_TEXT: [&str; 9] = [
    "moveFrom",
    "delText",
    "instrText",
    "rt",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "tcPrChange",
    "sectPrChange",
];

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    number: usize,
    text: String,
    style: Option<String>,
    list: Option<String>,
    level: usize,
}

/// The table that is being read. Tables within its cells are text of the cell.
#[derive(Default)]
struct Table {
    depth: usize,
    number: usize,
    row: usize,
    column: usize,
    /// Where the next cell begins.
    next: usize,
}

/// A document that is being read.
pub(super) struct Document<'s> {
    numbering: Numbering,
    styles: &'s Styles,
    gathered: Gathered,
    passed_over: PassedOver,
    /// A text box lies within a paragraph, so there may be several.
    paragraphs: Vec<Paragraph>,
    counted: usize,
    table: Table,
    /// How many elements deep in something that is no text.
    skipped: usize,
    runs: usize,
    in_text: bool,
}

impl<'s> Document<'s> {
    /// Nothing is read yet.
    pub fn new(numbering: Numbering, styles: &'s Styles, passed_over: PassedOver) -> Self {
        Self {
            numbering,
            styles,
            gathered: Gathered::default(),
            passed_over,
            paragraphs: Vec::new(),
            counted: 0,
            table: Table::default(),
            skipped: 0,
            runs: 0,
            in_text: false,
        }
    }

    /// Reads the part.
    ///
    /// # Errors
    /// When its XML is at fault or it has too many lines.
    pub fn read(&mut self, part: &Part) -> Result<(), Refused> {
        xml::walk(part, |piece| match piece {
            Piece::Open(element) => {
                self.open(&element);
                Ok(())
            }
            Piece::Close { is_word, name } => self.close(is_word, name),
            Piece::Text(text) => {
                if self.in_text && self.skipped == 0 {
                    self.write(text);
                }
                Ok(())
            }
        })
    }

    /// What was read.
    pub fn finish(self) -> Sheet {
        Sheet {
            lines: self.gathered.lines,
            passed_over: self.passed_over,
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text += text;
        }
    }

    fn open(&mut self, element: &Element<'_>) {
        let skips = match element.is_word {
            true => NO_TEXT.contains(&element.name),
            // The same text box again, for programs that do not know the first form.
            false => element.name == "Fallback",
        };
        if self.skipped > 0 || skips {
            self.skipped += 1;
            return;
        }
        match (element.is_word, element.name) {
            (false, "blip" | "imagedata") => self.passed_over.pictures += 1,
            (true, "tbl" | "tr" | "tc" | "gridSpan" | "gridBefore") => self.open_table(element),
            (true, _) => self.open_text(element),
            _ => {}
        }
    }

    fn open_text(&mut self, element: &Element<'_>) {
        match element.name {
            "p" => {
                self.counted += 1;
                self.paragraphs.push(Paragraph {
                    number: self.counted,
                    ..Paragraph::default()
                });
            }
            "r" => self.runs += 1,
            "t" => self.in_text = true,
            // Outside of a run it is a stop of the ruler.
            "tab" if self.runs > 0 => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.passed_over.symbols += 1,
            "pStyle" | "numId" | "ilvl" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    match element.name {
                        "pStyle" => paragraph.style = element.attribute("val"),
                        "numId" => paragraph.list = element.attribute("val"),
                        _ => paragraph.level = element.number().unwrap_or(0),
                    }
                }
            }
            _ => {}
        }
    }

    fn open_table(&mut self, element: &Element<'_>) {
        let table = &mut self.table;
        if element.name == "tbl" {
            table.depth += 1;
            if table.depth == 1 {
                table.number += 1;
                table.row = 0;
            }
            return;
        }
        if table.depth != 1 {
            return;
        }
        let columns = element.number().unwrap_or(1).min(COLUMNS);
        match element.name {
            "tr" => {
                table.row += 1;
                (table.column, table.next) = (0, 1);
            }
            "tc" => {
                table.column = table.next;
                table.next = table.column.saturating_add(1);
            }
            "gridSpan" => table.next = table.column.saturating_add(columns.max(1)),
            _ => table.next = table.next.saturating_add(columns),
        }
    }

    fn close(&mut self, is_word: bool, name: &str) -> Result<(), Refused> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match (is_word, name) {
            (true, "t") => self.in_text = false,
            (true, "r") => self.runs = self.runs.saturating_sub(1),
            (true, "tbl") => self.table.depth = self.table.depth.saturating_sub(1),
            (true, "p") => return self.close_paragraph(),
            _ => {}
        }
        Ok(())
    }

    fn close_paragraph(&mut self) -> Result<(), Refused> {
        let Some(paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        let by_style = || self.styles.list(paragraph.style.as_deref()?);
        let list = match &paragraph.list {
            Some(list) => Some((list.clone(), paragraph.level)),
            None => by_style(),
        };
        let number = list.and_then(|(list, level)| self.numbering.next(&list, level));
        if paragraph.text.trim().is_empty() {
            return Ok(());
        }
        let text = match number.filter(|number| !number.is_empty()) {
            Some(number) => format!("{number} {}", paragraph.text),
            None => paragraph.text,
        };
        let table = &self.table;
        let place = match table.depth {
            0 => Where::Paragraph(paragraph.number),
            _ => Where::Cell {
                table: table.number,
                row: table.row,
                column: table.column,
            },
        };
        self.gathered.take(place, &text)
    }
}
