//! Why something could not be moved or decided, in words.

use crate::domain::motion::NotSecond;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::form::FieldErrors;
use crate::web::staff::surveys::moving;
use crate::workflows::deciding::MotionError;
use crate::workflows::lifecycle::MoveError;
use crate::workflows::publishing::PublishError;

/// What is said, at the field it is about.
///
/// # Errors
/// Where no rule refused it: the database fails, or there is no such motion.
pub(super) fn said(why: MotionError) -> Result<FieldErrors, Error> {
    let (field, key) = match why {
        MotionError::Waiting => ("submit", "motion-refused-waiting"),
        MotionError::Settled => ("submit", "motion-refused-settled"),
        MotionError::NotSecond(NotSecond::Mover) => ("submit", "motion-refused-mover"),
        MotionError::NotSecond(NotSecond::DeputyOfMover) => ("submit", "motion-refused-deputy"),
        MotionError::NotSecond(NotSecond::NoRole) => ("submit", "motion-refused-role"),
        MotionError::NotMover => ("submit", "motion-refused-other"),
        MotionError::Publish(PublishError::Refused(_)) => ("submit", "motion-refused-figures"),
        MotionError::Publish(PublishError::TooClose(_)) => ("submit", "motion-refused-close"),
        MotionError::Publish(PublishError::NoDecision) => ("decision", "error-required-text"),
        MotionError::Move(MoveError::Approved) => ("submit", "motion-refused-approved"),
        MotionError::Move(MoveError::Refused(refusal)) => {
            return Ok(FieldErrors::of("submit", moving::refusal_said(refusal)));
        }
        MotionError::Database(error) => return Err(error.into()),
        fault @ (MotionError::Reason(_) | MotionError::Publish(_) | MotionError::Move(_)) => {
            return Err(Error::fault(fault));
        }
    };
    Ok(FieldErrors::of(field, Say::new(key)))
}
