//! CSV as Japanese offices open it: UTF-8 with a byte order mark, CRLF, and no cell that a spreadsheet would run.

/// A text a spreadsheet would run as a formula is kept from it by an apostrophe.
pub fn guard(text: &mut String) {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if begins && text.chars().count() > 1 {
        text.insert(0, '\'');
    }
}

/// A file with a first line; every cell is guarded.
#[must_use]
pub fn csv<const WIDTH: usize>(
    header: [&str; WIDTH],
    rows: impl IntoIterator<Item = [String; WIDTH]>,
) -> Vec<u8> {
    let mut file = "\u{feff}".to_owned();
    let mut line = |cells: [String; WIDTH]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        file += &cells.join(",");
        file += "\r\n";
    };
    line(header.map(str::to_owned));
    for mut row in rows {
        row.iter_mut().for_each(guard);
        line(row);
    }
    file.into_bytes()
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is written is read back, but for the apostrophe before what would run.
        #[test]
        fn a_cell_comes_back_as_it_was(cells in proptest::array::uniform2(".{0,12}")) {
            let file = csv(["a", "b"], [cells.clone()]);
            let text = file.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap();
            let mut reader = ::csv::Reader::from_reader(text);
            let record = reader.records().next().unwrap().unwrap();
            for (read, mut cell) in record.iter().zip(cells) {
                guard(&mut cell);
                prop_assert_eq!(read, cell.as_str());
                prop_assert!(!read.starts_with(['=', '@']) || read.chars().count() == 1);
            }
        }
    }
}
