//! What the log can be searched by: the noun that an entry is about. One table says which words of entries are whose.

use crate::domain::words::words;

words! {
    /// A kind of thing that something can be done with.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Noun {
        /// Surveys, their keys, recipients and responses.
        Survey = "survey",
        /// Questionnaires and their versions.
        Questionnaire = "questionnaire",
        /// Reports of figures.
        Report = "report",
        /// Plans, indicators and their values.
        Plan = "plan",
        /// Members of staff, and who acts for whom.
        Person = "person",
        /// People who come in and go out.
        Session = "session",
        /// Divisions.
        Division = "division",
        /// Acts that wait for a second person.
        Motion = "motion",
        /// The log itself.
        Record = "record",
        /// The municipality and the installation.
        Installation = "installation",
    }
}

/// The words of entries, each noun with its own.
pub const TABLE: [(Noun, &[&str]); Noun::ALL.len()] = [
    (
        Noun::Survey,
        &[
            "survey_created",
            "survey_moved",
            "survey_corrected",
            "keys_issued",
            "recipients_promised",
            "recipients_taken",
            "recipients_listed",
            "recipients_destroyed",
            "texts_read",
            "design_changed",
            "case_exported",
        ],
    ),
    (
        Noun::Questionnaire,
        &[
            "version_frozen",
            "draft_begun",
            "draft_removed",
            "series_judged",
            "trial_begun",
            "trial_ended",
            "scale_added",
            "scale_changed",
            "scale_removed",
            "inquiry_begun",
            "inquiry_extended",
            "inquiry_closed",
            "inquiry_reminded",
            "inquiry_commented",
            "inquiry_withdrawn",
            "inquiry_answered",
            "packet_written",
        ],
    ),
    (
        Noun::Report,
        &["report_computed", "figures_withheld", "report_moved"],
    ),
    (
        Noun::Plan,
        &[
            "plan_imported",
            "indicator_defined",
            "baseline_documented",
            "value_recorded",
            "value_commented",
        ],
    ),
    (
        Noun::Person,
        &[
            "person_added",
            "person_changed",
            "set_up_given",
            "password_chosen",
            "factor_chosen",
            "factor_removed",
            "deputy_named",
            "deputy_ended",
            "transfer_planned",
            "transfer_undone",
            "transfer_done",
        ],
    ),
    (Noun::Session, &["signed_in", "sessions_ended"]),
    (
        Noun::Division,
        &["division_added", "division_renamed", "division_addressed"],
    ),
    (
        Noun::Motion,
        &["motion_made", "motion_decided", "motion_withdrawn"],
    ),
    (Noun::Record, &["record_exported", "record_verified"]),
    (
        Noun::Installation,
        &[
            "municipality_created",
            "municipality_suspended",
            "municipality_resumed",
            "hosts_named",
            "office_acted",
            "secret_changed",
            "second_factor_decided",
        ],
    ),
];

impl Noun {
    /// The words of its entries.
    #[must_use]
    pub fn entries(self) -> &'static [&'static str] {
        let own = TABLE.iter().find(|(noun, _)| *noun == self);
        own.map_or(&[], |(_, words)| words)
    }
}
