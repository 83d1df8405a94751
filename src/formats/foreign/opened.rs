//! What a file is and, where it is text, the text of it.

use std::collections::HashMap;

use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use serde::de::IgnoredAny;

use super::lack::{FileIs, Lack};
use super::limits::{BYTES, DEPTH};
use crate::formats::sent_file::{FileKind, kind_of};

/// The file is the expected one, by what is in it.
///
/// # Errors
/// What it really is, or that it is too large.
pub(super) fn is(bytes: &[u8], expected: FileIs) -> Result<(), Lack> {
    if bytes.len() > BYTES {
        return Err(Lack::TooLarge { limit: BYTES });
    }
    match file_is(bytes) {
        is if is == expected => Ok(()),
        is => Err(Lack::OtherFile { expected, is }),
    }
}

/// What a file is.
pub(super) fn file_is(bytes: &[u8]) -> FileIs {
    if bytes.is_empty() {
        return FileIs::Empty;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return FileIs::OldOrLockedWorkbook;
    }
    match kind_of(bytes) {
        Some(FileKind::Picture) => FileIs::Picture,
        Some(FileKind::Pdf) => FileIs::Pdf,
        // A Word file may hold a workbook, and names its parts then.
        Some(FileKind::Archive) if names(bytes, b"word/document.xml") => FileIs::Archive,
        Some(FileKind::Archive) if names(bytes, b"xl/") => FileIs::Workbook,
        Some(FileKind::Archive) => FileIs::Archive,
        // Text with a character that never passes is still text; the character is told at its place.
        _ => text(bytes).map_or(FileIs::Unknown, |text| text_is(&text)),
    }
}

/// Whether a packed file names a part so.
fn names(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn text_is(text: &str) -> FileIs {
    let begin = text.trim_start();
    if begin.is_empty() {
        FileIs::Empty
    } else if begin.contains('\0') {
        FileIs::Unknown
    } else if is_xml(begin) {
        match begin.contains("<LimeSurveyDocType>") {
            true => FileIs::Lss,
            false => FileIs::Xml,
        }
    } else if begin.starts_with(['{', '[']) {
        match is_surveyjs(begin) {
            true => FileIs::SurveyJs,
            false => FileIs::Json,
        }
    } else {
        let first = begin.lines().next().unwrap_or_default();
        let columns: Vec<&str> = first
            .split('\t')
            .map(|name| name.trim_matches('"'))
            .collect();
        match columns.contains(&"class") && columns.contains(&"name") {
            true => FileIs::Tsv,
            false => FileIs::Text,
        }
    }
}

/// Whether a text is XML, and not a sheet whose first line stands in brackets.
fn is_xml(begin: &str) -> bool {
    let names = ["<?xml", "<!DOCTYPE", "<!doctype", "<document", "<html"];
    names.iter().any(|name| begin.starts_with(name)) || begin.contains("<LimeSurveyDocType>")
}

/// Whether a JSON text is a document of `SurveyJS`: by its keys, or by their names where it cannot be read. Questionnaires
/// of ours have `sections`.
fn is_surveyjs(begin: &str) -> bool {
    const ASK: [&str; 3] = ["pages", "elements", "questions"];
    if !begin.starts_with('{') {
        return false;
    }
    match serde_json::from_str::<HashMap<String, IgnoredAny>>(begin) {
        Ok(keys) => !keys.contains_key("sections") && ASK.iter().any(|key| keys.contains_key(*key)),
        Err(_) => {
            let names = |key: &str| begin.contains(&format!("\"{key}\""));
            !names("sections") && ASK.into_iter().any(names)
        }
    }
}

/// The text of a file: UTF-8 or, as offices in Japan still write, CP932; UTF-16 where its mark says so.
///
/// # Errors
/// [`Lack::Encoding`] for anything else.
pub(super) fn text(bytes: &[u8]) -> Result<String, Lack> {
    let marked = match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    };
    let encodings = match marked {
        Some(encoding) => vec![encoding],
        None => vec![UTF_8, SHIFT_JIS],
    };
    let decode = |encoding: &'static encoding_rs::Encoding| {
        let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
        (!has_errors).then(|| text.into_owned())
    };
    encodings.into_iter().find_map(decode).ok_or(Lack::Encoding)
}

/// Whether lists and maps of a JSON text lie deeper in each other than they may. Asked before it is read.
pub(super) fn is_too_deep(json: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A panel adds two levels.
        if depth > 2 * DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_is() {
        for (bytes, is) in [
            (&b""[..], FileIs::Empty),
            (b" \n", FileIs::Empty),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                FileIs::OldOrLockedWorkbook,
            ),
            (b"PK\x03\x04....xl/workbook.xml", FileIs::Workbook),
            (b"PK\x03\x04....word/document.xml", FileIs::Archive),
            (b"%PDF-1.7 x", FileIs::Pdf),
            (b"\x89PNG\r\n\x1a\n", FileIs::Picture),
            (
                b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType>",
                FileIs::Lss,
            ),
            (b"<html>", FileIs::Xml),
            ("<広報についてのアンケート>\n問1".as_bytes(), FileIs::Text),
            (b"{\"sections\":[{\"questions\":[]}]}", FileIs::Json),
            (
                b"PK\x03\x04....word/document.xml xl/workbook.xml",
                FileIs::Archive,
            ),
            (b"{\"pages\":[]}", FileIs::SurveyJs),
            (b"[1]", FileIs::Json),
            (
                b"\xef\xbb\xbfid\trelated_id\tclass\ttype/scale\tname\n",
                FileIs::Tsv,
            ),
            (b"type,name\n", FileIs::Text),
            (b"\x94\xd4\x8d\x86", FileIs::Text),
            (b"\x00\x01\x02\xff", FileIs::Unknown),
        ] {
            assert_eq!(file_is(bytes), is, "{bytes:?}");
        }
    }

    #[test]
    fn text_is_read_as_offices_write_it() {
        for bytes in [
            &b"\xef\xbb\xbf\xe7\x95\xaa"[..],
            b"\xe7\x95\xaa",
            b"\x94\xd4",
            b"\xff\xfe\x6a\x75",
            b"\xfe\xff\x75\x6a",
        ] {
            assert_eq!(text(bytes).unwrap(), "番", "{bytes:?}");
        }
        assert_eq!(text(b"\xff\xff\x81"), Err(Lack::Encoding));
    }

    #[test]
    fn depth_counts_brackets_outside_of_texts() {
        assert!(is_too_deep(&"[".repeat(1_000_000)));
        assert!(!is_too_deep(&format!("[\"{}\"]", "[".repeat(1_000))));
        assert!(!is_too_deep("[\"\\\"[\"]"));
    }
}
