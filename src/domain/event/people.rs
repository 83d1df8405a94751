//! What the log says of members of staff: who they are, how they come in, what they may do, and who acts for whom.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{DeputyId, DivisionId, MotionId, PersonId, TransferId};
use crate::domain::motion::Motion;
use crate::domain::person::{Login, Name};
use crate::domain::reason::Reason;
use crate::domain::role::Role;
use crate::domain::session::Entry;
use crate::domain::time::Day;
use crate::domain::words::words;

/// A role that a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub role: Role,
    /// Its last day; none: no end.
    pub until: Option<Day>,
}

/// What is known of a person, as it was before and after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What they type to sign in.
    pub login: Login,
    /// Their name.
    pub name: Name,
    /// Where letters reach them.
    pub email: Option<String>,
    /// Their division.
    pub division: Option<DivisionId>,
    /// Their last day.
    pub until: Option<Day>,
    /// What they are there for.
    pub roles: Vec<Held>,
}

words! {
    /// How a person is given the right to choose a password.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Way {
        /// A letter with a link.
        Letter = "letter",
        /// A code on a printed slip.
        Slip = "slip",
        /// A link on the operator's screen.
        Link = "link",
    }
}

words! {
    /// What the right to choose a password is given for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SetUp {
        /// They are new.
        Invitation = "invitation",
        /// They have forgotten theirs.
        Reset = "reset",
    }
}

words! {
    /// What a person proves with that they are who they say, besides the password.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Factor {
        /// Codes of a program that knows the time (TOTP).
        Totp = "totp",
        /// A printed list of codes.
        Codes = "codes",
        /// The account of the office's provider.
        Provider = "provider",
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PeopleEvent {
    /// A person was added.
    PersonAdded {
        /// Who.
        person: PersonId,
        /// What is known of them.
        profile: Profile,
    },
    /// What is known of a person, or what they may do, was changed.
    PersonChanged {
        /// Who.
        person: PersonId,
        /// As it was.
        old: Profile,
        /// As it is.
        new: Profile,
    },
    /// A person was given the right to choose a password.
    SetUpGiven {
        /// Who.
        person: PersonId,
        /// What for.
        purpose: SetUp,
        /// How.
        way: Way,
    },
    /// A person chose a password.
    PasswordChosen {
        /// Who.
        person: PersonId,
    },
    /// A person set up a second factor.
    FactorChosen {
        /// Who.
        person: PersonId,
        /// Which.
        factor: Factor,
    },
    /// A person gave up a second factor, or an administrator took it away.
    FactorRemoved {
        /// Who.
        person: PersonId,
        /// Which.
        factor: Factor,
    },
    /// A person came in.
    SignedIn {
        /// Who.
        person: PersonId,
        /// How.
        with: Entry,
    },
    /// Sessions of a person were ended before their time.
    SessionsEnded {
        /// Whose.
        person: PersonId,
        /// How many.
        count: u32,
    },
    /// Whether administrators and approvers need a second factor was decided.
    SecondFactorDecided {
        /// Whether they did.
        was_required: bool,
        /// Whether they do.
        is_required: bool,
        /// Why they need none any more.
        reason: Option<Reason>,
    },
    /// A division was added.
    DivisionAdded {
        /// Which.
        division: DivisionId,
        /// Its name.
        name: String,
    },
    /// A division has another name.
    DivisionRenamed {
        /// Which.
        division: DivisionId,
        /// The name it had.
        old: String,
        /// The name it has.
        new: String,
        /// From which day on.
        from: Day,
    },
    /// Where letters to a division go was changed.
    DivisionAddressed {
        /// Which.
        division: DivisionId,
        /// Where they went.
        old: Option<String>,
        /// Where they go.
        new: Option<String>,
    },
    /// A deputy was named (代決).
    DeputyNamed {
        /// The time.
        deputy: DeputyId,
        /// In whose place.
        person: PersonId,
        /// Who decides.
        by: PersonId,
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
        /// Why.
        reason: Reason,
    },
    /// A deputy decides no longer, before the last day.
    DeputyEnded {
        /// The time.
        deputy: DeputyId,
    },
    /// All roles of a person are to become another's (人事異動).
    TransferPlanned {
        /// The move.
        transfer: TransferId,
        /// Whose roles.
        from: PersonId,
        /// Who gets them.
        to: PersonId,
        /// On which day.
        on: Day,
    },
    /// A planned move was given up.
    TransferUndone {
        /// The move.
        transfer: TransferId,
    },
    /// A move was made on its day.
    TransferDone {
        /// The move.
        transfer: TransferId,
        /// Who had the roles.
        from: PersonId,
        /// Who has them.
        to: PersonId,
        /// Which they are.
        roles: Vec<Role>,
    },
    /// An act was moved: it waits for a second person.
    MotionMade {
        /// The motion.
        motion: MotionId,
        /// What is to be done.
        what: Motion,
        /// Why.
        reason: Reason,
    },
    /// A second person said yes or no.
    MotionDecided {
        /// The motion.
        motion: MotionId,
        /// Whether yes.
        is_accepted: bool,
        /// In whose place, where they are a deputy.
        instead_of: Option<PersonId>,
    },
    /// Whoever moved an act took it back.
    MotionWithdrawn {
        /// The motion.
        motion: MotionId,
    },
    /// The log was written into a file.
    RecordExported {
        /// How many entries.
        entries: u64,
    },
    /// The log was followed from its beginning.
    RecordVerified {
        /// How many entries.
        entries: u64,
        /// The first that is wrong; none: all are right.
        first_fault: Option<i64>,
    },
}
