//! Line numbers of CSV records, and what is wrong with an unreadable one, for faults.

use csv::Position;

use super::fault::Problem;

/// The lines of a file, asked for from its beginning to its end.
///
/// Counted here because the reader stops between CR and LF of the line before, and therefore counts one line too few in
/// files with CRLF. Each byte is looked at once, however many lines are asked for.
pub(super) struct Lines<'b> {
    bytes: &'b [u8],
    /// How far was counted, and the line that begins there.
    counted: (usize, u64),
}

impl<'b> Lines<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            counted: (0, 1),
        }
    }

    /// The line a record starts on.
    pub(super) fn at(&mut self, place: Option<&Position>) -> Option<u64> {
        let start = usize::try_from(place?.byte()).ok()?;
        if start < self.counted.0 {
            self.counted = (0, 1);
        }
        let (from, line) = self.counted;
        let ahead = self.bytes.get(start..)?;
        let breaks = ahead.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let end = start + breaks.count();
        let between = self.bytes.get(from..end)?;
        let newlines = between.iter().filter(|b| **b == b'\n').count();
        self.counted = (end, line.saturating_add(u64::try_from(newlines).ok()?));
        Some(self.counted.1)
    }
}

/// What is wrong with a record that cannot be read. The usual reason is a file saved as CP932 (Shift_JIS).
pub(super) fn unreadable(error: &csv::Error) -> Problem {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => Problem::Expected("UTF-8 text (not CP932 or Shift_JIS)"),
        _ => Problem::Unreadable(error.to_string()),
    }
}
