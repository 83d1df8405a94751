//! The search for another town that fits everything published.

use std::collections::BTreeSet;

use super::reader::{Adds, Knowledge, Secret};
use super::solver::{Found, Kind, Known, town};
use super::town::{Answer, Person, is_asked, is_blank, possible};

/// Everybody who could live there, with what each adds to the known numbers.
pub struct Everybody {
    people: Vec<Person>,
    kinds: Vec<Kind>,
    known: Vec<Known>,
}

impl<'t> Knowledge<'t> {
    /// Every person there could be, and what it adds to each number; only numbers that say something new.
    pub fn everybody(&self) -> Everybody {
        let reader = &self.town.reader;
        let mut people = vec![Person::new()];
        for item in reader.items() {
            let longer = people.into_iter().flat_map(|person| {
                let next = match is_asked(reader, item, &person) {
                    true => possible(reader, item, &person),
                    false => vec![Answer::NotAsked],
                };
                next.into_iter().map(move |answer| {
                    let mut person = person.clone();
                    person.push(answer);
                    person
                })
            });
            people = longer.collect();
        }
        people.retain(|person| !is_blank(reader, person));
        let column = |adds: &Adds| -> Kind { people.iter().map(adds).collect() };
        let numbers: BTreeSet<(Kind, u64, u64)> = self
            .facts
            .iter()
            .map(|(_, adds, known)| (column(adds), known.least, known.most))
            .collect();
        let kinds: Vec<Kind> = (0..people.len())
            .map(|at| numbers.iter().map(|(column, ..)| column[at]).collect())
            .collect();
        let known = numbers.iter().map(|(_, least, most)| Known {
            least: *least,
            most: *most,
        });
        Everybody {
            known: known.collect(),
            people,
            kinds,
        }
    }

    /// Whether another town fits in which the secret is another number; none when that is too hard to say.
    pub fn is_kept(&self, secret: &Secret<'t>, all: &Everybody) -> Option<bool> {
        let fits = |kind: &Kind| {
            let mut numbers = kind.iter().zip(&all.known);
            numbers.all(|(adds, known)| *adds <= known.most)
        };
        let people = all.people.iter().zip(&all.kinds);
        let kinds: BTreeSet<Kind> = people
            .filter(|(_, kind)| fits(kind))
            .map(|(person, kind)| {
                let adds = (secret.adds)(person);
                kind.iter().copied().chain([adds]).collect()
            })
            .collect();
        let kinds: Vec<Kind> = kinds.into_iter().collect();
        let more = Known {
            least: secret.value + 1,
            most: u64::MAX / 2,
        };
        let fewer = Known {
            least: 0,
            most: secret.value - 1,
        };
        let mut tired = false;
        for other in [more, fewer] {
            let known: Vec<Known> = all.known.iter().copied().chain([other]).collect();
            match town(&kinds, &known) {
                Found::Town => return Some(true),
                Found::Nothing => {}
                Found::GaveUp => tired = true,
            }
        }
        (!tired).then_some(false)
    }
}
