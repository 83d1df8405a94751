//! Sheets that are Word files (ECMA-376, `WordprocessingML`): an archive of parts in XML.
//!
//! Read are the paragraphs and tables of the document with its text boxes, and the numbers of its lists. Tracked
//! deletions, readings above words (ルビ) and the second form of a text box for old programs are no text of the sheet.

mod archive;
mod document;
mod number;
mod numbering;
mod xml;

use archive::Archive;
use document::Document;
use numbering::{Numbering, Styles};

use super::{Refused, Sheet};

/// Reads a Word file.
///
/// # Errors
/// When it is none, is damaged or locked, or unpacks to too much.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refused> {
    let mut archive = Archive::open(bytes)?;
    let main = archive.document()?;
    let (folder, _) = main.rsplit_once('/').unwrap_or(("", ""));
    let beside = |name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let mut numbering = Numbering::default();
    if let Some(part) = archive.part(&beside("numbering.xml"))? {
        numbering.read(&part)?;
    }
    let mut styles = Styles::default();
    if let Some(part) = archive.part(&beside("styles.xml"))? {
        styles.read(&part)?;
    }
    let part = archive.part(&main)?.ok_or(Refused::Damaged)?;
    let mut document = Document::new(numbering, &styles, archive.passed_over());
    document.read(&part)?;
    Ok(document.finish())
}
