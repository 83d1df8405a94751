//! What an entry says further: why, how many, and where something was changed, what it was and what it is.

use serde::Serialize;

use crate::domain::event::Event;
use crate::domain::event::draft::DraftEvent;
use crate::domain::event::people::{Held, PeopleEvent, Profile};
use crate::domain::event::thing::Thing;
use crate::domain::hosts::Hosts;
use crate::domain::ids::DivisionId;
use crate::domain::questionnaire::question::Choice;
use crate::domain::questionnaire::scales::Scale;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::reason::Reason;
use crate::domain::survey::Fieldwork;
use crate::domain::time::{Day, Deadline, Timestamp};
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};
use crate::web::staff::questionnaires::numbered;
use crate::web::staff::surveys::heading;
use crate::web::staff::words;

use crate::web::staff::told::Told;

/// One line of the list.
#[derive(Serialize)]
pub(super) struct Detail {
    label: Say,
    value: Wording,
}

/// All of them; none where the sentence says everything.
pub(super) fn of(told: &Told<'_>, event: &Event) -> Vec<Detail> {
    match event {
        Event::MunicipalitySuspended { reason } => vec![one("detail-reason", reason.as_str())],
        Event::OfficeActed { reason, .. } => {
            any("detail-reason", reason.as_ref().map(Reason::as_str))
        }
        Event::HostsNamed { old, new } => of_hosts(old, new),
        Event::SurveyMoved {
            old, new, reason, ..
        } => moved(told, old.as_ref(), new.as_ref(), reason.as_deref()),
        Event::SurveyCorrected { old, new, .. } => corrected(*old, *new),
        Event::RecipientsPromised { destroy_on, .. } => vec![day("detail-destroy-on", *destroy_on)],
        Event::RecipientsDestroyed { promised, .. } => vec![day("detail-destroy-on", *promised)],
        Event::TextsRead { items, reason, .. } => vec![
            one("detail-items", items.join(", ")),
            one("detail-reason", reason.as_str()),
        ],
        Event::DesignChanged { .. } => design(event),
        Event::PlanImported { .. } => imported(event),
        Event::FiguresWithheld { beside, by, .. } => vec![
            one("detail-beside-report", beside.to_string()),
            many("detail-apart", *by),
        ],
        Event::ReportMoved { decision, .. } => any("detail-decision", decision.as_deref()),
        Event::IndicatorDefined { number, .. } | Event::BaselineDocumented { number, .. } => {
            vec![one("detail-definition", number.to_string())]
        }
        Event::ValueCommented { said, .. } => vec![one("detail-comment", said.as_str())],
        Event::ScaleChanged { old, new, .. } => of_scales(told, old, new),
        Event::People(event) => of_people(told, event),
        Event::Draft(event) => of_draft(told, event),
        _ => Vec::new(),
    }
}

/// The version that was asked before, and since.
fn corrected(old: VersionNumber, new: VersionNumber) -> Vec<Detail> {
    let change = change("detail-version", numbered(old).into(), numbered(new).into());
    change.into_iter().collect()
}

/// How many rows of a plan were new, others, and the same.
fn imported(event: &Event) -> Vec<Detail> {
    let Event::PlanImported {
        added,
        changed,
        unchanged,
        ..
    } = event
    else {
        return Vec::new();
    };
    vec![
        many("detail-added", *added),
        many("detail-changed", *changed),
        many("detail-unchanged", *unchanged),
    ]
}

fn of_draft(told: &Told<'_>, event: &DraftEvent) -> Vec<Detail> {
    let asked = event.divisions().iter();
    let asked = asked.map(|id| one("detail-asked-division", told.thing(Thing::Division(*id))));
    match event {
        DraftEvent::InquiryBegun { until, .. } => {
            asked.chain([day("detail-inquiry-until", *until)]).collect()
        }
        DraftEvent::TrialBegun { until, .. } => vec![day("detail-inquiry-until", *until)],
        DraftEvent::InquiryReminded { .. } => asked.collect(),
        DraftEvent::InquiryExtended { old, new, .. } => {
            let date = |day: Day| Wording::from(Datum::Date(day));
            let change = change("detail-inquiry-until", date(*old), date(*new));
            change.into_iter().collect()
        }
        DraftEvent::InquiryCommented { question, said, .. } => {
            let question = question
                .as_ref()
                .map(|code| one("detail-question", code.as_str()));
            let said = one("detail-comment", said.as_str());
            question.into_iter().chain([said]).collect()
        }
        DraftEvent::InquiryAnswered { answer, .. } => vec![one("detail-answer", answer.as_str())],
        DraftEvent::PacketWritten {
            number, decided_on, ..
        } => {
            let number = (!number.is_empty()).then(|| one("detail-decision", number.as_str()));
            let decided_on = decided_on.map(|on| day("detail-decided-on", on));
            number.into_iter().chain(decided_on).collect()
        }
        DraftEvent::InquiryClosed { .. }
        | DraftEvent::InquiryWithdrawn { .. }
        | DraftEvent::TrialEnded { .. } => Vec::new(),
    }
}

fn of_people(told: &Told<'_>, event: &PeopleEvent) -> Vec<Detail> {
    match event {
        PeopleEvent::PersonAdded { profile, .. } => {
            let fields = fields(told, profile).into_iter();
            fields.map(|(label, value)| one(label, value)).collect()
        }
        PeopleEvent::PersonChanged { old, new, .. } => {
            let pairs = fields(told, old).into_iter().zip(fields(told, new));
            let changes = pairs.map(|((label, old), (_, new))| change(label, old, new));
            changes.flatten().collect()
        }
        PeopleEvent::SetUpGiven { purpose, way, .. } => vec![
            one(
                "detail-purpose",
                Say::new(format!("set-up-{}", purpose.word())),
            ),
            one("detail-way", Say::new(format!("way-{}", way.word()))),
        ],
        PeopleEvent::FactorChosen { .. }
        | PeopleEvent::FactorRemoved { .. }
        | PeopleEvent::SecondFactorDecided { .. } => of_factors(event),
        PeopleEvent::SignedIn { with, .. } => {
            let with = Say::new(format!("entry-{}", with.word()));
            vec![one("detail-sign-in", with)]
        }
        PeopleEvent::RecordVerified { first_fault, .. } => {
            let fault = first_fault.map(|number| one("detail-first-fault", number.to_string()));
            fault.into_iter().collect()
        }
        PeopleEvent::DivisionRenamed { .. } | PeopleEvent::DivisionAddressed { .. } => {
            of_divisions(event)
        }
        _ => between_people(told, event),
    }
}

fn of_factors(event: &PeopleEvent) -> Vec<Detail> {
    match event {
        PeopleEvent::FactorChosen { factor, .. } | PeopleEvent::FactorRemoved { factor, .. } => {
            let factor = Say::new(format!("factor-{}", factor.word()));
            vec![one("detail-factor", factor)]
        }
        PeopleEvent::SecondFactorDecided {
            was_required,
            is_required,
            reason,
        } => {
            let (was, is) = (asked(*was_required), asked(*is_required));
            let change = change("detail-asked", was.into(), is.into());
            let reason = reason.as_ref().map(Reason::as_str);
            let reason = reason.map(|why| one("detail-reason", why));
            change.into_iter().chain(reason).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether something is asked for.
fn asked(is_asked: bool) -> Say {
    Say::new(match is_asked {
        true => "detail-is-asked",
        false => "detail-is-not-asked",
    })
}

fn of_hosts(old: &Hosts, new: &Hosts) -> Vec<Detail> {
    let names = |hosts: &Hosts| {
        let all = hosts.names().join(", ");
        text((!all.is_empty()).then_some(&*all))
    };
    let change = change("detail-hosts", names(old), names(new));
    change.into_iter().collect()
}

fn of_scales(told: &Told<'_>, old: &Scale, new: &Scale) -> Vec<Detail> {
    let name = |scale: &Scale| Wording::from(scale.name.as_str());
    let options = |scale: &Scale| {
        let words = |option: &Choice| option.label.get(told.language).to_owned();
        Wording::several(scale.options.iter().map(words), Say::new("bank-between"))
    };
    let all = [
        change("detail-name", name(old), name(new)),
        change("detail-options", options(old), options(new)),
    ];
    all.into_iter().flatten().collect()
}

fn of_divisions(event: &PeopleEvent) -> Vec<Detail> {
    match event {
        PeopleEvent::DivisionRenamed { old, new, from, .. } => {
            let renamed = change("detail-name", old.as_str().into(), new.as_str().into());
            renamed
                .into_iter()
                .chain([day("detail-from", *from)])
                .collect()
        }
        PeopleEvent::DivisionAddressed { old, new, .. } => {
            let (old, new) = (text(old.as_deref()), text(new.as_deref()));
            change("detail-email", old, new).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Who acts for whom or with whom, when and why.
fn between_people(told: &Told<'_>, event: &PeopleEvent) -> Vec<Detail> {
    match event {
        PeopleEvent::DeputyNamed {
            from,
            until,
            reason,
            ..
        } => vec![
            day("detail-from", *from),
            day("detail-until", *until),
            one("detail-reason", reason.as_str()),
        ],
        PeopleEvent::TransferPlanned { on, .. } => vec![day("detail-on", *on)],
        PeopleEvent::TransferDone { roles, .. } => {
            let names = roles.iter().map(|role| words::role(*role));
            vec![one(
                "detail-roles",
                Wording::several(names, Say::new("detail-and")),
            )]
        }
        PeopleEvent::MotionMade { reason, .. } => vec![one("detail-reason", reason.as_str())],
        PeopleEvent::MotionDecided { instead_of, .. } => {
            let instead = instead_of.map(|person| one("detail-instead", told.person(person)));
            instead.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The state and the times that were changed, and why.
fn moved(
    told: &Told<'_>,
    old: Option<&Fieldwork>,
    new: Option<&Fieldwork>,
    reason: Option<&str>,
) -> Vec<Detail> {
    let moments = |work: &Fieldwork| {
        let times = work.schedule.as_ref();
        let or_none = |at: Option<Wording>| at.unwrap_or_else(|| text(None));
        let end = |at: Timestamp| match told.zone.deadline(at) {
            Deadline::Day(day) => Datum::Date(day).into(),
            Deadline::Clock(_) => told.moment(at),
        };
        let opens = times.map(|times| told.moment(times.opens_at));
        let closes = times.map(|times| end(times.web_closes_at));
        let entry_closes = times.map(|times| end(times.entry_closes_at));
        [
            ("detail-opens", or_none(opens)),
            ("detail-closes", or_none(closes)),
            ("detail-entry-closes", or_none(entry_closes)),
        ]
    };
    let changes = old.zip(new).into_iter().flat_map(|(old, new)| {
        let (was, is) = (heading::state(old.state), heading::state(new.state));
        let times = moments(old).into_iter().zip(moments(new));
        let times = times.map(|((label, old), (_, new))| change(label, old, new));
        std::iter::once(change("detail-state", was.into(), is.into())).chain(times)
    });
    let reason = reason.map(|reason| one("detail-reason", reason));
    changes.flatten().chain(reason).collect()
}

fn design(event: &Event) -> Vec<Detail> {
    let Event::DesignChanged {
        dimensions,
        mailed,
        fieldwork,
        k,
        min_base,
        ..
    } = event
    else {
        return Vec::new();
    };
    let mailed = mailed.map(|mailed| one("detail-mailed", Datum::how_many(mailed)));
    let list = [
        one("detail-dimensions", dimensions.join(", ")),
        many("detail-undeliverable", fieldwork.undeliverable),
        many("detail-ineligible", fieldwork.ineligible),
        many("detail-refused", fieldwork.refused),
        many("detail-least-count", *k),
        many("detail-least-base", *min_base),
    ];
    mailed.into_iter().chain(list).collect()
}

/// What is known of a person, field by field.
fn fields(told: &Told<'_>, profile: &Profile) -> Vec<(&'static str, Wording)> {
    let division = |id: DivisionId| told.thing(Thing::Division(id));
    vec![
        ("detail-login", profile.login.as_str().into()),
        ("detail-name", profile.name.as_str().into()),
        ("detail-email", text(profile.email.as_deref())),
        (
            "detail-division",
            profile.division.map_or_else(|| text(None), division),
        ),
        (
            "detail-until",
            profile
                .until
                .map_or_else(|| text(None), |day| Datum::Date(day).into()),
        ),
        ("detail-roles", roles(&profile.roles)),
    ]
}

fn roles(held: &[Held]) -> Wording {
    if held.is_empty() {
        return text(None);
    }
    let names = held.iter().map(|held| {
        let role = words::role(held.role);
        match held.until {
            Some(day) => Say::new("detail-role-until")
                .with("role", role)
                .with("day", Datum::Date(day)),
            None => role,
        }
    });
    Wording::several(names, Say::new("detail-and"))
}

fn one(label: &'static str, value: impl Into<Wording>) -> Detail {
    Detail {
        label: Say::new(label),
        value: value.into(),
    }
}

/// What was said, where something was.
fn any(label: &'static str, said: Option<&str>) -> Vec<Detail> {
    said.map(|said| one(label, said)).into_iter().collect()
}

fn day(label: &'static str, day: Day) -> Detail {
    one(label, Datum::Date(day))
}

fn many(label: &'static str, count: impl Into<rust_decimal::Decimal>) -> Detail {
    one(label, Datum::how_many(count))
}

/// A text, or that there is none.
fn text(text: Option<&str>) -> Wording {
    text.map_or_else(|| Say::new("detail-none").into(), Wording::from)
}

/// What was changed, or is there now; none where nothing was.
fn change(label: &'static str, old: Wording, new: Wording) -> Option<Detail> {
    if old == new {
        return None;
    }
    let was_there = old != text(None);
    let change = Say::new("detail-change").with("old", old);
    Some(match was_there {
        true => one(label, change.with("new", new)),
        false => one(label, new),
    })
}

impl Detail {
    /// The line as one sentence, for files.
    pub(super) fn said(self) -> Say {
        Say::new("detail-said")
            .with("label", self.label)
            .with("value", self.value)
    }
}
