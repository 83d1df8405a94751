//! Line numbers of CSV records, and what is wrong with an unreadable one, for faults.

use csv::Position;

use super::fault::Problem;

/// The line a record starts on. Counted here because the reader stops between CR and LF of the line before, and
/// therefore counts one line too few in files with CRLF.
pub(super) fn line(bytes: &[u8], at: Option<&Position>) -> Option<u64> {
    let start = usize::try_from(at?.byte()).ok()?;
    let (before, after) = bytes.split_at_checked(start)?;
    let breaks = after.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    let newlines = before.iter().chain(breaks).filter(|b| **b == b'\n').count();
    u64::try_from(newlines + 1).ok()
}

/// What is wrong with a record that cannot be read. The usual reason is a file saved as CP932 (Shift_JIS).
pub(super) fn unreadable(error: &csv::Error) -> Problem {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => Problem::Expected("UTF-8 text (not CP932 or Shift_JIS)"),
        _ => Problem::Unreadable(error.to_string()),
    }
}
