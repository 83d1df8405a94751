//! Any acts on a draft with everything in it, for the laws of acts.

use proptest::prelude::*;

use super::super::question::{Code, Question, Role};
use super::super::tests::every_kind;
use super::super::{Layout, Questionnaire};
use super::at::texts;
use super::{Act, Applied, apply};
use crate::domain::language::Language;

/// A draft of every kind there is, with everything that hangs on something.
pub(super) fn draft() -> Questionnaire {
    let mut draft = every_kind().questionnaire().clone();
    let more = serde_json::json!({
        "code": "more", "title": "5", "repeat": {"item": "q6", "max": 3},
        "questions": [
            {"code": "half", "text": "組", "type": "drawn", "role": "attribute", "options": [
                {"code": "a", "label": "A"}, {"code": "b", "label": "B"},
            ]},
            {"code": "map", "text": "地図", "type": "note", "picture": {
                "hash": "a".repeat(64), "format": "png", "width": 3, "height": 2, "alt": "略図",
            }},
            {"code": "yes", "text": "同意", "type": "consent", "label": "はい", "required": true, "role": "attribute"},
            {"code": "at", "text": "時", "type": "time", "min": "09:00", "max": "17:00"},
            {"code": "month", "text": "月", "type": "date", "exact_to": "month", "min": "2026-01-01"},
            {"code": "post", "text": "番号", "type": "text", "pattern": "postal_code"},
            {"code": "some", "text": "どれ", "type": "single", "order": "random", "options": [
                {"code": "1", "label": "1"}, {"code": "2", "label": "2", "show_if": {"answered": {"item": "q1"}}},
            ]},
        ],
    });
    draft.sections.push(serde_json::from_value(more).unwrap());
    draft
}

pub(super) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// One of many, by any number.
pub(super) fn pick<T: Clone>(all: &[T], nth: usize) -> Option<T> {
    let at = nth.checked_rem(all.len())?;
    all.get(at).cloned()
}

/// An act on what this draft holds, by a few numbers.
#[expect(clippy::too_many_lines, reason = "an arm for each act")]
fn any_act(draft: &Questionnaire, (kind, a, b): (u8, usize, usize), fresh: usize) -> Option<Act> {
    let sections: Vec<Code> = draft.sections.iter().map(|one| one.code.clone()).collect();
    let questions: Vec<Question> = draft.questions().cloned().collect();
    let section = pick(&sections, a);
    let question = pick(&questions, b);
    let of = || question.as_ref().map(|one| one.code.clone());
    let beside = || {
        let found = draft
            .sections
            .iter()
            .find(|one| Some(&one.code) == section.as_ref())?;
        let mut all: Vec<Option<Code>> = found
            .questions
            .iter()
            .map(|one| Some(one.code.clone()))
            .collect();
        all.push(None);
        pick(&all, a / 7 + b)?
    };
    let languages = [
        Language::japanese(),
        Language::english(),
        Language::easy_japanese(),
    ];
    Some(match kind % 19 {
        0 | 1 => Act::Write {
            at: pick(&texts(draft), a)?.0,
            language: pick(&languages, b)?,
            text: (b % 3 > 0).then(|| format!("文{b}")),
        },
        2 => Act::Take {
            minutes: 1 + u16::try_from(a % 60).ok()?,
        },
        3 => Act::Lay {
            layout: if a % 2 == 0 {
                Layout::OnePage
            } else {
                Layout::Sections
            },
        },
        4 => {
            let mut section = pick(&draft.sections, a)?;
            section.code = code(&format!("new-{fresh}"));
            section.questions.clear();
            Act::AddSection {
                section: Box::new(section),
                before: pick(&sections, b),
            }
        }
        5 => Act::RemoveSection { section: section? },
        6 => Act::MoveSection {
            section: section?,
            before: pick(&sections, b),
        },
        7 => Act::ShowSection {
            section: section?,
            show_if: question?.show_if,
        },
        8 => {
            let mut question = question?;
            question.code = code(&format!("new-{fresh}"));
            let before = beside();
            Act::AddQuestion {
                section: section?,
                question: Box::new(question),
                before,
            }
        }
        9 => Act::RemoveQuestion { question: of()? },
        10 => {
            let before = beside();
            Act::MoveQuestion {
                question: of()?,
                section: section?,
                before,
            }
        }
        11 => Act::Require {
            question: of()?,
            required: a % 2 == 0,
        },
        12 => Act::Mean {
            question: of()?,
            role: if a % 2 == 0 {
                Role::Attribute
            } else {
                Role::Subject
            },
        },
        13 => Act::Answer {
            question: of()?,
            kind: Box::new(pick(&questions, a)?.kind),
        },
        14 => Act::ShowQuestion {
            question: of()?,
            show_if: pick(&questions, a)?.show_if,
        },
        15 => Act::Arrange {
            question: of()?,
            order: pick(&questions, a)?.order,
        },
        16 => Act::Copy {
            question: of()?,
            same_as: pick(&questions, a)?.same_as,
        },
        17 => Act::RepeatSection {
            section: section?,
            repeat: pick(&draft.sections, b)?.repeat,
        },
        _ => Act::Offer {
            languages: languages.into_iter().take(1 + a % 3).collect(),
        },
    })
}

pub(super) fn any_numbers() -> impl Strategy<Value = Vec<(u8, usize, usize)>> {
    prop::collection::vec((any::<u8>(), 0..1_000_usize, 0..1_000_usize), 1..25)
}

/// Does acts one after the other; what cannot be done is left out.
pub(super) fn done(
    draft: &Questionnaire,
    numbers: &[(u8, usize, usize)],
    fresh: usize,
) -> Vec<(Act, Applied)> {
    let (mut draft, mut all) = (draft.clone(), Vec::new());
    for (nth, numbers) in numbers.iter().enumerate() {
        let Some(act) = any_act(&draft, *numbers, fresh + nth) else {
            continue;
        };
        if let Ok(applied) = apply(&draft, &act) {
            draft = applied.draft.clone();
            all.push((act, applied));
        }
    }
    all
}
