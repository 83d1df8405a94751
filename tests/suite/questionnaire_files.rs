//! Questionnaire files that are not good: everything is told at once with its place, and none makes the program fall.

use kocho::formats::questionnaire::{self, Fault, FaultKind};
use proptest::prelude::*;

use crate::questionnaires::{SMALL, demo_files};

/// The faults of a file, as printed.
fn faults(file: &str) -> Vec<String> {
    let faults = questionnaire::read(file.as_bytes()).unwrap_err();
    faults.iter().map(Fault::to_string).collect()
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let file = r#"code: 調査
titel: 題
purpose: 目的
minutes: many
languages: [ja, ja_JP]
sections:
  - code: s1
    title: 一
    questions:
      - code: q1
        text: 問
        type: singel
      - code: q2
        text: 問
        type: single
        options: five_step
      - code: q3
        text: 問
        type: single
        options:
          - {code: 1, label: はい, mening: dont_know}
          - {code: いち, label: はい}
"#;
    let found = faults(file);
    let expected = [
        "1:1 : “title” is missing",
        "1:7 code: must be a code",
        "2:8 titel: “titel” is not known here; did you mean “title”?",
        "4:10 minutes: must be a whole number",
        "5:17 languages[1]: must be a language tag",
        "12:15 sections[0].questions[0].type: “singel” is not one of single, multiple",
        "16:18 sections[0].questions[1].options: “five_step” is not one of the option sets",
        "21:42 sections[0].questions[2].options[0].mening: “mening” is not known here; did you mean “meaning”?",
        "22:20 sections[0].questions[2].options[1].code: must be a code",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        let expected = expected.replace("1:1 : ", "1:1 ");
        assert!(found.starts_with(&expected), "{found}\n{expected}");
    }
}

#[test]
fn faults_of_the_design_have_their_line() {
    let more =
        "      - {code: q1, text: 問, type: note, show_if: {any_of: {item: q9, codes: [1]}}}\n";
    let found = faults(&format!("{SMALL}{more}"));
    assert_eq!(
        found,
        [
            "16:16 sections[0].questions[1].code: the code “q1” is used twice",
            "16:50 sections[0].questions[1].show_if: “q9” is named here, and is not an item of this questionnaire",
        ]
    );
    let missing = faults(&SMALL.replace("languages: [ja]", "languages: [ja, en]"));
    assert_eq!(missing.len(), 6, "{missing:#?}");
    assert!(
        missing[0].starts_with("2:8 title: the text is missing in “en”"),
        "{}",
        missing[0]
    );
}

/// What is wrong with one more question of the small file, without its place.
fn faults_of(question: &str) -> Vec<String> {
    let found = faults(&format!(
        "{SMALL}      - {{code: q2, text: 問, {question}}}\n"
    ));
    let bare = |fault: &String| {
        let (_, said) = fault.split_once(' ').unwrap();
        let said = said.strip_prefix("sections[0].questions[1].");
        said.unwrap_or(fault).to_owned()
    };
    found.iter().map(bare).collect()
}

#[test]
fn what_the_fields_of_a_question_cannot_be_is_told() {
    let three = "options: [{code: 1, label: 一}, {code: 2, label: 二}, {code: 3, label: 三}]";
    for (question, said) in [
        (
            format!("type: multiple, min: 4, {three}"),
            "min: “min” is 4; it must be",
        ),
        (
            format!("type: multiple, min: two, {three}"),
            "min: must be a whole number",
        ),
        (
            "type: text, pattern: phone".to_owned(),
            "pattern: “phone” is not one of postal_code, telephone",
        ),
        (
            "type: text, pattern: telephone, long: true".to_owned(),
            "long: “pattern” is for a text of one line",
        ),
        (
            "type: consent, label: 同意します, required: false".to_owned(),
            "required: a consent is always required",
        ),
        (
            "type: consent, label: 同意します, role: subject".to_owned(),
            "role: a consent says nothing about the subject",
        ),
        (
            "type: time, min: 9時".to_owned(),
            "min: must be a time of day such as 09:30",
        ),
        (
            "type: time, min: 22:00, max: 05:00".to_owned(),
            "min: the smallest value is larger",
        ),
    ] {
        let found = faults_of(&question);
        assert!(
            found.len() == 1 && found[0].starts_with(said),
            "{question}: {found:?}"
        );
    }
}

#[test]
fn bytes_that_are_no_questionnaire_are_refused() {
    let kinds = |bytes: &[u8]| -> Vec<FaultKind> {
        questionnaire::read(bytes)
            .unwrap_err()
            .into_iter()
            .map(|fault| fault.kind)
            .collect()
    };
    let first = |bytes: &[u8]| kinds(bytes).remove(0);
    assert_eq!(first(b""), FaultKind::Documents);
    assert_eq!(first(b"code: a\n---\ncode: b\n"), FaultKind::Documents);
    assert_eq!(first(b"code: \xff\n"), FaultKind::NotUtf8);
    assert_eq!(first("code: a\0\nx: y".as_bytes()), FaultKind::Character(0));
    assert_eq!(
        first("title: \u{202E}a".as_bytes()),
        FaultKind::Character(0x202E)
    );
    assert_eq!(
        first(SMALL.replace("はい", "\"a\\0b\"").as_bytes()),
        FaultKind::Character(0)
    );
    assert!(matches!(first(b"code: [a"), FaultKind::Syntax(_)));
    assert!(matches!(
        first(&vec![b'#'; 6 << 20]),
        FaultKind::TooLarge { .. }
    ));
    // In brackets the parser's own limit comes first.
    assert!(matches!(
        first("[".repeat(200_000).as_bytes()),
        FaultKind::Syntax(_)
    ));
    assert!(matches!(
        first("- ".repeat(200_000).as_bytes()),
        FaultKind::TooDeep { .. }
    ));
    assert!(matches!(
        first("{\"a\":".repeat(100_000).as_bytes()),
        FaultKind::Syntax(_)
    ));
    assert!(kinds(b"a: &x [1]\nb: *x\n").contains(&FaultKind::Alias));
    assert!(kinds(b"code: !!binary x\n").contains(&FaultKind::Tag));
    assert!(kinds(b"code: a\ncode: b\n").contains(&FaultKind::DuplicateKey("code".to_owned())));
    assert!(kinds(b"[1]: a\n").contains(&FaultKind::Key));
    let bomb =
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n";
    assert!(kinds(bomb.as_bytes()).len() <= 200);
    let many: String = (0..50_000).map(|i| format!("k{i}: 1\n")).collect();
    assert!(kinds(many.as_bytes()).len() <= 200);
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = questionnaire::read(&bytes);
    }

    #[test]
    fn no_yaml_like_text_makes_the_reader_fall(text in "[-a-z0-9:{}\\[\\],&*!|>'\"#%@ \\n\\t?~《市]{0,200}") {
        let _ = questionnaire::read(text.as_bytes());
    }

    #[test]
    fn no_damaged_file_makes_the_reader_fall(
        at in any::<prop::sample::Index>(), cut in 0usize..40, put in prop::collection::vec(any::<u8>(), 0..4), which in 0usize..3,
    ) {
        let files = [SMALL.as_bytes().to_vec(), demo_files().remove(3).1,
            questionnaire::write_json(&questionnaire::read(SMALL.as_bytes()).unwrap()).unwrap().into_bytes()];
        let mut bytes = files[which].clone();
        let from = at.index(bytes.len());
        let to = (from + cut).min(bytes.len());
        bytes.splice(from..to, put);
        let _ = questionnaire::read(&bytes);
    }
}
