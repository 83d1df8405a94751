//! A code: the name of a question, an option, a section or a row, the same over versions and years.

use serde::{Deserialize, Serialize};

/// A code that stays the same over versions and years: 1–40 ASCII letters, digits, `_` and `-`, the first a letter
/// or digit (names that begin with `_` are fields of a form that are not answers). It names a question (`q5`), an
/// option (`1`), a section or a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// The text is not a [`Code`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a code has 1 to 40 letters, digits, _ and -, and begins with a letter or digit")]
pub struct NotACode;

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    /// [`NotACode`] for any other text.
    pub fn parse(code: &str) -> Result<Self, NotACode> {
        let plain = code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let begins = code.starts_with(|c: char| c.is_ascii_alphanumeric());
        if plain && begins && (1..=40).contains(&code.len()) {
            Ok(Self(code.to_owned()))
        } else {
            Err(NotACode)
        }
    }

    /// The code of a letter or none, and a number: `q12`, `7`.
    #[must_use]
    pub fn numbered(letter: Option<char>, number: u32) -> Self {
        let letter = letter.filter(char::is_ascii_alphanumeric);
        Self(letter.map_or_else(|| number.to_string(), |letter| format!("{letter}{number}")))
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Code {
    type Error = NotACode;

    fn try_from(code: String) -> Result<Self, NotACode> {
        Self::parse(&code)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}
