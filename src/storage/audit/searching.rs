//! Searching the log of a municipality: its entries, newest first, narrowed down.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel_async::RunQueryDsl;

use super::Entry;
use crate::domain::event::noun::Noun;
use crate::domain::ids::MunicipalityId;
use crate::domain::time::Timestamp;
use crate::storage::schema::audit;
use crate::storage::{Conn, QueryResult};

/// What entries are wanted. Nothing said: all.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The login of who did it.
    pub login: Option<String>,
    /// What it is about.
    pub noun: Option<Noun>,
    /// The ids of a survey and of its reports.
    pub of_survey: Option<Vec<String>>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// Where in the log one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At its end.
    Newest,
    /// At what is older than an entry.
    Before(i64),
    /// At what follows an entry.
    After(i64),
}

/// So many entries from a place on, the newest first: by their time, and where that is the same by their number. Each
/// condition is one an index knows (`audit_by` and its sisters).
///
/// # Errors
/// When the database fails.
pub async fn search(
    conn: &mut Conn,
    municipality: MunicipalityId,
    wanted: &Search,
    from: Place,
    limit: i64,
) -> QueryResult<Vec<Entry>> {
    let at = written_at(conn, municipality, from).await?;
    let of = Entry::query().filter(audit::municipality_id.eq(municipality));
    let entries = matching(of.into_boxed(), wanted);
    let entries = match (from, at) {
        (Place::After(number), Some(at)) => {
            let next = entries
                .filter(audit::at.ge(at))
                .filter(audit::at.gt(at).or(audit::number.gt(number)))
                .order((audit::at, audit::number))
                .limit(limit);
            let mut next: Vec<Entry> = next.load(conn).await?;
            next.reverse();
            return Ok(next);
        }
        (Place::Before(number), Some(at)) => entries
            .filter(audit::at.le(at))
            .filter(audit::at.lt(at).or(audit::number.lt(number))),
        (_, _) => entries,
    };
    let newest = entries.order((audit::at.desc(), audit::number.desc()));
    newest.limit(limit).load(conn).await
}

/// When the entry was written that one stands at; none at the end of the log, and where there is no such entry.
async fn written_at(
    conn: &mut Conn,
    municipality: MunicipalityId,
    from: Place,
) -> QueryResult<Option<Timestamp>> {
    let (Place::Before(number) | Place::After(number)) = from else {
        return Ok(None);
    };
    let at = audit::table
        .filter(audit::municipality_id.eq(municipality))
        .filter(audit::number.eq(number))
        .select(audit::at);
    at.first(conn).await.optional()
}

type Matching<'a> =
    audit::BoxedQuery<'a, Pg, diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<Entry, Pg>>>;

fn matching<'a>(mut entries: Matching<'a>, wanted: &'a Search) -> Matching<'a> {
    if let Some(login) = &wanted.login {
        let by = sql::<Nullable<Text>>("coalesce(who ->> 'staff', who ->> 'operator')");
        entries = entries.filter(by.eq(login));
    }
    if let Some(noun) = wanted.noun {
        let what = sql::<Nullable<Text>>("event ->> 'event'");
        entries = entries.filter(what.eq_any(noun.entries()));
    }
    if let Some(ids) = &wanted.of_survey {
        let of = sql::<Nullable<Text>>("coalesce(event ->> 'survey', event ->> 'report')");
        entries = entries.filter(of.eq_any(ids));
    }
    if let Some(from) = wanted.from {
        entries = entries.filter(audit::at.ge(from));
    }
    if let Some(until) = wanted.until {
        entries = entries.filter(audit::at.lt(until));
    }
    entries
}
