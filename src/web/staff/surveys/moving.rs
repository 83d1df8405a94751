//! What the pages that move a survey have in common: the survey and its form, the deadline somebody saw, and why a move
//! was refused.

use serde::Serialize;

use crate::domain::permission::Grant;
use crate::domain::survey::State;
use crate::domain::survey::moving::MoveRefusal;
use crate::domain::time::Timestamp;
use crate::read::survey::Counted;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::Staff;
use crate::workflows::lifecycle::MoveError;

use super::heading::{self, Heading};

/// The survey, and a form that moves it.
#[derive(Serialize)]
pub(super) struct Moving {
    survey: Heading,
    action: String,
    back: String,
    pub(super) form: FormView,
}

impl Moving {
    /// `act`: the end of its address. The form carries the deadline that stands above it, so that nobody moves one they
    /// have not seen, and whoever looked again can go on.
    pub(super) fn of<P: Grant>(
        staff: &Staff<P>,
        counted: &Counted,
        act: &str,
        form: FormView,
    ) -> Self {
        let survey = &counted.survey;
        let closes = survey.web_closes_at;
        let seen = closes.map_or_else(String::new, |at| at.timestamp_micros().to_string());
        Self {
            survey: Heading::of(staff, counted),
            action: staff.path(&format!("{}/{}/{act}", super::PATH, survey.slug)),
            back: staff.path(super::PATH),
            form: form.with("seen", seen),
        }
    }
}

/// The deadline a form was made from; none where there was none.
///
/// # Errors
/// [`Error::BadRequest`] for what our page does not write.
pub(super) fn seen_in(field: &str) -> Result<Option<Timestamp>, Error> {
    if field.is_empty() {
        return Ok(None);
    }
    let micros = field.parse().map_err(|_| Error::BadRequest)?;
    let seen = Timestamp::from_timestamp_micros(micros);
    seen.map(Some).ok_or(Error::BadRequest)
}

/// Why a survey was not moved, said at `field`.
///
/// # Errors
/// Where no rule refused it: the database fails, or there is no such survey.
pub(super) fn refused(field: &'static str, why: MoveError) -> Result<FieldErrors, Error> {
    let say = match why {
        MoveError::Refused(refusal) => refusal_said(refusal),
        MoveError::Changed => Say::new("survey-refused-changed"),
        // Only entry that is opened again is refused for it.
        MoveError::Approved => return Err(Error::fault(why)),
        MoveError::Database(error) => return Err(error.into()),
    };
    Ok(FieldErrors::of(field, say))
}

/// Why a survey does not go that way.
pub(in crate::web::staff) fn refusal_said(refusal: MoveRefusal) -> Say {
    let of_state = |state| Say::new("survey-refused-state").with("state", heading::state(state));
    match refusal {
        MoveRefusal::NotFrom(state) => of_state(state),
        MoveRefusal::NoTimes => of_state(State::Draft),
        MoveRefusal::DeadlineNotLater => Say::new("extension-not-later"),
        MoveRefusal::TooFar(_) => Say::new("extension-too-far"),
        MoveRefusal::Times(_) => Say::new("survey-refused-times"),
    }
}
