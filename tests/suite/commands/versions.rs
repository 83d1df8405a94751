//! What the operator is told when a questionnaire comes in again: what changed, and what a sheet of paper says.

use std::fs;

use crate::operations::installation::Installation;

const FAMILY: &str = include_str!("../../data/questionnaires/family.yaml");

#[test]
fn what_changed_since_the_last_version_is_said() {
    let town = Installation::new();
    let newer = FAMILY
        .replace("max: 17", "max: 18")
        .replace("Half A", "Sheet A");
    fs::write(town.path("old.yaml"), FAMILY).unwrap();
    fs::write(town.path("new.yaml"), &newer).unwrap();
    let changes = "of them break a series\n  questions[half].options[a].label.en: “Half A” → “Sheet A”\n  \
                   questions[age].max: “17” → “18” (breaks the series)\n";
    let import = |rest: &[&str]| town.succeeded(&[&["import", "questionnaire"], rest].concat());
    let dry = import(&["--check", "new.yaml", "--against", "old.yaml"]);
    assert!(
        dry.contains(&format!("2 changes since old.yaml; 1 {changes}")),
        "{dry}"
    );
    let serving = town.serve();
    let create =
        "municipality create sunagawa --name 砂川市 --division 企画課 --telephone 0125-54-2121";
    town.succeeded(&create.split(' ').collect::<Vec<_>>());
    let first = import(&["old.yaml"]);
    assert!(!first.contains("since"), "{first}");
    let again = import(&["old.yaml"]);
    assert!(!again.contains("since"), "{again}");
    let second = import(&["new.yaml"]);
    assert!(
        second.contains(&format!("2 changes since version 1; 1 {changes}")),
        "{second}"
    );
    drop(serving);
}

#[test]
fn a_sheet_of_paper_is_worded_before_anything_is_printed() {
    let town = Installation::new();
    fs::write(town.path("q.yaml"), FAMILY).unwrap();
    let sheet = |language: &str| {
        town.run(&[
            "import",
            "questionnaire",
            "--check",
            "q.yaml",
            "--sheet",
            language,
        ])
    };
    for (language, words) in [
        ("ja", "（○は1つ）"),
        ("en", "(Circle one.)"),
        ("ja-x-easy", "（○は 1つ）"),
    ] {
        let said = sheet(language);
        assert!(said.status.success());
        assert!(
            String::from_utf8_lossy(&said.stdout).contains(words),
            "{language}"
        );
    }
    let other = sheet("vi");
    assert!(!other.status.success());
    assert!(String::from_utf8_lossy(&other.stderr).contains("it is not offered in “vi”"));
}
