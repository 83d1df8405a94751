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
        /// Other sessions of theirs are over.
        SessionsEnded = "sessions_ended",
        /// They have another password.
        PasswordChosen = "password_chosen",
        /// They have a second factor.
        FactorChosen = "factor_chosen",
        /// They have a second factor less.
        FactorRemoved = "factor_removed",
    }
}

impl Done {
    /// The notice.
    #[must_use]
    pub fn said(self) -> Say {
        Say::new(match self {
            Self::Extended => "survey-extended",
            Self::Closed => "survey-closed",
            Self::SessionsEnded => "account-sessions-ended",
            Self::PasswordChosen => "account-password-chosen",
            Self::FactorChosen => "account-factor-chosen",
            Self::FactorRemoved => "account-factor-removed",
        })
    }
}
