//! How large a questionnaire, what is typed into it and what a browser sends of it may be: every limit in one place.
//!
//! The door takes whatever fits these numbers, and the review refuses a questionnaire of which an honest answer would
//! not. So nobody is ever told to write less than the page says.

use super::places::texts;
use super::question::{Kind, Question};
use super::review::{DesignFault, Finding};
use super::{Questionnaire, field};

/// Most sections.
pub const SECTIONS: usize = 100;
/// Most questions in all sections together.
pub const QUESTIONS: usize = 500;
/// Most rows of a grid.
pub const ROWS: usize = 200;
/// Most items, which are columns of the table of responses.
pub const ITEMS: usize = 2_000;
/// Most characters of a text of the questionnaire.
pub const TEXT: usize = 4_000;
/// Longest time a questionnaire may be said to take, in minutes.
pub const MINUTES: u16 = 600;

/// Most characters of a written answer, as people count them (grapheme clusters), where `max_length` says nothing.
pub const WRITTEN: u16 = 4_000;
/// Most that `max_length` may allow.
pub const LONGEST_WRITTEN: u16 = 10_000;
/// Most characters of the line beside 「その他」.
pub const WRITTEN_BESIDE: u16 = 200;
/// Most bytes of a number or a day as typed.
pub const TYPED_BYTES: usize = 200;

/// Most fields of one form.
pub const FIELDS: usize = 4_000;
/// Most bytes of the body of one form: what a proxy lets through that nobody has set up.
pub const BODY_BYTES: usize = 1 << 20;
/// What the answers of one page may need of them. The rest is for the form's own fields, and so that a text that is
/// too long comes back with its message instead of being refused with everything beside it.
pub const PAGE_BYTES: usize = BODY_BYTES / 4 * 3;
/// The same of the fields.
pub const PAGE_FIELDS: usize = FIELDS / 4 * 3;
/// What the answers of all pages may need together: they are kept in one draft.
pub const DRAFT_BYTES: usize = 4 * PAGE_BYTES;

/// Most bytes of a written answer of at most `max` characters: what short texts of any characters need (a family of
/// emoji has 18), and four for each character of a long one.
#[must_use]
pub fn written_bytes(max: u16) -> usize {
    let max = usize::from(max);
    (64 + 20 * max).min((4 * max).max(16_384))
}

/// What is larger than it may be, each with its number and the largest one.
pub(super) fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut find = |path: String, fault| all.push(Finding { path, fault });
    let minutes = questionnaire.minutes;
    if !(1..=MINUTES).contains(&minutes) {
        find("minutes".to_owned(), DesignFault::Minutes(minutes));
    }
    let counted = [
        ("sections", questionnaire.sections.len(), SECTIONS),
        ("questions", questionnaire.questions().count(), QUESTIONS),
    ];
    for (what, count, most) in counted.into_iter().filter(|(_, count, most)| count > most) {
        let fault = DesignFault::TooMany { what, count, most };
        find("sections".to_owned(), fault);
    }
    for (path, text) in texts(questionnaire) {
        for (language, text) in text.iter() {
            let length = text.chars().count();
            if field::is_blank(text) {
                find(path.clone(), DesignFault::EmptyText(language.clone()));
            } else if length > TEXT {
                let most = TEXT;
                find(path.clone(), DesignFault::TextTooLong { length, most });
            }
        }
    }
    for (at, section) in questionnaire.sections.iter().enumerate() {
        for (position, question) in section.questions.iter().enumerate() {
            let path = format!("sections[{at}].questions[{position}]");
            of_question(question, &mut |field, fault| {
                find(format!("{path}.{field}"), fault)
            });
        }
    }
    all
}

/// The same of one question: field and fault. How many options it may have is decided where they are counted.
fn of_question(question: &Question, find: &mut impl FnMut(&str, DesignFault)) {
    match &question.kind {
        Kind::Grid { rows, .. } | Kind::DualGrid { rows, .. } if rows.len() > ROWS => {
            let (what, count, most) = ("rows", rows.len(), ROWS);
            find("rows", DesignFault::TooMany { what, count, most });
        }
        Kind::Text {
            max_length: Some(given),
            ..
        } if !(1..=LONGEST_WRITTEN).contains(given) => {
            find("max_length", DesignFault::MaxLength(*given));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_of_any_characters_fit_and_long_ones_need_four_bytes_each() {
        assert_eq!(written_bytes(WRITTEN), 16_384);
        assert_eq!(written_bytes(LONGEST_WRITTEN), 40_000);
        assert!(written_bytes(50) >= 50 * "👨‍👩‍👧".len());
        assert!(written_bytes(1) >= "👩🏽‍❤️‍💋‍👨🏿".len());
        for max in 1..=LONGEST_WRITTEN {
            assert!(written_bytes(max) >= 4 * usize::from(max), "{max}");
        }
    }
}
