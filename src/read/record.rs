//! The log of a town as its staff read it: entries, and the names of what they are about, asked for kind by kind and not
//! entry by entry.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::Desk;
use crate::domain::actor::Who;
use crate::domain::event::Event;
use crate::domain::event::thing::Thing;
use crate::domain::ids::{MunicipalityId, PersonId, SurveyId};
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;
use crate::storage::audit::Entry;
use crate::storage::audit::searching::{self, Place, Search};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, names};

/// So many entries stand on a page.
pub const ON_A_PAGE: i64 = 50;

/// At most so many entries are written into a file.
pub const IN_A_FILE: i64 = 10_000;

/// Entries, newest first.
pub struct Record {
    /// Those asked for.
    pub entries: Vec<Written>,
    /// What they name.
    pub names: Names,
    /// Whether there are newer ones of the kind.
    pub has_newer: bool,
    /// Whether there are older ones of the kind.
    pub has_older: bool,
}

/// An entry as it is read.
pub struct Written {
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who; none where another release wrote what this one does not know.
    pub who: Option<Who>,
    /// What; none likewise.
    pub event: Option<Event>,
    /// What, as it is stored.
    pub document: Value,
}

/// What things are called.
#[derive(Default)]
pub struct Names {
    things: HashMap<Thing, Name>,
    staff: HashMap<String, String>,
}

/// What one thing is called, and where it is found.
pub enum Name {
    /// A survey.
    Survey {
        /// Its name in addresses.
        slug: Slug,
        /// What citizens read.
        title: Text,
    },
    /// A version of a questionnaire.
    Version {
        /// The code of the questionnaire.
        code: String,
        /// 1, 2, 3 …
        number: i32,
    },
    /// A report.
    Report {
        /// Of which survey.
        survey: SurveyId,
        /// 1, 2, 3 …
        number: i32,
    },
    /// A plan.
    Plan {
        /// Its name in addresses.
        slug: Slug,
        /// As printed.
        name: String,
    },
    /// An indicator.
    Indicator {
        /// The name of its plan in addresses.
        plan: Slug,
        /// Its own.
        slug: Slug,
        /// As printed.
        name: String,
    },
    /// A member of staff.
    Person {
        /// What they type to sign in.
        login: String,
        /// Their name.
        name: String,
    },
    /// A division, or why something was proposed: known by this text.
    Text(String),
    /// What one person does for another: in whose place or whose roles, and who.
    Between(PersonId, PersonId),
}

impl Names {
    /// What a thing is called; none where it is not there any more.
    #[must_use]
    pub fn of(&self, thing: Thing) -> Option<&Name> {
        self.things.get(&thing)
    }

    /// The name of a member of staff, by login.
    #[must_use]
    pub fn of_staff(&self, login: &str) -> Option<&str> {
        self.staff.get(login).map(String::as_str)
    }
}

impl Written {
    fn of(entry: Entry) -> Self {
        Self {
            number: entry.number,
            at: entry.at,
            who: serde_json::from_value(entry.who).ok(),
            event: serde_json::from_value(entry.event.clone()).ok(),
            document: entry.event,
        }
    }

    /// The word of what was done, whatever release wrote it.
    #[must_use]
    pub fn word(&self) -> &str {
        let word = self.document.get("event").and_then(Value::as_str);
        word.unwrap_or_default()
    }
}

/// The entries a search finds from a place on, so many at most.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    desk: Desk,
    wanted: &Search,
    from: Place,
    most: i64,
) -> QueryResult<Record> {
    let municipality = desk.municipality();
    let mut found = searching::search(conn, municipality, wanted, from, most + 1).await?;
    let has_more = i64::try_from(found.len()).is_ok_and(|count| count > most);
    let is_upwards = matches!(from, Place::After(_));
    match (has_more, is_upwards) {
        (true, true) => drop(found.remove(0)),
        (true, false) => drop(found.pop()),
        (false, _) => {}
    }
    let entries: Vec<Written> = found.into_iter().map(Written::of).collect();
    Ok(Record {
        names: named(conn, municipality, &entries).await?,
        entries,
        has_newer: (is_upwards && has_more) || matches!(from, Place::Before(_)),
        has_older: is_upwards || has_more,
    })
}

/// The surveys that a search can be narrowed to.
///
/// # Errors
/// When the database fails.
pub async fn surveys_of(conn: &mut Conn, desk: Desk) -> QueryResult<Vec<Survey>> {
    surveys::list(conn, desk.municipality()).await
}

/// The ids by which entries are of a survey: its own and those of its reports.
///
/// # Errors
/// When the database fails.
pub async fn ids_of(conn: &mut Conn, desk: Desk, survey: SurveyId) -> QueryResult<Vec<String>> {
    let reports = names::reports_of(conn, desk.municipality(), survey).await?;
    let reports = reports.iter().map(ToString::to_string);
    Ok(std::iter::once(survey.to_string()).chain(reports).collect())
}

/// The names of everything the entries name. First what leads to other things, then those.
async fn named(
    conn: &mut Conn,
    municipality: MunicipalityId,
    entries: &[Written],
) -> QueryResult<Names> {
    let events = entries.iter().filter_map(|entry| entry.event.as_ref());
    let mentioned = events.flat_map(|event| event.about().into_iter().chain(event.beside()));
    let mut wanted: BTreeSet<Thing> = mentioned.collect();
    let mut names = Names::default();
    leading(conn, municipality, &mut wanted, &mut names).await?;
    of_surveys(conn, municipality, &wanted, &mut names).await?;
    of_plans(conn, municipality, &wanted, &mut names).await?;
    of_people(conn, municipality, (&wanted, entries), &mut names).await?;
    Ok(names)
}

/// The ids of one kind among things.
macro_rules! ids {
    ($things:expr, $kind:path) => {{
        let ids = $things.iter().filter_map(|thing| match thing {
            $kind(id) => Some(*id),
            _ => None,
        });
        ids.collect::<Vec<_>>()
    }};
}

/// Reports lead to surveys, deputies and moves to people.
async fn leading(
    conn: &mut Conn,
    municipality: MunicipalityId,
    wanted: &mut BTreeSet<Thing>,
    names: &mut Names,
) -> QueryResult<()> {
    let ids = ids!(wanted, Thing::Report);
    if !ids.is_empty() {
        for (id, survey, number) in names::reports(conn, municipality, &ids).await? {
            wanted.insert(Thing::Survey(survey));
            let name = Name::Report { survey, number };
            names.things.insert(Thing::Report(id), name);
        }
    }
    let mut between = Vec::new();
    let ids = ids!(wanted, Thing::Deputy);
    if !ids.is_empty() {
        let rows = names::deputies(conn, municipality, &ids).await?;
        between.extend(rows.into_iter().map(|(id, a, b)| (Thing::Deputy(id), a, b)));
    }
    let ids = ids!(wanted, Thing::Transfer);
    if !ids.is_empty() {
        let rows = names::transfers(conn, municipality, &ids).await?;
        let rows = rows.into_iter();
        between.extend(rows.map(|(id, a, b)| (Thing::Transfer(id), a, b)));
    }
    for (thing, of, other) in between {
        wanted.extend([Thing::Person(of), Thing::Person(other)]);
        names.things.insert(thing, Name::Between(of, other));
    }
    Ok(())
}

async fn of_surveys(
    conn: &mut Conn,
    municipality: MunicipalityId,
    wanted: &BTreeSet<Thing>,
    names: &mut Names,
) -> QueryResult<()> {
    let ids = ids!(wanted, Thing::Survey);
    if !ids.is_empty() {
        for (id, slug, title) in names::surveys(conn, municipality, &ids).await? {
            let name = Name::Survey { slug, title };
            names.things.insert(Thing::Survey(id), name);
        }
    }
    let ids = ids!(wanted, Thing::Version);
    if !ids.is_empty() {
        for (id, code, number) in names::versions(conn, municipality, &ids).await? {
            let name = Name::Version { code, number };
            names.things.insert(Thing::Version(id), name);
        }
    }
    Ok(())
}

async fn of_plans(
    conn: &mut Conn,
    municipality: MunicipalityId,
    wanted: &BTreeSet<Thing>,
    names: &mut Names,
) -> QueryResult<()> {
    let ids = ids!(wanted, Thing::Plan);
    if !ids.is_empty() {
        for (id, slug, heading) in names::plans(conn, municipality, &ids).await? {
            let name = heading.name;
            names
                .things
                .insert(Thing::Plan(id), Name::Plan { slug, name });
        }
    }
    let ids = ids!(wanted, Thing::Indicator);
    if !ids.is_empty() {
        for (id, plan, slug, name) in names::indicators(conn, municipality, &ids).await? {
            let name = Name::Indicator { plan, slug, name };
            names.things.insert(Thing::Indicator(id), name);
        }
    }
    Ok(())
}

/// Those who acted, and those who are named.
async fn of_people(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (wanted, entries): (&BTreeSet<Thing>, &[Written]),
    names: &mut Names,
) -> QueryResult<()> {
    let logins = entries.iter().filter_map(|entry| match &entry.who {
        Some(Who::Staff(login)) => Some(login.clone()),
        _ => None,
    });
    let logins: BTreeSet<String> = logins.collect();
    let logins: Vec<String> = logins.into_iter().collect();
    let ids = ids!(wanted, Thing::Person);
    if !ids.is_empty() || !logins.is_empty() {
        for (id, login, name) in names::people(conn, municipality, &ids, &logins).await? {
            names.staff.insert(login.clone(), name.clone());
            let name = Name::Person { login, name };
            names.things.insert(Thing::Person(id), name);
        }
    }
    let ids = ids!(wanted, Thing::Division);
    if !ids.is_empty() {
        for (id, name) in names::divisions(conn, municipality, &ids).await? {
            names.things.insert(Thing::Division(id), Name::Text(name));
        }
    }
    let ids = ids!(wanted, Thing::Proposal);
    if !ids.is_empty() {
        for (id, reason) in names::proposals(conn, municipality, &ids).await? {
            names.things.insert(Thing::Proposal(id), Name::Text(reason));
        }
    }
    Ok(())
}
