//! The archive around the parts of a Word file. What it claims of its sizes is not believed: reading stops at the limit.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::{PassedOver, Refused, Spot, UNPACKED_BYTES, What, XmlFault};
use super::xml::{self, Part, Piece};

/// An opened archive.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// How much may still be unpacked.
    left: usize,
}

impl<'b> Archive<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
        Ok(Self {
            zip,
            left: UNPACKED_BYTES,
        })
    }

    /// The name of the part that is the document.
    ///
    /// # Errors
    /// What it is, where it is no Word file.
    pub fn document(&mut self) -> Result<String, Refused> {
        let named = match self.part("_rels/.rels")? {
            Some(part) => main_part(&part)?,
            None => None,
        };
        let main = named.unwrap_or_else(|| "word/document.xml".to_owned());
        let has = |name: &str| self.zip.index_for_name(name).is_some();
        if main.starts_with("xl/") || has("xl/workbook.xml") {
            return Err(Refused::Is(What::Spreadsheet));
        }
        if main.starts_with("ppt/") || has("ppt/presentation.xml") {
            return Err(Refused::Is(What::Slides));
        }
        match has(&main) {
            true => Ok(main),
            false => Err(self.without_document()),
        }
    }

    fn without_document(&mut self) -> Refused {
        let mimetype = self.part("mimetype").ok().flatten();
        let kind = mimetype.map(|part| part.xml).unwrap_or_default();
        Refused::Is(match kind.trim() {
            "application/vnd.oasis.opendocument.text" => What::OpenDocument,
            "application/vnd.oasis.opendocument.spreadsheet" => What::Spreadsheet,
            "application/vnd.oasis.opendocument.presentation" => What::Slides,
            _ => What::Archive,
        })
    }

    /// Unpacks a part; none where there is none of this name.
    ///
    /// # Errors
    /// When it is damaged, or too much is unpacked.
    pub fn part(&mut self, name: &str) -> Result<Option<Part>, Refused> {
        let entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Refused::Locked);
            }
            Err(_) => return Err(Refused::Damaged),
        };
        let limit = u64::try_from(self.left).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        let mut limited = entry.take(limit.saturating_add(1));
        let read = limited.read_to_end(&mut bytes);
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or(Refused::Unpacked)?;
        read.map_err(|_| Refused::Damaged)?;
        let xml = String::from_utf8(bytes).map_err(|_| Refused::Xml {
            place: Spot {
                part: name.to_owned(),
                line: 1,
                element: String::new(),
            },
            fault: XmlFault::NotUtf8,
        })?;
        let name = name.to_owned();
        Ok(Some(Part { name, xml }))
    }

    /// What can be counted by names alone.
    pub fn passed_over(&self) -> PassedOver {
        let count = |words: &[&str]| {
            let named = |name: &str| words.iter().any(|word| name.contains(word));
            let names = self.zip.file_names().filter_map(Result::ok);
            names.filter(|name| named(name)).count()
        };
        PassedOver {
            embedded: count(&["/embeddings/"]),
            macros: count(&["vbaProject"]) > 0,
            margins: count(&["/header", "/footer", "/footnotes.xml", "/comments.xml"]),
            ..PassedOver::default()
        }
    }
}

/// Which part is the document, as the archive's own list says.
fn main_part(part: &Part) -> Result<Option<String>, Refused> {
    let mut main = None;
    xml::walk(part, |piece| {
        if let Piece::Open(element) = piece
            && element.name == "Relationship"
            && element
                .attribute("Type")
                .is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            let target = element.attribute("Target");
            main = target.map(|target| target.trim_start_matches('/').to_owned());
        }
        Ok(())
    })?;
    Ok(main)
}
