//! Sheets that are plain text: UTF-8, UTF-16 with its mark, or CP932, which Japanese offices save as "ANSI".

use encoding_rs::{Encoding, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::line::{Gathered, Where};
use super::{PassedOver, Refused, Sheet, What};

/// Most lines that are told to be unreadable.
const TOLD: usize = 20;

/// Reads a text.
///
/// # Errors
/// When it is none, or its letters cannot be read; then the first lines at fault.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refused> {
    let text = decoded(bytes)?;
    // Text that is none would be letters without end; no office program writes this one into a text.
    if text.contains('\0') {
        return Err(Refused::Is(What::Unknown));
    }
    let mut gathered = Gathered::default();
    for (number, line) in (1..).zip(text.split('\n')) {
        gathered.take(Where::Line(number), line)?;
    }
    Ok(Sheet {
        lines: gathered.lines,
        passed_over: PassedOver::default(),
    })
}

fn decoded(bytes: &[u8]) -> Result<String, Refused> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return whole(rest, UTF_16LE);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return whole(rest, UTF_16BE);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => in_cp932(bytes),
    }
}

fn whole(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Refused> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned)
        .ok_or(Refused::Is(What::Unknown))
}

/// Line by line, which is possible because no letter of CP932 ends with the byte of a line end.
fn in_cp932(bytes: &[u8]) -> Result<String, Refused> {
    let mut text = String::new();
    let (mut unreadable, mut other) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(line) {
            Some(line) => text += &line,
            // A few bad letters in a text of UTF-8: its good lines are not told.
            None if std::str::from_utf8(line).is_ok() => other.push(number),
            None => unreadable.push(number),
        }
        text.push('\n');
    }
    if unreadable.is_empty() {
        unreadable = other;
    }
    match unreadable.is_empty() {
        true => Ok(text),
        false if bytes.contains(&0) => Err(Refused::Is(What::Unknown)),
        false => {
            unreadable.truncate(TOLD);
            Err(Refused::Letters(unreadable))
        }
    }
}
