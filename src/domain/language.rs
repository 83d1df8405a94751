//! Languages a text may be written in.

use serde::{Deserialize, Serialize};

/// A BCP 47 tag such as `ja`, `ja-x-easy` (やさしい日本語), `en`, `zh-Hans`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag")]
pub struct NotALanguage;

impl Language {
    /// Reads a tag: 2–35 characters, letters, digits and hyphens, beginning with two or three letters.
    ///
    /// # Errors
    /// [`NotALanguage`] for anything else.
    pub fn parse(tag: &str) -> Result<Self, NotALanguage> {
        let shaped = tag.len() <= 35 && tag.split('-').all(|part| (1..=8).contains(&part.len()));
        let plain = tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let primary = tag.split('-').next().unwrap_or_default();
        let named =
            (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_lowercase());
        if shaped && plain && named {
            Ok(Self(tag.to_owned()))
        } else {
            Err(NotALanguage)
        }
    }

    /// Japanese, the language every text has.
    #[must_use]
    pub fn japanese() -> Self {
        Self("ja".to_owned())
    }

    /// Plain Japanese (やさしい日本語).
    #[must_use]
    pub fn easy_japanese() -> Self {
        Self("ja-x-easy".to_owned())
    }

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag as written in `lang` attributes and file names.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(tag: String) -> Result<Self, NotALanguage> {
        Self::parse(&tag)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_and_nonsense_is_refused() {
        for good in ["ja", "ja-x-easy", "en", "zh-Hans", "pt-BR", "fil"] {
            assert_eq!(Language::parse(good).unwrap().tag(), good);
        }
        for bad in ["", "j", "JA", "../etc", "ja_JP", "ja-", "ja\0", "日本"] {
            assert_eq!(Language::parse(bad), Err(NotALanguage), "{bad}");
        }
    }
}
