//! Counts, indexes and codes are never cut to fit, and what is stored for good is written in words.

use super::{assert_none, files};

/// Where an index becomes a bit or a narrower number, with its check beside it; everywhere else it stays as it is.
const NARROWS: [(&str, &str); 9] = [
    // What does not fit a narrow column is told as invalid; `for_variable` gives such variables a wide one.
    ("src/domain/statistics/columns.rs", "u8::try_from"),
    ("src/domain/statistics/columns.rs", "1 <<"),
    // Beyond the limit there is no index.
    ("src/domain/statistics/variable.rs", "Index::try_from"),
    // The sign of a floating number.
    ("src/domain/statistics/mean.rs", "1 <<"),
    // The bits themselves.
    ("src/domain/statistics/set.rs", "Index::try_from"),
    ("src/domain/statistics/set.rs", "1_u64 <<"),
    // Narrow bytes where every answer fits them, else wide ones.
    ("src/domain/statistics/mask.rs", "u16::try_from"),
    ("src/domain/statistics/mask.rs", "1 <<"),
    ("src/domain/statistics/stored.rs", "1 <<"),
];

const CUTS: [&str; 16] = [
    "u8::try_from",
    "u16::try_from",
    "u32::try_from",
    "i32::try_from",
    "Index::try_from",
    " as u8",
    " as u16",
    " as u32",
    " as i32",
    "1 <<",
    "1u64 <<",
    "1_u64 <<",
    "checked_shl",
    "wrapping_shl",
    "overflowing_shl",
    "0_u8..",
];

fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

#[test]
fn no_count_index_or_code_is_cut() {
    let mut faults = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for folder in ["statistics", "tabulation", "report"] {
        for (path, text) in files(&format!("src/domain/{folder}"), ".rs") {
            if path.ends_with("tests.rs") {
                continue;
            }
            for cut in CUTS {
                let lines = code(&text).lines().filter(|line| {
                    // Decimals of a printed figure are no count.
                    line.contains(cut)
                        && !line.contains("decimals")
                        && !line.trim_start().starts_with("//")
                });
                let found: Vec<&str> = lines.collect();
                match NARROWS.iter().find(|known| **known == (path.as_str(), cut)) {
                    Some(known) if !found.is_empty() => {
                        used.insert(known);
                    }
                    Some(_) => {}
                    None => faults.extend(found.iter().map(|line| format!("{path}: {line}"))),
                }
            }
        }
    }
    let unused = NARROWS.iter().filter(|known| !used.contains(known));
    faults.extend(unused.map(|(path, cut)| format!("{path}: no {cut} any more")));
    assert_none(&faults);
}

/// What `Debug` prints may change with any compiler or renaming; what is stored, logged in the chain or told in an
/// error has words of its own.
#[test]
fn nothing_stored_is_debug_text() {
    let mut faults = Vec::new();
    for folder in [
        "src/domain",
        "src/formats",
        "src/storage",
        "src/workflows",
        "src/jobs",
    ] {
        for (path, text) in files(folder, ".rs") {
            if path.ends_with("tests.rs") {
                continue;
            }
            let lines = code(&text).lines().filter(|line| {
                let debug = line.contains(":?}") || line.contains(":#?}");
                debug && !line.trim_start().starts_with("//")
            });
            faults.extend(lines.map(|line| format!("{path}: {line}")));
        }
    }
    assert_none(&faults);
}
