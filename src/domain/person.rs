//! Members of staff: what they type to sign in, and what they are called.
//!
//! Both are printed on pages, letters and slips and kept in the log for ever, so nothing that cannot be seen gets in.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// What a person types to sign in: 1–60 of `a–z 0–9 . _ - @`. Case and width are forgiven.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

/// The name of a person or a division: 1–100 characters, on one line, nothing that cannot be seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why a text is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing, or blanks only.
    #[error("nothing is written")]
    Empty,
    /// Too many characters.
    #[error("at most {most} characters, these are {found}")]
    TooLong {
        /// How many may be.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A character nobody sees, or that turns the direction of writing.
    #[error("a character that cannot be seen (U+{0:04X})")]
    Unseen(u32),
    /// A character that no login name has.
    #[error("{0} cannot stand in a login name")]
    NotOfALogin(char),
}

impl Login {
    /// Most characters.
    pub const LONGEST: usize = 60;

    /// Reads what somebody typed: full width and capitals are the same.
    ///
    /// # Errors
    /// [`NameFault`]
    pub fn parse(typed: &str) -> Result<Self, NameFault> {
        let text = visible(typed, Self::LONGEST)?.to_lowercase();
        let allowed =
            |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-@".contains(*c);
        match text.chars().find(|c| !allowed(c)) {
            Some(other) => Err(NameFault::NotOfALogin(other)),
            None => Ok(Self(text)),
        }
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Name {
    /// Most characters.
    pub const LONGEST: usize = 100;

    /// Reads a name; blanks around it are left out.
    ///
    /// # Errors
    /// [`NameFault`]
    pub fn parse(typed: &str) -> Result<Self, NameFault> {
        check(typed.trim(), Self::LONGEST)?;
        Ok(Self(typed.trim().nfc().collect()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn visible(typed: &str, most: usize) -> Result<String, NameFault> {
    // Cut before it is worked on: nobody makes us normalise a book.
    check(typed.trim(), most)?;
    Ok(typed.trim().nfkc().collect())
}

fn check(text: &str, most: usize) -> Result<(), NameFault> {
    if text.is_empty() {
        return Err(NameFault::Empty);
    }
    let found = text.chars().count();
    if found > most {
        return Err(NameFault::TooLong { most, found });
    }
    match text.chars().find(|c| is_unseen(*c)) {
        Some(unseen) => Err(NameFault::Unseen(unseen.into())),
        None => Ok(()),
    }
}

/// Whether a character has no look of its own: control characters, marks of direction, zero widths.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NameFault;

            fn from_str(typed: &str) -> Result<Self, NameFault> {
                Self::parse(typed)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameFault;

            fn try_from(typed: String) -> Result<Self, NameFault> {
                Self::parse(&typed)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    )+};
}

as_text!(Login, Name);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_width_of_a_login_are_forgiven() {
        for typed in ["sato.h", " SATO.H ", "ＳＡＴＯ．ｈ"] {
            assert_eq!(Login::parse(typed).unwrap().as_str(), "sato.h", "{typed}");
        }
        assert_eq!(Login::parse("佐藤"), Err(NameFault::NotOfALogin('佐')));
        assert_eq!(Login::parse("  "), Err(NameFault::Empty));
        assert_eq!(Login::parse("a b"), Err(NameFault::NotOfALogin(' ')));
    }

    #[test]
    fn what_cannot_be_seen_is_no_name() {
        assert_eq!(Name::parse(" 佐藤　花子 ").unwrap().as_str(), "佐藤　花子");
        assert_eq!(Name::parse("か\u{3099}").unwrap().as_str(), "が");
        for (typed, fault) in [
            ("佐\u{0}藤", NameFault::Unseen(0)),
            ("佐\n藤", NameFault::Unseen(0xa)),
            ("\u{202e}admin", NameFault::Unseen(0x202e)),
            ("a\u{200b}b", NameFault::Unseen(0x200b)),
            ("", NameFault::Empty),
        ] {
            assert_eq!(Name::parse(typed), Err(fault), "{typed:?}");
        }
        let (most, found) = (100, 10_000);
        let long = "あ".repeat(found);
        assert_eq!(Name::parse(&long), Err(NameFault::TooLong { most, found }));
    }
}
