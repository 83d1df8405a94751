//! Letters to people, as data; `mail` composes and sends them.

use serde::{Deserialize, Serialize};

use super::event::people::SetUp;
use super::ids::{MunicipalityId, SetUpId};
use super::person::{Login, Name};
use super::report::Stage;
use super::time::Day;
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
    ValueArrived(ValueArrived),
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
    /// To a member of staff: where they choose a password. The code in its link is made of `right` and the keys of the
    /// installation when the letter is sent; the database alone does not tell it.
    SetUp(SetUpLetter),
    /// To a division that is asked what it finds in a questionnaire that is being made.
    Inquiry(InquiryLetter),
    /// To the operator: somebody tries very many keys or receipts.
    Guessed {
        /// Name of the municipality.
        municipality: String,
    },
}

/// What a letter about a new value says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueArrived {
    /// Name of the municipality.
    pub municipality: String,
    /// Name of the division.
    pub division: String,
    /// Name of the indicator.
    pub indicator: String,
    /// The value as printed, with its unit, e.g. `36.8％`.
    pub value: String,
    /// The margin as printed, e.g. `±3.1` or `0.0～3.2`, if there is one.
    pub margin: Option<String>,
    /// The fiscal year the value is for.
    pub fiscal_year: i32,
    /// Title of the survey it comes from.
    pub survey: String,
    /// Whether it is provisional (速報) or final (確定).
    pub stage: Stage,
    /// Path of the indicator's page below the public address.
    pub path: String,
}

/// What a letter to a division that is asked says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryLetter {
    /// Name of the municipality.
    pub municipality: String,
    /// Name of the division.
    pub division: String,
    /// Title of the questionnaire.
    pub questionnaire: String,
    /// What whoever asks wrote, line by line.
    pub lines: Vec<String>,
    /// The last day on which something is said.
    pub until: Day,
    /// Whether it was asked before and has said nothing yet.
    pub is_reminder: bool,
    /// Path of the page below the address of staff.
    pub path: String,
}

/// What a letter with a link to choose a password says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpLetter {
    /// Name of the municipality.
    pub municipality: String,
    /// Its name in addresses.
    pub slug: String,
    /// The municipality.
    pub of: MunicipalityId,
    /// Name of the person.
    pub name: Name,
    /// What they type to sign in.
    pub login: Login,
    /// What for.
    pub purpose: SetUp,
    /// The right.
    pub right: SetUpId,
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
