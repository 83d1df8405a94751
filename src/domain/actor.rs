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

/// The kinds of actors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The clock: what the program does by itself at its time.
    Schedule,
    /// A person at the operator's command line, by login name.
    Operator(String),
    /// A member of staff, by login name.
    Staff(String),
}
