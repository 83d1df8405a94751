//! 起案と決裁: acts that one person moves and a second one decides (ASVS V2.3.5). Which acts these are stands here; each is
//! done by the workflow that does it for anybody, once the second person has said yes.

use serde::{Deserialize, Serialize};

use super::event::thing::Thing;
use super::ids::{PersonId, ReportId, SurveyId};
use super::permission::Permission;
use super::role::Role;
use super::time::Timestamp;
use super::words::words;

words! {
    /// What is to be done.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Act {
        /// The figures of a survey are approved (決裁).
        Approval = "approval",
        /// Approved figures become public.
        Publication = "publication",
        /// Figures are taken back.
        Withdrawal = "withdrawal",
        /// The typing of paper answers is opened again.
        Reopening = "reopening",
        /// A survey is called off.
        Cancellation = "cancellation",
    }
}

words! {
    /// Where a motion stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum State {
        /// It waits for a second person.
        Waiting = "waiting",
        /// The second person said yes, and it is done.
        Accepted = "accepted",
        /// The second person said no.
        Refused = "refused",
        /// Whoever moved it took it back.
        Withdrawn = "withdrawn",
    }
}

/// What is moved, with all that doing it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Motion {
    /// [`Act::Approval`]
    Approval {
        /// Of which figures.
        report: ReportId,
        /// The number of the recorded decision (文書番号).
        decision: String,
    },
    /// [`Act::Publication`]
    Publication {
        /// Of which figures.
        report: ReportId,
    },
    /// [`Act::Withdrawal`]
    Withdrawal {
        /// Of which figures.
        report: ReportId,
    },
    /// [`Act::Reopening`]
    Reopening {
        /// Of which survey.
        survey: SurveyId,
        /// Until when.
        until: Timestamp,
    },
    /// [`Act::Cancellation`]
    Cancellation {
        /// Of which survey.
        survey: SurveyId,
    },
}

impl Motion {
    /// Most characters of the number of a decision.
    pub const LONGEST_DECISION: u64 = 100;

    /// What is to be done.
    #[must_use]
    pub fn act(&self) -> Act {
        match self {
            Self::Approval { .. } => Act::Approval,
            Self::Publication { .. } => Act::Publication,
            Self::Withdrawal { .. } => Act::Withdrawal,
            Self::Reopening { .. } => Act::Reopening,
            Self::Cancellation { .. } => Act::Cancellation,
        }
    }

    /// What it is done to.
    #[must_use]
    pub fn thing(&self) -> Thing {
        match self {
            Self::Approval { report, .. }
            | Self::Publication { report }
            | Self::Withdrawal { report } => Thing::Report(*report),
            Self::Reopening { survey, .. } | Self::Cancellation { survey } => {
                Thing::Survey(*survey)
            }
        }
    }
}

/// Whoever says yes or no, with what they are today.
#[derive(Debug, Clone, Copy)]
pub struct Decider<'a> {
    /// Who.
    pub person: PersonId,
    /// Their own roles, without those they have in another's place.
    pub roles: &'a [Role],
    /// In whose place they decide (代決).
    pub deputy_of: &'a [PersonId],
}

/// Why somebody is not the second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSecond {
    /// They moved it themselves.
    #[error("whoever moved it does not decide it")]
    Mover,
    /// They would decide in the place of whoever moved it.
    #[error("a deputy does not decide what the one they stand in for has moved")]
    DeputyOfMover,
    /// Nothing lets them decide.
    #[error("no role lets them decide")]
    NoRole,
}

/// In whose place a motion is decided; none: in their own right. Two people have looked at it, and neither is the other's
/// deputy.
///
/// # Errors
/// [`NotSecond`]
pub fn decided_for(mover: PersonId, by: Decider<'_>) -> Result<Option<PersonId>, NotSecond> {
    if by.person == mover {
        return Err(NotSecond::Mover);
    }
    if by.roles.iter().any(|role| role.gives(Permission::Decide)) {
        return Ok(None);
    }
    match by.deputy_of.iter().find(|person| **person != mover) {
        Some(person) => Ok(Some(*person)),
        None if by.deputy_of.is_empty() => Err(NotSecond::NoRole),
        None => Err(NotSecond::DeputyOfMover),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    #[test]
    fn two_people_decide_and_neither_is_the_others_deputy() {
        let decide = |number, roles: &[Role], deputy_of: &[PersonId]| {
            let person = person(number);
            decided_for(
                self::person(1),
                Decider {
                    person,
                    roles,
                    deputy_of,
                },
            )
        };
        let (mover, chief) = (person(1), person(3));
        assert_eq!(decide(2, &[Role::Approver], &[]), Ok(None));
        assert_eq!(decide(2, &[Role::Viewer], &[chief]), Ok(Some(chief)));
        assert_eq!(decide(2, &[Role::Viewer], &[mover, chief]), Ok(Some(chief)));
        assert_eq!(decide(1, &Role::ALL, &[chief]), Err(NotSecond::Mover));
        assert_eq!(decide(2, &[], &[mover]), Err(NotSecond::DeputyOfMover));
        assert_eq!(decide(2, &[Role::Designer], &[]), Err(NotSecond::NoRole));
        // In their own right, whomever else they stand in for.
        assert_eq!(decide(2, &[Role::Approver], &[mover]), Ok(None));
    }

    #[test]
    fn a_motion_is_stored_with_the_word_of_its_act() {
        let (report, survey) = (ReportId(Uuid::nil()), SurveyId(Uuid::nil()));
        let decision = "広第1号".to_owned();
        for motion in [
            Motion::Approval { report, decision },
            Motion::Publication { report },
            Motion::Withdrawal { report },
            Motion::Reopening {
                survey,
                until: Timestamp::default(),
            },
            Motion::Cancellation { survey },
        ] {
            let stored = serde_json::to_value(&motion).unwrap();
            assert_eq!(stored["act"], motion.act().word());
        }
    }
}
