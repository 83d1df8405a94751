//! The usual slips of people who write a questionnaire file by hand: what to write instead, on the line of the slip.

use kocho::formats::questionnaire::{self, Fault};

use crate::questionnaires::{SMALL, demo_files};

fn faults(file: &[u8]) -> Vec<String> {
    let faults = questionnaire::read(file).unwrap_err();
    faults.iter().map(Fault::to_string).collect()
}

/// The file with one line written otherwise: that line and what is said of it, alone.
#[track_caller]
fn says(was: &str, is: &str, said: &str) {
    assert!(SMALL.contains(was), "{was}");
    let found = faults(SMALL.replacen(was, is, 1).as_bytes());
    let told = found.iter().any(|fault| fault.starts_with(said));
    assert!(told, "{is:?}\n{said}\n{found:#?}");
}

/// What is right beside a slip is no slip.
#[test]
fn a_comma_in_quotes_divides_nothing() {
    let label = r#"{code: 1, label: {ja: 'はい, 少し', en: "Full time, on leave"}}"#;
    let file = SMALL.replace("{code: 1, label: はい}", label);
    assert!(file.contains(label));
    let found = faults(
        file.replacen("title: 題", "title: 調査: 第1回", 1)
            .as_bytes(),
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("2:8 the text has a colon"),
        "{found:#?}"
    );
}

#[test]
fn a_text_with_braces_stands_in_quotes() {
    says(
        "title: 題",
        "title: {番号}人目",
        "2:8 a text cannot begin with “{” unless it stands in quotes: title: \"{番号}人目\"",
    );
    says(
        "title: 題",
        "title: {ja: 回答は{締切|期限}までです}",
        "2:13 a text with “{” or “}” in a map on one line must stand in quotes: ja: \"回答は{締切|期限}までです\"",
    );
    says(
        "{code: 1, label: はい}",
        "{code: 1, label: {ja: はい, en: yes {q1}}}",
        "14:43 a text with “{” or “}” in a map on one line must stand in quotes: en: \"yes {q1}\"",
    );
}

#[test]
fn usual_slips_say_what_to_write_on_their_line() {
    says(
        "title: 題",
        "title: 調査: 第1回",
        "2:8 the text has a colon with a space after it, which begins another value: put the whole text in quotes, title: \"調査: 第1回\"",
    );
    says("title: 題", "title: 調査:", "2:8 the text has a colon");
    says(
        "title: 題",
        "title：題",
        "2:6 “：” is a full-width colon: write “title: ”",
    );
    says(
        "        text: 問",
        "        text：問",
        "11:13 “：” is a full-width colon: write “text: ”",
    );
    says(
        "title: 題",
        "title:題",
        "2:6 a space is missing after the colon: write “title: ”",
    );
    says(
        "        text: 問",
        "\ttext: 問",
        "11:1 the line begins with a tab",
    );
    says(
        "      - code: q1",
        "\t- code: q1",
        "10:1 the line begins with a tab",
    );
    says(
        "        text: 問",
        "　　　　text: 問",
        "11:1 the line begins with a full-width space",
    );
    says(
        "      - code: q1",
        "　　　- code: q1",
        "10:1 the line begins with a full-width space",
    );
    says(
        "title: 題",
        "title: \"題",
        "2:8 the quotation mark that begins this text is not closed",
    );
    says(
        "title: 題",
        "title: '題",
        "2:8 the quotation mark that begins this text is not closed",
    );
    says(
        "title: 題",
        "title: \"題\"について",
        "2:8 the text goes on after its closing quotation mark",
    );
    says(
        "title: 題",
        "title: [必須] 題",
        "2:8 a text cannot begin with “[”",
    );
    says(
        "title: 題",
        "title: @題",
        "2:8 a text cannot begin with “@”",
    );
    says(
        "      - code: q1",
        "      -code: q1",
        "10:7 an entry of a list begins with “- ”",
    );
    says(
        "      - code: q1",
        "      － code: q1",
        "10:7 an entry of a list begins with “- ”",
    );
    says(
        "label: はい",
        "label: 例: はい",
        "14:30 the text has a colon",
    );
    says(
        "label: はい",
        "label：はい",
        "14:28 “：” is a full-width colon",
    );
    says(
        "      - code: q1",
        "        code: q1",
        "10:9 sections[0].questions: must be a list: each entry begins with “- ”",
    );
    says(
        "minutes: 1",
        "minutes: １０",
        "4:10 minutes: “１０” is not half-width: write “10”",
    );
    says(
        "code: q1",
        "code: ｑ１",
        "10:15 sections[0].questions[0].code: “ｑ１” is not half-width: write “q1”",
    );
    says(
        "type: single",
        "type: ｓｉｎｇｌｅ",
        "12:15 sections[0].questions[0].type: “ｓｉｎｇｌｅ” is not one of single",
    );
    says(
        "title: 題",
        "title: 題\ntitle: 題",
        "3:1 “title” is given twice",
    );
    // The dash before the second question is missing.
    let two = format!("{SMALL}        code: q2\n        text: 問\n");
    let found = faults(two.as_bytes());
    assert!(found.iter().any(|f| f.starts_with("16:9 sections[0].questions[0]: “code” is given twice; if it begins another entry of a list, “- ” is missing")), "{found:#?}");
}

#[test]
fn all_slips_of_a_file_are_told_at_once() {
    let file = SMALL
        .replace("title: 題", "title：題")
        .replace("purpose: 目的", "purpose: 目的: 二つ")
        .replace("        text: 問", "\ttext: 問");
    let found = faults(file.as_bytes());
    let lines: Vec<&str> = found.iter().map(|f| f.split(' ').next().unwrap()).collect();
    assert_eq!(lines, ["2:6", "3:10", "11:1"], "{found:#?}");
}

#[test]
fn files_of_other_encodings_say_which_to_choose() {
    let shift_jis = b"code: a\ntitle: \x8e\x73\x96\xaf\n";
    let found = faults(shift_jis);
    assert!(
        found[0].starts_with("2:8 the file is not UTF-8 but most likely Shift_JIS (CP932)"),
        "{found:#?}"
    );
    let utf_16: Vec<u8> = "\u{FEFF}code: a\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(faults(&utf_16)[0].starts_with("1:1 the file is UTF-16: save it as UTF-8"));
    let marked = format!("\u{FEFF}{SMALL}");
    assert!(questionnaire::read(marked.as_bytes()).is_ok());
}

#[test]
fn what_stands_in_quotes_or_blocks_is_no_slip() {
    for fine in [
        "title: \"調査: 第1回\"",
        "title: 調査：第1回",
        "title: 調査 https://town.example/",
        "title: |\n  調査: 第1回\n  code：x",
        "title: {ja: \"題: 一\"}",
    ] {
        let file = SMALL.replace("title: 題", fine);
        let read = questionnaire::read(file.as_bytes());
        assert!(read.is_ok(), "{fine}: {:#?}", read.unwrap_err());
    }
    // A fault elsewhere does not make slips of them.
    let file = SMALL
        .replace("title: 題", "title: |\n  調査: 第1回\n  code：x")
        .replace("type: single", "type: singel");
    assert_eq!(faults(file.as_bytes()).len(), 1);
}

/// What is said of a file besides its faults.
fn remarks(file: &str) -> Vec<String> {
    let examined = questionnaire::examine(file.as_bytes(), |_| unreachable!());
    assert!(examined.faults.is_empty(), "{:#?}", examined.faults);
    examined.remarks.iter().map(Fault::to_string).collect()
}

#[test]
fn codes_and_labels_that_people_confuse_are_remarked() {
    let file = include_str!("../data/faults/codes_alike.yaml");
    let found = faults(file.as_bytes());
    assert_eq!(
        found,
        ["4:10 minutes: “minutes” is 0; it must be between 1 and 600"]
    );
    let found = remarks(&file.replace("minutes: 0", "minutes: 5"));
    let question = |at: usize, rest: &str| format!("sections[0].questions[{at}].{rest}");
    for said in [
        question(0, "code: other programs read no without quotes as false"),
        question(
            0,
            "options[0].code: other programs read yes without quotes as true",
        ),
        question(
            0,
            "options[1].code: other programs read no without quotes as false",
        ),
        question(
            0,
            "options[2].code: other programs read on without quotes as true",
        ),
        question(
            0,
            "options[3].code: other programs read 0o17 without quotes as an octal number",
        ),
        question(
            0,
            "options[4].code: other programs read 010 without quotes as an octal number",
        ),
        question(
            0,
            "options[6].code: other programs read Null without quotes as nothing",
        ),
        question(0, "options[6].code: “Null” is a word of tables"),
        question(
            1,
            "options[1].label: the label “はい” of “2” reads the same as that of “1”",
        ),
        question(
            1,
            "options[2].label: the label “はい” of “3” reads the same as that of “2”",
        ),
        question(2, "options[0].code: “total” is a word of tables"),
        question(2, "options[1].code: “missing” is a word of tables"),
        question(
            3,
            "code: the code “Q_Submission” is easily taken for “q_submission”",
        ),
        question(
            3,
            "options[1].code: the code “Total” is easily taken for “total”",
        ),
    ] {
        let told = found.iter().filter(|remark| remark.contains(&said)).count();
        assert_eq!(told, 1, "{said}\n{found:#?}");
    }
    // They do not keep anybody from going on.
    let file = file.replace("minutes: 0", "minutes: 5");
    assert!(questionnaire::read(file.as_bytes()).is_ok());
}

#[test]
fn zeros_case_and_width_are_confused_and_good_files_are_not_remarked() {
    let small = |one: &str, two: &str| {
        SMALL
            .replace("{code: 1, label: はい}", one)
            .replace("{code: 2, label: いいえ}", two)
    };
    for (one, two, said) in [
        (
            "{code: \"01\", label: a}",
            "{code: 1, label: b}",
            "easily taken",
        ),
        (
            "{code: a-1, label: a}",
            "{code: A_1, label: b}",
            "easily taken",
        ),
        (
            "{code: 1, label: ＡＢＣ}",
            "{code: 2, label: abc }",
            "reads the same",
        ),
        (
            "{code: 1, label: はい　}",
            "{code: 2, label: \"は い\"}",
            "reads the same",
        ),
    ] {
        let found = remarks(&small(one, two));
        assert!(found.len() == 1 && found[0].contains(said), "{found:#?}");
    }
    let cut = remarks(&SMALL.replace("title: 題", "title: 施策 #3 について"));
    assert!(
        cut[0].starts_with("2:11 “#3 について…” is read as a comment"),
        "{cut:#?}"
    );
    assert_eq!(
        remarks(&SMALL.replace("minutes: 1", "minutes: 1 # 短い")),
        Vec::<String>::new()
    );
    for (name, bytes) in demo_files() {
        let found = remarks(std::str::from_utf8(&bytes).unwrap());
        assert_eq!(found, Vec::<String>::new(), "{name}");
    }
}
