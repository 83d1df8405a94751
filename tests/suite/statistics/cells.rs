//! Cells of responses.csv as cities have them: what is plainly meant is read, what is no answer is told.

use kocho::formats::case::{Case, Files, read_accepting, results};
use serde_json::{Value, json};

use super::Draft;

/// A single, a multiple, a scale, a number and a text.
fn draft(header: &str, rows: &[String]) -> Draft {
    let options = json!([{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}, {"code": "3", "label": "その他"}]);
    let zeros = json!([{"code": "01", "label": "北"}, {"code": "02", "label": "南"}]);
    let questionnaire = json!({
        "survey": {"id": "s", "sample_size": 1000},
        "questions": [
            {"id": "q1", "type": "single", "options": options},
            {"id": "q2", "type": "multi", "options": options},
            {"id": "q3", "type": "scale", "min": 0, "max": 10},
            {"id": "q4", "type": "number", "min": 0, "max": 5000},
            {"id": "area", "type": "single", "options": zeros},
            {"id": "text", "type": "text"},
        ],
    });
    Draft {
        questionnaire: questionnaire.to_string(),
        responses: format!("{header}\r\n{}", rows.join("\r\n")),
        population: "dimension,category,population\r\n".to_owned(),
        indicators: "{}".to_owned(),
    }
}

const HEADER: &str = "response_id,mode,q1,q2,q3,q4,area,text";

/// So many rows with these answers.
fn rows(count: usize, answers: &str) -> Vec<String> {
    (1..=count)
        .map(|at| format!("{at},paper,{answers}"))
        .collect()
}

fn faults(draft: &Draft) -> Vec<String> {
    let faults = draft.read().unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

fn notes(case: &Case) -> Vec<String> {
    case.remarks.iter().map(ToString::to_string).collect()
}

fn accepted(draft: &Draft) -> Case {
    read_accepting(Files {
        questionnaire: Some(draft.questionnaire.as_bytes()),
        responses: Some(draft.responses.as_bytes()),
        population: Some(draft.population.as_bytes()),
        indicators: Some(draft.indicators.as_bytes()),
        text_tokens: None,
    })
    .unwrap()
}

/// The figures of two files that say the same.
#[track_caller]
fn same(found: &Draft, plain: &Draft) {
    let case = found.read().unwrap();
    assert_eq!(notes(&case), Vec::<String>::new());
    assert_eq!(results(&case), results(&plain.read().unwrap()));
}

#[test]
fn what_is_plainly_meant_is_read() {
    let plain = draft(HEADER, &rows(40, "1,1;3,10,1234.5,02,x"));
    for answers in [
        "１,１；３,１０,１２３４．５,02,x",
        "1.0,\"1,3\",10.0,\"1,234.5\",02,x",
        " 1 ,1、3,10,1234.5,０２,x",
        "1,３・１,10,\"１，２３４．５\",02,x",
        "1,1/3,10,1234.5,02,x",
        "1,1.0;3.0;1,10,1234.50,02,x",
    ] {
        same(&draft(HEADER, &rows(40, answers)), &plain);
    }
    same(
        &draft(HEADER, &rows(40, "＊,1;3,10,＊,02,x")),
        &draft(HEADER, &rows(40, "*,1;3,10,*,02,x")),
    );
}

#[test]
fn what_spreadsheets_leave_behind_is_no_fault() {
    let plain = draft(HEADER, &rows(6, "1,1;3,10,,02,x"));
    let mut padded: Vec<String> = rows(6, "1,1;3,10,,02,x,,,");
    padded.insert(3, ",,,,,,,,,,".to_owned());
    padded.push(",,,".to_owned());
    padded.push(" , , ".to_owned());
    let mut padded = draft(&format!("\u{FEFF}{HEADER},,,"), &padded);
    padded.population =
        "dimension,category,population,,\r\narea,01,100,,\r\n,,,,\r\n,,\r\n".to_owned();
    let mut plain = plain;
    plain.population = "dimension,category,population\r\narea,01,100\r\n".to_owned();
    same(&padded, &plain);
    // But a value under no heading is one nobody would see.
    let found = faults(&draft(HEADER, &rows(6, "1,1;3,10,,02,x,y")));
    assert_eq!(
        found,
        [
            "responses.csv:2: the line has another number of fields than the header; the same in 5 other lines (3, 4, 5, 6, 7)"
        ]
    );
}

#[test]
fn marks_may_have_a_column_for_each_option_and_headings_several_rows() {
    let plain = draft(HEADER, &rows(12, "1,1;3,10,5,02,x"));
    let header = |q2: &str| format!("response_id,mode,q1,{q2},q3,q4,area,text");
    for (header, answers) in [
        (header("q2-1,q2-2,q2-3"), "1,1,0,1,10,5,02,x"),
        (header("ｑ２－１,ｑ２－２,ｑ２－３"), "1,１,０,１,10,5,02,x"),
        (header("q2.1,q2.2,q2.3"), "1,1,,3,10,5,02,x"),
        (header("q2_1,q2_2,q2_3"), "1,1.0,0.0,1.0,10,5,02,x"),
        (
            format!(
                "調査,,問1,問2,,,問3,問4,地区,意見\r\n{}",
                header("q2-1,q2-2,q2-3")
            ),
            "1,1,0,1,10,5,02,x",
        ),
        (
            format!("整理番号,,,q2,,,,,,\r\n{}", header("1,2,3")),
            "1,1,0,1,10,5,02,x",
        ),
    ] {
        same(&draft(&header, &rows(12, answers)), &plain);
    }
    // Nothing marked is no answer.
    let blank = draft(&header("q2-1,q2-2,q2-3"), &rows(12, "1,0,0,0,10,5,02,x"));
    same(&blank, &draft(HEADER, &rows(12, "1,,10,5,02,x")));
    // A row of labels below the names.
    let mut labelled = rows(12, "1,1;3,10,5,02,x");
    labelled.insert(0, "整理番号,方法,問1,問2,問3,問4,地区,意見".to_owned());
    let case = draft(HEADER, &labelled).read().unwrap();
    assert_eq!(
        notes(&case),
        ["responses.csv:2: read as a heading, not as a response"]
    );
    assert_eq!(results(&case), results(&plain.read().unwrap()));
    let found = faults(&draft(&header("q2-1,q2-3"), &rows(2, "1,1,1,10,5,02,x")));
    assert_eq!(found, ["responses.csv:1 q2-2: value is missing"]);
}

#[test]
fn a_column_of_what_is_no_answer_stops_the_analysis_with_a_hint() {
    for (answers, said) in [
        (
            "はい,1,10,5,02,x",
            "q1: 40 of 40 filled cells are no answers to this question and count as 無効: “はい” (40, first in line 2); that is a label: write its code, “1”",
        ),
        (
            "1,1,10,5,2,x",
            "area: 40 of 40 filled cells are no answers to this question and count as 無効: “2” (40, first in line 2); did you mean “02”?",
        ),
        (
            "1、3,1,10,5,02,x",
            "q1: 40 of 40 filled cells are no answers to this question and count as 無効: “1、3” (40, first in line 2); the question takes one mark",
        ),
        (
            "1,1;9,10,5,02,x",
            "q2: 40 of 40 filled cells are no answers to this question and count as 無効: “1;9” (40, first in line 2); its codes are 1, 2, 3, …",
        ),
        ("1,1,11,5,02,x", "q3: 40 of 40 filled cells are no answers"),
        ("1,1,10,五,02,x", "q4: 40 of 40 filled cells are no answers"),
    ] {
        let draft = draft(HEADER, &rows(40, answers));
        let found = faults(&draft);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(
            found[0].starts_with(&format!("responses.csv {said}")),
            "{found:#?}"
        );
        // Accepted, they count as 無効 and are told all the same.
        let case = accepted(&draft);
        assert_eq!(notes(&case), found);
        assert_eq!(results(&case)["intake"]["valid"], 40);
    }
}

#[test]
fn a_few_cells_are_told_and_count_as_invalid() {
    let mut some = rows(100, "1,1,10,5,02,x");
    some.extend((101..=104).map(|at| format!("{at},paper,8,1,10,5,02,x")));
    some.push("105,paper,はい,1,10,5,02,x".to_owned());
    let case = draft(HEADER, &some).read().unwrap();
    assert_eq!(
        notes(&case),
        [
            "responses.csv q1: 5 of 105 filled cells are no answers to this question and count as 無効: “8” (4, first in line 102), “はい” (1, first in line 106); its codes are 1, 2, 3, …"
        ]
    );
    let invalid: &Value = &results(&case)["frequencies"]["q1"]["n_invalid"];
    assert_eq!(invalid, 5);
    some.push("106,paper,9,1,10,5,02,x".to_owned());
    assert_eq!(faults(&draft(HEADER, &some)).len(), 1);
}

#[test]
fn the_same_fault_in_many_lines_is_told_once() {
    let rows: Vec<String> = (1..=885)
        .map(|at| format!("{at},郵送,1,1,10,5,02,x"))
        .collect();
    let found = faults(&draft(HEADER, &rows));
    assert_eq!(
        found,
        [
            "responses.csv:2 mode: “郵送” is not known here; the same in 884 other lines (3, 4, 5, 6, 7, …)"
        ]
    );
    let rows: Vec<String> = (1..=885)
        .map(|at| format!("{},paper,1,1,10,5,02,x", at / 2))
        .collect();
    let found = faults(&draft(HEADER, &rows));
    assert_eq!(found.len(), 11, "{found:#?}");
    assert!(
        found[10].contains("other values with the same fault"),
        "{found:#?}"
    );
}
