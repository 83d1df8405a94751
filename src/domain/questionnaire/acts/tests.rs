//! Laws of acts: what is done can be taken back, and two who act at once converge or are asked.

use proptest::prelude::*;

use super::super::Questionnaire;
use super::super::question::{Code, Question};
use super::any_tests::{any_numbers, code, done, draft, pick};
use super::at::At;
use super::meeting::meet;
use super::{Act, Applied, Refused, apply, leading, of_question, take_apart};
use crate::domain::language::Language;

fn bytes(draft: &Questionnaire) -> String {
    serde_json::to_string(draft).unwrap()
}

fn write(at: At, text: &str) -> Act {
    Act::Write {
        at,
        language: Language::japanese(),
        text: Some(text.to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any acts taken back give the draft before, byte for byte; done again, the one after. Stored or not.
    #[test]
    fn what_was_done_is_taken_back_byte_for_byte(numbers in any_numbers()) {
        let before = draft();
        let all = done(&before, &numbers, 0);
        let mut now = all.last().map_or(before.clone(), |(_, last)| last.draft.clone());
        let after = bytes(&now);
        let mut redo = Vec::new();
        for (_, applied) in all.iter().rev() {
            let stored = serde_json::to_string(&applied.undo).unwrap();
            let back = apply(&now, &serde_json::from_str(&stored).unwrap()).unwrap();
            now = back.draft;
            redo.push(back.undo);
        }
        prop_assert_eq!(bytes(&now), bytes(&before));
        for act in redo.iter().rev() {
            now = apply(&now, act).unwrap().draft;
        }
        prop_assert_eq!(bytes(&now), after);
    }

    /// All together are taken back together.
    #[test]
    fn several_as_one_are_taken_back_as_one(numbers in any_numbers()) {
        let before = draft();
        let acts = done(&before, &numbers, 0).into_iter().map(|(act, _)| act).collect();
        let one = apply(&before, &Act::together(acts)).unwrap();
        prop_assert_eq!(bytes(&apply(&one.draft, &one.undo).unwrap().draft), bytes(&before));
    }

    /// Two who began on the same draft: either their acts meet, or both can be done in either order and give the same,
    /// but for the order in which what both put at one place stands there.
    #[test]
    fn two_at_once_converge_or_ask(mine in any_numbers(), theirs in any_numbers()) {
        let base = draft();
        for (nth, mine) in mine.iter().enumerate() {
            for (other, theirs) in theirs.iter().enumerate().take(3) {
                let (Some((a, mine)), Some((b, theirs))) = (
                    done(&base, &[*mine], nth).pop(),
                    done(&base, &[*theirs], 100 + other).pop(),
                ) else { continue };
                if meet((&a, &mine.undo), (&b, &theirs.undo)) {
                    continue;
                }
                // A neighbour that the other one took away or moved: refused, and asked again.
                let (Ok(one), Ok(two)) = (apply(&mine.draft, &b), apply(&theirs.draft, &a)) else { continue };
                prop_assert_eq!(unordered(&one.draft), unordered(&two.draft));
            }
        }
    }
}

/// What is in a draft, whatever stands before what.
fn unordered(draft: &Questionnaire) -> String {
    let mut draft = draft.clone();
    draft
        .sections
        .sort_by(|one, other| one.code.cmp(&other.code));
    for section in &mut draft.sections {
        section
            .questions
            .sort_by(|one, other| one.code.cmp(&other.code));
    }
    bytes(&draft)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn acts_on_the_same_meet_and_others_do_not() {
    let base = draft();
    let wording = |code: &Code| At::Question {
        question: code.clone(),
    };
    let mine = write(wording(&code("q1")), "ことば");
    let cases = [
        (write(wording(&code("q1")), "別のことば"), true),
        (write(wording(&code("q2")), "別のことば"), false),
        (
            Act::Write {
                at: wording(&code("q1")),
                language: Language::english(),
                text: Some("Word".into()),
            },
            false,
        ),
        (
            Act::Require {
                question: code("q1"),
                required: true,
            },
            false,
        ),
        (
            Act::RemoveQuestion {
                question: code("q1"),
            },
            true,
        ),
        (
            Act::RemoveSection {
                section: base.sections[0].code.clone(),
            },
            true,
        ),
        (
            Act::MoveSection {
                section: base.sections[0].code.clone(),
                before: None,
            },
            false,
        ),
    ];
    let mine_done = apply(&base, &mine).unwrap();
    for (theirs, meets) in cases {
        let theirs_done = apply(&base, &theirs).unwrap();
        let both = [(&mine, &mine_done.undo), (&theirs, &theirs_done.undo)];
        assert_eq!(meet(both[0], both[1]), meets, "{theirs:?}");
        assert_eq!(meet(both[1], both[0]), meets, "{theirs:?}");
    }
}

#[test]
fn what_is_not_there_cannot_be_changed_and_what_is_there_cannot_come_in() {
    let base = draft();
    let gone = Act::RemoveQuestion {
        question: code("nobody"),
    };
    assert_eq!(
        apply(&base, &gone).unwrap_err(),
        Refused::Gone("nobody".into())
    );
    let question = Box::new(base.questions().next().unwrap().clone());
    let (section, taken) = (base.sections[0].code.clone(), question.code.clone());
    let again = Act::AddQuestion {
        section,
        question,
        before: None,
    };
    assert_eq!(apply(&base, &again).unwrap_err(), Refused::Taken(taken));
    let long = write(At::Title, &"長".repeat(4_001));
    assert_eq!(apply(&base, &long).unwrap_err(), Refused::TooLong(4_001));
}

#[test]
fn a_form_changes_only_what_differs() {
    let base = draft();
    let old = base.question(&code("q1")).unwrap();
    assert_eq!(of_question(old, old), []);
    let mut new = old.clone();
    new.text
        .write(&Language::japanese(), Some("別のことば".into()));
    assert_eq!(of_question(old, &new).len(), 1);
    new.required = !old.required;
    let acts = of_question(old, &new);
    assert!(
        !acts.iter().any(|act| matches!(act, Act::Answer { .. })),
        "{acts:?}"
    );
    let done = apply(&base, &Act::together(acts)).unwrap();
    assert_eq!(done.draft.question(&code("q1")).unwrap(), &new);
}

proptest! {
    /// Whatever a question becomes, the difference leads there.
    #[test]
    fn the_difference_leads_from_one_to_the_other(a in 0..1_000_usize, b in 0..1_000_usize, numbers in any_numbers()) {
        let base = draft();
        let questions: Vec<Question> = base.questions().cloned().collect();
        let old = pick(&questions, a).unwrap();
        let mut new = pick(&questions, b).unwrap();
        new.code = old.code.clone();
        let changed = done(&base, &numbers, 0);
        let later = changed.last().and_then(|(_, last)| last.draft.question(&old.code).cloned());
        for new in [Some(new), later].into_iter().flatten() {
            let done = apply(&base, &Act::together(of_question(&old, &new))).unwrap();
            prop_assert_eq!(done.draft.question(&old.code).unwrap(), &new);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A draft becomes what it was, or what it will be, from anywhere; and going back and forth never says more than both
    /// states hold.
    #[test]
    fn every_state_leads_to_every_other(mine in any_numbers(), theirs in any_numbers()) {
        let base = draft();
        let last = |done: Vec<(Act, Applied)>| done.last().map_or_else(|| base.clone(), |(_, last)| last.draft.clone());
        let (one, other) = (last(done(&base, &mine, 0)), last(done(&base, &theirs, 1000)));
        for (from, to) in [(&one, &other), (&other, &one), (&one, &one)] {
            let acts = Act::together(leading(from, to).unwrap());
            let led = apply(from, &acts).unwrap();
            prop_assert_eq!(bytes(&led.draft), bytes(to));
            prop_assert_eq!(bytes(&apply(to, &led.undo).unwrap().draft), bytes(from));
            prop_assert_eq!(acts.is_nothing(), from == to);
            let said = serde_json::to_string(&acts).unwrap().len();
            prop_assert!(said < 4 * (bytes(from).len() + bytes(to).len()), "{said}");
        }
    }
}

#[test]
fn what_comes_from_elsewhere_comes_in_by_acts() {
    let mut whole = draft();
    let (empty, acts, double) = take_apart(&whole);
    assert!(double.is_empty());
    assert_eq!(
        bytes(&apply(&empty, &Act::together(acts)).unwrap().draft),
        bytes(&whole)
    );
    let twin = whole.sections[0].questions[0].clone();
    let name = twin.code.clone();
    whole.sections[1].questions.push(twin);
    assert_eq!(take_apart(&whole).2, [name]);
}
