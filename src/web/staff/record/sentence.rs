//! An entry as a sentence: who did what. Every event has its own; a new one does not compile before it has.

use crate::domain::event::draft::DraftEvent;
use crate::domain::event::people::PeopleEvent;
use crate::domain::event::{Event, OfficeAct};
use crate::domain::plan::value::State as Standing;
use crate::domain::questionnaire::continuity::Continuity;
use crate::domain::survey::{Fieldwork, State};
use crate::read::record::Written;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};
use crate::web::staff::surveys::heading;

use crate::web::staff::told::Told;

/// What an entry says. One that this release cannot read is shown as its word.
pub(super) fn of(told: &Told<'_>, entry: &Written) -> Say {
    let Some(event) = &entry.event else {
        let say = Say::new("record-unread").with("word", entry.word());
        return say.with("who", told.who(entry.who.as_ref()));
    };
    let own = name_at_the_time(event).map(Wording::from);
    let thing = own.or_else(|| event.about().map(|thing| told.thing(thing)));
    let other = event.beside().first().map(|thing| told.thing(*thing));
    let other = other.unwrap_or_else(|| "".into());
    Say::new(key(event))
        .with("who", told.who(entry.who.as_ref()))
        .with("thing", thing.unwrap_or_else(|| "".into()))
        .with("other", other)
        .with("count", count(event).map(Datum::how_many))
        .with_any("state", state(event))
}

/// What the entry itself calls what it is about: the day alone does not tell two names of one day apart.
fn name_at_the_time(event: &Event) -> Option<&str> {
    match event {
        Event::DraftBegun { code, .. }
        | Event::DraftRemoved { code, .. }
        | Event::SeriesJudged { code, .. } => Some(code.as_str()),
        Event::ScaleAdded { name, .. } | Event::ScaleRemoved { name, .. } => Some(name.as_str()),
        Event::ScaleChanged { old, .. } => Some(old.name.as_str()),
        Event::Draft(event) => Some(event.code().as_str()),
        Event::People(
            PeopleEvent::DivisionAdded { name, .. }
            | PeopleEvent::DivisionRenamed { old: name, .. },
        ) => Some(name),
        _ => None,
    }
}

fn key(event: &Event) -> &'static str {
    match event {
        Event::MunicipalityCreated => "event-municipality-created",
        Event::MunicipalitySuspended { .. } => "event-municipality-suspended",
        Event::MunicipalityResumed => "event-municipality-resumed",
        Event::HostsNamed { .. } => "event-hosts-named",
        Event::OfficeActed { act, .. } => of_the_office(*act),
        Event::VersionFrozen { .. } => "event-version-frozen",
        Event::DraftBegun { .. } => "event-draft-begun",
        Event::DraftRemoved { is_gone: true, .. } => "event-draft-removed",
        Event::DraftRemoved { .. } => "event-draft-kept",
        Event::SeriesJudged { how, .. } => judged(*how),
        Event::ScaleAdded { .. } => "event-scale-added",
        Event::ScaleChanged { .. } => "event-scale-changed",
        Event::ScaleRemoved { is_gone: true, .. } => "event-scale-removed",
        Event::ScaleRemoved { .. } => "event-scale-kept",
        Event::SecretChanged => "event-secret-changed",
        Event::SurveyCreated { .. } => "event-survey-created",
        Event::SurveyMoved { to, old, .. } => moved(*to, old.as_ref()),
        Event::SurveyCorrected { .. } => "event-survey-corrected",
        Event::KeysIssued { .. } => "event-keys-issued",
        Event::RecipientsPromised { .. } => "event-recipients-promised",
        Event::RecipientsTaken { .. } => "event-recipients-taken",
        Event::RecipientsListed { .. } => "event-recipients-listed",
        Event::RecipientsDestroyed { .. } => "event-recipients-destroyed",
        Event::TextsRead { .. } => "event-texts-read",
        Event::DesignChanged { .. } => "event-design-changed",
        Event::CaseExported { .. } => "event-case-exported",
        Event::PlanImported { .. } => "event-plan-imported",
        Event::ReportComputed { .. } => "event-report-computed",
        Event::FiguresWithheld { .. } => "event-figures-withheld",
        Event::ReportMoved { to, .. } => stands(*to),
        Event::IndicatorDefined { .. } => "event-indicator-defined",
        Event::BaselineDocumented { .. } => "event-baseline-documented",
        Event::ValueRecorded { report: None, .. } => "event-value-typed",
        Event::ValueRecorded { .. } => "event-value-recorded",
        Event::ValueCommented { .. } => "event-value-commented",
        Event::People(event) => key_of_people(event),
        Event::Draft(event) => key_of_draft(event),
    }
}

fn of_the_office(act: OfficeAct) -> &'static str {
    match act {
        OfficeAct::Created => "event-office-created",
        OfficeAct::Suspended => "event-office-suspended",
        OfficeAct::Resumed => "event-office-resumed",
    }
}

/// What was said of a series.
fn judged(how: Option<Continuity>) -> &'static str {
    match how {
        Some(Continuity::Continues) => "event-series-continues",
        Some(Continuity::Broken) => "event-series-broken",
        None => "event-series-open",
    }
}

fn key_of_draft(event: &DraftEvent) -> &'static str {
    match event {
        DraftEvent::InquiryBegun { .. } => "event-inquiry-begun",
        DraftEvent::InquiryExtended { .. } => "event-inquiry-extended",
        DraftEvent::InquiryClosed { .. } => "event-inquiry-closed",
        DraftEvent::InquiryReminded { .. } => "event-inquiry-reminded",
        DraftEvent::InquiryCommented { division: None, .. } => "event-inquiry-commented",
        DraftEvent::InquiryCommented { .. } => "event-inquiry-commented-for",
        DraftEvent::InquiryWithdrawn { .. } => "event-inquiry-withdrawn",
        DraftEvent::InquiryAnswered { .. } => "event-inquiry-answered",
        DraftEvent::TrialBegun { .. } => "event-trial-begun",
        DraftEvent::TrialEnded { .. } => "event-trial-ended",
        DraftEvent::PacketWritten { .. } => "event-packet-written",
    }
}

/// Where a survey went. Entries of former releases do not say from where.
fn moved(to: State, old: Option<&Fieldwork>) -> &'static str {
    match (old.map(|work| work.state), to) {
        (None, _) | (_, State::Draft) => "event-survey-moved",
        (Some(State::Draft), State::Scheduled) => "event-survey-scheduled",
        (Some(_), State::Scheduled) => "event-survey-rescheduled",
        (Some(State::Open | State::WebClosed), State::Open) => "event-survey-extended",
        (Some(_), State::Open) => "event-survey-opened",
        (Some(State::EntryClosed), State::WebClosed) => "event-survey-reopened",
        (Some(_), State::WebClosed) => "event-survey-closed",
        (Some(_), State::EntryClosed) => "event-survey-entry-closed",
        (Some(_), State::Cancelled) => "event-survey-cancelled",
    }
}

fn stands(to: Standing) -> &'static str {
    match to {
        Standing::Provisional => "event-report-provisional",
        Standing::Final => "event-report-final",
        Standing::Approved => "event-report-approved",
        Standing::Published => "event-report-published",
        Standing::Withdrawn => "event-report-withdrawn",
    }
}

fn key_of_people(event: &PeopleEvent) -> &'static str {
    match event {
        PeopleEvent::PersonAdded { .. } => "event-person-added",
        PeopleEvent::PersonChanged { .. } => "event-person-changed",
        PeopleEvent::SetUpGiven { .. } => "event-set-up-given",
        PeopleEvent::PasswordChosen { .. } => "event-password-chosen",
        PeopleEvent::FactorChosen { .. } => "event-factor-chosen",
        PeopleEvent::FactorRemoved { .. } => "event-factor-removed",
        PeopleEvent::SignedIn { .. } => "event-signed-in",
        PeopleEvent::SessionsEnded { .. } => "event-sessions-ended",
        PeopleEvent::SecondFactorDecided { is_required, .. } => match is_required {
            true => "event-factor-required",
            false => "event-factor-not-required",
        },
        PeopleEvent::DivisionAdded { .. } => "event-division-added",
        PeopleEvent::DivisionRenamed { .. } => "event-division-renamed",
        PeopleEvent::DivisionAddressed { .. } => "event-division-addressed",
        PeopleEvent::DeputyNamed { .. } => "event-deputy-named",
        PeopleEvent::DeputyEnded { .. } => "event-deputy-ended",
        PeopleEvent::TransferPlanned { .. } => "event-transfer-planned",
        PeopleEvent::TransferUndone { .. } => "event-transfer-undone",
        PeopleEvent::TransferDone { .. } => "event-transfer-done",
        PeopleEvent::MotionMade { .. } => "event-motion-made",
        PeopleEvent::MotionDecided { is_accepted, .. } => match is_accepted {
            true => "event-motion-accepted",
            false => "event-motion-refused",
        },
        PeopleEvent::MotionWithdrawn { .. } => "event-motion-withdrawn",
        PeopleEvent::RecordExported { .. } => "event-record-exported",
        PeopleEvent::RecordVerified { first_fault, .. } => match first_fault {
            None => "event-record-whole",
            Some(_) => "event-record-faulty",
        },
    }
}

/// How many the sentence names.
fn count(event: &Event) -> Option<u64> {
    match event {
        Event::KeysIssued { count, .. }
        | Event::RecipientsTaken { count, .. }
        | Event::RecipientsListed { count, .. }
        | Event::RecipientsDestroyed { count, .. }
        | Event::ScaleChanged { count, .. }
        | Event::People(PeopleEvent::SessionsEnded { count, .. }) => Some(u64::from(*count)),
        Event::CaseExported { responses, .. } => Some(*responses),
        Event::People(
            PeopleEvent::RecordExported { entries } | PeopleEvent::RecordVerified { entries, .. },
        ) => Some(*entries),
        _ => None,
    }
}

/// The state the sentence names, where it can say no more.
fn state(event: &Event) -> Option<Say> {
    match event {
        Event::SurveyMoved { to, .. } => Some(heading::state(*to)),
        _ => None,
    }
}
