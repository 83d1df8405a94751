//! Everything the audit log can say. Citizens' answers are never in it: a time-ordered log of them would link them.

pub mod draft;
pub mod noun;
pub mod people;
pub mod thing;

use serde::{Deserialize, Serialize};

use crate::domain::hosts::Hosts;
use crate::domain::ids::{
    DivisionId, IndicatorId, MunicipalityId, PlanId, QuestionnaireDraftId, ReportId, ScaleId,
    SurveyId, VersionId,
};
use crate::domain::person::Name;
use crate::domain::plan::value;
use crate::domain::questionnaire::continuity::Continuity;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::scales::Scale;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::reason::Reason;
use crate::domain::survey::dispositions::Dispositions;
use crate::domain::survey::{self, Fieldwork};
use crate::domain::time::Day;
use crate::domain::words::words;
use draft::DraftEvent;
use people::PeopleEvent;

words! {
    /// What those who run the installation do with a municipality.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum OfficeAct {
        /// Set it up.
        Created = "created",
        /// Serve it no longer.
        Suspended = "suspended",
        /// Serve it again.
        Resumed = "resumed",
    }
}

/// One act of staff, an operator or the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A municipality was set up.
    MunicipalityCreated,
    /// A municipality is served no longer.
    MunicipalitySuspended {
        /// Why.
        reason: Reason,
    },
    /// A municipality is served again.
    MunicipalityResumed,
    /// Whose pages the texts of the municipality may lead to was changed.
    HostsNamed {
        /// Whose they could.
        old: Hosts,
        /// Whose they may.
        new: Hosts,
    },
    /// In the log of the office alone, beside the entry in the municipality's own: what was done with one.
    OfficeActed {
        /// With which.
        municipality: MunicipalityId,
        /// What.
        act: OfficeAct,
        /// Why, where a reason is asked.
        reason: Option<Reason>,
    },
    /// A version of a questionnaire was imported and frozen.
    VersionFrozen {
        #[expect(missing_docs, reason = "named by its type")]
        version: VersionId,
    },
    /// Somebody began to make a questionnaire.
    DraftBegun {
        /// In which draft.
        draft: QuestionnaireDraftId,
        /// Of which code.
        code: Code,
    },
    /// A draft was thrown away, or taken back out.
    DraftRemoved {
        /// Which draft.
        draft: QuestionnaireDraftId,
        /// Of which code.
        code: Code,
        /// Whether it is gone now.
        is_gone: bool,
    },
    /// Somebody said of a question that changed whether the series of its indicators goes on.
    SeriesJudged {
        /// In which draft.
        draft: QuestionnaireDraftId,
        /// Of which questionnaire.
        code: Code,
        /// The question.
        question: Code,
        /// What they said; none: they took it back.
        how: Option<Continuity>,
    },
    /// A scale was registered.
    ScaleAdded {
        /// Which.
        scale: ScaleId,
        /// What it was called.
        name: Name,
    },
    /// A scale was changed, in some places of drafts with it.
    ScaleChanged {
        /// Which.
        scale: ScaleId,
        /// As it was.
        old: Box<Scale>,
        /// As it is.
        new: Box<Scale>,
        /// In how many places of drafts.
        count: u32,
    },
    /// A scale was thrown away, or taken back out.
    ScaleRemoved {
        /// Which.
        scale: ScaleId,
        /// What it was called.
        name: Name,
        /// Whether it is gone now.
        is_gone: bool,
    },
    /// The installation has another secret; each survey keeps the one it began with.
    SecretChanged,
    /// A survey was created.
    SurveyCreated {
        #[expect(missing_docs, reason = "named by its type")]
        survey: SurveyId,
    },
    /// A survey changed its state.
    SurveyMoved {
        /// Which.
        survey: SurveyId,
        /// The state it went to.
        to: survey::State,
        /// Why, where a reason is asked.
        reason: Option<String>,
        /// Where it was before; entries of releases that did not say so have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<Fieldwork>,
        /// Where it is now, with its times.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new: Option<Fieldwork>,
    },
    /// A survey went on with corrected words.
    SurveyCorrected {
        /// Which.
        survey: SurveyId,
        /// The version that was asked before.
        old: VersionNumber,
        /// The version that is asked since.
        new: VersionNumber,
    },
    /// Keys were issued.
    KeysIssued {
        /// For which survey.
        survey: SurveyId,
        /// How many.
        count: u32,
    },
    /// It was promised when the recipients of a confidential survey are destroyed.
    RecipientsPromised {
        /// Of which survey.
        survey: SurveyId,
        /// The day.
        destroy_on: Day,
    },
    /// Recipients of a confidential survey were taken in, each with a key.
    RecipientsTaken {
        /// Of which survey.
        survey: SurveyId,
        /// How many.
        count: u32,
    },
    /// Somebody looked up who has not answered yet.
    RecipientsListed {
        /// Of which survey.
        survey: SurveyId,
        /// How many they were.
        count: u32,
    },
    /// The certificate that the recipients of a confidential survey, and with them whose key was whose, were destroyed.
    RecipientsDestroyed {
        /// Of which survey.
        survey: SurveyId,
        /// How many.
        count: u32,
        /// The day that was promised.
        promised: Day,
    },
    /// Written texts were read as they stand, with what could tell who wrote them.
    TextsRead {
        /// Of which survey.
        survey: SurveyId,
        /// The items.
        items: Vec<String>,
        /// Why.
        reason: Reason,
    },
    /// The population, the letters or the limits of small numbers of a survey were said anew.
    DesignChanged {
        /// Of which survey.
        survey: SurveyId,
        /// The dimensions of the population: `sex*age`.
        dimensions: Vec<String>,
        /// How many were asked, where known.
        mailed: Option<i32>,
        /// What became of the letters.
        fieldwork: Dispositions,
        /// Least count that is published.
        k: u64,
        /// Least people of a published row.
        min_base: u64,
    },
    /// The responses of a survey, without texts, receipts and ids, were written into files.
    CaseExported {
        /// Of which survey.
        survey: SurveyId,
        /// How many.
        responses: u64,
    },
    /// A plan was imported.
    PlanImported {
        /// Which.
        plan: PlanId,
        /// Rows added, changed and left alone.
        added: u32,
        #[expect(missing_docs, reason = "see `added`")]
        changed: u32,
        #[expect(missing_docs, reason = "see `added`")]
        unchanged: u32,
    },
    /// A report was computed.
    ReportComputed {
        /// Which.
        report: ReportId,
        /// Of which survey.
        survey: SurveyId,
    },
    /// Figures were not made: they differ from earlier ones by too few responses (M-12.5).
    FiguresWithheld {
        /// Of which survey.
        survey: SurveyId,
        /// Number of the report they are too close to.
        beside: i32,
        /// How many responses lie between.
        by: u64,
    },
    /// A report was approved, published or withdrawn.
    ReportMoved {
        /// Which.
        report: ReportId,
        /// The state it went to.
        to: value::State,
        /// The recorded decision (文書番号), where there is one.
        decision: Option<String>,
    },
    /// How an indicator is measured was said or changed.
    IndicatorDefined {
        /// Which.
        indicator: IndicatorId,
        /// The number of the definition that holds from now on.
        number: i32,
    },
    /// How the printed baseline of an indicator was made was recorded.
    BaselineDocumented {
        /// Which.
        indicator: IndicatorId,
        /// The number of the definition that holds from now on.
        number: i32,
    },
    /// An indicator was given a value.
    ValueRecorded {
        /// Which indicator.
        indicator: IndicatorId,
        /// From which report; none when typed by hand.
        report: Option<ReportId>,
    },
    /// A division said what stands behind a value.
    ValueCommented {
        /// Of which indicator.
        indicator: IndicatorId,
        /// Which division.
        division: DivisionId,
        /// What it said.
        said: Reason,
    },
    /// What was done with members of staff and divisions.
    #[serde(untagged)]
    People(PeopleEvent),
    /// What was done around a questionnaire that is being made.
    #[serde(untagged)]
    Draft(DraftEvent),
}

impl From<DraftEvent> for Event {
    fn from(event: DraftEvent) -> Self {
        Self::Draft(event)
    }
}

impl From<PeopleEvent> for Event {
    fn from(event: PeopleEvent) -> Self {
        Self::People(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// The log is a chain of hashes: what was written stays readable, word by word.
    #[test]
    fn states_are_logged_by_their_words() {
        let of_survey = |to| Event::SurveyMoved {
            survey: SurveyId(Uuid::nil()),
            to,
            reason: None,
            old: None,
            new: None,
        };
        let of_report = |to| Event::ReportMoved {
            report: ReportId(Uuid::nil()),
            to,
            decision: None,
        };
        use survey::State as Survey;
        use value::State as Value;
        let words = [
            (of_survey(Survey::Scheduled), "scheduled"),
            (of_survey(Survey::Open), "open"),
            (of_survey(Survey::WebClosed), "web_closed"),
            (of_survey(Survey::EntryClosed), "entry_closed"),
            (of_survey(Survey::Cancelled), "cancelled"),
            (of_report(Value::Provisional), "provisional"),
            (of_report(Value::Final), "final"),
            (of_report(Value::Approved), "approved"),
            (of_report(Value::Published), "published"),
            (of_report(Value::Withdrawn), "withdrawn"),
        ];
        for (event, word) in words {
            assert_eq!(serde_json::to_value(event).unwrap()["to"], word);
        }
        let states = [
            Value::Provisional,
            Value::Final,
            Value::Approved,
            Value::Published,
            Value::Withdrawn,
        ];
        for state in states {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    /// Entries of before the times were kept are read, and what is not known is not written.
    #[test]
    fn a_move_without_times_is_an_entry_too() {
        let stored = serde_json::json!({
            "event": "survey_moved", "survey": Uuid::nil(), "to": "open", "reason": null,
        });
        let event: Event = serde_json::from_value(stored.clone()).unwrap();
        assert_eq!(serde_json::to_value(event).unwrap(), stored);
    }

    #[test]
    fn what_is_said_of_people_stands_beside_the_rest() {
        let event = Event::from(PeopleEvent::TransferUndone {
            transfer: crate::domain::ids::TransferId(Uuid::nil()),
        });
        let stored = serde_json::to_value(&event).unwrap();
        assert_eq!(stored["event"], "transfer_undone");
        assert_eq!(serde_json::from_value::<Event>(stored).unwrap(), event);
        let other = serde_json::json!({"event": "municipality_resumed"});
        let read: Event = serde_json::from_value(other).unwrap();
        assert_eq!(read, Event::MunicipalityResumed);
    }
}
