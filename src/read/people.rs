//! The members of staff as the administrator sees them: who they are, what they may do, whether they can come in.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::Desk;
use crate::domain::event::people::Held;
use crate::domain::ids::{DivisionId, MunicipalityId, PersonId};
use crate::domain::time::{Day, Timestamp};
use crate::domain::transfer::{Post, Posts};
use crate::storage::divisions::Division;
use crate::storage::people::{self as rows, Person};
use crate::storage::{Conn, QueryResult, clock, credentials, divisions, municipalities, set_ups};

/// A person with what stands around them.
pub struct Employee {
    /// Who.
    pub person: Person,
    /// Their roles, over or not.
    pub roles: Vec<Held>,
    /// What their division is called.
    pub division: Option<String>,
    /// Whether they can come in.
    pub standing: Standing,
}

/// Whether somebody can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They can.
    Member,
    /// They can choose a password until then.
    Invited(Timestamp),
    /// They have none, and no right to choose one.
    Uninvited,
    /// Their last day, or that of their last role, is over.
    Over,
}

/// Everybody of a town, by login name.
pub struct Staffing {
    /// The people.
    pub people: Vec<Employee>,
    /// The divisions, by name.
    pub divisions: Vec<Division>,
    /// The day it is there.
    pub today: Day,
}

/// Everybody.
///
/// # Errors
/// When the database fails.
pub async fn staffing(conn: &mut Conn, desk: Desk) -> QueryResult<Staffing> {
    let town = municipalities::by_id(conn, desk.municipality()).await?;
    let now = clock::now(conn).await?;
    let today = town.time_zone.day(now);
    let divisions = divisions::list(conn, town.id).await?;
    let names: HashMap<DivisionId, &str> = divisions
        .iter()
        .map(|division| (division.id, division.name.as_str()))
        .collect();
    let mut roles: HashMap<PersonId, Vec<Held>> = HashMap::new();
    for (person, role, until) in rows::all_roles(conn, town.id).await? {
        roles.entry(person).or_default().push(Held { role, until });
    }
    let members = rows::with_password(conn, town.id).await?;
    let invited = set_ups::all_waiting(conn, town.id, now).await?;
    let people = rows::list(conn, town.id).await?;
    let employee = |person: Person| {
        let mut roles = roles.remove(&person.id).unwrap_or_default();
        roles.sort();
        let way_in = (members.contains(&person.id), invited.get(&person.id));
        let division = person.division_id.and_then(|id| names.get(&id));
        Employee {
            standing: standing(&person, &roles, today, way_in),
            division: division.map(|name| (*name).to_owned()),
            roles,
            person,
        }
    };
    Ok(Staffing {
        people: people.into_iter().map(employee).collect(),
        divisions,
        today,
    })
}

/// Those who decide over others or for the town today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deciding {
    /// How many they are.
    pub people: usize,
    /// How many of them have a second factor.
    pub secured: usize,
}

/// How many decide, and how many of them have a second factor.
///
/// # Errors
/// When the database fails.
pub async fn deciding(conn: &mut Conn, desk: Desk) -> QueryResult<Deciding> {
    let Staffing { people, today, .. } = staffing(conn, desk).await?;
    let secured = credentials::with_second_factor(conn, desk.municipality()).await?;
    let decides = |held: &Held| held.role.decides() && held.until.is_none_or(|day| day >= today);
    let deciding: Vec<_> = people
        .iter()
        .filter(|one| one.standing != Standing::Over && one.roles.iter().any(decides))
        .collect();
    let has = |one: &&&Employee| secured.contains(&one.person.id);
    Ok(Deciding {
        people: deciding.len(),
        secured: deciding.iter().filter(has).count(),
    })
}

fn standing(
    person: &Person,
    roles: &[Held],
    today: Day,
    (has_password, invited): (bool, Option<&Timestamp>),
) -> Standing {
    let lasts = |until: Option<Day>| until.is_none_or(|until| until >= today);
    if !lasts(person.until) || !roles.iter().any(|held| lasts(held.until)) {
        return Standing::Over;
    }
    match (has_password, invited) {
        (true, _) => Standing::Member,
        (false, Some(until)) => Standing::Invited(*until),
        (false, None) => Standing::Uninvited,
    }
}

/// One of them.
///
/// # Errors
/// `NotFound` when the town has no such person; when the database fails.
pub async fn employee(conn: &mut Conn, desk: Desk, id: PersonId) -> QueryResult<Employee> {
    let mut all = staffing(conn, desk).await?.people;
    all.retain(|employee| employee.person.id == id);
    all.pop().ok_or(diesel::result::Error::NotFound)
}

/// What everybody of a town is there for.
///
/// # Errors
/// When the database fails.
pub async fn posts(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Posts> {
    let mut roles: HashMap<PersonId, Vec<Held>> = HashMap::new();
    for (person, role, until) in rows::all_roles(conn, municipality).await? {
        roles.entry(person).or_default().push(Held { role, until });
    }
    let post = |person: Person| {
        let mut roles = roles.remove(&person.id).unwrap_or_default();
        roles.sort();
        let post = Post {
            division: person.division_id,
            until: person.until,
            roles,
        };
        (person.id, post)
    };
    let people = rows::list(conn, municipality).await?;
    Ok(people.into_iter().map(post).collect())
}

/// Who is meant by a name.
pub enum Meant<'p> {
    /// One person.
    One(&'p Employee),
    /// Nobody here.
    Nobody,
    /// More than one: a login name would say which.
    Several,
}

/// Who of these is meant by what somebody typed: a login name, or a name, whatever its width and blanks.
#[must_use]
pub fn meant<'p>(people: &'p [Employee], typed: &str) -> Meant<'p> {
    let folded = |text: &str| -> String {
        let all = text.nfkc().filter(|c| !c.is_whitespace());
        all.collect::<String>().to_lowercase()
    };
    let wanted = folded(typed);
    let by_login = |one: &&Employee| one.person.login.as_str() == wanted;
    if let Some(one) = people.iter().find(by_login) {
        return Meant::One(one);
    }
    let mut found = people
        .iter()
        .filter(|one| folded(one.person.name.as_str()) == wanted);
    match (found.next(), found.next()) {
        (None, _) => Meant::Nobody,
        (Some(one), None) => Meant::One(one),
        (Some(_), Some(_)) => Meant::Several,
    }
}
