//! Every letter once, in both shapes.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use super::fixtures::{new_shape, old_shape, question, told};
use super::read;
use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::questionnaire::question::Kind;
use crate::domain::questionnaire::routing::Condition;
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::samples::code;

#[test]
fn every_letter_is_read_in_both_shapes() {
    let foreign = read(&new_shape());
    let q = foreign.questionnaire.clone().unwrap();
    let old = read(&old_shape()).questionnaire.unwrap();
    assert_eq!(old, q);
    let japanese = Language::japanese();
    assert_eq!(q.title.get(&japanese), "市民意識調査");
    assert_eq!(q.purpose.get(&japanese), "目的 です");
    assert_eq!(
        (q.layout, q.languages.len(), q.sections.len()),
        (Layout::OnePage, 2, 2)
    );
    assert_eq!(q.sections[0].note.as_ref().unwrap().get(&japanese), "説明");
    let any_of = |item: &str, codes: &[&str]| Condition::AnyOf {
        item: item.to_owned(),
        codes: codes.iter().map(|one| code(one)).collect(),
    };
    assert_eq!(q.sections[1].show_if, Some(any_of("Q1", &["A1"])));
    assert!(
        matches!(&question(&q, "Q1").kind, Kind::Single { options } if options[2].other)
            && question(&q, "Q1").required
    );
    assert_eq!(
        question(&q, "Q1").hint.as_ref().unwrap().get(&japanese),
        "助け"
    );
    let Kind::Multiple { options, max, .. } = &question(&q, "Q2").kind else {
        panic!()
    };
    assert!(options[1].exclusive && *max == Some(2));
    assert_eq!(
        question(&q, "Q2").show_if,
        Some(any_of("Q1", &["A2", "other"]))
    );
    let answered = Condition::Answered {
        item: "Q1".to_owned(),
    };
    assert_eq!(
        question(&q, "Q3").show_if,
        Some(Condition::All(vec![any_of("Q2", &["SQ1"]), answered]))
    );
    let Kind::DualGrid { axes, rows } = &question(&q, "Q4").kind else {
        panic!()
    };
    assert_eq!(
        (
            rows.len(),
            axes[0].label.get(&japanese),
            axes[1].options[0].code.as_str()
        ),
        (2, "満足度", "B1")
    );
    let Some(Condition::All(both)) = &question(&q, "Q6").show_if else {
        panic!()
    };
    assert_eq!(both[1], any_of("Q4.SQ1.b", &["B1"]));
    assert!(matches!(&both[0], Condition::Number { min: Some(min), .. } if min.to_string() == "3"));
    let is = |name: &str| &question(&q, name).kind;
    assert!(matches!(is("Q5"), Kind::Number { decimals: 0, .. }));
    assert!(matches!(is("Q6"), Kind::Date { min: Some(_), .. }));
    assert!(matches!(is("Q7"), Kind::Ranking { places: 1, .. }));
    assert!(
        matches!(is("Q8"), Kind::MultipleGrid { rows, options, .. } if rows.len() == 2 && options.len() == 1)
    );
    assert!(matches!(is("Q9"), Kind::NumberGrid { decimals: 3, .. }));
    for (name, steps) in [
        ("Q10", 5),
        ("Q11", 10),
        ("Q12", 3),
        ("Q13", 3),
        ("Q3", 2),
        ("Q25", 2),
    ] {
        assert!(
            matches!(is(name), Kind::Grid { options, .. } if options.len() == steps),
            "{name}"
        );
    }
    assert!(matches!(is("Q14"), Kind::Scale { options } if options.len() == 5));
    assert!(matches!(is("Q15"), Kind::Single { options } if options[0].code.as_str() == "Y"));
    assert!(matches!(is("Q16"), Kind::Single { options } if options.len() == 2));
    assert!(matches!(
        is("Q17"),
        Kind::Text {
            long: false,
            max_length: Some(40),
            ..
        }
    ));
    assert!(
        matches!(is("Q18"), Kind::Text { long: true, .. })
            && matches!(is("Q19"), Kind::Text { long: true, .. })
    );
    assert!(matches!(is("Q20"), Kind::Note { .. }) && matches!(is("Q21"), Kind::Single { .. }));
    assert!(matches!(is("Q22"), Kind::Single { .. }) && matches!(is("Q23"), Kind::Multiple { .. }));
    // An underscore can stand in a code.
    assert!(matches!(is("Q22_comment"), Kind::Text { long: true, .. }));
    assert!(matches!(is("Q24"), Kind::Note { .. }) && matches!(is("Q24_SQ2"), Kind::Text { .. }));
    let lacks = told(&foreign);
    let downgraded = lacks
        .iter()
        .filter(|(_, what)| matches!(what, Lack::Downgraded { .. }))
        .count();
    assert_eq!((downgraded, lacks.len()), (4, 5), "{lacks:?}");
}
