//! What the log says of what goes on around a questionnaire that is being made: divisions are asked, colleagues
//! try it, and it is put before whoever decides.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CommentId, DivisionId, InquiryId, QuestionnaireDraftId};
use crate::domain::questionnaire::question::Code;
use crate::domain::reason::Reason;
use crate::domain::time::Day;

/// One act around a draft. `code` is the one its questionnaire has then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "`inquiry`, `draft`, `code` and `comment` are named by their types"
)]
pub enum DraftEvent {
    /// Divisions were asked what they find in a draft.
    InquiryBegun {
        inquiry: InquiryId,
        draft: QuestionnaireDraftId,
        code: Code,
        /// The last day.
        until: Day,
        /// Which.
        divisions: Vec<DivisionId>,
    },
    /// They have longer.
    InquiryExtended {
        inquiry: InquiryId,
        code: Code,
        /// The last day before.
        old: Day,
        /// The last day from now on.
        new: Day,
    },
    /// Nothing more is wanted.
    InquiryClosed { inquiry: InquiryId, code: Code },
    /// Divisions that had said nothing were reminded of the last day.
    InquiryReminded {
        inquiry: InquiryId,
        code: Code,
        /// Which.
        divisions: Vec<DivisionId>,
    },
    /// Somebody who was asked said something.
    InquiryCommented {
        inquiry: InquiryId,
        code: Code,
        /// Of which question; none: of the whole.
        question: Option<Code>,
        /// Of which division they are.
        division: Option<DivisionId>,
        /// What they said.
        said: Reason,
    },
    /// They took it back before it was answered.
    InquiryWithdrawn {
        inquiry: InquiryId,
        code: Code,
        comment: CommentId,
    },
    /// What becomes of it was said.
    InquiryAnswered {
        inquiry: InquiryId,
        code: Code,
        comment: CommentId,
        /// What.
        answer: Reason,
    },
    /// A draft can be answered by whoever has its link.
    TrialBegun {
        draft: QuestionnaireDraftId,
        code: Code,
        /// The last day.
        until: Day,
    },
    /// That link leads to nothing any more.
    TrialEnded {
        draft: QuestionnaireDraftId,
        code: Code,
    },
    /// What is put before whoever decides was typed.
    PacketWritten {
        draft: QuestionnaireDraftId,
        code: Code,
        /// 文書番号; empty where nothing is decided yet.
        number: String,
        /// 決裁日.
        decided_on: Option<Day>,
    },
}

impl DraftEvent {
    /// The code that the questionnaire had.
    #[must_use]
    pub fn code(&self) -> &Code {
        match self {
            Self::InquiryBegun { code, .. }
            | Self::InquiryExtended { code, .. }
            | Self::InquiryClosed { code, .. }
            | Self::InquiryReminded { code, .. }
            | Self::InquiryCommented { code, .. }
            | Self::InquiryWithdrawn { code, .. }
            | Self::InquiryAnswered { code, .. }
            | Self::TrialBegun { code, .. }
            | Self::TrialEnded { code, .. }
            | Self::PacketWritten { code, .. } => code,
        }
    }

    /// The divisions it names.
    #[must_use]
    pub fn divisions(&self) -> &[DivisionId] {
        match self {
            Self::InquiryBegun { divisions, .. } | Self::InquiryReminded { divisions, .. } => {
                divisions
            }
            Self::InquiryCommented { division, .. } => division.as_slice(),
            _ => &[],
        }
    }
}
