//! A text in several languages, with a fallback so that a reader never meets a hole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::language::Language;

/// One text in one or more languages. Written as a map `{ja: …, en: …}`; a bare string is Japanese.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Written", into = "BTreeMap<Language, String>")]
pub struct Text(BTreeMap<Language, String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Languages(BTreeMap<Language, String>),
}

impl From<Written> for Text {
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(text) => Self::japanese(text),
            Written::Languages(texts) => Self(texts),
        }
    }
}

impl From<Text> for BTreeMap<Language, String> {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl FromIterator<(Language, String)> for Text {
    fn from_iter<I: IntoIterator<Item = (Language, String)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl Text {
    /// A text in Japanese only.
    #[must_use]
    pub fn japanese(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Language::japanese(), text.into())]))
    }

    /// The text in `language`; where it is missing, plain Japanese falls back to Japanese,
    /// any other language to English and then to Japanese, and at last to whatever there is.
    #[must_use]
    pub fn get(&self, language: &Language) -> &str {
        let easy = *language == Language::easy_japanese();
        let english = (!easy).then(Language::english);
        let wanted = [Some(language.clone()), english, Some(Language::japanese())];
        wanted
            .iter()
            .flatten()
            .find_map(|l| self.0.get(l))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The text in exactly this language, if it was written.
    #[must_use]
    pub fn exact(&self, language: &Language) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// Writes the text in a language, or takes it away; hands out what was there.
    pub fn write(&mut self, language: &Language, text: Option<String>) -> Option<String> {
        match text {
            Some(text) => self.0.insert(language.clone(), text),
            None => self.0.remove(language),
        }
    }

    /// Every language with its text, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language, text.as_str()))
    }
}

/// A full-width letter, digit or mark as its ASCII twin, a full-width space as a space; everything else as it is.
#[must_use]
pub fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a spreadsheet would run a cell as a formula (`trust.md` B22). Spreadsheets pass over what stands before it:
/// spaces of every width, line ends, marks that have no width. A single sign is a dash and runs nothing.
#[must_use]
pub fn runs_in_a_spreadsheet(cell: &str) -> bool {
    let formula = cell.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let begins = formula.chars().next().is_some_and(begins_formula);
    (begins && formula.chars().nth(1).is_some()) || cell.starts_with(['\t', '\r'])
}

/// `=`, `+`, `-`, `@` in every width Unicode has for them.
fn begins_formula(c: char) -> bool {
    let small = matches!(c, '\u{fe62}' | '\u{fe63}' | '\u{fe66}' | '\u{fe6b}');
    let raised = matches!(c, '\u{207a}'..='\u{207c}' | '\u{208a}'..='\u{208c}' | '\u{2212}');
    small || raised || matches!(narrow(c), '=' | '+' | '-' | '@')
}

/// Characters without a width: control characters, joiners, direction marks, byte order marks, variation selectors.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever nobody sees before it, a formula is found; a text that begins with a letter is none.
        #[test]
        fn a_formula_does_not_hide(
            unseen in "[ \t\r\n\u{a0}\u{3000}\u{2003}\u{200b}\u{2060}\u{feff}\u{ad}\u{202e}\u{fe0f}]{0,5}",
            sign in "[=+@＝＋－＠﹢﹣﹦﹫−-]",
            rest in "[0-9A-Za-z(]{1,8}",
        ) {
            let cell = format!("{unseen}{sign}{rest}");
            prop_assert!(runs_in_a_spreadsheet(&cell));
            let word = format!("{}{rest}{cell}", unseen.trim_start());
            prop_assert!(!runs_in_a_spreadsheet(&word));
        }
    }

    #[test]
    fn a_dash_is_no_formula() {
        for harmless in ["-", "－", " - ", "", "  ", "3-1", "市=", "~1"] {
            let seen = harmless.trim();
            assert!(!runs_in_a_spreadsheet(seen), "{harmless}");
        }
        assert!(runs_in_a_spreadsheet("\tx") && runs_in_a_spreadsheet("\rx"));
    }

    #[test]
    fn a_missing_language_falls_back() {
        let text: Text = serde_json::from_str(r#"{"ja": "市", "en": "city"}"#).unwrap();
        assert_eq!(text.get(&Language::easy_japanese()), "市");
        assert_eq!(text.get(&Language::parse("vi").unwrap()), "city");
        assert_eq!(text.exact(&Language::easy_japanese()), None);
        let plain: Text = serde_json::from_str(r#""市""#).unwrap();
        assert_eq!(plain.get(&Language::english()), "市");
    }
}
