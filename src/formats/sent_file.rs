//! What a file is that somebody sends, by what is in it: its name and what the browser says of it are only a claim.

use crate::domain::words::words;

words! {
    /// What a file can be.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FileKind {
        /// A picture in PNG, JPEG or WebP.
        Picture = "picture",
        /// Text, as tables and questionnaires are.
        Text = "text",
        /// A document that is printed.
        Pdf = "pdf",
        /// An archive, as office documents are.
        Archive = "archive",
    }
}

/// What a file is; none where it is none of these.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<FileKind> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let is_webp = begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if begins(b"\x89PNG\r\n\x1a\n") || begins(b"\xff\xd8\xff") || is_webp {
        Some(FileKind::Picture)
    } else if begins(b"%PDF-") {
        Some(FileKind::Pdf)
    } else if begins(b"PK\x03\x04") {
        Some(FileKind::Archive)
    } else if is_text(bytes) {
        Some(FileKind::Text)
    } else {
        None
    }
}

/// UTF-8, or what Japanese offices write otherwise, without anything that cannot be seen.
fn is_text(bytes: &[u8]) -> bool {
    let seen = |byte: &u8| *byte >= 0x20 && *byte != 0x7f || matches!(*byte, b'\t' | b'\n' | b'\r');
    !bytes.is_empty()
        && bytes.iter().all(seen)
        && (std::str::from_utf8(bytes).is_ok() || is_shift_jis(bytes))
}

/// Whether every byte that is none of ASCII stands where Shift_JIS has one.
fn is_shift_jis(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(first) = rest.next() {
        let is_two = matches!(*first, 0x81..=0x9f | 0xe0..=0xfc);
        let is_one = *first < 0x80 || matches!(*first, 0xa1..=0xdf);
        let second = is_two.then(|| rest.next().copied().unwrap_or(0));
        let fits = second.is_some_and(|second| matches!(second, 0x40..=0x7e | 0x80..=0xfc));
        if !fits && !is_one {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_is_in_it() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some(FileKind::Picture)),
            (b"\xff\xd8\xff\xe0", Some(FileKind::Picture)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(FileKind::Picture)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"%PDF-1.7\n\0", Some(FileKind::Pdf)),
            (b"PK\x03\x04\x14\0", Some(FileKind::Archive)),
            ("番号,氏名\r\n1,砂川\r\n".as_bytes(), Some(FileKind::Text)),
            (b"\x94\xd4\x8d\x86,\x8e\x81\x96\xbc\n", Some(FileKind::Text)),
            (b"MZ\x90\0\x03", None),
            (b"a\0b", None),
            (b"\xff\xfe\x41\x00", None),
            (b"\x81", None),
            (b"", None),
        ] {
            assert_eq!(kind_of(bytes), kind, "{bytes:?}");
        }
    }
}
