//! What is typed of a person: who they are, and which roles they have until when.

use serde::Deserialize;
use validator::Validate;

use crate::domain::event::people::{Held, Profile};
use crate::domain::ids::DivisionId;
use crate::domain::person::{Login, Name, NameFault};
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::read::people::Employee;
use crate::storage::divisions::Division;
use crate::views::say::Say;
use crate::web::page::form::{FieldErrors, FormView};

/// The form. Roles are boxes, each with a day: of those that can be had at the desk, which only are offered.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    login: String,
    name: String,
    #[validate(length(max = 254))]
    email: String,
    division: String,
    until: String,
    #[serde(default)]
    administrator: String,
    #[serde(default)]
    administrator_until: String,
    #[serde(default)]
    designer: String,
    #[serde(default)]
    designer_until: String,
    #[serde(default)]
    data_entry: String,
    #[serde(default)]
    data_entry_until: String,
    #[serde(default)]
    editor: String,
    #[serde(default)]
    editor_until: String,
    #[serde(default)]
    approver: String,
    #[serde(default)]
    approver_until: String,
    #[serde(default)]
    viewer: String,
    #[serde(default)]
    viewer_until: String,
    #[serde(default)]
    operator: String,
    #[serde(default)]
    operator_until: String,
    /// Of the person the form was made from.
    #[serde(default)]
    pub version: String,
}

impl Fields {
    /// What was understood. `first`: the first role that is offered, where it is said that none was chosen.
    ///
    /// # Errors
    /// What is said at the fields.
    pub fn profile(&self, divisions: &[Division], first: Role) -> Result<Profile, FieldErrors> {
        let mut wrong = FieldErrors::default();
        let login = said(Login::parse(&self.login), "login", &mut wrong);
        let name = said(Name::parse(&self.name), "name", &mut wrong);
        let email = said(email(&self.email), "email", &mut wrong);
        let until = said(day(&self.until), "until", &mut wrong);
        let mut roles = Vec::new();
        for (role, typed, field, last) in self.roles() {
            if !typed.is_empty() {
                let until = said(day(last), field, &mut wrong).flatten();
                roles.push(Held { role, until });
            }
        }
        if roles.is_empty() {
            wrong = wrong.and(first.word(), Say::new("person-no-role"));
        }
        match (login, name, email, until) {
            (Some(login), Some(name), Some(email), Some(until)) if wrong.is_empty() => {
                Ok(Profile {
                    login,
                    name,
                    email,
                    division: self.division(divisions),
                    until,
                    roles,
                })
            }
            _ => Err(wrong),
        }
    }

    /// Each role with its box, the name of its day, and its day.
    fn roles(&self) -> [(Role, &str, &'static str, &str); 7] {
        let of = |role| match role {
            Role::Administrator => (
                &self.administrator,
                "administrator_until",
                &self.administrator_until,
            ),
            Role::Designer => (&self.designer, "designer_until", &self.designer_until),
            Role::DataEntry => (&self.data_entry, "data_entry_until", &self.data_entry_until),
            Role::Editor => (&self.editor, "editor_until", &self.editor_until),
            Role::Approver => (&self.approver, "approver_until", &self.approver_until),
            Role::Viewer => (&self.viewer, "viewer_until", &self.viewer_until),
            Role::Operator => (&self.operator, "operator_until", &self.operator_until),
        };
        Role::ALL.map(|role| {
            let (typed, field, last) = of(role);
            (role, typed.as_str(), field, last.as_str())
        })
    }

    /// One of ours; whatever else was sent is none.
    fn division(&self, divisions: &[Division]) -> Option<DivisionId> {
        let mut all = divisions.iter();
        let found = all.find(|division| division.id.to_string() == self.division);
        found.map(|division| division.id)
    }
}

/// The form of somebody who is there.
#[must_use]
pub fn filled(employee: &Employee) -> FormView {
    let person = &employee.person;
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let division = person.division_id.map(|id| id.to_string());
    let mut fields = vec![
        ("login".to_owned(), person.login.to_string()),
        ("name".to_owned(), person.name.to_string()),
        ("email".to_owned(), person.email.clone().unwrap_or_default()),
        ("division".to_owned(), division.unwrap_or_default()),
        ("until".to_owned(), day(person.until)),
        ("version".to_owned(), person.version.to_string()),
    ];
    for held in &employee.roles {
        let word = held.role.word();
        fields.push((word.to_owned(), "on".to_owned()));
        fields.push((format!("{word}_until"), day(held.until)));
    }
    FormView::new(fields, FieldErrors::default())
}

fn said<T, E: Into<Say>>(
    read: Result<T, E>,
    field: &'static str,
    wrong: &mut FieldErrors,
) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(why) => {
            *wrong = std::mem::take(wrong).and(field, why.into());
            None
        }
    }
}

impl From<NameFault> for Say {
    fn from(fault: NameFault) -> Self {
        match fault {
            NameFault::Empty => Self::new("error-required-text"),
            NameFault::TooLong { most, found } => Self::new("error-too-long")
                .with("max", most)
                .with("length", found),
            NameFault::Unseen(_) => Self::new("name-unseen"),
            NameFault::NotOfALogin(c) => {
                Self::new("login-character").with("character", c.to_string())
            }
        }
    }
}

/// An e-mail address, or nothing.
///
/// # Errors
/// What is said at its field.
pub fn email(typed: &str) -> Result<Option<String>, Say> {
    let typed = typed.trim();
    let is_address = || typed.parse::<lettre::Address>().is_ok();
    match typed {
        "" => Ok(None),
        _ if is_address() => Ok(Some(typed.to_owned())),
        _ => Err(Say::new("person-email-none")),
    }
}

fn day(typed: &str) -> Result<Option<Day>, Say> {
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse() {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(Say::new("extension-no-day")),
        },
    }
}
