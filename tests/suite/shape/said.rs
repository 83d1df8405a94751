//! What is said in one place only: days, numbers of plans, and words at all.

use super::{assert_none, files};

/// The lines of a file that are neither comments nor tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.split("mod tests {").next().unwrap_or(text);
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Two functions that write a day disagree sooner or later: 令和1年 beside 令和元年 in one table.
#[test]
fn a_day_is_written_in_one_place() {
    let mut written = 0;
    let mut faults = Vec::new();
    for (path, text) in files("src", ".rs") {
        for (at, line) in code(&text) {
            if ["}月{", "%-d", "%B %Y", "{}月"]
                .iter()
                .any(|part| line.contains(part))
            {
                written += 1;
                if path != "src/views/dates.rs" && !path.ends_with("tests.rs") {
                    faults.push(format!("{path}:{at} writes a day: {}", line.trim()));
                }
            }
        }
    }
    assert!(written >= 4, "the search is broken");
    assert_none(&faults);
}

/// The lines of a folder's files that hold words of Japanese.
fn japanese(folder: &str) -> Vec<String> {
    let is_japanese = |c: char| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ' | '\u{4e00}'..='\u{9fff}');
    let mut said = Vec::new();
    let all = files(folder, ".rs").into_iter();
    for (path, text) in all.filter(|(path, _)| !path.ends_with("tests.rs")) {
        let lines = code(&text).filter(|(_, line)| line.contains('"'));
        let spoken = lines.filter(|(_, line)| {
            let line = line.split(" // ").next().unwrap_or(line);
            line.chars().any(is_japanese)
        });
        said.extend(spoken.map(|(at, line)| format!("{path}:{at} speaks: {}", line.trim())));
    }
    said
}

/// What pages and data files say stands in the locales.
#[test]
fn words_for_people_stand_in_the_locales() {
    // How days and long numbers are written, and the name of the program.
    let own = [
        "src/views/dates.rs:",
        "src/views/numbers.rs:",
        "src/web/town.rs:",
    ];
    let folders = ["src/web", "src/read", "src/views", "src/mail"];
    let said: Vec<String> = folders.into_iter().flat_map(japanese).collect();
    let is_own = |line: &String| own.iter().any(|path| line.starts_with(path));
    let (own, faults): (Vec<String>, Vec<String>) = said.into_iter().partition(is_own);
    assert!(own.len() > 5, "the search is broken");
    assert_none(&faults);
}

/// A changed definition was Japanese prose, and before that JSON, made where nobody knows the reader's language.
#[test]
fn below_the_pages_nobody_speaks_japanese() {
    let mut faults = Vec::new();
    for folder in ["src/workflows", "src/storage", "src/jobs"] {
        faults.extend(japanese(folder));
        for (path, text) in files(folder, ".rs") {
            let lines = code(&text)
                .filter(|(_, line)| line.contains('"') && line.contains("serde_json::to_string"));
            faults.extend(lines.map(|(at, line)| format!("{path}:{at} speaks: {}", line.trim())));
        }
    }
    assert_none(&faults);
}

/// As printed, 「1,300億円」 of a row of 億円 is 130,000,000,000: only `Series` and `Uniform` have it in the unit of its row.
#[test]
fn numbers_of_a_plan_come_from_its_series() {
    let mut faults = Vec::new();
    for folder in [
        "src/web",
        "src/workflows",
        "src/views",
        "src/jobs",
        "src/formats/case",
    ] {
        for (path, text) in files(folder, ".rs") {
            for (at, line) in code(&text) {
                let as_printed = [
                    "document.baseline.printed.number()",
                    "version.baseline.printed.number()",
                    "document.milestones",
                    "Target::printed(",
                ];
                if as_printed.iter().any(|part| line.contains(part)) {
                    faults.push(format!(
                        "{path}:{at} takes a number as printed: {}",
                        line.trim()
                    ));
                }
            }
        }
    }
    assert_none(&faults);
}
