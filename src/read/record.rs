//! The log of a town as its staff read it: entries, and the names of what they are about, asked for kind by kind and not
//! entry by entry.

use serde_json::Value;

use super::Desk;
use super::names::Names;
use crate::domain::actor::Who;
use crate::domain::event::Event;
use crate::domain::ids::{MunicipalityId, SurveyId};
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

/// The names of everything the entries name.
async fn named(
    conn: &mut Conn,
    municipality: MunicipalityId,
    entries: &[Written],
) -> QueryResult<Names> {
    let events = entries.iter().filter_map(|entry| entry.event.as_ref());
    let mentioned = events.flat_map(|event| event.about().into_iter().chain(event.beside()));
    let logins = entries.iter().filter_map(|entry| match &entry.who {
        Some(Who::Staff(login)) => Some(login.clone()),
        _ => None,
    });
    Names::of_all(conn, municipality, mentioned.collect(), logins.collect()).await
}
