//! Whether two acts touch the same, so that a person has to decide between them.

use super::super::question::Code;
use super::Act;
use super::at::At;

/// An act with what takes it back.
pub type Done<'a> = (&'a Act, &'a Act);

/// Whether two acts that were begun on the same draft touch the same: the same text in the same language, the same
/// setting, something within a part that the other one takes away.
#[must_use]
pub fn meet(mine: Done<'_>, theirs: Done<'_>) -> bool {
    let (mine, theirs) = (touched(mine), touched(theirs));
    mine.iter().any(|one| {
        theirs
            .iter()
            .any(|other| is_within(one, other) || is_within(other, one))
    })
}

/// Whether a place is another, or a part of it.
fn is_within(place: &[String], other: &[String]) -> bool {
    place.starts_with(other)
}

/// The places an act touches. What takes it back names what goes with a part that is taken away.
fn touched((act, undo): Done<'_>) -> Vec<Vec<String>> {
    let parts = act.parts().into_iter().chain(undo.parts());
    parts.flat_map(places).collect()
}

fn places(act: &Act) -> Vec<Vec<String>> {
    match act {
        Act::Together { acts } => acts.iter().flat_map(places).collect(),
        Act::Write { at, language, .. } => {
            let mut place = text(at);
            place.push(language.to_string());
            vec![place]
        }
        Act::Take { .. } => vec![of("minutes")],
        Act::Lay { .. } => vec![of("layout")],
        Act::Offer { .. } => vec![of("languages")],
        Act::AddSection { section, .. } => {
            let questions = section.questions.iter();
            let questions = questions.map(|question| self::question(&question.code, &[]));
            let own = std::iter::once(self::section(&section.code, &[]));
            own.chain(questions).collect()
        }
        Act::RemoveSection { section } => vec![self::section(section, &[])],
        Act::MoveSection { section, .. } => vec![self::section(section, &["place"])],
        Act::ShowSection { section, .. } => vec![self::section(section, &["show_if"])],
        Act::RepeatSection { section, .. } => vec![self::section(section, &["repeat"])],
        of_question => of_questions(of_question),
    }
}

fn of_questions(act: &Act) -> Vec<Vec<String>> {
    let within = |into: &Code, code: &Code| section(into, &["questions", code.as_str()]);
    match act {
        Act::AddQuestion {
            section,
            question: coming,
            ..
        } => vec![question(&coming.code, &[]), within(section, &coming.code)],
        Act::MoveQuestion {
            question: moved,
            section,
            ..
        } => vec![question(moved, &["place"]), within(section, moved)],
        Act::RemoveQuestion { question: gone } => vec![question(gone, &[])],
        Act::ShowQuestion { question: one, .. } => vec![question(one, &["show_if"])],
        Act::Require { question: one, .. } => vec![question(one, &["required"])],
        Act::Mean { question: one, .. } => vec![question(one, &["role"])],
        Act::Arrange { question: one, .. } => vec![question(one, &["order"])],
        Act::Copy { question: one, .. } => vec![question(one, &["same_as"])],
        Act::Answer { question: one, .. } => vec![question(one, &["answers"])],
        _ => Vec::new(),
    }
}

fn text(at: &At) -> Vec<String> {
    match at {
        At::Title => of("title"),
        At::Purpose => of("purpose"),
        At::Section { section } => self::section(section, &["title"]),
        At::SectionNote { section } => self::section(section, &["note"]),
        At::Question { question } => self::question(question, &["text"]),
        At::Short { question } => self::question(question, &["short"]),
        At::Hint { question } => self::question(question, &["hint"]),
        At::Option {
            question,
            axis,
            option,
        } => {
            let axis = axis.as_ref().map_or("", Code::as_str);
            self::question(question, &["answers", "options", axis, option.as_str()])
        }
        At::Row { question, row } => self::question(question, &["answers", "rows", row.as_str()]),
        At::Axis { question, axis } => {
            self::question(question, &["answers", "axes", axis.as_str()])
        }
        At::Unit { question } => self::question(question, &["answers", "unit"]),
        At::Label { question } => self::question(question, &["answers", "label"]),
        At::Picture { question } => self::question(question, &["answers", "picture"]),
    }
}

fn of(part: &str) -> Vec<String> {
    vec![part.to_owned()]
}

fn section(code: &Code, parts: &[&str]) -> Vec<String> {
    named("section", code, parts)
}

fn question(code: &Code, parts: &[&str]) -> Vec<String> {
    named("question", code, parts)
}

fn named(noun: &str, code: &Code, parts: &[&str]) -> Vec<String> {
    let whole = [noun, code.as_str()]
        .into_iter()
        .chain(parts.iter().copied());
    whole.map(str::to_owned).collect()
}
