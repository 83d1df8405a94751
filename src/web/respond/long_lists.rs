//! How many options become less to scroll: 47 prefectures as cards are four screens of a phone.
//!
//! One of many is a native list (`select`): it opens with the device's own picker, is searched by typing its first
//! letters, is read aloud everywhere and works without script. (`datalist` takes any text and is not announced on
//! half of the phones.) Several of many stay visible, because what is chosen must be seen beside what is not: their
//! cards stand in columns. Long sentences are cards in any number: lists cut them.

use crate::domain::language::Language;
use crate::domain::questionnaire::question::Choice;
use crate::views::ruby;

/// From so many options on …
const LONG_LIST: usize = 15;

/// … one of them is chosen from a list, when each fits on its line on a phone (in half-width letters) …
const LINE: usize = 40;

/// … and several of them from columns, when each fits in two lines of a column.
const COLUMN: usize = 24;

/// Whether one of these options is chosen from a list that opens.
pub(super) fn opens(options: &[Choice], language: &Language) -> bool {
    long_and_short(options, language, (LINE, ruby::spelled))
}

/// Whether the cards of these options stand in columns.
pub(super) fn in_columns(options: &[Choice], language: &Language) -> bool {
    long_and_short(options, language, (COLUMN, ruby::plain))
}

/// `most`: how wide a label is at most, as it is written there.
fn long_and_short(
    options: &[Choice],
    language: &Language,
    (most, written): (usize, fn(&str) -> String),
) -> bool {
    let fits = |option: &Choice| width(&written(option.label.get(language))) <= most;
    options.len() >= LONG_LIST && options.iter().all(fits)
}

/// Width of a text in half-width letters.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questionnaire::question::{Code, Meaning};
    use crate::domain::text::Text;

    fn options(count: usize, label: &str) -> Vec<Choice> {
        let option = |at: usize| Choice {
            code: Code::parse(&at.to_string()).unwrap(),
            label: Text::japanese(label),
            kana: None,
            score: None,
            meaning: Meaning::Substantive,
            exclusive: false,
            other: false,
            show_if: None,
        };
        (0..count).map(option).collect()
    }

    #[test]
    fn many_short_options_are_a_list() {
        let ja = Language::japanese();
        let both = |count, label: &str| {
            let options = options(count, label);
            (opens(&options, &ja), in_columns(&options, &ja))
        };
        assert_eq!(both(LONG_LIST, "北海道《ほっかいどう》"), (true, true));
        assert_eq!(both(LONG_LIST - 1, "北海道"), (false, false));
        assert_eq!(both(47, "子育て支援センターの利用案内"), (true, false));
        assert_eq!(both(47, &"長い文".repeat(7)), (false, false));
    }
}
