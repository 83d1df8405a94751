//! Word files that are written (ECMA-376, `WordprocessingML`): paragraphs and tables on A4, in the typefaces of Japanese
//! offices. What they say comes from whoever writes them; what may not stand in XML never does.
//!
//! Word files that are read are sheets: [`crate::formats::sheet`].

mod parts;
#[cfg(test)]
mod tests;
mod text;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use text::escaped;

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A4, upright.
    Upright,
    /// A4, on its long side.
    Across,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The title of the whole.
    Title,
    /// A heading.
    Heading,
    /// A question: it stays with what follows it.
    Question,
    /// Text.
    Body,
    /// Text that stands in under what it belongs to.
    Inside,
    /// What is said beside the matter.
    Small,
}

impl Style {
    fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Heading => "Heading1",
            Self::Question => "Question",
            Self::Body => "Normal",
            Self::Inside => "Inside",
            Self::Small => "Small",
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What it says; line ends are lines.
    pub text: String,
    /// Whether it is underlined.
    pub is_marked: bool,
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self {
            text,
            is_marked: false,
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub runs: Vec<Run>,
    /// How many columns it takes.
    pub columns: usize,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::of(vec![text.into()])
    }
}

impl Cell {
    /// A cell of one column.
    #[must_use]
    pub fn of(runs: Vec<Run>) -> Self {
        Self { runs, columns: 1 }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How wide each column is, beside the others.
    pub widths: Vec<u32>,
    /// The rows at the top of each page.
    pub heads: Vec<Vec<Cell>>,
    /// The others.
    pub rows: Vec<Vec<Cell>>,
}

/// A document while it is written.
#[derive(Debug, Clone)]
pub struct Document {
    paper: Paper,
    title: String,
    body: String,
}

impl Document {
    /// One with nothing in it yet.
    #[must_use]
    pub fn new(paper: Paper, title: &str) -> Self {
        Self {
            paper,
            title: title.to_owned(),
            body: String::new(),
        }
    }

    /// A paragraph.
    pub fn paragraph(&mut self, style: Style, text: &str) {
        self.runs(style, &[text.to_owned().into()]);
    }

    fn runs(&mut self, style: Style, runs: &[Run]) {
        self.body += &format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>"#,
            style.name()
        );
        runs.iter().for_each(|run| text::run(run, &mut self.body));
        self.body += "</w:p>";
    }

    /// An empty line to write on.
    pub fn rule(&mut self) {
        self.body += r#"<w:p><w:pPr><w:pStyle w:val="Rule"/></w:pPr></w:p>"#;
    }

    /// A table over the whole width.
    pub fn table(&mut self, table: &Table) {
        let all: u32 = table.widths.iter().sum::<u32>().max(1);
        let whole = parts::width(self.paper);
        let width = |share: u32| whole.saturating_mul(share) / all;
        self.body += parts::TABLE;
        self.body += "<w:tblGrid>";
        for share in &table.widths {
            self.body += &format!(r#"<w:gridCol w:w="{}"/>"#, width(*share));
        }
        self.body += "</w:tblGrid>";
        let heads = table
            .heads
            .iter()
            .map(|row| (row, "<w:cantSplit/><w:tblHeader/>"));
        let rows = table.rows.iter().map(|row| (row, ""));
        for (row, head) in heads.chain(rows) {
            self.body += &format!("<w:tr><w:trPr>{head}</w:trPr>");
            let mut shares = table.widths.iter();
            for cell in row {
                let share = shares.by_ref().take(cell.columns.max(1)).sum();
                self.cell(cell, width(share));
            }
            self.body += "</w:tr>";
        }
        // Two tables without a paragraph between them would be one.
        self.body += "</w:tbl><w:p/>";
    }

    fn cell(&mut self, cell: &Cell, width: u32) {
        let span = cell.columns.max(1);
        self.body += &format!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/></w:tcPr>"#
        );
        self.runs(Style::Small, &cell.runs);
        self.body += "</w:tc>";
    }

    /// The file.
    ///
    /// # Errors
    /// When it cannot be packed: a fault of the program.
    pub fn file(&self) -> Result<Vec<u8>, ZipError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        let document = parts::document(self.paper, &self.body);
        let about = parts::about(&escaped(&self.title));
        let own = [
            ("word/document.xml", document),
            ("docProps/core.xml", about),
        ];
        let shared = parts::SHARED.map(|(name, part)| (name, part.to_owned()));
        for (name, part) in shared.into_iter().chain(own) {
            zip.start_file(name, options)?;
            zip.write_all(part.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }
}
