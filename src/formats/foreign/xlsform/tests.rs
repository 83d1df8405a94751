//! Forms as people write them, every construct once, and what is wrong in every column.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use super::{read, write};
use crate::domain::questionnaire::question::{Kind, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Questionnaire};
use crate::formats::foreign::expression::Dialect;
use crate::formats::foreign::lack::{Counted, FileIs, Lack};
use crate::formats::foreign::samples::{code, sayable};
use crate::formats::foreign::{Foreign, Place};

/// A workbook of sheets; cells are parted by `|`, rows by line ends.
fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, table) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, line) in (0..).zip(table.trim().lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                sheet.write_string(row, column, cell.trim()).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn form(survey: &str, choices: &str) -> Foreign {
    let settings = "form_title|form_id|default_language\n市民意識調査|shimin|日本語 (ja)";
    read(&book(&[
        ("survey", survey),
        ("choices", choices),
        ("settings", settings),
    ]))
}

fn question<'q>(questionnaire: &'q Questionnaire, name: &str) -> &'q Question {
    questionnaire.question(&code(name)).unwrap()
}

/// Place and variant, as far as a test asks for them.
fn told(foreign: &Foreign) -> Vec<(String, &Lack)> {
    let told = foreign
        .unmapped
        .iter()
        .filter(|one| one.place != Place::File);
    told.map(|one| (one.place.to_string(), &one.what)).collect()
}

const CHOICES: &str = "list_name|name|label|label::English (en)|score|meaning
yn|1|はい|Yes|2|
yn|2|いいえ|No|1|
yn|9|わからない|?||dont_know
why|a|高い|price
why|b|遠い|far
why|none|特にない|none";

#[test]
fn every_construct_is_read() {
    let survey = "type|name|label|label::English (en)|hint|required|relevant|constraint|appearance|parameters|repeat_count
begin group|s1|暮らし|Life||||||
select_one yn|q1|住みよいですか|Good?|一つ|yes||||
select_multiple why or_other|q2|なぜ|Why|||selected(${q1}, '2') or ${q1} = '9'|count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)||randomize=true
select_one yn|q3|満足度||||${q1} != '2'||likert|
rank why|q4|順に|||true()|not(selected(${q2},'none'))||
begin group|g1|次の各項目|||||| table-list
select_one yn|g1.a|公園||||||
select_one yn|g1.b|道路||||||
end group
note|n1|お知らせ
end group
begin repeat|child|お子さん|||||||| ${q5}
integer|age|年齢||||${g1.a} = '1'|. >= 0 and . < 20||
end repeat
integer|q5|人数|||||. >= 0 and . <= 5||
decimal|q6|距離|||||.>=0 and .<=9.5||
range|q7|気分|||||||start=0 end=100
text|q8|ご意見|||||string-length(.) <= 200|multiline|
text|q9|郵便番号|||||regex(., '^[0-9]{3}-?[0-9]{4}$')||
date|q10|いつ||||${q6} > 2 and ${q5} <= 3|. >= date('2025-04-01')||
date|q11|何月|||||| month-year
time|q12|何時
acknowledge|q13|同意します|||yes
";
    let foreign = form(survey, CHOICES);
    let q = foreign.questionnaire.clone().unwrap();
    assert_eq!(q.code, code("shimin"));
    assert_eq!(
        q.languages.iter().map(|l| l.tag()).collect::<Vec<_>>(),
        ["ja", "en"]
    );
    let sections: Vec<&str> = q
        .sections
        .iter()
        .map(|section| section.code.as_str())
        .collect();
    assert_eq!(sections, ["s1", "child", "s"]);
    assert_eq!(
        q.sections[1]
            .repeat
            .as_ref()
            .map(|r| (r.item.as_str(), r.max)),
        Some(("q5", 5))
    );
    assert!(matches!(&question(&q, "q1").kind, Kind::Single { options } if options.len() == 3));
    let Kind::Multiple { options, max, .. } = &question(&q, "q2").kind else {
        panic!("{:?}", question(&q, "q2"));
    };
    assert_eq!((options.len(), *max), (4, Some(2)));
    assert!(options[2].exclusive && options[3].other);
    let any_of = |item: &str, codes: &[&str]| Condition::AnyOf {
        item: item.to_owned(),
        codes: codes.iter().map(|one| code(one)).collect(),
    };
    assert_eq!(question(&q, "q2").show_if, Some(any_of("q1", &["2", "9"])));
    assert_eq!(
        question(&q, "q3").show_if,
        Some(Condition::Not(Box::new(any_of("q1", &["2"]))))
    );
    assert!(
        matches!(&question(&q, "q3").kind, Kind::Scale { options } if options[0].score.is_some())
    );
    assert!(matches!(
        &question(&q, "q4").kind,
        Kind::Ranking { places: 3, .. }
    ));
    let Kind::Grid { rows, .. } = &question(&q, "g1").kind else {
        panic!("{:?}", question(&q, "g1"));
    };
    assert_eq!((rows[0].code.as_str(), rows[1].code.as_str()), ("a", "b"));
    assert_eq!(question(&q, "age").show_if, Some(any_of("g1.a", &["1"])));
    let Some(Condition::All(parts)) = &question(&q, "q10").show_if else {
        panic!("{:?}", question(&q, "q10"));
    };
    let Condition::Number { min, .. } = &parts[0] else {
        panic!()
    };
    assert_eq!(min.unwrap().to_string(), "2.001");
    // Nothing is told but what differs for the unanswered.
    let lacks = told(&foreign);
    let differs = |at: &str| {
        lacks
            .iter()
            .any(|(cell, what)| cell == at && matches!(what, Lack::UnansweredDiffers(_)))
    };
    assert!(differs("survey!G5") && differs("survey!G6"), "{lacks:?}");
    assert_eq!(lacks.len(), 2, "{lacks:?}");
}

#[test]
fn a_fault_in_every_column_is_told_at_its_cell() {
    let survey = "type|name|label|label::Klingon|hint|guidance_hint|required|required_message|relevant|constraint|constraint_message|calculation|default|appearance|choice_filter|read_only|parameters|trigger|image|media::audio::ja|own
selekt_one yn|x1|型
geopoint|x2|場所
select_one nolist|x3|一覧
select_one yn|年齢|名前
select_one yn||名なし
text|q1|ふつう
text|q1|二つ目
text|q2|表示 ${q1}|tlh|h|g|perhaps|m|if(${q1}, 1, 2)|. != 'x'|m|1+1|d|signature|f|yes|p=1|${q1}|a.png|b.mp3|own
text|q3|名||||||${nobody} = 1
calculate|c|計算
end group
begin group|open|終わらない
integer|q4|数";
    let foreign = form(
        survey,
        "list_name|name|label|extra\nyn|1|はい\n|2|だれの\nyn||名なし|x\nlost|1|孤児",
    );
    let lacks = told(&foreign);
    let at = |cell: &str| -> Vec<&Lack> {
        lacks
            .iter()
            .filter(|(at, _)| at == cell)
            .map(|(_, what)| *what)
            .collect()
    };
    assert_eq!(at("survey!D1"), [&Lack::Language("Klingon".to_owned())]);
    assert_eq!(
        at("survey!A2"),
        [&Lack::UnknownType("selekt_one yn".to_owned())]
    );
    assert_eq!(at("survey!A3"), [&Lack::NoSuchKind("geopoint".to_owned())]);
    assert_eq!(at("survey!A4"), [&Lack::Missing("nolist".to_owned())]);
    let changed = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let (from, to) = changed("年齢", "q");
    assert_eq!(at("survey!B5"), [&Lack::CodeChanged { from, to }]);
    assert_eq!(at("survey!B6"), [&Lack::Missing("name".to_owned())]);
    let (from, to) = changed("q1", "q1_2");
    assert_eq!(at("survey!B8"), [&Lack::CodeCollides { from, to }]);
    assert!(matches!(at("survey!C9")[..], [Lack::Piping(_)]));
    for column in ["F", "H", "K", "L", "M", "O", "P", "R", "U"] {
        let lack = at(&format!("survey!{column}9"));
        assert!(
            matches!(lack[..], [Lack::NotRead { .. }]),
            "{column}: {lack:?}"
        );
    }
    for column in ["G", "I", "J"] {
        let lack = at(&format!("survey!{column}9"));
        assert!(
            matches!(lack[..], [Lack::Expression(_)]),
            "{column}: {lack:?}"
        );
    }
    for column in ["N", "Q"] {
        assert!(
            matches!(at(&format!("survey!{column}9"))[..], [Lack::Value(_)]),
            "{column}"
        );
    }
    for column in ["S", "T"] {
        assert!(
            matches!(at(&format!("survey!{column}9"))[..], [Lack::Media(_)]),
            "{column}"
        );
    }
    assert!(matches!(at("survey!I10")[..], [Lack::UnknownName { .. }]));
    assert_eq!(
        at("survey!A11"),
        [&Lack::NoSuchKind("calculate".to_owned())]
    );
    assert_eq!(at("survey!A12"), [&Lack::Missing("begin".to_owned())]);
    assert_eq!(at("survey!B13"), [&Lack::Missing("end".to_owned())]);
    assert!(at("survey!J14").contains(&&Lack::NoRange));
    assert_eq!(at("choices!A3"), [&Lack::Missing("list_name".to_owned())]);
    assert!(matches!(at("choices!B4")[..], [Lack::Missing(_)]));
    assert!(matches!(at("choices!D4")[..], [Lack::NotRead { .. }]));
    assert!(matches!(at("choices!A5")[..], [Lack::NotRead { .. }]));
}

#[test]
fn settings_and_other_sheets_are_looked_at() {
    let settings = "form_title|form_id|default_language|style|version|public_key\nアンケート|市民|English (en)|pages grid|3|k";
    let bytes = book(&[
        ("Survey", "type|name|label\nnote|n|Hello"),
        ("settings", settings),
        ("entities", "a\nb"),
    ]);
    let foreign = read(&bytes);
    let q = foreign.questionnaire.clone().unwrap();
    assert_eq!(q.languages[0].tag(), "en");
    assert_eq!(q.layout, Layout::Sections);
    let places: Vec<String> = told(&foreign).into_iter().map(|(at, _)| at).collect();
    for cell in ["entities!A1", "settings!D2", "settings!E2", "settings!F2"] {
        assert!(places.iter().any(|at| at == cell), "{cell} {places:?}");
    }
}

#[test]
fn what_is_no_form_says_what_it_is() {
    let only = |bytes: &[u8]| {
        let foreign = read(bytes);
        assert_eq!(foreign.questionnaire, None);
        foreign.unmapped.into_iter().next().unwrap().what
    };
    let expected = FileIs::Workbook;
    for (bytes, is) in [
        (&b""[..], FileIs::Empty),
        (b"{\"pages\":[]}", FileIs::SurveyJs),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            FileIs::OldOrLockedWorkbook,
        ),
        (b"%PDF-1.4", FileIs::Pdf),
    ] {
        assert_eq!(only(bytes), Lack::OtherFile { expected, is });
    }
    assert_eq!(
        only(&book(&[("Sheet1", "a")])),
        Lack::Missing("survey".to_owned())
    );
    assert_eq!(
        only(&book(&[("survey", "name|label\na|b")])),
        Lack::Missing("type".to_owned())
    );
    assert!(matches!(
        only(&vec![b'x'; (5 << 20) + 1]),
        Lack::TooLarge { .. }
    ));
    let whole = book(&[("survey", "type|name\nnote|a")]);
    assert!(matches!(only(&whole[..whole.len() / 2]), Lack::Damaged(_)));
}

/// A packed file of parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 21 << 20];
    let bomb = read(&packed(&[("xl/workbook.xml", &zeros)]));
    assert!(
        matches!(bomb.unmapped[0].what, Lack::UnpacksTooLarge { .. }),
        "{:?}",
        bomb.unmapped
    );
    let entities = b"<!DOCTYPE a [<!ENTITY x \"yy\">]><a>&x;</a>";
    let bomb = read(&packed(&[("xl/workbook.xml", entities)]));
    assert_eq!(bomb.unmapped[0].what, Lack::Entities);
    let many: Vec<(String, &[u8])> = (0..1_001)
        .map(|at| (format!("xl/{at}"), &b""[..]))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    let bomb = read(&packed(&many));
    assert!(matches!(
        bomb.unmapped[0].what,
        Lack::TooMany {
            what: Counted::Parts,
            ..
        }
    ));
}

#[test]
fn a_cell_far_away_takes_no_memory() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("survey").unwrap();
    sheet.write_string(0, 0, "type").unwrap();
    sheet.write_string(0, 16_383, "far").unwrap();
    sheet.write_string(1, 0, "note").unwrap();
    sheet.write_string(1_048_575, 0, "far").unwrap();
    let foreign = read(&book.save_to_buffer().unwrap());
    let places: Vec<String> = foreign
        .unmapped
        .iter()
        .map(|one| one.place.to_string())
        .collect();
    assert!(
        places.contains(&"survey!XFD1".to_owned())
            && places.contains(&"survey!A1048576".to_owned()),
        "{places:?}"
    );
}

#[test]
fn groups_deeper_than_any_form_are_told() {
    let begin: String = (0..2_000)
        .map(|at| format!("begin group|g{at}|x\n"))
        .collect();
    let foreign = form(&format!("type|name|label\n{begin}text|q|問"), "");
    assert!(
        foreign
            .unmapped
            .iter()
            .any(|one| matches!(one.what, Lack::TooDeep { .. }))
    );
    assert!(foreign.unmapped.len() <= 1_001);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What is written is read again as it was, and nothing of it was left out.
    #[test]
    fn what_is_written_is_read_again(q in sayable(Dialect::XlsForm)) {
        let (bytes, unsaid) = write(&q);
        prop_assert_eq!(unsaid, vec![]);
        let foreign = read(&bytes);
        let more: Vec<_> = told(&foreign).into_iter().filter(|(_, what)| {
            !matches!(what, Lack::UnansweredDiffers(_) | Lack::CodeChanged { .. })
        }).collect();
        prop_assert!(more.is_empty(), "{:?}", more);
        prop_assert_eq!(foreign.questionnaire.unwrap(), q);
    }

    /// Whatever stands in the cells, something is read and nobody panics.
    #[test]
    fn any_cells_are_read(cells in proptest::collection::vec("(begin group|end group|begin repeat|end repeat|select_one a|text|[a-z]{1,3})\\|[a-z]{0,2}\\|\\PC{0,6}\\|[$\\{\\}a-z().='0-9 ]{0,12}", 0..20)) {
        let survey = format!("type|name|label|relevant\n{}", cells.join("\n"));
        prop_assert!(form(&survey, CHOICES).questionnaire.is_some());
    }
}
