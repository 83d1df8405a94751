//! The ids of everything stored, one type each, so that a survey's id is never taken for a report's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares a newtype over [`Uuid`] that cannot be confused with another.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

id! {
    /// A municipality (自治体), the tenant: everything belongs to one.
    MunicipalityId,
    /// A division (課), the unit that owns indicators.
    DivisionId,
    /// A questionnaire (調査票) over all its versions.
    QuestionnaireId,
    /// One immutable version (版) of a questionnaire.
    VersionId,
    /// A questionnaire while it is made (下書き).
    QuestionnaireDraftId,
    /// A scale of the town (選択肢の組).
    ScaleId,
    /// A survey (調査): one fieldwork of one version.
    SurveyId,
    /// One submission of one form, made before sending so that a repeated sending is recognised.
    /// It carries no time (version 4), and the response that comes of it bears another id.
    SubmissionId,
    /// A stored response, in its envelope or sealed: drawn anew with each, so that it leads nowhere.
    ResponseId,
    /// A report (集計結果): immutable figures of one survey at one moment.
    ReportId,
    /// A plan (総合計画).
    PlanId,
    /// A node of a plan's tree: goal, policy, program.
    NodeId,
    /// An indicator (指標), the same over all versions of its plan.
    IndicatorId,
    /// One value (実績値) of an indicator.
    ValueId,
    /// An edition (版) of what a town has published: another one after each change.
    EditionId,
    /// What a division said, of a value or of a questionnaire that is being made.
    CommentId,
    /// The asking of divisions what they find in one (庁内照会).
    InquiryId,
    /// A queued job.
    JobId,
    /// A letter to a person, queued or sent.
    LetterId,
    /// A member of staff.
    PersonId,
    /// What a session is called where it is ended from another one; it opens nothing.
    SessionId,
    /// One right to sign in anew, on a letter or a slip.
    SetUpId,
    /// A time in which one person decides in another's place (代決).
    DeputyId,
    /// The move of a person's roles to another on a day (人事異動).
    TransferId,
    /// An act that waits for a second person.
    MotionId,
    /// A draft that is tried (試行). Random (version 4): who knows it may answer.
    TrialId,
    /// Long work that somebody asked for.
    WorkId,
}
