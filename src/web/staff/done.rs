//! What was just done, said on the page that follows. It stands in that page's address as one of these words; whatever
//! else stands there says nothing.

use crate::views::say::Say;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A survey takes answers longer.
    Extended,
    /// A survey takes no more answers from citizens.
    Closed,
}

impl Done {
    const ALL: [Self; 2] = [Self::Extended, Self::Closed];

    /// The word in the address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Extended => "extended",
            Self::Closed => "closed",
        }
    }

    /// What a word says.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.word() == word)
    }

    /// The notice.
    #[must_use]
    pub fn said(self) -> Say {
        Say::new(match self {
            Self::Extended => "survey-extended",
            Self::Closed => "survey-closed",
        })
    }
}
