//! What members of staff may do. Who has which permission is the role's ([`super::role`]); a handler names the one it
//! needs in its arguments, so that nothing can be done without it.

use super::words::words;

/// A permission as a type, for the arguments of handlers.
pub trait Grant: 'static {
    /// Which one it is.
    const PERMISSION: Permission;
}

/// A permission to change something: whoever has it acts, and the audit log keeps who it was.
pub trait Change: Grant {}

/// Declares the permissions: the words of [`Permission`], and a type for each. Those after `change` change something.
macro_rules! permissions {
    (
        look { $($(#[$looks:meta])* $look:ident = $looked:literal,)+ }
        change { $($(#[$changes:meta])* $change:ident = $changed:literal,)+ }
    ) => {
        words! {
            /// Something a member of staff may be allowed to do.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum Permission {
                $($(#[$looks])* $look = $looked,)+
                $($(#[$changes])* $change = $changed,)+
            }
        }
        $(permissions!(@type $(#[$looks])* $look);)+
        $(permissions!(@type $(#[$changes])* $change); impl Change for $change {})+
    };
    (@type $(#[$why:meta])* $name:ident) => {
        $(#[$why])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Grant for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    };
}

impl Permission {
    /// Whether whoever stands in for somebody may do it too. Deputies name no deputies.
    #[must_use]
    pub fn is_passed_on(self) -> bool {
        !matches!(self, Self::NameDeputy | Self::EndDeputy)
    }
}

permissions! {
    look {
        /// To see the day of one's own town: what waits, what comes next.
        SeeToday = "see_today",
        /// To see questionnaires and their versions.
        SeeQuestionnaires = "see_questionnaires",
        /// To see every survey, drafts as well.
        SeeSurveys = "see_surveys",
        /// To see plans and indicators, with what is not published yet.
        SeePlans = "see_plans",
        /// To see the figures of surveys before they are published.
        SeeResults = "see_results",
        /// To see the ways to what keeps the desk itself in order, and how far long work is that one asked for.
        SeeAdministration = "see_administration",
        /// To see who may do what.
        SeeRoles = "see_roles",
        /// To read what was done, by whom and when.
        SeeRecord = "see_record",
        /// To see what was moved and how it was decided.
        SeeMotions = "see_motions",
        /// To see the municipalities of the installation, and whether it is well.
        SeeMunicipalities = "see_municipalities",
    }
    change {
        /// To look after one's own account: password, second factor, sessions.
        KeepOwnAccount = "keep_own_account",
        /// To make questionnaires: drafts, and the versions they are frozen as.
        EditQuestionnaires = "edit_questionnaires",
        /// To move a survey through its life: give it its times, extend and close it.
        MoveSurveys = "move_surveys",
        /// To take what was done away as a file; that it was taken is done as well.
        ExportRecord = "export_record",
        /// To follow the chain of the log from its beginning.
        VerifyRecord = "verify_record",
        /// To ask long work to stop: that of the kinds one may ask for.
        StopWork = "stop_work",
        /// To invite people, give them roles and take roles away.
        EditPeople = "edit_people",
        /// To add and rename divisions.
        EditDivisions = "edit_divisions",
        /// To decide how the town works here: whether those who decide need a second factor.
        EditSettings = "edit_settings",
        /// To name who decides in one's place.
        NameDeputy = "name_deputy",
        /// To say what stands behind a value of one's own division, before it is published.
        CommentValues = "comment_values",
        /// To look at inquiries, and to answer them where one is asked.
        AnswerInquiries = "answer_inquiries",
        /// To end before its day that somebody decides in another's place: one's own, or anybody's.
        EndDeputy = "end_deputy",
        /// To move all roles of one person to another.
        MovePeople = "move_people",
        /// To move what a second person decides: approvals, publications, what cannot be taken back.
        MakeMotions = "make_motions",
        /// To say yes or no to what another person moved.
        Decide = "decide",
        /// To create, suspend and resume municipalities.
        EditMunicipalities = "edit_municipalities",
    }
}
