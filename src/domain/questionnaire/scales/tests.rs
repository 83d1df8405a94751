//! The laws of scales.

use proptest::prelude::*;

use super::*;
use crate::domain::questionnaire::acts::apply;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::tests::every_kind;
use crate::domain::text::Text;

/// A questionnaire with every kind of question, in two languages.
fn draft() -> Questionnaire {
    let mut draft = every_kind().questionnaire().clone();
    draft.languages = vec![Language::japanese(), Language::english()];
    draft
}

fn scale(name: &str, options: serde_json::Value) -> Scale {
    Scale {
        name: Name::parse(name).unwrap(),
        options: serde_json::from_value(options).unwrap(),
    }
}

/// One with everything an option can be beside its words, and with a language that the draft does not offer.
fn satisfied() -> Scale {
    scale(
        "満足度",
        serde_json::json!([
            {"code": "1", "label": {"ja": "満足", "en": "Satisfied", "vi": "Hài lòng"}, "score": "1"},
            {"code": "2", "label": {"ja": "不満", "en": "Dissatisfied", "vi": "Không hài lòng"}, "score": "-1"},
            {"code": "8", "label": {"ja": "その他", "en": "Other"}, "other": true},
            {"code": "9", "label": {"ja": "わからない", "en": "Don't know"}, "meaning": "dont_know", "exclusive": true},
        ]),
    )
}

/// The same, worded anew, with a step more.
fn reworded() -> Scale {
    let mut scale = satisfied();
    scale.options[0]
        .label
        .write(&Language::japanese(), Some("とても満足".to_owned()));
    let mut step = scale.options[1].clone();
    step.code = Code::parse("3").unwrap();
    scale.options.insert(2, step);
    scale
}

fn bytes(draft: &Questionnaire) -> String {
    serde_json::to_string(draft).unwrap()
}

/// The draft with the scale in some of its lists, and which they are.
fn using(scale: &Scale, chosen: &[bool]) -> (Questionnaire, Vec<Place>) {
    let (mut draft, mut places) = (draft(), Vec::new());
    let all: Vec<Place> = draft
        .questions()
        .flat_map(lists)
        .map(|(place, _)| place)
        .collect();
    for (place, _) in all.into_iter().zip(chosen).filter(|(_, is_so)| **is_so) {
        let old = draft.question(&place.question).unwrap();
        let (new, _) = scale.put(old, place.axis, &draft.languages);
        let act = Act::together(of_question(old, &new));
        draft = apply(&draft, &act).unwrap().draft;
        places.push(place);
    }
    (draft, places)
}

proptest! {
    /// A question uses a scale where it was put, and nowhere else.
    #[test]
    fn a_scale_is_used_where_it_was_put(chosen in proptest::collection::vec(any::<bool>(), 20)) {
        let (draft, places) = using(&satisfied(), &chosen);
        prop_assert_eq!(satisfied().places(&draft), places);
        prop_assert_eq!(reworded().places(&draft), []);
    }

    /// A scale is changed in the places that are wanted, in all others everything is byte for byte what it was, and all
    /// of it is taken back at once.
    #[test]
    fn it_changes_where_it_is_wanted(
        chosen in proptest::collection::vec(any::<bool>(), 20),
        here in proptest::collection::vec(any::<bool>(), 20),
    ) {
        let (draft, places) = using(&satisfied(), &chosen);
        let wanted: Vec<&Place> = places.iter().zip(&here).filter(|(_, here)| **here).map(|(place, _)| place).collect();
        let (act, count) = satisfied().becomes(&reworded(), &draft, |place| wanted.contains(&place));
        prop_assert_eq!(count, wanted.len());
        let applied = apply(&draft, &act).unwrap();
        let now = reworded().places(&applied.draft);
        prop_assert!(now.iter().eq(wanted.iter().copied()));
        let left = satisfied().places(&applied.draft);
        prop_assert!(left.iter().eq(places.iter().filter(|place| !wanted.contains(place))));
        for (old, new) in draft.questions().zip(applied.draft.questions()) {
            prop_assert!(old == new || wanted.iter().any(|place| place.question == old.code));
        }
        prop_assert_eq!(bytes(&apply(&applied.draft, &applied.undo).unwrap().draft), bytes(&draft));
    }
}

#[test]
fn a_word_a_score_or_a_language_less_is_another_list() {
    let (draft, places) = using(&satisfied(), &[true; 20]);
    let first = &places[0];
    type Change = fn(&mut Choice);
    let changes: [Change; 6] = [
        |option| option.score = None,
        |option| option.code = Code::parse("x").unwrap(),
        |option| option.meaning = Meaning::NotApplicable,
        |option| option.other = !option.other,
        |option| {
            option.label.write(&Language::english(), None);
        },
        |option| option.label = Text::japanese("満足です"),
    ];
    for change in changes {
        let mut other = draft.clone();
        let mut questions = other.sections.iter_mut().flat_map(|one| &mut one.questions);
        let question = questions.find(|one| one.code == first.question).unwrap();
        change(&mut list_mut(&mut question.kind, 0).unwrap()[0]);
        assert!(!satisfied().places(&other).contains(first));
    }
}

#[test]
fn whom_an_option_is_offered_to_is_the_questions_own() {
    let (draft, places) = using(&satisfied(), &[true; 20]);
    let mut question = draft.question(&places[0].question).unwrap().clone();
    let condition: Condition =
        serde_json::from_value(serde_json::json!({"answered": {"item": "sex"}})).unwrap();
    list_mut(&mut question.kind, 0).unwrap()[1].show_if = Some(condition.clone());
    assert_eq!(plain(question.kind.choices(0)).len(), 4);
    let (new, _) = reworded().put(&question, 0, &draft.languages);
    let conditions: Vec<bool> = new
        .kind
        .choices(0)
        .iter()
        .map(|option| option.show_if.is_some())
        .collect();
    assert_eq!(conditions, [false, true, false, false, false]);
}

#[test]
fn what_questions_are_judged_on_is_found_and_called_by_its_ends() {
    let (draft, _) = using(&satisfied(), &[true; 20]);
    let found = of(&draft);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name.as_str(), "満足～その他");
    assert_eq!(satisfied().languages()[0], Language::japanese());
    assert_eq!(satisfied().languages().len(), 3);
    assert!(satisfied().is_written_in(&Language::english()));
    assert!(!satisfied().is_written_in(&Language::parse("vi").unwrap()));
}
