//! A survey as a page of staff is about it.

use serde::Serialize;

use crate::domain::permission::Grant;
use crate::domain::survey::State;
use crate::domain::time::Deadline;
use crate::read::survey::Counted;
use crate::storage::surveys::Survey;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::staff::Staff;

/// Its name, where it stands, when it can be answered, how many have.
#[derive(Serialize)]
pub(in crate::web::staff) struct Heading {
    name: String,
    state: Say,
    period: Say,
    responses: Say,
}

impl Heading {
    pub(in crate::web::staff) fn of<P: Grant>(staff: &Staff<P>, counted: &Counted) -> Self {
        let survey = &counted.survey;
        let work = survey.fieldwork();
        Self {
            name: survey.title.get(staff.language()).to_owned(),
            state: state(work.due(counted.now).unwrap_or(work.state)),
            period: period(staff, survey),
            responses: responses(counted),
        }
    }
}

/// The state in words.
pub(in crate::web::staff) fn state(state: State) -> Say {
    Say::new(match state {
        State::Draft => "survey-state-draft",
        State::Scheduled => "survey-state-scheduled",
        State::Open => "survey-state-open",
        State::WebClosed => "survey-state-web-closed",
        State::EntryClosed => "survey-state-entry-closed",
        State::Cancelled => "survey-state-cancelled",
    })
}

fn period<P: Grant>(staff: &Staff<P>, survey: &Survey) -> Say {
    let zone = staff.town.zone;
    let Some(times) = survey.fieldwork().schedule else {
        return Say::new("survey-period-none");
    };
    let until = match zone.deadline(times.web_closes_at) {
        Deadline::Day(day) => Datum::Date(day),
        Deadline::Clock(_) => Datum::moment(times.web_closes_at, zone),
    };
    Say::new("survey-period")
        .with("from", Datum::Date(zone.day(times.opens_at)))
        .with("until", until)
}

fn responses(counted: &Counted) -> Say {
    let count = Datum::how_many(counted.responses);
    match counted.survey.sample_size {
        Some(asked) => Say::new("survey-responses-of")
            .with("count", count)
            .with("asked", Datum::how_many(asked)),
        None => Say::new("survey-responses").with("count", count),
    }
}
