//! What may be queued for later, as data.

use serde::{Deserialize, Serialize};

use super::ids::{LetterId, MunicipalityId, SurveyId, WorkId};

/// One piece of work of the worker. Every job is idempotent: running it twice changes nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Compute the figures of a survey and give its indicators their value. Sealing follows, also when it is given up.
    Tabulate {
        /// The tenant.
        municipality: MunicipalityId,
        /// The survey.
        survey: SurveyId,
    },
    /// Move the unsealed responses of a survey in random order.
    Seal {
        /// The tenant.
        municipality: MunicipalityId,
        /// The survey.
        survey: SurveyId,
    },
    /// Destroy the recipients of a confidential survey, on or after the day that was promised.
    DestroyRecipients {
        /// The tenant.
        municipality: MunicipalityId,
        /// The survey.
        survey: SurveyId,
    },
    /// Compose and send one letter.
    Send {
        /// The tenant.
        municipality: MunicipalityId,
        /// The letter.
        letter: LetterId,
    },
    /// Do long work that somebody asked for.
    Work {
        /// The tenant.
        municipality: MunicipalityId,
        /// The work.
        work: WorkId,
    },
}

impl Job {
    /// The words of all kinds.
    pub const WORDS: [&str; 5] = ["tabulate", "seal", "destroy_recipients", "send", "work"];

    /// The word of its kind, as operators read it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Tabulate { .. } => "tabulate",
            Self::Seal { .. } => "seal",
            Self::DestroyRecipients { .. } => "destroy_recipients",
            Self::Send { .. } => "send",
            Self::Work { .. } => "work",
        }
    }

    /// The tenant.
    #[must_use]
    pub fn municipality(&self) -> MunicipalityId {
        match self {
            Self::Tabulate { municipality, .. }
            | Self::Seal { municipality, .. }
            | Self::DestroyRecipients { municipality, .. }
            | Self::Send { municipality, .. }
            | Self::Work { municipality, .. } => *municipality,
        }
    }

    /// The survey it is for; none for letters and for what somebody asked for.
    #[must_use]
    pub fn survey(&self) -> Option<SurveyId> {
        match self {
            Self::Tabulate { survey, .. }
            | Self::Seal { survey, .. }
            | Self::DestroyRecipients { survey, .. } => Some(*survey),
            Self::Send { .. } | Self::Work { .. } => None,
        }
    }

    /// What is queued once it is done or given up. The figures come before the sealing, and sealing never waits for
    /// figures that will not come.
    #[must_use]
    pub fn then(&self) -> Option<Self> {
        match *self {
            Self::Tabulate {
                municipality,
                survey,
            } => Some(Self::Seal {
                municipality,
                survey,
            }),
            Self::Seal { .. }
            | Self::DestroyRecipients { .. }
            | Self::Send { .. }
            | Self::Work { .. } => None,
        }
    }
}
