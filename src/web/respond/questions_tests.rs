//! What a person wrote is told from what they marked: only of this a page keeps parts.

use std::collections::BTreeMap;

use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::draft_answers::Typed;
use crate::formats::questionnaire;
use crate::views::say::Say;

use super::{Messages, QuestionView, Writing};

const EVERYTHING: &[u8] = include_bytes!("../../../tests/data/questionnaires/everything.yaml");

/// What nobody else wrote.
const WRITTEN: &str = "nobody-else-wrote-this";

/// The questions as they are shown with something typed and something wrong.
fn shown(form: &Reader, typed: &Typed, wrong: &Messages) -> Vec<QuestionView> {
    let writing = Writing {
        pictures: "/pictures",
        form,
        path: None,
        language: &Language::japanese(),
        typed,
        wrong,
    };
    let sections = form.questionnaire().sections.iter();
    let questions = sections.flat_map(|section| &section.questions);
    questions
        .map(|question| QuestionView::new(question, None, writing))
        .collect()
}

fn is_in(view: &QuestionView, text: &str) -> bool {
    serde_json::to_string(view).unwrap().contains(text)
}

#[test]
fn whatever_shows_what_somebody_wrote_says_so() {
    let form = Reader::new(questionnaire::read(EVERYTHING).unwrap());
    let nothing = shown(&form, &Typed::new(), &Messages::new());
    assert!(nothing.iter().all(|view| !view.by_hand));
    let mut told = 0;
    for field in form.items().iter().map(|item| &item.code) {
        let typed = Typed::from([(field.clone(), vec![WRITTEN.to_owned()])]);
        for view in shown(&form, &typed, &Messages::new()) {
            assert_eq!(view.by_hand, is_in(&view, WRITTEN), "{field}");
            told += usize::from(view.by_hand);
        }
        let said = Say::new("error-place-none").with("typed", WRITTEN);
        let wrong: Messages = BTreeMap::from([(field.clone(), said)]);
        for view in shown(&form, &Typed::new(), &wrong) {
            assert!(view.by_hand || !is_in(&view, WRITTEN), "{field}");
        }
    }
    assert!(told > 5, "fields that are written into: {told}");
}

#[test]
fn what_is_marked_is_not_written() {
    let form = Reader::new(questionnaire::read(EVERYTHING).unwrap());
    // The name of a place is written, as that of an option it may be.
    for item in form.items().iter().filter(|item| item.names.is_none()) {
        let Some(option) = item.choices(form.questionnaire()).first() else {
            continue;
        };
        let marked = vec![option.code.to_string()];
        let typed = Typed::from([(item.code.clone(), marked)]);
        let shown = shown(&form, &typed, &Messages::new());
        assert!(shown.iter().all(|view| !view.by_hand), "{}", item.code);
    }
}
