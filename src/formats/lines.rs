//! Line numbers of records in a text, for faults. Counted in the bytes: a CSV reader stops between CR and LF of the line
//! before, and therefore counts one line too few in files with CRLF.

/// Counts lines up to places that come in order.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line, from 1, of what begins at or behind this byte: line ends right there belong to the lines before.
    pub fn at(&mut self, byte: u64) -> usize {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let is_break = matches!(byte, b'\r' | b'\n');
            if self.at >= start && !is_break {
                break;
            }
            self.line += usize::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever ends the lines, blank ones among them and breaks inside a cell: the line is the one an editor shows.
        #[test]
        fn a_record_begins_on_the_line_an_editor_shows(
            rows in proptest::collection::vec(prop_oneof![Just(""), Just("a,b"), Just("\"a\nb\",c")], 1..20),
            crlf in any::<bool>(),
        ) {
            let end = if crlf { "\r\n" } else { "\n" };
            let rows: Vec<String> = rows.iter().map(|row| row.replace('\n', end)).collect();
            let text = rows.join(end);
            let mut expected = Vec::new();
            let mut line = 1;
            for row in &rows {
                if !row.is_empty() {
                    expected.push(line);
                }
                line += 1 + row.matches('\n').count();
            }
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let mut lines = Lines::of(&text);
            let found: Vec<usize> = reader
                .byte_records()
                .map(|row| lines.at(row.unwrap().position().unwrap().byte()))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
