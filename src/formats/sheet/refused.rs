//! Why a file is not read as a sheet, and what it really is.

use super::{DEPTH, FILE_BYTES, LINES, UNPACKED_BYTES};
use crate::formats::sent_file::{FileKind, kind_of};

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing is written in it.
    #[error("nothing is written in the file")]
    Empty,
    /// More bytes than a questionnaire needs.
    #[error("the file is larger than {FILE_BYTES} bytes: take out its pictures")]
    TooLarge,
    /// A file of another kind, whatever its name says.
    #[error(
        "the file is {0}, whatever its name says: save it as a Word document (.docx) or as text"
    )]
    Is(What),
    /// A password is needed.
    #[error("the file is locked with a password: save it without one")]
    Locked,
    /// Cut off, or not what its beginning says.
    #[error("the file is damaged or cut off: open it in its program and save it again")]
    Damaged,
    /// Much more than it seems.
    #[error("unpacked, the file has more than {UNPACKED_BYTES} bytes")]
    Unpacked,
    /// More lines than any questionnaire.
    #[error("the file has more than {LINES} lines")]
    TooManyLines,
    /// A part of a Word file that cannot be read.
    #[error("{place}: {fault}")]
    Xml {
        /// Where.
        place: Spot,
        /// What is wrong there.
        fault: XmlFault,
    },
    /// Lines of a text that are written neither in UTF-8 nor in CP932: the first of them, from one.
    #[error("neither UTF-8 nor CP932 text, on lines {}", numbers(.0))]
    Letters(Vec<usize>),
}

/// A place in a part of a Word file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part}, line {line}, in <{element}>")]
pub struct Spot {
    /// The part, as it is named in the archive.
    pub part: String,
    /// The line of the part, from one.
    pub line: usize,
    /// The element that was opened last.
    pub element: String,
}

/// What is wrong with a part of a Word file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlFault {
    /// No XML.
    #[error("this is not XML")]
    Malformed,
    /// Not the letters it should have.
    #[error("UTF-8 is expected")]
    NotUtf8,
    /// Elements in elements without end.
    #[error("more than {DEPTH} elements in each other")]
    TooDeep,
    /// A document type: Word writes none, and it may name files and bombs.
    #[error("a document type has no place here")]
    DocumentType,
    /// A name for a text that is declared elsewhere.
    #[error("&{0}; has no meaning here")]
    Entity(String),
}

/// What a file really is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A document of Word before 2007, or another of its family (一太郎 too).
    OldWord,
    /// A document with a password.
    Locked,
    /// A table.
    Spreadsheet,
    /// Slides.
    Slides,
    /// A text of LibreOffice.
    OpenDocument,
    /// Rich text.
    RichText,
    /// A printed document.
    Pdf,
    /// A picture.
    Picture,
    /// An archive of something else; also what every Word file is at first sight.
    Archive,
    /// None of these, and no text.
    Unknown,
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::OldWord => "a document of an old program (.doc, .jtd)",
            Self::Locked => "a document with a password",
            Self::Spreadsheet => "a spreadsheet",
            Self::Slides => "a presentation",
            Self::OpenDocument => "an OpenDocument text",
            Self::RichText => "rich text (.rtf)",
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Archive => "an archive without a document",
            Self::Unknown => "no text",
        })
    }
}

/// What a file is by its first bytes; none where it may be a text.
pub(super) fn what_is(bytes: &[u8]) -> Option<What> {
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    if bytes.starts_with(COMPOUND) {
        return Some(match holds_locked(bytes) {
            true => What::Locked,
            false => What::OldWord,
        });
    }
    match kind_of(bytes) {
        Some(FileKind::Picture) => Some(What::Picture),
        Some(FileKind::Pdf) => Some(What::Pdf),
        Some(FileKind::Archive) => Some(What::Archive),
        _ if bytes.starts_with(b"{\\rtf") => Some(What::RichText),
        _ => None,
    }
}

/// Whether a compound file is a new document behind a password: its stream has this name, in UTF-16.
fn holds_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|letter| [letter, 0])
        .collect();
    bytes.windows(name.len()).any(|part| part == name)
}

fn numbers(lines: &[usize]) -> String {
    let numbers: Vec<String> = lines.iter().map(usize::to_string).collect();
    numbers.join(", ")
}
