//! Line numbers of CSV records, for faults.

use csv::Position;

/// The line a record starts on. Counted here because the reader stops between CR and LF of the line before, and
/// therefore counts one line too few in files with CRLF.
pub(super) fn line(bytes: &[u8], at: Option<&Position>) -> Option<u64> {
    let start = usize::try_from(at?.byte()).ok()?;
    let (before, after) = bytes.split_at_checked(start)?;
    let breaks = after.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    let newlines = before.iter().chain(breaks).filter(|b| **b == b'\n').count();
    u64::try_from(newlines + 1).ok()
}
