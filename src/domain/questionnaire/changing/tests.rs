//! The laws of changing a kind.

use proptest::prelude::*;

use super::{KindWord, Lost, as_kind, score};
use crate::domain::questionnaire::question::{Axis, Choice, Code, Kind, Question};
use crate::domain::questionnaire::tests::every_kind;
use crate::domain::text::Text;

fn said(text: &Text) -> String {
    text.iter().map(|(_, text)| text).collect()
}

/// Every code with its text in a question, and whatever else is written in it.
fn texts(kind: &Kind) -> Vec<(String, String)> {
    let option = |choice: &Choice| (choice.code.to_string(), said(&choice.label));
    let axes: &[Axis] = match kind {
        Kind::DualGrid { axes, .. } => axes,
        _ => &[],
    };
    let more = match kind {
        Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } => unit.clone(),
        Kind::Consent { label } => Some(label.clone()),
        _ => None,
    };
    let options = kind.choices(0).iter().chain(kind.choices(1)).map(option);
    let rows = kind.rows().unwrap_or_default().iter();
    let rows = rows.map(|row| (row.code.to_string(), said(&row.label)));
    let axes = axes
        .iter()
        .map(|axis| (axis.code.to_string(), said(&axis.label)));
    let more = more.map(|text| (String::new(), said(&text)));
    options.chain(rows).chain(axes).chain(more).collect()
}

/// What of the kind is told to be lost, by code and text.
fn told(lost: &[Lost]) -> Vec<(String, String)> {
    let told = lost.iter().filter_map(|lost| match lost {
        Lost::Option(choice) => Some((choice.code.to_string(), said(&choice.label))),
        Lost::Row(row) => Some((row.code.to_string(), said(&row.label))),
        Lost::Axis(code, label) => Some((code.to_string(), said(label))),
        Lost::Unit(text) | Lost::Label(text) => Some((String::new(), said(text))),
        _ => None,
    });
    told.collect()
}

fn questions() -> Vec<Question> {
    every_kind().questionnaire().questions().cloned().collect()
}

proptest! {
    /// Whatever a question becomes: its texts and codes are kept or named, and its own wording is never touched.
    #[test]
    fn texts_and_codes_are_kept_or_named(from in 0..100_usize, to in 0..KindWord::ALL.len(), then in 0..KindWord::ALL.len()) {
        let all = questions();
        let question = &all[from % all.len()];
        let mut now = question.clone();
        let mut losses = Vec::new();
        for word in [to, then].map(|at| KindWord::ALL[at]) {
            let (changed, lost) = as_kind(&now, word);
            prop_assert_eq!(KindWord::of(&changed.kind), word);
            let left = [texts(&changed.kind), told(&lost)].concat();
            for text in texts(&now.kind) {
                prop_assert!(left.contains(&text), "{:?} of {:?} is gone", text, now);
            }
            for option in changed.kind.choices(0).iter().chain(changed.kind.choices(1)) {
                prop_assert!(!option.exclusive || matches!(word, KindWord::Multiple | KindWord::MultipleGrid));
                prop_assert!(!option.other || matches!(word, KindWord::Multiple | KindWord::Single));
            }
            losses.extend(lost);
            now = changed;
        }
        let outside = |question: &Question| (question.code.clone(), question.text.clone(), question.hint.clone());
        prop_assert_eq!(outside(&now), outside(question));
        prop_assert_eq!(&now.show_if, &question.show_if);
        let named = losses.iter().any(|lost| matches!(lost, Lost::Required(_)));
        prop_assert!(now.required == question.required || named);
    }
}

#[test]
fn the_own_kind_changes_nothing() {
    for question in questions() {
        let (same, lost) = as_kind(&question, KindWord::of(&question.kind));
        assert_eq!((same, lost), (question, Vec::new()));
    }
}

fn choice(code: &str, label: &str) -> Choice {
    serde_json::from_value(serde_json::json!({"code": code, "label": label})).unwrap()
}

#[test]
fn what_fits_stays_and_what_does_not_is_named() {
    let question: Question = serde_json::from_value(serde_json::json!({
        "code": "q1", "text": "?", "type": "multiple", "max": 2, "required": true, "order": "random", "options": [
            {"code": "1", "label": "a"}, {"code": "2", "label": "b", "other": true},
            {"code": "3", "label": "c", "exclusive": true}]
    }))
    .unwrap();
    let code = |code: &str| Code::parse(code).unwrap();
    let (single, lost) = as_kind(&question, KindWord::Single);
    assert!(single.kind.choices(0)[1].other);
    let marks = Lost::Marks {
        min: None,
        max: Some(2),
    };
    assert_eq!(lost, [Lost::Exclusive(code("3")), marks]);
    let (ranking, lost) = as_kind(&question, KindWord::Ranking);
    assert!(matches!(ranking.kind, Kind::Ranking { places: 2, .. }));
    assert_eq!(lost, [Lost::Line(code("2")), Lost::Exclusive(code("3"))]);
    let (_, lost) = as_kind(&question, KindWord::Note);
    assert!(lost.contains(&Lost::Required(true)) && lost.contains(&Lost::Option(choice("1", "a"))));
}

#[test]
fn points_descend_around_zero() {
    for (count, expected) in [
        (5, "2 1 0 -1 -2"),
        (4, "2 1 -1 -2"),
        (3, "1 0 -1"),
        (2, "1 -1"),
        (6, "3 2 1 -1 -2 -3"),
    ] {
        let mut options: Vec<Choice> = (1..=count).map(|at| choice(&at.to_string(), "a")).collect();
        score(&mut options, true);
        let points: Vec<String> = options
            .iter()
            .map(|option| option.score.unwrap().to_string())
            .collect();
        assert_eq!(points.join(" "), expected);
        score(&mut options, false);
        assert_eq!(
            options[0].score.unwrap().to_string(),
            expected.rsplit(' ').next().unwrap()
        );
    }
}
