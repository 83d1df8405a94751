//! The four bases (M-4): who is in the denominator. Always explicit, never a default.

use serde::{Deserialize, Serialize};

use super::tally::{Sums, Tally};
use super::variable::{Level, OptionKind};

/// Who is in the denominator of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// 全有効回答者に占める割合（非該当を含む）
    Everyone,
    /// 該当者全員（無回答を含む）
    All,
    /// 無回答を除く（わからないを含む）
    Answered,
    /// 無回答・わからないを除く
    Substantive,
}

impl Base {
    /// All four.
    pub const ALL: [Base; 4] = [Base::Everyone, Base::All, Base::Answered, Base::Substantive];

    /// The base of that key in files; `None` for any other word.
    pub fn named(key: &str) -> Option<Base> {
        match key {
            "everyone" => Some(Base::Everyone),
            "all" => Some(Base::All),
            "answered" => Some(Base::Answered),
            "substantive" => Some(Base::Substantive),
            _ => None,
        }
    }

    /// The key in files.
    pub fn key(self) -> &'static str {
        match self {
            Base::Everyone => "everyone",
            Base::All => "all",
            Base::Answered => "answered",
            Base::Substantive => "substantive",
        }
    }

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
