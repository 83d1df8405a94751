//! What an entry is about, and what it names beside: things with a name that whoever reads the log knows them by.

use super::Event;
use super::people::PeopleEvent;
use crate::domain::ids::{
    DeputyId, DivisionId, IndicatorId, MotionId, MunicipalityId, PersonId, PlanId, ReportId,
    SurveyId, TransferId, VersionId,
};

/// Something with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A survey.
    Survey(SurveyId),
    /// A version of a questionnaire.
    Version(VersionId),
    /// The figures of a survey.
    Report(ReportId),
    /// A plan.
    Plan(PlanId),
    /// An indicator.
    Indicator(IndicatorId),
    /// A member of staff.
    Person(PersonId),
    /// A division.
    Division(DivisionId),
    /// A time in which one person decides in another's place.
    Deputy(DeputyId),
    /// The move of a person's roles to another.
    Transfer(TransferId),
    /// An act that waits for a second person.
    Motion(MotionId),
    /// A municipality, as the office names it.
    Municipality(MunicipalityId),
}

use Thing::{
    Deputy, Division, Indicator, Motion, Municipality, Person, Plan, Report, Survey, Transfer,
    Version,
};

impl Event {
    /// What it is about; none: the municipality itself.
    #[must_use]
    pub fn about(&self) -> Option<Thing> {
        match self {
            Self::MunicipalityCreated
            | Self::MunicipalitySuspended { .. }
            | Self::MunicipalityResumed
            | Self::HostsNamed { .. }
            | Self::DraftBegun { .. }
            | Self::DraftRemoved { .. }
            | Self::SeriesJudged { .. }
            | Self::ScaleAdded { .. }
            | Self::ScaleChanged { .. }
            | Self::ScaleRemoved { .. }
            | Self::Draft(_)
            | Self::SecretChanged => None,
            Self::OfficeActed { municipality, .. } => Some(Municipality(*municipality)),
            Self::VersionFrozen { version } => Some(Version(*version)),
            Self::SurveyCreated { survey }
            | Self::SurveyMoved { survey, .. }
            | Self::SurveyCorrected { survey, .. }
            | Self::KeysIssued { survey, .. }
            | Self::RecipientsPromised { survey, .. }
            | Self::RecipientsTaken { survey, .. }
            | Self::RecipientsListed { survey, .. }
            | Self::RecipientsDestroyed { survey, .. }
            | Self::TextsRead { survey, .. }
            | Self::DesignChanged { survey, .. }
            | Self::CaseExported { survey, .. }
            | Self::FiguresWithheld { survey, .. } => Some(Survey(*survey)),
            Self::PlanImported { plan, .. } => Some(Plan(*plan)),
            Self::ReportComputed { report, .. } | Self::ReportMoved { report, .. } => {
                Some(Report(*report))
            }
            Self::IndicatorDefined { indicator, .. }
            | Self::BaselineDocumented { indicator, .. }
            | Self::ValueRecorded { indicator, .. }
            | Self::ValueCommented { indicator, .. } => Some(Indicator(*indicator)),
            Self::People(event) => event.about(),
        }
    }

    /// What it names beside that.
    #[must_use]
    pub fn beside(&self) -> Vec<Thing> {
        match self {
            Self::ValueRecorded { report, .. } => report.map(Report).into_iter().collect(),
            Self::ValueCommented { division, .. } => vec![Division(*division)],
            Self::People(event) => event.beside(),
            Self::Draft(event) => event.divisions().iter().copied().map(Division).collect(),
            _ => Vec::new(),
        }
    }
}

impl PeopleEvent {
    fn about(&self) -> Option<Thing> {
        match self {
            Self::PersonAdded { person, .. }
            | Self::PersonChanged { person, .. }
            | Self::SetUpGiven { person, .. }
            | Self::PasswordChosen { person }
            | Self::FactorChosen { person, .. }
            | Self::FactorRemoved { person, .. }
            | Self::SignedIn { person, .. }
            | Self::SessionsEnded { person, .. }
            | Self::DeputyNamed { person, .. } => Some(Person(*person)),
            Self::TransferPlanned { from, .. } | Self::TransferDone { from, .. } => {
                Some(Person(*from))
            }
            Self::DivisionAdded { division, .. }
            | Self::DivisionRenamed { division, .. }
            | Self::DivisionAddressed { division, .. } => Some(Division(*division)),
            Self::DeputyEnded { deputy } => Some(Deputy(*deputy)),
            Self::TransferUndone { transfer } => Some(Transfer(*transfer)),
            Self::MotionMade { motion, .. }
            | Self::MotionDecided { motion, .. }
            | Self::MotionWithdrawn { motion } => Some(Motion(*motion)),
            Self::SecondFactorDecided { .. }
            | Self::RecordExported { .. }
            | Self::RecordVerified { .. } => None,
        }
    }

    fn beside(&self) -> Vec<Thing> {
        match self {
            Self::PersonAdded { profile, .. } => {
                profile.division.map(Division).into_iter().collect()
            }
            Self::PersonChanged { old, new, .. } => {
                let both = [old.division, new.division].into_iter();
                both.flatten().map(Division).collect()
            }
            Self::DeputyNamed { by, .. } => vec![Person(*by)],
            Self::TransferPlanned { to, .. } | Self::TransferDone { to, .. } => vec![Person(*to)],
            Self::MotionMade { what, .. } => vec![what.thing()],
            Self::MotionDecided { instead_of, .. } => instead_of.map(Person).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}
