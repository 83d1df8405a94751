//! Where a survey stands for those who work on it: less fine than its state.

use super::State;
use crate::domain::words::words;

words! {
    /// A stretch of a survey's life, in the order of a life.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Stage {
        /// 準備中: nobody can answer yet.
        Preparing = "preparing",
        /// 実施中: answers come in, or are typed.
        Running = "running",
        /// 終了: nothing comes in any more.
        Over = "over",
    }
}

impl Stage {
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
