//! A whole sheet, as text and as a Word file: how much of the draft a clerk has to correct.

use super::word_tests::Docx;
use super::*;

const CITY: &str = include_str!("city.txt");

/// What a careful clerk makes of the sheet.
const EXPECTED: &str = include_str!("city_expected.txt");

/// As text: tables laid out with spaces, headings over two scales in the middle of theirs.
fn as_text() -> String {
    let lines = CITY.lines().map(|line| match line.strip_prefix("#|") {
        None => line.to_owned(),
        Some(cells) => {
            let cells: Vec<&str> = cells.split('|').collect();
            cells.join("　　").trim_end().to_owned()
        }
    });
    lines.collect::<Vec<String>>().join("\r\n")
}

/// As a Word file: tables as tables.
fn as_word() -> Vec<u8> {
    let mut docx = Docx::default();
    let mut table = Vec::new();
    for line in CITY.lines().chain([""]) {
        match line.strip_prefix("#|") {
            Some(cells) => table.push(cells.split('|').map(str::to_owned).collect()),
            None => {
                if !table.is_empty() {
                    docx.table(&std::mem::take(&mut table));
                }
                docx.paragraph(line);
            }
        }
    }
    docx.file()
}

/// The lines that are not as they should be: each is one correction, whether it is changed, added or taken out.
fn corrections(guess: &Guess) -> Vec<String> {
    let drafted = shown_all(guess);
    // A note of several lines is one.
    let drafted: Vec<String> = drafted.iter().map(|line| line.replace('\n', " ")).collect();
    let expected: Vec<&str> = EXPECTED.lines().collect();
    let missing = expected
        .iter()
        .filter(|line| !drafted.iter().any(|is| is == *line));
    let mut beyond = drafted.iter().filter(|is| !expected.contains(&is.as_str()));
    let mut told: Vec<String> = missing
        .map(|should| {
            format!(
                "should {should}\nis     {}",
                beyond.next().map_or("", String::as_str)
            )
        })
        .collect();
    told.extend(beyond.map(|is| format!("beyond {is}")));
    told
}

fn shown_all(guess: &Guess) -> Vec<String> {
    let draft = &guess.draft;
    let mut shown = vec![format!(
        "{} | {} minutes",
        said(&draft.title),
        draft.minutes
    )];
    for section in &draft.sections {
        let note = section.note.as_ref().map_or("", said);
        shown.push(format!(
            "# {} {} {note}",
            section.code,
            said(&section.title)
        ));
        shown.extend(section.questions.iter().map(super::shown));
    }
    shown
}

#[test]
fn a_text_becomes_a_draft_with_few_corrections() {
    let corrections = corrections(&of_text(&as_text()));
    assert!(
        corrections.is_empty(),
        "{}\n{}",
        corrections.len(),
        corrections.join("\n")
    );
}

#[test]
fn a_word_file_becomes_a_draft_with_few_corrections() {
    let sheet = text(&as_word()).unwrap();
    let corrections = corrections(&guess(&sheet.lines, code("shimin")));
    assert!(
        corrections.is_empty(),
        "{}\n{}",
        corrections.len(),
        corrections.join("\n")
    );
}

#[test]
fn the_draft_can_be_stored_and_is_said_to_be_in_order() {
    let draft = of_text(&as_text()).draft;
    let stored = serde_json::to_string(&draft).unwrap();
    assert_eq!(
        serde_json::from_str::<crate::domain::questionnaire::Questionnaire>(&stored).unwrap(),
        draft
    );
    let findings = crate::domain::questionnaire::review::review(&draft);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn the_same_sheet_in_cp932_is_the_same_draft() {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(CITY);
    assert!(!lossy);
    assert_ne!(&bytes[..], CITY.as_bytes());
    let lines = text(&bytes).unwrap().lines;
    assert_eq!(lines, text(CITY.as_bytes()).unwrap().lines);
}

#[test]
fn what_became_of_the_letter_is_said() {
    let guess = of_text(&as_text());
    let became = |begins: &str| -> Vec<&Became> {
        let fate = guess
            .fates
            .iter()
            .find(|fate| fate.parts[0].source.trim().starts_with(begins));
        fate.unwrap()
            .parts
            .iter()
            .map(|part| &part.became)
            .collect()
    };
    assert_eq!(became("令和７年度"), [&Became::Title]);
    assert_eq!(became("市では、第６次"), [&Became::Purpose]);
    assert_eq!(
        became("令和７年８月"),
        [&Became::LeftOut(Reason::Letterhead)]
    );
    assert_eq!(
        became("２．黒の鉛筆"),
        [&Became::LeftOut(Reason::FillingIn)]
    );
    assert_eq!(
        became("お問い合わせ先"),
        [&Became::LeftOut(Reason::Contact)]
    );
    assert_eq!(became("────"), [&Became::LeftOut(Reason::Rule)]);
    assert_eq!(became("－１－"), [&Became::LeftOut(Reason::PageNumber)]);
    assert_eq!(became("（裏面へ"), [&Became::LeftOut(Reason::PageNumber)]);
    assert_eq!(became("質問は以上"), [&Became::LeftOut(Reason::Closing)]);
    let q2 = code("q2");
    let [
        Became::Option { question, .. },
        Became::LeftOut(Reason::Arrow),
    ] = became("３．できれば市外")[..]
    else {
        panic!("{:?}", became("３．できれば市外"));
    };
    assert_eq!(*question, q2);
}
