//! What somebody has typed into a form and not sent yet: theirs alone. It is no change of anything, so the log does not
//! name it; sending the form is.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::clock::clock_timestamp;
use super::schema::kept_forms;
use super::{Conn, QueryResult};
use crate::domain::ids::MunicipalityId;
use crate::domain::time::Timestamp;

/// What was typed, by the names of the fields.
pub type Typed = BTreeMap<String, String>;

/// A form as it was kept.
#[derive(Debug, Clone, Queryable)]
pub struct KeptForm {
    /// What was typed.
    fields: serde_json::Value,
    /// Counts how often it was kept.
    pub version: i32,
    /// When it was kept last.
    pub kept_at: Timestamp,
}

impl KeptForm {
    /// What was typed.
    #[must_use]
    pub fn typed(&self) -> Typed {
        serde_json::from_value(self.fields.clone()).unwrap_or_default()
    }
}

/// What is kept of a form; none where nothing is.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (person, form): (&str, &str),
) -> QueryResult<Option<KeptForm>> {
    kept_forms::table
        .filter(kept_forms::municipality_id.eq(municipality))
        .filter(kept_forms::person.eq(person))
        .filter(kept_forms::form.eq(form))
        .select((kept_forms::fields, kept_forms::version, kept_forms::kept_at))
        .first(conn)
        .await
        .optional()
}

/// Keeps what is typed in place of version `seen`, 0 for none: its new version and time; none where another window has
/// kept something since.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (person, form): (&str, &str),
    (typed, seen): (&Typed, i32),
) -> QueryResult<Option<(i32, Timestamp)>> {
    let fields = serde_json::json!(typed);
    let kept = (kept_forms::version, kept_forms::kept_at);
    if seen == 0 {
        return diesel::insert_into(kept_forms::table)
            .values((
                kept_forms::municipality_id.eq(municipality),
                kept_forms::person.eq(person),
                kept_forms::form.eq(form),
                kept_forms::fields.eq(fields),
            ))
            .on_conflict_do_nothing()
            .returning(kept)
            .get_result(conn)
            .await
            .optional();
    }
    diesel::update(kept_forms::table)
        .filter(kept_forms::municipality_id.eq(municipality))
        .filter(kept_forms::person.eq(person))
        .filter(kept_forms::form.eq(form))
        .filter(kept_forms::version.eq(seen))
        .set((
            kept_forms::fields.eq(fields),
            kept_forms::version.eq(kept_forms::version + 1),
            kept_forms::kept_at.eq(clock_timestamp()),
        ))
        .returning(kept)
        .get_result(conn)
        .await
        .optional()
}

/// Nothing is kept of a form any more: it was sent, or thrown away.
///
/// # Errors
/// When the database fails.
pub async fn forget(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (person, form): (&str, &str),
) -> QueryResult<()> {
    diesel::delete(kept_forms::table)
        .filter(kept_forms::municipality_id.eq(municipality))
        .filter(kept_forms::person.eq(person))
        .filter(kept_forms::form.eq(form))
        .execute(conn)
        .await?;
    Ok(())
}
