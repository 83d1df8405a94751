//! The four bases (M-4): who is in the denominator. Always explicit, never a default.

use super::tally::{Sums, Tally};
use super::variable::{Level, OptionKind};
use crate::domain::words::words;

words! {
    /// Who is in the denominator of a share.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Base {
        /// 全有効回答者に占める割合（非該当を含む）
        Everyone = "everyone",
        /// 該当者全員（無回答を含む）
        All = "all",
        /// 無回答を除く（わからないを含む）
        Answered = "answered",
        /// 無回答・わからないを除く
        Substantive = "substantive",
    }
}

impl Base {
    /// The people of the base.
    pub fn people(self, tally: &Tally) -> Sums {
        match self {
            Base::Everyone => tally.everyone(),
            Base::All => tally.eligible(),
            Base::Answered => tally.answered,
            Base::Substantive => tally.substantive,
        }
    }

    /// Whether an option can be in the numerator: わからない is outside the substantive base.
    pub fn admits(self, option: &Level) -> bool {
        self != Base::Substantive || option.kind == OptionKind::Substantive
    }
}
