//! Letters to people, as data; `mail` composes and sends them.

use serde::{Deserialize, Serialize};

use super::report::Stage;
use super::words::words;

words! {
    /// What has become of a letter.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum LetterState {
        /// It waits to be sent.
        Queued = "queued",
        /// The mail server has it.
        Sent = "sent",
        /// No mail server will take it.
        GivenUp = "given_up",
    }
}

/// One letter with everything its text needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// To the division that owns an indicator: its new value has arrived.
    ValueArrived {
        /// Name of the municipality.
        municipality: String,
        /// Name of the division.
        division: String,
        /// Name of the indicator.
        indicator: String,
        /// The value as printed, with its unit, e.g. `36.8％`.
        value: String,
        /// The margin as printed, e.g. `±3.1` or `0.0～3.2`, if there is one.
        margin: Option<String>,
        /// The fiscal year the value is for.
        fiscal_year: i32,
        /// Title of the survey it comes from.
        survey: String,
        /// Whether it is provisional (速報) or final (確定).
        stage: Stage,
        /// Path of the indicator's page below the public address.
        path: String,
    },
    /// To the operator: work was tried for long and given up.
    WorkGivenUp {
        /// Name of the municipality.
        municipality: String,
        /// What was to be done.
        work: Work,
        /// Title of the survey it was for.
        survey: String,
        /// The name of the survey in addresses and commands.
        slug: String,
        /// Why it failed the last time, as the program says it.
        error: String,
    },
    /// To the operator: somebody tries very many keys or receipts.
    Guessed {
        /// Name of the municipality.
        municipality: String,
    },
}

/// Work a person has to look after when it is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// The figures of a closed survey.
    Figures,
    /// The moving of its responses in random order.
    Sealing,
    /// The destruction of the recipients of a confidential survey.
    Destroying,
}
