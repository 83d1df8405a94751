//! Where a survey stands for those who work on it: less fine than its state.

use super::State;

/// A stretch of a survey's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 準備中: nobody can answer yet.
    Preparing,
    /// 実施中: answers come in, or are typed.
    Running,
    /// 終了: nothing comes in any more.
    Over,
}

impl Stage {
    /// In the order of a life.
    pub const ALL: [Self; 3] = [Self::Preparing, Self::Running, Self::Over];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Running => "running",
            Self::Over => "over",
        }
    }

    /// The stage of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// The stage of a state.
    #[must_use]
    pub fn of(state: State) -> Self {
        match state {
            State::Draft | State::Scheduled => Self::Preparing,
            State::Open | State::WebClosed => Self::Running,
            State::EntryClosed | State::Cancelled => Self::Over,
        }
    }

    /// The states it is made of.
    pub fn states(self) -> impl Iterator<Item = State> {
        State::ALL
            .into_iter()
            .filter(move |state| Self::of(*state) == self)
    }
}
