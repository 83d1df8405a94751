//! What is wrong in every column, older conditions, the table, what is no structure.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use proptest::prelude::*;

use super::fixtures::{SURVEYS, lss, question, told};
use super::read;
use crate::domain::language::Language;
use crate::domain::questionnaire::question::Kind;
use crate::domain::questionnaire::routing::Condition;
use crate::formats::foreign::Foreign;
use crate::formats::foreign::lack::{FileIs, Lack};
use crate::formats::foreign::samples::code;

#[test]
fn a_fault_in_every_table_is_told_at_its_line() {
    let foreign = read(&lss(&[
        ("answers", "qid=1|code=A1|answer=<img src='x.png'>一|language=ja|sortorder=1|odd=1\nqid=1|code=A1|answer=二|scale_id=0|language=nonsense!|sortorder=2"),
        ("assessments", "id=1"),
        ("groups", "gid=1|group_name=G|language=ja|grelevance=if(1,2)|randomization_group=r"),
        (
            "questions",
            "qid=1|gid=1|type=L|title=Q_1|question={Q2.shown} は|preg=/x/|relevance=Q9.NAOK == 1|script=alert()|language=ja
qid=2|gid=1|type=|title=Q2|relevance=Q_1.NAOK =~ 1|language=ja
qid=3|gid=1|type=*|title=Q3|language=ja
qid=4|gid=1|type=|title=Q4|language=ja
qid=5|gid=9|type=S|title=Q5|language=ja
qid=6|gid=1|type=D|title=問|relevance=Q_1.NAOK != \"A1\"|language=ja
qid=7|gid=1|type=N|title=Q7|language=ja",
        ),
        ("question_attributes", "qid=1|attribute=hidden|value=1\nqid=6|attribute=date_min|value={TODAY}"),
        ("quota", "id=1"),
        ("surveys", "language=ja|format=S|anonymized=Y"),
        ("surveys_languagesettings", "surveyls_language=ja|surveyls_title=T|surveyls_endtext=おわり"),
    ]));
    let lacks = told(&foreign);
    let all = |end: &str| -> Vec<&Lack> {
        lacks
            .iter()
            .filter(|(at, _)| at.ends_with(end))
            .map(|(_, what)| *what)
            .collect()
    };
    let first = |end: &str| {
        *all(end)
            .first()
            .unwrap_or_else(|| panic!("{end}: {lacks:?}"))
    };
    assert!(matches!(first("answers/row[1]/answer"), Lack::Media(_)));
    assert!(matches!(first("answers/row[1]/odd"), Lack::NotRead { .. }));
    assert!(matches!(
        first("answers/row[2]/language"),
        Lack::Language(_)
    ));
    assert!(matches!(first("assessments/row[1]"), Lack::NotRead { .. }));
    assert!(matches!(
        first("groups/row[1]/grelevance"),
        Lack::Expression(_)
    ));
    assert!(matches!(
        first("groups/row[1]/randomization_group"),
        Lack::NotRead { .. }
    ));
    assert!(matches!(
        first("questions/row[1]/question"),
        Lack::Piping(_)
    ));
    assert!(matches!(
        first("questions/row[1]/preg"),
        Lack::Expression(_)
    ));
    assert!(matches!(
        first("questions/row[1]/script"),
        Lack::NotRead { .. }
    ));
    assert!(matches!(
        first("questions/row[1]/relevance"),
        Lack::UnknownName { .. }
    ));
    assert!(matches!(first("questions/row[2]"), Lack::UnknownType(_)));
    assert!(matches!(first("questions/row[3]"), Lack::NoSuchKind(_)));
    assert!(matches!(first("questions/row[4]"), Lack::UnknownType(_)));
    assert!(matches!(first("questions/row[5]"), Lack::Missing(_)));
    assert!(matches!(
        first("questions/row[6]"),
        Lack::CodeChanged { .. }
    ));
    assert!(matches!(
        first("questions/row[6]/relevance"),
        Lack::UnansweredDiffers(_)
    ));
    assert!(all("questions/row[7]").contains(&&Lack::NoRange));
    assert!(matches!(
        first("question_attributes/row[1]/value"),
        Lack::NotRead { .. }
    ));
    assert!(matches!(
        first("question_attributes/row[2]/value"),
        Lack::Expression(_)
    ));
    assert!(matches!(first("quota/row[1]"), Lack::NotRead { .. }));
    assert!(matches!(first("surveys/row[1]/format"), Lack::Value(_)));
    assert!(matches!(
        first("surveys/row[1]/anonymized"),
        Lack::NotRead { .. }
    ));
    assert!(matches!(
        first("row[1]/surveyls_endtext"),
        Lack::NotRead { .. }
    ));
    let (at, _) = lacks
        .iter()
        .find(|(at, _)| at.ends_with("answers/row[1]/odd"))
        .unwrap();
    assert!(at.starts_with("line 7,"), "{at}");
}

#[test]
fn conditions_of_before_become_rules() {
    let q = read(&lss(&[
        (
            "answers",
            "qid=1|code=A1|answer=a|language=ja\nqid=1|code=A2|answer=b|language=ja",
        ),
        (
            "conditions",
            "qid=3|cqid=1|cfieldname=1X1X1|method===|value=A1|scenario=1\nqid=3|cqid=1|cfieldname=1X1X1|method===|value=A2|scenario=1\nqid=3|cqid=2|cfieldname=1X1X2SQ1|method===|value=Y|scenario=1",
        ),
        ("groups", "gid=1|group_name=G|language=ja"),
        (
            "questions",
            "qid=1|gid=1|type=L|title=Q1|language=ja\nqid=2|gid=1|type=M|title=Q2|language=ja\nqid=3|gid=1|type=S|title=Q3|language=ja",
        ),
        (
            "subquestions",
            "qid=9|parent_qid=2|title=SQ1|scale_id=0|language=ja",
        ),
        SURVEYS[0],
    ]));
    let condition = question(q.questionnaire.as_ref().unwrap(), "Q3")
        .show_if
        .clone();
    let any_of = |item: &str, codes: &[&str]| Condition::AnyOf {
        item: item.to_owned(),
        codes: codes.iter().map(|one| code(one)).collect(),
    };
    assert_eq!(
        condition,
        Some(Condition::All(vec![
            any_of("Q1", &["A1", "A2"]),
            any_of("Q2", &["SQ1"])
        ])),
        "{:?}",
        told(&q)
    );
}

const TABLE: &str = "\u{feff}id\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tvalidation\tmandatory\tother\tdefault\tsame_default\tmax_answers\tprefix
\t\tS\t\tlanguage\t\tja\t\t\t
\t\tS\t\tadditional_languages\t\ten\t\t\t
\t\tS\t\tadmin\t\tだれか\t\t\t
\t\tSL\t\tsurveyls_title\t\t市民意識調査\t\tja\t
\t\tSL\t\tsurveyls_title\t\tSurvey\t\ten\t
1\t\tG\t\t暮らし\t1\t説明\t\tja\t
1\t\tQ\tL\tQ1\t1\t\"住み
よい\"\t助け\tja\t\tY\tN\t\t
\t\tA\t0\t1\t\tはい\t\tja\t
\t\tA\t0\t2\t\tいいえ\t\tja\t
2\t\tQ\tM\tQ2\tQ1.NAOK == 2\tなぜ\t\tja\t\tN\tY\t\t\t2\tpre
\t\tSQ\t0\tSQ1\t\t高い\t\tja\t
3\t\tQ\tL\tQ1\t1\t同じ名\t\tja\t/x/\tN\tN\tA1\t
\t\tZ\t\tx\t\t?\t\tja\t
1\t\tG\t\tLife\t1\tAbout\t\ten\t
1\t\tQ\tL\tQ1\t1\tGood?\tHelp\ten\t\tY\tN\t\t
\t\tA\t0\t1\t\tYes\t\ten\t
\t\tA\t0\t2\t\tNo\t\ten\t
2\t\tQ\tM\tQ2\t\tWhy\t\ten\t\tN\tY\t\t\t2
\t\tSQ\t0\tSQ1\t\tPrice\t\ten\t
";

#[test]
fn a_table_is_read_with_its_lines() {
    let foreign = read(TABLE.as_bytes());
    let q = foreign.questionnaire.clone().unwrap();
    let (japanese, english) = (Language::japanese(), Language::english());
    assert_eq!(
        (q.title.exact(&japanese), q.title.exact(&english)),
        (Some("市民意識調査"), Some("Survey"))
    );
    assert_eq!(q.sections[0].title.exact(&english), Some("Life"));
    let first = question(&q, "Q1");
    assert_eq!(
        (first.text.exact(&japanese), first.text.exact(&english)),
        (Some("住み\nよい"), Some("Good?"))
    );
    assert!(
        matches!(&first.kind, Kind::Single { options } if options[1].label.exact(&english) == Some("No"))
    );
    let second = question(&q, "Q2");
    assert!(
        matches!(&second.kind, Kind::Multiple { options, max: Some(2), .. } if options[1].other)
    );
    assert!(second.show_if.is_some());
    let lacks = told(&foreign);
    let at = |place: &str| {
        lacks
            .iter()
            .find(|(at, _)| at == place)
            .map(|(_, what)| *what)
    };
    assert!(
        matches!(at("line 4, text"), Some(Lack::NotRead { .. })),
        "{lacks:?}"
    );
    assert!(
        matches!(at("line 12, prefix"), Some(Lack::NotRead { .. })),
        "{lacks:?}"
    );
    assert!(
        matches!(at("line 14, name"), Some(Lack::CodeCollides { .. })),
        "{lacks:?}"
    );
    assert!(
        matches!(at("line 14, validation"), Some(Lack::Expression(_))),
        "{lacks:?}"
    );
    assert!(
        matches!(at("line 14, default"), Some(Lack::NotRead { .. })),
        "{lacks:?}"
    );
    assert!(
        matches!(at("line 15, class"), Some(Lack::Value(_))),
        "{lacks:?}"
    );
    assert_eq!(lacks.len(), 6, "{lacks:?}");
}

#[test]
fn what_is_no_structure_says_what_it_is() {
    let only = |foreign: Foreign| foreign.unmapped.into_iter().next().unwrap().what;
    let (expected, is) = (FileIs::Lss, FileIs::Archive);
    assert_eq!(
        only(read(b"PK\x03\x04survey.lss")),
        Lack::OtherFile { expected, is }
    );
    let begin = "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>";
    let bomb = format!("<!DOCTYPE a [<!ENTITY x \"y\">]>{begin}</document>");
    assert_eq!(only(read(bomb.as_bytes())), Lack::Entities);
    let bomb = format!("{begin}<a>&x;</a></document>");
    assert_eq!(only(read(bomb.as_bytes())), Lack::Entities);
    let deep = format!("{begin}{}", "<a>".repeat(100_000));
    assert!(matches!(only(read(deep.as_bytes())), Lack::TooDeep { .. }));
    assert!(matches!(only(read(begin.as_bytes())), Lack::Damaged(_)));
    assert!(matches!(
        only(read(format!("{begin}</b>").as_bytes())),
        Lack::Damaged(_)
    ));
}

proptest! {
    /// Whatever the tables hold, something is read and nobody panics.
    #[test]
    fn any_tables_are_read(rows in proptest::collection::vec(("(answers|groups|questions|subquestions|question_attributes|surveys|x)",
        "(qid|gid|type|title|code|relevance|language|parent_qid|scale_id|attribute|value|question)=[A-Z0-9:;|!a-z=(. \"]{0,8}"), 0..20)) {
        let rows: Vec<(String, String)> = rows.into_iter().map(|(table, field)| (table, field.replace('|', ""))).collect();
        let tables: Vec<(&str, &str)> = rows.iter().map(|(table, field)| (table.as_str(), field.as_str())).collect();
        prop_assert!(read(&lss(&tables)).questionnaire.is_some());
    }

    #[test]
    fn any_table_is_read(cells in proptest::collection::vec("(S|SL|G|Q|SQ|A|x)?\t[L1!M:RKQD]?\t\\PC{0,4}\t[a-z =(.'1]{0,6}\t\\PC{0,4}\t(ja|en|x)?", 0..20)) {
        let table = format!("class\ttype/scale\tname\trelevance\ttext\tlanguage\n{}", cells.join("\n"));
        prop_assert!(read(table.as_bytes()).questionnaire.is_some() || table.contains('"'));
    }
}
