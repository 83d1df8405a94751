//! What was just done, said on the page that follows. It stands in that page's address as one of these words; whatever
//! else stands there says nothing.

use crate::domain::words::words;
use crate::views::say::Say;

words! {
    /// What was done.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Done {
        /// A survey takes answers longer.
        Extended = "extended",
        /// A survey takes no more answers from citizens.
        Closed = "closed",
        /// A draft was begun.
        DraftBegun = "draft_begun",
        /// A draft was begun without what stood there twice.
        DraftBegunInPart = "draft_begun_in_part",
        /// A draft was thrown away.
        DraftRemoved = "draft_removed",
        /// A draft was taken back out.
        DraftKept = "draft_kept",
        /// A draft is what it was.
        DraftRestored = "draft_restored",
        /// A draft became a version.
        DraftFrozen = "draft_frozen",
        /// Nothing was done: the draft does not change any more.
        DraftClosed = "draft_closed",
        /// Nothing was done: somebody else acted meanwhile.
        DraftMoved = "draft_moved",
        /// Nothing was done: the draft has faults.
        DraftFaulty = "draft_faulty",
        /// Words of a version are corrected: surveys go on with them.
        DraftCorrected = "draft_corrected",
        /// Nothing was done: no word was corrected.
        DraftUnchanged = "draft_unchanged",
        /// Nothing was done: no survey asks the version any more.
        VersionNotAsked = "version_not_asked",
        /// A draft can be answered by its link.
        TrialBegun = "trial_begun",
        /// Its link leads to nothing any more.
        TrialEnded = "trial_ended",
        /// A scale was registered.
        ScaleAdded = "scale_added",
        /// A scale was changed, and no draft with it.
        ScaleChanged = "scale_changed",
        /// A scale was changed, and drafts with it.
        ScaleFollowed = "scale_followed",
        /// A scale was thrown away.
        ScaleRemoved = "scale_removed",
        /// A scale was taken back out.
        ScaleKept = "scale_kept",
        /// Nothing was done: another scale has its name by now.
        ScaleNameTaken = "scale_name_taken",
        /// Other sessions of theirs are over.
        SessionsEnded = "sessions_ended",
        /// They have another password.
        PasswordChosen = "password_chosen",
        /// They have a second factor.
        FactorChosen = "factor_chosen",
        /// The account of their provider is theirs.
        ProviderBound = "provider_bound",
        /// They have a second factor less.
        FactorRemoved = "factor_removed",
        /// A division was added.
        DivisionAdded = "division_added",
        /// A division was changed.
        DivisionChanged = "division_changed",
        /// A person was added.
        PersonAdded = "person_added",
        /// A person was changed.
        PersonChanged = "person_changed",
        /// A letter to a person is on its way.
        PersonWritten = "person_written",
        /// All sessions of a person are over.
        PersonSignedOut = "person_signed_out",
        /// A person has no second factor any more.
        PersonFactorsRemoved = "person_factors_removed",
        /// Something was said of a value.
        ValueCommented = "value_commented",
        /// Divisions are asked about a draft.
        InquiryBegun = "inquiry_begun",
        /// Nothing was done: divisions are asked already.
        InquiryThere = "inquiry_there",
        /// They have longer.
        InquiryExtended = "inquiry_extended",
        /// Nothing more is wanted of them.
        InquiryClosed = "inquiry_closed",
        /// Nothing was done: that was closed already.
        InquiryOver = "inquiry_over",
        /// Something was said of a draft.
        CommentLeft = "comment_left",
        /// It was taken back.
        CommentWithdrawn = "comment_withdrawn",
        /// Nothing was done: it was answered or taken back already.
        CommentSettled = "comment_settled",
        /// What becomes of it was said.
        CommentAnswered = "comment_answered",
        /// What is put before whoever decides was kept.
        PacketKept = "packet_kept",
        /// Those who decide need a second factor.
        FactorRequired = "factor_required",
        /// Those who decide need no second factor.
        FactorNotRequired = "factor_not_required",
        /// A person has no account of a provider any more.
        PersonUnbound = "person_unbound",
        /// Something waits for a second person.
        MotionMade = "motion_made",
        /// A second person said yes, and it is done.
        MotionAccepted = "motion_accepted",
        /// A second person said no.
        MotionRefused = "motion_refused",
        /// It was taken back.
        MotionWithdrawn = "motion_withdrawn",
        /// A municipality was set up, and its first administrator is written to.
        MunicipalityOpened = "municipality_opened",
        /// Somebody decides in their place.
        DeputyNamed = "deputy_named",
        /// Somebody decides in another's place no longer.
        DeputyEnded = "deputy_ended",
        /// That was over already.
        DeputyOver = "deputy_over",
        /// Somebody's roles become another's on a day.
        TransferPlanned = "transfer_planned",
        /// Somebody's roles are another's now.
        TransferMade = "transfer_made",
        /// They stay theirs.
        TransferUndone = "transfer_undone",
        /// That was made or given up already.
        TransferSettled = "transfer_settled",
        /// A municipality is served no longer.
        MunicipalitySuspended = "municipality_suspended",
        /// A municipality is served again.
        MunicipalityResumed = "municipality_resumed",
        /// Whose pages texts may lead to was said.
        HostsNamed = "hosts_named",
        /// Somebody else had a municipality served again already.
        MunicipalityServed = "municipality_served",
    }
}

impl Done {
    /// The notice.
    #[must_use]
    pub fn said(self) -> Say {
        Say::new(match self {
            Self::Extended => "survey-extended",
            Self::Closed => "survey-closed",
            Self::SessionsEnded => "account-sessions-ended",
            Self::PasswordChosen => "account-password-chosen",
            Self::FactorChosen => "account-factor-chosen",
            Self::ProviderBound => "account-provider-bound",
            Self::FactorRemoved => "account-factor-removed",
            Self::DivisionAdded => "division-added",
            Self::DivisionChanged => "division-changed",
            Self::PersonAdded => "person-added",
            Self::PersonChanged => "person-changed",
            Self::PersonWritten => "person-written",
            Self::PersonSignedOut => "person-signed-out",
            Self::PersonFactorsRemoved => "person-factors-removed",
            Self::ValueCommented => "value-commented",
            Self::FactorRequired => "settings-factor-required",
            Self::FactorNotRequired => "settings-factor-not-required",
            Self::HostsNamed => "settings-hosts-named",
            Self::PersonUnbound => "person-unbound",
            Self::MotionMade => "motion-made",
            Self::MotionAccepted => "motion-accepted",
            Self::MotionRefused => "motion-refused",
            Self::MotionWithdrawn => "motion-withdrawn",
            Self::MunicipalityOpened => "creation-opened",
            Self::DeputyNamed => "deputy-named",
            Self::DeputyEnded => "deputy-ended",
            Self::DeputyOver => "deputy-over",
            Self::TransferPlanned => "transfer-planned",
            Self::TransferMade => "transfer-made",
            Self::TransferUndone => "transfer-undone",
            Self::TransferSettled => "transfer-settled",
            Self::MunicipalitySuspended => "municipality-suspended",
            Self::MunicipalityResumed => "municipality-resumed",
            Self::MunicipalityServed => "municipality-served",
            other => other.with_a_questionnaire(),
        })
    }

    /// What was done with a draft of a questionnaire, or with a scale.
    fn with_a_questionnaire(self) -> &'static str {
        match self {
            Self::DraftBegun => "done-draft-begun",
            Self::DraftBegunInPart => "done-draft-begun-in-part",
            Self::DraftRemoved => "done-draft-removed",
            Self::DraftKept => "done-draft-kept",
            Self::DraftRestored => "done-draft-restored",
            Self::DraftFrozen => "done-draft-frozen",
            Self::DraftCorrected => "done-draft-corrected",
            Self::DraftUnchanged => "done-draft-unchanged",
            Self::VersionNotAsked => "done-version-not-asked",
            Self::DraftClosed => "done-draft-closed",
            Self::ScaleAdded => "done-scale-added",
            Self::ScaleChanged => "done-scale-changed",
            Self::ScaleFollowed => "done-scale-followed",
            Self::ScaleRemoved => "done-scale-removed",
            Self::ScaleKept => "done-scale-kept",
            Self::ScaleNameTaken => "scale-name-taken",
            Self::DraftMoved => "done-draft-moved",
            Self::TrialBegun => "done-trial-begun",
            Self::TrialEnded => "done-trial-ended",
            Self::DraftFaulty => "done-draft-faulty",
            Self::PacketKept => "done-packet-kept",
            of_an_inquiry => of_an_inquiry.with_an_inquiry(),
        }
    }

    /// What was done with what divisions are asked about a draft.
    fn with_an_inquiry(self) -> &'static str {
        match self {
            Self::InquiryBegun => "done-inquiry-begun",
            Self::InquiryThere => "done-inquiry-there",
            Self::InquiryExtended => "done-inquiry-extended",
            Self::InquiryClosed => "done-inquiry-closed",
            Self::InquiryOver => "done-inquiry-over",
            Self::CommentLeft => "done-comment-left",
            Self::CommentWithdrawn => "done-comment-withdrawn",
            Self::CommentSettled => "done-comment-settled",
            _ => "done-comment-answered",
        }
    }
}
