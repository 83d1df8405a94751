//! Reasons: what people say about why they did something, and from where they know it.
//!
//! An act that needs a reason takes a [`Reason`] and not a `String`: whatever page or command calls it cannot hand in an
//! empty one. What was stored before keeps its own type and is shown as it is.

use serde::{Deserialize, Serialize};

/// Why something is done, or from where it is known, in the words of who does it. Never empty, at most
/// [`Reason::LONGEST`] characters, on one or several lines, without other control characters or marks of direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// Why a text is no [`Reason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// Nothing, blanks, or marks such as `－` only.
    #[error("a reason is missing: say in words why, or from where it is known")]
    Empty,
    /// More than anybody reads.
    #[error("a reason has at most {most} characters, this one has {found}", most = Reason::LONGEST)]
    TooLong {
        /// Its characters.
        found: usize,
    },
    /// A character nobody sees.
    #[error("a reason holds no control characters (U+{0:04X})")]
    Control(u32),
}

impl Reason {
    /// Most characters of a reason.
    pub const LONGEST: usize = 2_000;

    /// Reads a reason; blanks around it are left out.
    ///
    /// # Errors
    /// [`ReasonError`] says what is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, ReasonError> {
        let text = typed.replace("\r\n", "\n");
        let text = text.trim();
        let hides = |c: &char| (c.is_control() && *c != '\n') || turns(*c);
        if let Some(control) = text.chars().find(hides) {
            return Err(ReasonError::Control(u32::from(control)));
        }
        if !says_something(text) {
            return Err(ReasonError::Empty);
        }
        match text.chars().count() {
            length if length > Self::LONGEST => Err(ReasonError::TooLong { found: length }),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character turns the direction of what follows: with one of them a sentence of the log reads otherwise than
/// it stands.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text says anything: it has a letter or a digit. Blanks of any width, dashes, fillers and joiners say nothing,
/// so that a title of them is an empty one.
#[must_use]
pub fn says_something(text: &str) -> bool {
    let filler = |c: char| matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    text.chars().any(|c| c.is_alphanumeric() && !filler(c))
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Reason {
    type Err = ReasonError;

    fn from_str(typed: &str) -> Result<Self, ReasonError> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for Reason {
    type Error = ReasonError;

    fn try_from(typed: String) -> Result<Self, ReasonError> {
        Self::parse(&typed)
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_says_nothing_is_no_reason() {
        for nothing in [
            "", "  ", "　", "\n\t", "－", "…。", "\u{200b}", "\u{3164}", "\u{feff}",
        ] {
            assert_eq!(
                Reason::parse(nothing),
                Err(ReasonError::Empty),
                "{nothing:?}"
            );
        }
        assert_eq!(Reason::parse("　台風 \r\n").unwrap().as_str(), "台風");
        assert_eq!(
            Reason::parse("一行\r\n二行").unwrap().as_str(),
            "一行\n二行"
        );
        assert_eq!(Reason::parse("a\0b"), Err(ReasonError::Control(0)));
        assert_eq!(Reason::parse("a\u{85}b"), Err(ReasonError::Control(0x85)));
        let turned = Reason::parse("\u{202e}市長");
        assert_eq!(turned, Err(ReasonError::Control(0x202e)));
        let long = "理".repeat(Reason::LONGEST + 1);
        assert_eq!(
            Reason::parse(&long),
            Err(ReasonError::TooLong { found: 2_001 })
        );
    }

    proptest! {
        #[test]
        fn a_reason_is_never_blank_and_never_hides_anything(typed in any::<String>()) {
            if let Ok(reason) = Reason::parse(&typed) {
                prop_assert!(says_something(reason.as_str()));
                prop_assert!(!reason.as_str().chars().any(|c| c.is_control() && c != '\n' || turns(c)));
                prop_assert_eq!(Reason::parse(reason.as_str()), Ok(reason));
            }
        }
    }
}
