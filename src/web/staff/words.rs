//! What staff read of roles and of how they work: words that several pages share.

use std::borrow::Cow;

use crate::domain::person::NameFault;
use crate::domain::reason::{Reason, ReasonError};
use crate::domain::role::Role;
use crate::domain::session::Place;
use crate::domain::time::Day;
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::page::form::FieldErrors;

/// A role.
#[must_use]
pub fn role(role: Role) -> Say {
    Say::new(match role {
        Role::Administrator => "role-administrator",
        Role::Designer => "role-designer",
        Role::DataEntry => "role-data-entry",
        Role::Editor => "role-editor",
        Role::Approver => "role-approver",
        Role::Viewer => "role-viewer",
        Role::Operator => "role-operator",
    })
}

/// What a role is for, in a sentence.
#[must_use]
pub fn role_hint(role: Role) -> Say {
    Say::new(match role {
        Role::Administrator => "role-hint-administrator",
        Role::Designer => "role-hint-designer",
        Role::DataEntry => "role-hint-data-entry",
        Role::Editor => "role-hint-editor",
        Role::Approver => "role-hint-approver",
        Role::Viewer => "role-hint-viewer",
        Role::Operator => "role-hint-operator",
    })
}

/// The last day of something.
#[must_use]
pub fn until(day: Day) -> Say {
    Say::new("until-day").with("day", Datum::Date(day))
}

/// A place from where somebody works.
#[must_use]
pub fn place(place: Place) -> Say {
    Say::new(match place {
        Place::Here => "place-here",
        Place::Inside => "place-inside",
        Place::Outside => "place-outside",
    })
}

/// Why a name that was typed is none.
#[must_use]
pub fn name_fault(fault: NameFault) -> Say {
    match fault {
        NameFault::Empty => Say::new("error-required-text"),
        NameFault::TooLong { most, found } => Say::new("error-too-long")
            .with("max", most)
            .with("length", found),
        NameFault::Unseen(_) => Say::new("typed-unseen"),
        NameFault::NotOfALogin(c) => {
            Say::new("typed-not-of-a-login").with("character", c.to_string())
        }
    }
}

/// A day as it was typed into a field.
///
/// # Errors
/// That it is none, said there.
pub fn day(field: &'static str, typed: &str) -> Result<Day, FieldErrors> {
    let day = typed.trim().parse();
    day.map_err(|_| FieldErrors::of(field, Say::new("extension-no-day")))
}

/// A reason as it was typed into a field.
///
/// # Errors
/// What is wrong with it, said there.
pub fn reason(field: &'static str, typed: &str) -> Result<Reason, FieldErrors> {
    written(field, typed, "reason-missing")
}

/// What somebody says, as it was typed into a field.
///
/// # Errors
/// What is wrong with it, said there.
pub fn said(field: impl Into<Cow<'static, str>>, typed: &str) -> Result<Reason, FieldErrors> {
    written(field, typed, "said-missing")
}

fn written(
    field: impl Into<Cow<'static, str>>,
    typed: &str,
    missing: &'static str,
) -> Result<Reason, FieldErrors> {
    let wrong = |why| match why {
        ReasonError::Empty => Say::new(missing),
        ReasonError::TooLong { found } => Say::new("error-too-long")
            .with("max", Reason::LONGEST)
            .with("length", found),
        ReasonError::Control(_) => Say::new("typed-unseen"),
    };
    Reason::parse(typed).map_err(|why| FieldErrors::default().and(field, wrong(why)))
}
