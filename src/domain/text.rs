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

#[cfg(test)]
mod tests {
    use super::*;

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
