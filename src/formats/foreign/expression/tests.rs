//! Rules as people write them in each language.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use std::collections::HashMap;

use proptest::prelude::*;

use super::{Answer, Dialect, Names, parse, resolve, written};
use crate::domain::questionnaire::routing::Condition;
use crate::formats::foreign::samples::code;

fn names() -> Names {
    let options = ["1", "2", "3"].map(|name| (name.to_owned(), code(name)));
    let known = [
        ("q1", Answer::One(options.to_vec())),
        ("q2", Answer::Many(options.to_vec())),
        ("age", Answer::Number(0)),
        ("day", Answer::Day),
        ("t", Answer::Tick(code("a"))),
        ("w", Answer::Other),
    ];
    Names(
        known
            .map(|(name, answer)| (name.to_owned(), (name.to_owned(), answer)))
            .into_iter()
            .collect::<HashMap<_, _>>(),
    )
}

/// The condition as JSON; `?` where it is not understood.
fn read(rule: &str, dialect: Dialect) -> String {
    let condition = parse(rule, dialect).and_then(|logic| resolve(&logic, &names()).ok());
    condition.map_or("?".to_owned(), |(condition, _)| {
        serde_json::to_string(&condition).unwrap()
    })
}

#[test]
fn rules_are_understood() {
    let one = r#"{"any_of":{"item":"q1","codes":["1"]}}"#;
    let (x, s, l) = (Dialect::XlsForm, Dialect::SurveyJs, Dialect::LimeSurvey);
    for (dialect, rule, condition) in [
        (x, "${q1}='1'", one),
        (x, "selected( ${q1} , \"1\")", one),
        (x, "'1' = ${q1}", one),
        (x, "((${q1} = 1))", one),
        (s, "{q1} = 1", one),
        (s, "{q1} == '1'", one),
        (s, "{q1} equal 1", one),
        (s, "{q1} anyof ['1']", one),
        (l, "((q1.NAOK == \"1\"))", one),
        (l, "q1 eq '1'", one),
        (
            x,
            "${q1} < 3",
            r#"{"any_of":{"item":"q1","codes":["1","2"]}}"#,
        ),
        (
            x,
            "3 > ${q1}",
            r#"{"any_of":{"item":"q1","codes":["1","2"]}}"#,
        ),
        (
            s,
            "{q2} contains 2",
            r#"{"any_of":{"item":"q2","codes":["2"]}}"#,
        ),
        (s, "{q2} *= 2", r#"{"any_of":{"item":"q2","codes":["2"]}}"#),
        (
            s,
            "{q2} allof [1, 2]",
            r#"{"all":[{"any_of":{"item":"q2","codes":["1"]}},{"any_of":{"item":"q2","codes":["2"]}}]}"#,
        ),
        (
            s,
            "{q2} noneof [1]",
            r#"{"not":{"any_of":{"item":"q2","codes":["1"]}}}"#,
        ),
        (s, "{w} notempty", r#"{"answered":{"item":"w"}}"#),
        (s, "{w} empty", r#"{"not":{"answered":{"item":"w"}}}"#),
        (x, "${w} != ''", r#"{"answered":{"item":"w"}}"#),
        (l, "!is_empty(w.NAOK)", r#"{"answered":{"item":"w"}}"#),
        (
            l,
            "t.NAOK == \"Y\"",
            r#"{"any_of":{"item":"t","codes":["a"]}}"#,
        ),
        (x, "${age} > 5", r#"{"number":{"item":"age","min":"6"}}"#),
        (
            x,
            "${age} >= -5 and ${age} <= 3",
            r#"{"number":{"item":"age","min":"-5","max":"3"}}"#,
        ),
        (
            x,
            "${day} < date('2025-04-01')",
            r#"{"date":{"item":"day","max":"2025-03-31"}}"#,
        ),
        (
            s,
            "{age} = 3 && !({q1} <> 1)",
            r#"{"all":[{"number":{"item":"age","min":"3","max":"3"}},{"any_of":{"item":"q1","codes":["1"]}}]}"#,
        ),
        (l, "1", r#"{"all":[]}"#),
    ] {
        assert_eq!(read(rule, dialect), condition, "{rule}");
    }
}

#[test]
fn what_says_more_is_not_understood_as_a_whole() {
    let (x, s, l) = (Dialect::XlsForm, Dialect::SurveyJs, Dialect::LimeSurvey);
    for (dialect, rule) in [
        (x, "${q1} = 1 +"),
        (x, "${age} + 1 > 5"),
        (x, "${age} -1 > 5"),
        (x, "if(${q1} = 1, 'a', 'b')"),
        (x, "regex(${w}, 'a')"),
        (x, "${q1"),
        (x, "'open"),
        (x, "${q2} = '1'"),
        (x, "${q1} = '9'"),
        (x, "${nobody} = '1'"),
        (x, "${q1} = '1' ${q1}"),
        (x, "(${q1} = '1'"),
        (x, "count-selected(${q2}) > 1"),
        (s, "iif({q1} = 1, true, false)"),
        (s, "{q1} anyof [1"),
        (s, "age({day}) > 3"),
        (l, "q1.shown == 'a'"),
        (l, "q1.NAOK =~ 'a'"),
        (l, "countif('Y', that.Q2.NAOK) > 1"),
        (l, ""),
    ] {
        assert_eq!(read(rule, dialect), "?", "{rule}");
    }
    assert!(
        parse(
            &format!("{}${{q1}} = 1{}", "(".repeat(20_000), ")".repeat(20_000)),
            x
        )
        .is_none()
    );
    assert!(parse(&"!".repeat(3_000), s).is_none());
    assert!(parse(&"not(".repeat(900), x).is_none());
}

proptest! {
    #[test]
    fn any_rule_is_read_or_not(rule in "(\\$\\{q1\\}|\\{q1\\}|q1|and|or|not|selected|anyof|[()\\[\\],='\"<>!.0-9 -]|\\PC){0,24}") {
        for dialect in [Dialect::XlsForm, Dialect::SurveyJs, Dialect::LimeSurvey] {
            let _ = read(&rule, dialect);
        }
    }

    /// What is written in the first two languages is read again.
    #[test]
    fn written_conditions_are_read_again(codes in proptest::sample::subsequence(vec!["1", "2", "3"], 1..=3), not in any::<bool>()) {
        let any_of = Condition::AnyOf { item: "q2".to_owned(), codes: codes.iter().map(|name| code(name)).collect() };
        let part = if not { Condition::Not(Box::new(any_of)) } else { any_of };
        let condition = Condition::All(vec![part, Condition::Answered { item: "w".to_owned() }]);
        for dialect in [Dialect::XlsForm, Dialect::SurveyJs] {
            let rule = written(&condition, dialect, &|item: &str| Some(item.to_owned())).unwrap();
            let (again, differs) = resolve(&parse(&rule, dialect).unwrap(), &names()).unwrap();
            prop_assert_eq!(&again, &condition);
            prop_assert_eq!(differs, not);
        }
    }
}
