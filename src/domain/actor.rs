//! Who is acting: every write names one, and the audit log keeps it.

use serde::{Deserialize, Serialize};

use super::ids::MunicipalityId;

/// Somebody or something that changes data of one municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The municipality whose data may be touched.
    pub municipality: MunicipalityId,
    /// Who it is.
    pub who: Who,
}

impl Actor {
    /// The same person as an operator of a municipality: what those who run the installation do with it stands in its own
    /// log too, where their login names must not be taken for those of its staff.
    #[must_use]
    pub fn as_operator_of(&self, municipality: MunicipalityId) -> Self {
        let who = match &self.who {
            Who::Staff(login) if self.municipality != municipality => Who::Operator(login.clone()),
            other => other.clone(),
        };
        Self { municipality, who }
    }
}

/// The kinds of actors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The clock: what the program does by itself at its time.
    Schedule,
    /// Somebody who runs the installation, by login name: at the command line, or at the desk of the office.
    Operator(String),
    /// A member of staff, by login name.
    Staff(String),
}
