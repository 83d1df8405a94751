//! What stands in an address, by name. A part that is none of ours is found nowhere: 404.

use serde::Deserialize;
use uuid::Uuid;

use crate::domain::ids::{
    CommentId, DeputyId, InquiryId, MotionId, QuestionnaireDraftId, ReportId, ScaleId, TransferId,
    ValueId, VersionId, WorkId,
};
use crate::domain::questionnaire::picture::PictureHash;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::slug::Slug;

/// `/{town}/plans/{plan}`
#[derive(Debug, Deserialize)]
pub struct PlanAt {
    /// The plan.
    pub plan: Slug,
}

/// `/{town}/plans/{plan}/indicators/{indicator}`
#[derive(Debug, Deserialize)]
pub struct IndicatorAt {
    /// The plan.
    pub plan: Slug,
    /// The indicator.
    pub indicator: Slug,
}

/// `/{town}/surveys/{survey}/results/{question}`
#[derive(Debug, Deserialize)]
pub struct QuestionAt {
    /// The code of a question or of a part of one.
    pub question: String,
}

/// `/{town}/surveys/{survey}/sections/{section}`
#[derive(Debug, Deserialize)]
pub struct SectionAt {
    /// Its number, counted from 1.
    pub section: String,
}

/// `/{town}/surveys/{survey}/receipts/{receipt}`
#[derive(Debug, Deserialize)]
pub struct ReceiptAt {
    /// The receipt as it is printed.
    pub receipt: String,
}

/// `/{town}/a/{key}`
#[derive(Debug, Deserialize)]
pub struct KeyAt {
    /// The key as it was scanned.
    pub key: String,
}

/// `/{town}/pictures/{hash}`
#[derive(Debug, Deserialize)]
pub struct PictureAt {
    /// Of its bytes.
    pub hash: PictureHash,
}

/// `/staff/surveys/{survey}`
#[derive(Debug, Deserialize)]
pub struct SurveyAt {
    /// The survey.
    pub survey: Slug,
}

/// `/staff/municipalities/{municipality}`
#[derive(Debug, Deserialize)]
pub struct MunicipalityAt {
    /// The municipality.
    pub municipality: Slug,
}

/// `/staff/account/sessions/{session}`
#[derive(Debug, Deserialize)]
pub struct SessionAt {
    /// What it is called.
    pub session: Uuid,
}

/// `/staff/set-up/{town}/{code}`
#[derive(Debug, Deserialize)]
pub struct SetUpAt {
    /// The code as it stands in the link.
    pub code: String,
}

/// `/staff/people/{person}`
#[derive(Debug, Deserialize)]
pub struct PersonAt {
    /// The person.
    pub person: Uuid,
}

/// `/staff/divisions/{division}`
#[derive(Debug, Deserialize)]
pub struct DivisionAt {
    /// The division.
    pub division: Uuid,
}

/// `/staff/values/{value}`
#[derive(Debug, Deserialize)]
pub struct ValueAt {
    /// The value.
    pub value: ValueId,
}

/// `/staff/deputies/{deputy}`
#[derive(Debug, Deserialize)]
pub struct DeputyAt {
    /// The time in which somebody decides in another's place.
    pub deputy: DeputyId,
}

/// `/staff/transfers/{transfer}`
#[derive(Debug, Deserialize)]
pub struct TransferAt {
    /// The move.
    pub transfer: TransferId,
}

/// `/staff/bank/{questionnaire}/{question}`
#[derive(Debug, Deserialize)]
pub struct BankAt {
    /// The code of the questionnaire.
    pub questionnaire: Code,
    /// The code of the question.
    pub question: Code,
}

/// `/staff/scales/{scale}`
#[derive(Debug, Deserialize)]
pub struct ScaleAt {
    /// The scale.
    pub scale: ScaleId,
}

/// `/staff/drafts/{draft}`
#[derive(Debug, Deserialize)]
pub struct DraftAt {
    /// The draft.
    pub draft: QuestionnaireDraftId,
}

/// `/staff/drafts/{draft}/sections/{section}`
#[derive(Debug, Deserialize)]
pub struct DraftSectionAt {
    /// The draft.
    pub draft: QuestionnaireDraftId,
    /// The code of the section.
    pub section: Code,
}

/// `/staff/drafts/{draft}/questions/{question}`
#[derive(Debug, Deserialize)]
pub struct DraftQuestionAt {
    /// The draft.
    pub draft: QuestionnaireDraftId,
    /// The code of the question.
    pub question: Code,
}

/// `/staff/drafts/{draft}/history/{number}`
#[derive(Debug, Deserialize)]
pub struct DraftRevisionAt {
    /// The draft.
    pub draft: QuestionnaireDraftId,
    /// The number of the revision.
    pub number: i32,
}

/// `/staff/drafts/{draft}/files/{format}`
#[derive(Debug, Deserialize)]
pub struct DraftFileAt {
    /// The draft.
    pub draft: QuestionnaireDraftId,
    /// The word of a format.
    pub format: String,
}

/// `/staff/inquiries/{inquiry}`
#[derive(Debug, Deserialize)]
pub struct InquiryAt {
    /// The inquiry.
    pub inquiry: InquiryId,
}

/// `/staff/inquiries/{inquiry}/comments/{comment}`
#[derive(Debug, Deserialize)]
pub struct InquiryCommentAt {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// The comment.
    pub comment: CommentId,
}

/// `/staff/questionnaires/{version}/files`
#[derive(Debug, Deserialize)]
pub struct FrozenAt {
    /// The version.
    pub version: VersionId,
}

/// `/staff/questionnaires/{version}/files/{format}`
#[derive(Debug, Deserialize)]
pub struct FrozenFileAt {
    /// The version.
    pub version: VersionId,
    /// The word of a format.
    pub format: String,
}

/// `/staff/questionnaires/{questionnaire}`
#[derive(Debug, Deserialize)]
pub struct QuestionnaireAt {
    /// The code of the questionnaire.
    pub questionnaire: Code,
}

/// `/staff/questionnaires/{questionnaire}/versions/{number}`
#[derive(Debug, Deserialize)]
pub struct VersionAt {
    /// The code of the questionnaire.
    pub questionnaire: Code,
    /// The number of the version.
    pub number: VersionNumber,
}

/// `/staff/motions/{motion}`
#[derive(Debug, Deserialize)]
pub struct MotionAt {
    /// The motion.
    pub motion: MotionId,
}

/// `/staff/results/{report}/motions/{step}`
#[derive(Debug, Deserialize)]
pub struct FiguresMotionAt {
    /// The figures.
    pub report: ReportId,
    /// The word of what is to be done.
    pub step: String,
}

/// `/staff/surveys/{survey}/motions/{act}`
#[derive(Debug, Deserialize)]
pub struct SurveyMotionAt {
    /// The survey.
    pub survey: Slug,
    /// The word of what is to be done.
    pub act: String,
}

/// `/staff/work/{work}`
#[derive(Debug, Deserialize)]
pub struct WorkAt {
    /// The work.
    pub work: WorkId,
}

/// `/assets/{hash}/{name}`
#[derive(Debug, Deserialize)]
pub struct AssetAt {
    /// The hash of what it holds.
    pub hash: String,
    /// Its name.
    pub name: String,
}
