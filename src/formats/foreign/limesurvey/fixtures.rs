//! For tests: documents as the program exports them, every letter once.

use std::fmt::Write as _;

use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::question::Question;
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::samples::code;
use crate::formats::foreign::{Foreign, Place};

/// A document of tables; each row is `column=value` parted by `|`.
pub(super) fn lss(tables: &[(&str, &str)]) -> Vec<u8> {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n\
                   <DBVersion>400</DBVersion>\n<languages><language>ja</language><language>en</language></languages>\n"
        .to_owned();
    for (name, rows) in tables {
        writeln!(
            xml,
            "<{name}><fields><fieldname>x</fieldname></fields><rows>"
        )
        .unwrap();
        for row in rows.trim().lines() {
            xml += "<row>";
            for field in row.split('|') {
                let (column, value) = field.trim().split_once('=').unwrap();
                write!(xml, "<{column}><![CDATA[{value}]]></{column}>").unwrap();
            }
            xml += "</row>\n";
        }
        xml += "</rows></";
        xml += name;
        xml += ">\n";
    }
    (xml + "</document>").into_bytes()
}

pub(super) fn question<'q>(questionnaire: &'q Questionnaire, name: &str) -> &'q Question {
    questionnaire
        .question(&code(name))
        .unwrap_or_else(|| panic!("{name}"))
}

pub(super) fn told(foreign: &Foreign) -> Vec<(String, &Lack)> {
    let told = foreign
        .unmapped
        .iter()
        .filter(|one| one.place != Place::File);
    told.map(|one| (one.place.to_string(), &one.what)).collect()
}

pub(super) const SURVEYS: [(&str, &str); 2] = [
    ("surveys", "sid=1|language=ja|additional_languages=en|format=A"),
    (
        "surveys_languagesettings",
        "surveyls_language=ja|surveyls_title=<b>市民意識調査</b>|surveyls_description=目的&nbsp;です
surveyls_language=en|surveyls_title=Survey",
    ),
];

pub(super) const QUESTIONS: &str =
    "qid=1|gid=1|parent_qid=0|type=L|title=Q1|mandatory=Y|other=Y|relevance=1|question_order=1
qid=2|gid=1|type=M|title=Q2|relevance=((Q1.NAOK == \"A2\" or Q1.NAOK == \"-oth-\"))|question_order=2
qid=3|gid=1|type=F|title=Q3|relevance=Q2_SQ1.NAOK == \"Y\" and !is_empty(Q1.NAOK)|question_order=3
qid=4|gid=1|type=1|title=Q4|relevance=Q3_SQ1.NAOK ne \"A1\"|question_order=4
qid=5|gid=2|type=N|title=Q5|question_order=1
qid=6|gid=2|type=D|title=Q6|relevance=Q5.NAOK > 2 && Q4_SQ1_1.NAOK == \"B1\"|question_order=2
qid=7|gid=2|type=R|title=Q7|question_order=3
qid=8|gid=2|type=:|title=Q8|question_order=4
qid=9|gid=2|type=K|title=Q9|question_order=5
qid=10|gid=2|type=A|title=Q10|question_order=6
qid=11|gid=2|type=B|title=Q11|question_order=7
qid=12|gid=2|type=C|title=Q12|question_order=8
qid=13|gid=2|type=E|title=Q13|question_order=9
qid=14|gid=2|type=5|title=Q14|question_order=10
qid=15|gid=2|type=Y|title=Q15|question_order=11
qid=16|gid=2|type=G|title=Q16|question_order=12
qid=17|gid=2|type=S|title=Q17|question_order=13
qid=18|gid=2|type=T|title=Q18|question_order=14
qid=19|gid=2|type=U|title=Q19|question_order=15
qid=20|gid=2|type=X|title=Q20|question_order=16
qid=21|gid=2|type=!|title=Q21|question_order=17
qid=22|gid=2|type=O|title=Q22|question_order=18
qid=23|gid=2|type=P|title=Q23|question_order=19
qid=24|gid=2|type=Q|title=Q24|question_order=20
qid=25|gid=2|type=H|title=Q25|question_order=21";

/// Subquestions and answers of all questions that have some.
pub(super) fn parts() -> (String, String) {
    let (mut subquestions, mut answers) = (String::new(), String::new());
    for qid in [2, 3, 4, 8, 9, 10, 11, 12, 13, 23, 24, 25] {
        for at in [1, 2] {
            writeln!(
                subquestions,
                "qid={qid}{at}00|parent_qid={qid}|title=SQ{at}|scale_id=0|question_order={at}"
            )
            .unwrap();
        }
    }
    writeln!(
        subquestions,
        "qid=8900|parent_qid=8|title=C1|scale_id=1|question_order=3"
    )
    .unwrap();
    for (qid, letter, scale) in [
        (1, 'A', 0),
        (3, 'A', 0),
        (4, 'A', 0),
        (4, 'B', 1),
        (7, 'A', 0),
        (21, 'A', 0),
        (22, 'A', 0),
        (25, 'A', 0),
    ] {
        for at in [1, 2] {
            writeln!(answers, "aid={qid}{scale}{at}|qid={qid}|code={letter}{at}|scale_id={scale}|sortorder={at}|assessment_value=0").unwrap();
        }
    }
    (subquestions, answers)
}

pub(super) const ATTRIBUTES: &str = "qid=2|attribute=exclude_all_others|value=SQ2
qid=2|attribute=max_answers|value=2
qid=2|attribute=random_order|value=1
qid=4|attribute=dualscale_headerA|language=ja|value=満足度
qid=5|attribute=min_num_value_n|value=0
qid=5|attribute=max_num_value_n|value=9
qid=5|attribute=num_value_int_only|value=1
qid=6|attribute=date_min|value=2025-04-01
qid=7|attribute=max_answers|value=1
qid=8|attribute=multiflexible_checkbox|value=1
qid=9|attribute=min_num_value_n|value=0
qid=9|attribute=max_num_value_n|value=5.5
qid=17|attribute=maximum_chars|value=40";

/// The shape with tables of their own for the texts.
pub(super) fn new_shape() -> Vec<u8> {
    let (subquestions, answers) = parts();
    let mut texts = String::new();
    for line in QUESTIONS.lines().chain(subquestions.lines()) {
        let qid = line.split('|').next().unwrap();
        writeln!(
            texts,
            "{qid}|question=問 {qid}|help=助け|language=ja\n{qid}|question=Ask|language=en"
        )
        .unwrap();
    }
    let mut of_answers = String::new();
    for line in answers.lines() {
        let aid = line.split('|').next().unwrap();
        writeln!(
            of_answers,
            "{aid}|answer=答え|language=ja\n{aid}|answer=Answer|language=en"
        )
        .unwrap();
    }
    lss(&[
        ("answers", &answers),
        ("answer_l10ns", &of_answers),
        (
            "groups",
            "gid=1|group_order=0\ngid=2|group_order=1|grelevance=Q1.NAOK=='A1'",
        ),
        (
            "group_l10ns",
            "gid=1|group_name=暮らし|description=説明|language=ja\ngid=2|group_name=二|language=ja",
        ),
        ("questions", QUESTIONS),
        ("subquestions", &subquestions),
        ("question_l10ns", &texts),
        ("question_attributes", ATTRIBUTES),
        SURVEYS[0],
        SURVEYS[1],
    ])
}

/// The shape of before: a row for each language, with the text in it.
pub(super) fn old_shape() -> Vec<u8> {
    let (subquestions, answers) = parts();
    let twice = |rows: &str, text: &str, words: [&str; 2]| -> String {
        let in_language = |tag: &str, words: &str| -> String {
            let lines = rows.lines().map(|line| {
                let key = line.split('|').next().unwrap();
                let help = if tag == "ja" && text == "question" {
                    "|help=助け"
                } else {
                    ""
                };
                format!(
                    "{line}|{text}={}{help}|language={tag}\n",
                    words.replace('#', key)
                )
            });
            lines.collect()
        };
        in_language("ja", words[0]) + &in_language("en", words[1])
    };
    let groups = "gid=1|group_order=0|group_name=暮らし|description=説明|language=ja
gid=2|group_order=1|group_name=二|language=ja|grelevance=Q1.NAOK=='A1'";
    let answers: String = answers
        .lines()
        .map(|line| line.split_once('|').unwrap().1.to_owned() + "\n")
        .collect();
    lss(&[
        ("answers", &twice(&answers, "answer", ["答え", "Answer"])),
        ("groups", groups),
        ("questions", &twice(QUESTIONS, "question", ["問 #", "Ask"])),
        (
            "subquestions",
            &twice(&subquestions, "question", ["問 #", "Ask"]),
        ),
        ("question_attributes", ATTRIBUTES),
        SURVEYS[0],
        SURVEYS[1],
    ])
}
