//! What things are called: asked for kind by kind and not one by one, for whoever lists what names many.

use std::collections::{BTreeSet, HashMap};

use crate::domain::division::Called;
use crate::domain::event::thing::Thing;
use crate::domain::ids::{MunicipalityId, PersonId, SurveyId};
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::read::Desk;
use crate::storage::{Conn, QueryResult, divisions, names};

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
        /// Its number.
        number: VersionNumber,
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
    /// A municipality.
    Municipality {
        /// Its name in addresses.
        slug: Slug,
        /// Its name.
        name: Text,
    },
    /// A division: what it is called depends on the day.
    Division(Called),
    /// Why something was moved: known by this text.
    Text(String),
    /// What one person does for another: in whose place or whose roles, and who.
    Between(PersonId, PersonId),
}

impl Names {
    /// The names of these things, and of members of staff by login. First what leads to other things, then those.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_all(
        conn: &mut Conn,
        municipality: MunicipalityId,
        mut wanted: BTreeSet<Thing>,
        logins: BTreeSet<String>,
    ) -> QueryResult<Self> {
        let mut names = Self::default();
        leading(conn, municipality, &mut wanted, &mut names).await?;
        of_surveys(conn, municipality, &wanted, &mut names).await?;
        of_plans(conn, municipality, &wanted, &mut names).await?;
        of_people(conn, municipality, (&wanted, logins), &mut names).await?;
        of_municipalities(conn, &wanted, &mut names).await?;
        Ok(names)
    }

    /// These and those.
    pub fn extend(&mut self, others: Self) {
        self.things.extend(others.things);
        self.staff.extend(others.staff);
    }

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

/// The names of members of staff, by login.
///
/// # Errors
/// When the database fails.
pub async fn of_staff(conn: &mut Conn, desk: Desk, logins: BTreeSet<String>) -> QueryResult<Names> {
    Names::of_all(conn, desk.municipality(), BTreeSet::new(), logins).await
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

/// People by their ids and by what they type to sign in; divisions and motions.
async fn of_people(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (wanted, logins): (&BTreeSet<Thing>, BTreeSet<String>),
    names: &mut Names,
) -> QueryResult<()> {
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
        for (id, called) in divisions::called(conn, municipality, Some(&ids)).await? {
            let name = Name::Division(called);
            names.things.insert(Thing::Division(id), name);
        }
    }
    let ids = ids!(wanted, Thing::Motion);
    if !ids.is_empty() {
        for (id, reason) in names::motions(conn, municipality, &ids).await? {
            names.things.insert(Thing::Motion(id), Name::Text(reason));
        }
    }
    Ok(())
}

/// What the office's entries are about.
async fn of_municipalities(
    conn: &mut Conn,
    wanted: &BTreeSet<Thing>,
    names: &mut Names,
) -> QueryResult<()> {
    let ids = ids!(wanted, Thing::Municipality);
    if !ids.is_empty() {
        for (id, slug, name) in names::municipalities(conn, &ids).await? {
            let name = Name::Municipality { slug, name };
            names.things.insert(Thing::Municipality(id), name);
        }
    }
    Ok(())
}
