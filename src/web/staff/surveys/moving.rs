//! What the pages that move a survey have in common: the deadline somebody saw, and why a move was refused.

use crate::domain::survey::moving::MoveRefusal;
use crate::domain::time::Timestamp;
use crate::read::survey::{self as records, Counted};
use crate::storage::surveys::Survey;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::form::FieldErrors;
use crate::web::staff::Staff;
use crate::workflows::lifecycle::MoveError;

use super::heading::{self, Heading};
use crate::domain::permission::Permission;

/// The deadline as a form carries it, so that nobody moves one they have not seen.
pub(super) fn seen(survey: &Survey) -> String {
    let closes = survey.web_closes_at;
    closes.map_or_else(String::new, |at| at.timestamp_micros().to_string())
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

/// The survey above the form.
pub(super) async fn heading<P: Permission>(
    staff: &Staff<P>,
    survey: &Survey,
) -> Result<Heading, Error> {
    let mut conn = staff.app.db.get().await?;
    let responses = records::responses(&mut conn, staff.desk(), survey.id).await?;
    let now = crate::storage::clock::now(&mut conn).await?;
    let survey = survey.clone();
    Ok(Heading::of(staff, &Counted { survey, responses }, now))
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

fn refusal_said(refusal: MoveRefusal) -> Say {
    let of_state = |state| Say::new("survey-refused-state").with("state", heading::state(state));
    match refusal {
        MoveRefusal::NotFrom(state) => of_state(state),
        MoveRefusal::NoTimes => of_state(crate::domain::survey::State::Draft),
        MoveRefusal::DeadlineNotLater => Say::new("extension-not-later"),
        MoveRefusal::TooFar(_) => Say::new("extension-too-far"),
        MoveRefusal::Times(_) => Say::new("survey-refused-times"),
    }
}
