//! What may be queued for later, as data.

use serde::{Deserialize, Serialize};

use super::ids::{LetterId, MunicipalityId, SurveyId};

/// One piece of work of the worker. Every job is idempotent: running it twice changes nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Compute the figures of a survey and give its indicators their value.
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
}
