//! Free texts (自由記述): what people write in words of their own, and what of it is shown (M-16).
//!
//! A text never stands beside who wrote it, and texts of one question come in an order that says nothing, so that two
//! texts of one person are not found together.

mod masking;
pub mod order;

pub use masking::mask;

use unicode_normalization::UnicodeNormalization;

/// What two texts are compared by when one is looked for in the other: width, case and composition do not matter.
#[must_use]
pub fn comparable(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// Whether a text has all of these words.
#[must_use]
pub fn has(text: &str, words: &[String]) -> bool {
    let text = comparable(text);
    words.iter().all(|word| text.contains(&comparable(word)))
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn words_are_found_in_any_width() {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert!(has("ＷｉＦｉのあるバス停", &words(&["wifi", "バス"])));
        assert!(has("か\u{3099}っこう", &words(&["がっこう"])));
        assert!(!has("バス停", &words(&["バス", "電車"])));
        assert!(has("なんでも", &[]));
    }
}
