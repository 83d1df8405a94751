//! What things are called in words, and where they are found.

use crate::domain::actor::Who;
use crate::domain::event::thing::Thing;
use crate::domain::ids::PersonId;
use crate::domain::language::Language;
use crate::domain::permission::Grant;
use crate::domain::slug::Slug;
use crate::domain::time::{Day, Timestamp, Zone};
use crate::read::names::{Name, Names};
use crate::views::say::{Say, Wording};

use super::{Staff, moment, motions, municipalities, surveys, who};

/// How things are told to somebody.
pub(super) struct Told<'a> {
    /// What things are called.
    pub(super) names: &'a Names,
    /// The language they are told in.
    pub(super) language: &'a Language,
    /// The clocks of the town.
    pub(super) zone: Zone,
    /// The town.
    pub(super) town: &'a str,
    /// The day it is told of: things are called what they were called then. None: what they are called now.
    pub(super) of: Option<Day>,
}

impl<'a> Told<'a> {
    /// To somebody at their desk.
    pub(super) fn to<P: Grant>(staff: &'a Staff<P>, names: &'a Names) -> Self {
        Self {
            names,
            language: staff.language(),
            zone: staff.town.zone,
            town: &staff.town.slug,
            of: None,
        }
    }

    /// What happened at a moment.
    pub(super) fn at(&self, at: Timestamp) -> Self {
        Self {
            of: Some(self.zone.day(at)),
            ..*self
        }
    }

    /// A thing by its name.
    pub(super) fn thing(&self, thing: Thing) -> Wording {
        let Some(name) = self.names.of(thing) else {
            return Say::new("thing-gone").into();
        };
        match name {
            Name::Survey { title: text, .. } | Name::Municipality { name: text, .. } => {
                text.get(self.language).into()
            }
            Name::Version { code, number } => Say::new("thing-version")
                .with("code", code.as_str())
                .with("number", number.to_string())
                .into(),
            Name::Report { survey, number } => Say::new("thing-report")
                .with("survey", self.thing(Thing::Survey(*survey)))
                .with("number", number.to_string())
                .into(),
            Name::Plan { name, .. } | Name::Indicator { name, .. } | Name::Text(name) => {
                name.as_str().into()
            }
            Name::Division(called) => match self.of {
                Some(day) => called.on(day).into(),
                None => called.now.as_str().into(),
            },
            Name::Person { login, name } => who::person(name, login).into(),
            Name::Between(of, other) => Say::new("thing-between")
                .with("of", self.person(*of))
                .with("other", self.person(*other))
                .into(),
        }
    }

    /// A member of staff.
    pub(super) fn person(&self, id: PersonId) -> Wording {
        self.thing(Thing::Person(id))
    }

    /// Who did something.
    pub(super) fn who(&self, who: Option<&Who>) -> Say {
        let name = match who {
            Some(Who::Staff(login)) => self.names.of_staff(login),
            _ => None,
        };
        who::said(who, name)
    }

    /// A moment.
    pub(super) fn moment(&self, at: Timestamp) -> Wording {
        moment::said(at, self.zone)
    }

    /// The page about a thing, in no language yet; none where it has none.
    pub(super) fn path(&self, thing: Thing) -> Option<(String, Option<&Slug>)> {
        let town = self.town;
        if let Thing::Motion(id) = thing {
            return Some((motions::address(id), None));
        }
        match self.names.of(thing)? {
            Name::Survey { slug, .. } => Some((surveys::PATH.to_owned(), Some(slug))),
            Name::Report { survey, .. } => match self.names.of(Thing::Survey(*survey))? {
                Name::Survey { slug, .. } => {
                    Some((format!("/{town}/surveys/{slug}/results"), None))
                }
                _ => None,
            },
            Name::Plan { slug, .. } => Some((format!("/{town}/plans/{slug}"), None)),
            Name::Indicator { plan, slug, .. } => {
                Some((format!("/{town}/plans/{plan}/indicators/{slug}"), None))
            }
            Name::Municipality { slug, .. } => Some((municipalities::PATH.to_owned(), Some(slug))),
            Name::Version { .. }
            | Name::Division(_)
            | Name::Person { .. }
            | Name::Text(_)
            | Name::Between(..) => None,
        }
    }
}
