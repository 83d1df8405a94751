//! A questionnaire as a sheet of paper words it: what to do with the pen, and who is to answer.
//!
//! On a screen a question that is not for somebody is not there; on paper a sentence says whom it is for. On a screen
//! a button knows how many may be chosen; on paper it is written behind the question.

mod instruction;
mod paper;
mod whom;

pub use instruction::instruction;
pub use paper::{
    Paper, PaperOption, PaperPicture, PaperQuestion, PaperScale, PaperSection, Room, paper,
};
pub use whom::whom;

use super::ViewError;
use super::locale::Locales;
use super::ruby;
use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;

/// Room to write in behind an option.
pub const ROOM: &str = "（　　　　　　　　）";

/// The lines of a sheet as plain text, to be read before anything is printed. Facts of a survey stand under their names.
///
/// # Errors
/// When the program has no words for something.
pub fn lines(
    reader: &Reader,
    locales: &Locales,
    language: &Language,
) -> Result<Vec<String>, ViewError> {
    let paper = paper(reader, locales, language)?;
    let mut lines = vec![ruby::plain(&paper.title), ruby::plain(&paper.purpose)];
    for section in &paper.sections {
        lines.push(String::new());
        lines.extend(section_lines(section));
        for question in &section.questions {
            lines.extend(question.text.as_ref().map(|_| String::new()));
            let number = question.number.as_deref().map(ruby::plain);
            let mut own = question_lines(question).into_iter();
            let first = own.next().unwrap_or_default();
            lines.push(match number {
                Some(number) => format!("{number} {first}"),
                None => first,
            });
            lines.extend(own);
        }
    }
    Ok(lines)
}

/// What is printed over the questions of a section, as plain text: the heading, for whom it is, the note.
#[must_use]
pub fn section_lines(section: &PaperSection) -> Vec<String> {
    let heading = format!("■ {}", ruby::plain(&section.title));
    let below = section.whom.iter().chain(&section.note);
    let below = below.map(|text| ruby::plain(text));
    std::iter::once(heading).chain(below).collect()
}

/// A question with its options as plain text, without its number.
#[must_use]
pub fn question_lines(question: &PaperQuestion) -> Vec<String> {
    let mut lines = Vec::new();
    let mut put = |before: &str, texts: &mut dyn Iterator<Item = &String>| {
        lines.extend(texts.map(|text| format!("{before}{}", ruby::plain(text))));
    };
    put("  ", &mut question.drawn.iter());
    put("", &mut question.text.iter());
    let below = [&question.whom, &question.hint, &question.how];
    put("  ", &mut below.into_iter().flatten());
    put(
        "  ",
        &mut question.picture.iter().map(|picture| &picture.said),
    );
    put("    ", &mut question.same.iter());
    put("  ・", &mut question.rows.iter());
    let before = match question.room {
        Room::Tick => "    □ ",
        _ => "  ",
    };
    for scale in &question.scales {
        put(before, &mut scale.label.iter());
        for option in &scale.options {
            let room = if option.other { ROOM } else { "" };
            let label = format!("{} {}{room}", option.code, option.label);
            put("    ", &mut std::iter::once(&label));
            put("      ", &mut option.whom.iter());
        }
    }
    lines
}
