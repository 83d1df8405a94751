//! A field in which somebody is named: who is offered there, and who is meant by what was typed.

use serde::Serialize;

use crate::read::people::{Employee, Meant, Staffing, meant};
use crate::views::say::Say;
use crate::web::page::form::FieldErrors;

/// Somebody who is offered by the browser while one types.
#[derive(Serialize)]
pub struct Offered {
    login: String,
    name: String,
    division: Option<String>,
}

/// Everybody who has not left.
#[must_use]
pub fn offered(staffing: &Staffing) -> Vec<Offered> {
    let today = staffing.today;
    let is_here = |one: &&Employee| one.person.until.is_none_or(|until| until >= today);
    let offer = |one: &Employee| Offered {
        login: one.person.login.to_string(),
        name: one.person.name.to_string(),
        division: one.division.clone(),
    };
    staffing.people.iter().filter(is_here).map(offer).collect()
}

/// Who is meant.
///
/// # Errors
/// What is said at the field.
pub fn person<'p>(
    field: &'static str,
    typed: &str,
    people: &'p [Employee],
) -> Result<&'p Employee, FieldErrors> {
    let wrong = |key| Err(FieldErrors::of(field, Say::new(key)));
    match meant(people, typed) {
        _ if typed.trim().is_empty() => wrong("error-required-text"),
        Meant::One(one) => Ok(one),
        Meant::Nobody => wrong("person-unknown"),
        Meant::Several => wrong("person-several"),
    }
}
