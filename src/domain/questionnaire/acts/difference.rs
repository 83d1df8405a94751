//! The acts that lead from one state of a question to another: what a form that shows a whole question has changed.

use super::super::question::{Kind, Question};
use super::Act;
use super::at::{At, texts_of};
use crate::domain::text::Text;

/// The acts that make a question of another, of the same code. Texts are written one by one where the answers are
/// otherwise the same, so that who translates an option and who words another do not get in each other's way.
#[must_use]
pub fn of_question(old: &Question, new: &Question) -> Vec<Act> {
    let question = || old.code.clone();
    let is_alike = bare(&old.kind) == bare(&new.kind);
    let answer = (!is_alike).then(|| Act::Answer {
        question: question(),
        kind: Box::new(new.kind.clone()),
    });
    let require = (old.required != new.required).then(|| Act::Require {
        question: question(),
        required: new.required,
    });
    let mean = (old.role != new.role).then(|| Act::Mean {
        question: question(),
        role: new.role,
    });
    let arrange = (old.order != new.order).then(|| Act::Arrange {
        question: question(),
        order: new.order,
    });
    let texts = written(old, new, is_alike);
    let settings = [require, mean, arrange].into_iter().flatten();
    let all = answer.into_iter().chain(texts).chain(settings);
    all.chain(depending(old, new)).collect()
}

/// What hangs on other questions.
fn depending(old: &Question, new: &Question) -> impl Iterator<Item = Act> {
    let copy = (old.same_as != new.same_as).then(|| Act::Copy {
        question: old.code.clone(),
        same_as: new.same_as.clone(),
    });
    let show = (old.show_if != new.show_if).then(|| Act::ShowQuestion {
        question: old.code.clone(),
        show_if: new.show_if.clone(),
    });
    copy.into_iter().chain(show)
}

/// The texts that differ; those of the answers only where these are not changed as a whole.
fn written(old: &Question, new: &Question, with_answers: bool) -> Vec<Act> {
    let (old, new) = (texts_of(old), texts_of(new));
    let (none, mut acts) = (Text::default(), Vec::new());
    let of_answers =
        |at: &At| !matches!(at, At::Question { .. } | At::Short { .. } | At::Hint { .. });
    let wanted = |at: &At| with_answers || !of_answers(at);
    let gone = old
        .iter()
        .filter(|(at, _)| !new.iter().any(|(other, _)| other == at));
    let gone = gone.map(|(at, text)| (at, *text, &none));
    let kept = new.iter().map(|(at, text)| {
        let before = old.iter().find(|(other, _)| other == at);
        (at, before.map_or(&none, |(_, text)| *text), *text)
    });
    for (at, before, after) in kept.chain(gone).filter(|(at, _, _)| wanted(at)) {
        acts.extend(rewritten(at, before, after));
    }
    acts
}

/// The languages in which a text differs.
pub(super) fn rewritten(at: &At, before: &Text, after: &Text) -> Vec<Act> {
    let write = |language: &crate::domain::language::Language, text: Option<&str>| Act::Write {
        at: at.clone(),
        language: language.clone(),
        text: text.map(str::to_owned),
    };
    let gone = before
        .iter()
        .filter(|(language, _)| after.exact(language).is_none());
    let gone = gone.map(|(language, _)| write(language, None));
    let new = after
        .iter()
        .filter(|(language, text)| before.exact(language) != Some(text));
    gone.chain(new.map(|(language, text)| write(language, Some(text))))
        .collect()
}

/// The answers of a question without their words.
fn bare(kind: &Kind) -> Kind {
    let mut kind = kind.clone();
    for option in kind.choices_mut() {
        option.label = Text::default();
    }
    for row in kind.rows_mut().into_iter().flatten() {
        row.label = Text::default();
    }
    match &mut kind {
        Kind::DualGrid { axes, .. } => axes
            .iter_mut()
            .for_each(|axis| axis.label = Text::default()),
        Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } => *unit = None,
        Kind::Consent { label } => *label = Text::default(),
        Kind::Note {
            picture: Some(picture),
        } => picture.alt = Text::default(),
        _ => {}
    }
    kind
}
