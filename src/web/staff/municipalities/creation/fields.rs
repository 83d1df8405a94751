//! What is typed of a new municipality and of the first person who works there.

use serde::Deserialize;
use validator::Validate;

use crate::domain::event::people::{Held, Profile, Way};
use crate::domain::language::Language;
use crate::domain::person::{Login, Name};
use crate::domain::role::Role;
use crate::domain::slug::{Slug, SlugError};
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::storage::municipalities::{Contact, Municipality};
use crate::views::say::Say;
use crate::web::page::form::FieldErrors;
use crate::web::staff::people::email;
use crate::web::staff::words;

/// The fields that stand empty at first.
pub(super) const BLANK: [&str; 9] = [
    "slug",
    "name",
    "name_en",
    "division",
    "telephone",
    "hours",
    "login",
    "person",
    "email",
];

/// The form.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    slug: String,
    name: String,
    name_en: String,
    division: String,
    telephone: String,
    hours: String,
    time_zone: String,
    login: String,
    person: String,
    /// Where the first person's letter goes, where one is written.
    #[validate(length(max = 254))]
    email: String,
    way: String,
}

/// What was understood.
pub(super) struct New {
    /// The municipality.
    pub town: Municipality,
    /// The first person.
    pub profile: Profile,
}

impl Fields {
    /// How the code is handed over; none for what our page does not offer: a letter, where none can be sent.
    pub(super) fn way(&self, has_mail: bool) -> Option<Way> {
        Way::from_word(&self.way).filter(|way| has_mail || *way != Way::Letter)
    }

    /// Where the first person is written to: they must be reached where their code is in the letter.
    fn address(&self) -> Result<Option<String>, Say> {
        match email(&self.email)? {
            None if self.way == Way::Letter.word() => Err(Say::new("creation-email-missing")),
            address => Ok(address),
        }
    }

    /// What was understood.
    ///
    /// # Errors
    /// What is said at the fields.
    pub(super) fn read(&self) -> Result<New, FieldErrors> {
        let mut wrong = FieldErrors::default();
        let mut name = |field: &'static str, typed: &str| {
            said(
                Name::parse(typed).map_err(words::name_fault),
                field,
                &mut wrong,
            )
        };
        let names = (name("name", &self.name), self.english(&mut name));
        let contact = (
            name("division", &self.division),
            name("telephone", &self.telephone),
            name("hours", &self.hours),
        );
        let person = name("person", &self.person);
        let slug = said(slug(&self.slug), "slug", &mut wrong);
        let zone = said(zone(&self.time_zone), "time_zone", &mut wrong);
        let login = Login::parse(&self.login).map_err(words::name_fault);
        let login = said(login, "login", &mut wrong);
        let email = said(self.address(), "email", &mut wrong);
        let ((Some(ja), Some(en)), (Some(division), Some(telephone), Some(hours))) =
            (names, contact)
        else {
            return Err(wrong);
        };
        let first = (person, login, email);
        let ((Some(person), Some(login), Some(email)), Some(slug), Some(zone)) =
            (first, slug, zone)
        else {
            return Err(wrong);
        };
        let contact = Contact {
            division: Text::japanese(division.as_str()),
            telephone: telephone.into(),
            hours: Text::japanese(hours.as_str()),
        };
        Ok(New {
            town: Municipality::new(slug, named(ja, en), contact, zone),
            profile: first_profile(login, person, email),
        })
    }

    /// The English name, which may be left out.
    fn english(
        &self,
        name: &mut impl FnMut(&'static str, &str) -> Option<Name>,
    ) -> Option<Option<Name>> {
        match self.name_en.trim() {
            "" => Some(None),
            typed => name("name_en", typed).map(Some),
        }
    }
}

fn named(ja: Name, en: Option<Name>) -> Text {
    let english = en.map(|name| (Language::english(), name));
    let names = std::iter::once((Language::japanese(), ja)).chain(english);
    names
        .map(|(language, name)| (language, name.into()))
        .collect()
}

/// Whoever works there first gives everybody else their roles.
fn first_profile(login: Login, name: Name, email: Option<String>) -> Profile {
    let administrator = Held {
        role: Role::Administrator,
        until: None,
    };
    Profile {
        login,
        name,
        email,
        division: None,
        until: None,
        roles: vec![administrator],
    }
}

fn slug(typed: &str) -> Result<Slug, Say> {
    Slug::parse(typed.trim()).map_err(|why| {
        Say::new(match why {
            SlugError::Shape => "slug-shape",
            SlugError::Reserved => "slug-reserved",
        })
    })
}

fn zone(typed: &str) -> Result<Zone, Say> {
    Zone::parse(typed.trim()).map_err(|_| Say::new("time-zone-unknown"))
}

/// What was read; where it was not, why is said at its field.
fn said<T>(read: Result<T, Say>, field: &'static str, wrong: &mut FieldErrors) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(say) => {
            *wrong = std::mem::take(wrong).and(field, say);
            None
        }
    }
}
