//! Files looked at before anything is stored, and files in which more is wrong than a slip.

use std::fs;

use super::installation::Installation;

const ALIKE: &str = include_str!("../../data/faults/codes_alike.yaml");

#[test]
fn a_questionnaire_is_checked_without_a_database() {
    let town = Installation::new();
    let file = town.path("codes.yaml");
    fs::write(&file, ALIKE).unwrap();
    let check = ["import", "questionnaire", "--check", file.to_str().unwrap()];
    let said = town.refused(&check);
    for told in [
        "1 fault in",
        "codes.yaml:4:10 minutes: “minutes” is 0",
        "warning: ",
        "easily taken for “q_submission”",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    fs::write(&file, ALIKE.replace("minutes: 0", "minutes: 5")).unwrap();
    let said = town.succeeded(&check);
    assert!(said.contains("codes2, 4 questions, no faults"), "{said}");
    assert!(!town.path("var/postgres").exists(), "nothing was started");
}

#[test]
fn labels_instead_of_codes_end_with_an_exit_code() {
    let town = Installation::new();
    let folder = town.path("case");
    fs::create_dir(&folder).unwrap();
    let questions = r#"{"survey": {"id": "s", "sample_size": 9}, "questions": [{"id": "q1", "type": "single",
        "options": [{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}]}]}"#;
    let responses = "response_id,mode,q1\n1,paper,はい\n2,paper,いいえ\n3,paper,はい\n";
    for (name, text) in [
        ("questionnaire.json", questions),
        ("responses.csv", responses),
        ("population.csv", "dimension,category,population\n"),
        ("indicators.json", "{}"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let folder = folder.to_str().unwrap();
    let strict = town.run(&["analyze", folder]);
    let said = String::from_utf8_lossy(&strict.stderr);
    assert_eq!(strict.status.code(), Some(2), "{said}");
    assert!(strict.stdout.is_empty());
    assert!(said.contains("3 of 3 filled cells"), "{said}");
    let accepted = town.run(&["analyze", folder, "--accept-invalid"]);
    let said = String::from_utf8_lossy(&accepted.stderr);
    assert_eq!(accepted.status.code(), Some(0), "{said}");
    assert!(said.starts_with("note: responses.csv q1: 3 of 3"), "{said}");
    assert!(String::from_utf8_lossy(&accepted.stdout).contains("\"blank\": 3"));
}
