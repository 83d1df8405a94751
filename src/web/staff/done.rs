//! What was just done, said on the page that follows. It stands in that page's address as one of these words; whatever
//! else stands there says nothing.

use crate::domain::words::words;
use crate::views::say::Say;

words! {
    /// What was done.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Done {
        /// A survey takes answers longer.
        Extended = "extended",
        /// A survey takes no more answers from citizens.
        Closed = "closed",
    }
}

impl Done {
    /// The notice.
    #[must_use]
    pub fn said(self) -> Say {
        Say::new(match self {
            Self::Extended => "survey-extended",
            Self::Closed => "survey-closed",
        })
    }
}
