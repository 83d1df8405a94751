//! How large a questionnaire, what is typed into it and what a browser sends of it may be: every limit in one place.
//!
//! The door takes whatever fits these numbers, and the review refuses a questionnaire of which an honest answer would
//! not. So nobody is ever told to write less than the page says.

/// Most sections.
pub const SECTIONS: usize = 100;
/// Most questions in all sections together.
pub const QUESTIONS: usize = 500;
/// Most rows of a grid.
pub const ROWS: usize = 200;
/// Most repeats of a section.
pub const REPEATS: u16 = 20;
/// Most characters of an answer that stands in a later text; the rest is cut.
pub const PIPED: usize = 60;
/// Most items, which are columns of the table of responses.
pub const ITEMS: usize = 2_000;
/// Most characters of a text of the questionnaire.
pub const TEXT: usize = 4_000;
/// Most pictures.
pub const PICTURES: usize = 10;
/// Most bytes of a picture: a telephone far from the town has it in a second or two.
pub const PICTURE_BYTES: usize = 200_000;
/// Longest side of a picture, in pixels: what a telephone can still unpack.
pub const PICTURE_SIDE: u16 = 4_000;
/// Longest time a questionnaire may be said to take, in minutes.
pub const MINUTES: u16 = 600;

/// Most characters of a written answer, as people count them (grapheme clusters), where `max_length` says nothing.
pub const WRITTEN: u16 = 4_000;
/// Most that `max_length` may allow.
pub const LONGEST_WRITTEN: u16 = 10_000;
/// Most characters of the line beside 「その他」.
pub const WRITTEN_BESIDE: u16 = 200;
/// Most characters of a postal code or a telephone number as typed.
pub const PATTERNED: u16 = 40;
/// Most characters of the name of a place, and of what is typed to find it.
pub const PLACE: u16 = 100;
/// Most bytes of a number, a day or a time as typed.
pub const TYPED_BYTES: usize = 200;

/// Most fields of one form.
pub const FIELDS: usize = 4_000;
/// Most bytes of the body of one form: what a proxy lets through that nobody has set up.
pub const BODY_BYTES: usize = 1 << 20;
/// Most bytes of a form with a file, which staff alone send: a list of everybody in a large town.
pub const UPLOAD_BYTES: usize = 8 << 20;
/// Most characters of what a list is searched for.
pub const SEARCHED: usize = 100;
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
