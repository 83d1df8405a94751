//! returns.csv: on which day how many responses came, and how. No response bears its day.

use crate::domain::survey::returns::Return;

/// Days, words and numbers need no quotes.
pub(super) fn returns(all: &[Return]) -> Vec<u8> {
    let mut lines = "day,mode,responses\r\n".to_owned();
    for row in all {
        lines += &format!("{},{},{}\r\n", row.day, row.mode.word(), row.responses);
    }
    lines.into_bytes()
}
