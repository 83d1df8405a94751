//! Conditions of a case (`show_if`): the plain form and `all`, `any`, `not`, in the three values of M-3.

use kocho::formats::case::{Problem, results};
use serde_json::{Value, json};

use super::Draft;

/// q1 and q2 are asked of everybody, q3 under the condition; one response for each pair of answers.
fn draft(show_if: &Value) -> Draft {
    let options = json!([{"code": "1"}, {"code": "2"}]);
    let questionnaire = json!({
        "survey": {"id": "s", "sample_size": 9},
        "questions": [
            {"id": "q1", "type": "single", "options": options},
            {"id": "q2", "type": "multi", "options": options},
            {"id": "q3", "type": "single", "options": options, "show_if": show_if},
            {"id": "text", "type": "text"},
        ],
    });
    let mut responses = "response_id,mode,q1,q2,q3,text\r\n".to_owned();
    for (n, (q1, q2)) in PAIRS.iter().enumerate() {
        responses += &format!("{n},web,{q1},{q2},2,x\r\n");
    }
    Draft {
        questionnaire: questionnaire.to_string(),
        responses,
        population: "dimension,category,population\r\n".to_owned(),
        indicators: "{}".to_owned(),
    }
}

const PAIRS: [(&str, &str); 6] = [
    ("1", "1"),
    ("1", ""),
    ("2", "1;2"),
    ("*", "1"),
    ("", "2"),
    ("1", "2"),
];

/// How many are asked q3.
fn asked(show_if: &Value) -> Value {
    results(&draft(show_if).read().unwrap())["frequencies"]["q3"]["n_eligible"].clone()
}

#[test]
fn only_what_is_true_is_asked() {
    let q1 = json!({"question": "q1", "in": ["1"]});
    let q2 = json!({"question": "q2", "in": ["1"]});
    // An unanswered or invalid parent is unknown, also behind `not`.
    for (condition, expected) in [
        (q1.clone(), 3),
        (json!({"not": q1}), 1),
        (json!({"not": {"not": q1}}), 3),
        (json!({"all": [q1, q2]}), 1),
        (json!({"any": [q1, q2]}), 5),
        // Unknown with false is false, unknown with true is unknown: (1, 2), (2, 1;2) and nothing else.
        (json!({"not": {"all": [q1, q2]}}), 3),
        (json!({"not": {"any": [q1, q2]}}), 0),
        (json!({"all": [q1, {"not": q2}]}), 1),
        (json!({"all": []}), 6),
        (json!({"any": []}), 0),
        // The plain form is what it was, whatever stands beside it.
        (json!({"question": "q1", "in": ["1"], "all": []}), 3),
    ] {
        assert_eq!(asked(&condition), expected, "{condition}");
    }
}

#[test]
fn faults_of_conditions_have_their_place() {
    let unknown =
        json!({"all": [{"question": "q1", "in": ["1"]}, {"not": {"question": "q9", "in": ["1"]}}]});
    let faults = draft(&unknown).read().unwrap_err();
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["questionnaire.json questions[2].show_if.all[1].not.question: “q9” is not known here"]
    );
    let none = draft(&json!({})).read().unwrap_err();
    assert!(none.iter().all(|fault| fault.problem == Problem::Missing));
}

#[test]
fn conditions_may_be_32_deep_and_no_deeper() {
    let nested = |depth: usize| {
        let plain = json!({"question": "q1", "in": ["1"]});
        (1..depth).fold(plain, |inner, _| json!({"all": [inner]}))
    };
    assert_eq!(asked(&nested(32)), 3);
    for depth in [33, 50] {
        let faults = draft(&nested(depth)).read().unwrap_err();
        assert!(matches!(faults[0].problem, Problem::Refused(_)), "{depth}");
    }
    // Deeper than a JSON document may be: one fault, no panic.
    let deep = "{\"not\":".repeat(100_000);
    let mut draft = draft(&json!({}));
    draft.questionnaire = deep;
    let faults = draft.read().unwrap_err();
    assert!(matches!(faults[0].problem, Problem::Unreadable(_)));
}
