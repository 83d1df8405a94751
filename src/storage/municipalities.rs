//! Municipalities, the tenants.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

use super::schema::municipalities;
use super::{Conn, QueryResult};
use crate::domain::ids::MunicipalityId;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;

/// Whom a citizen asks about a survey; stands on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The division in charge.
    pub division: Text,
    /// Its telephone number.
    pub telephone: String,
    /// When it answers.
    pub hours: Text,
}

/// A municipality as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = municipalities)]
pub struct Municipality {
    /// The tenant's id.
    pub id: MunicipalityId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: Text,
    /// Whom citizens ask.
    pub contact: Contact,
    /// Where its days begin and end.
    pub time_zone: Zone,
    /// Whether it is a demonstration: everything says 「架空の回答」.
    pub synthetic: bool,
}

/// By its name in addresses.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn by_slug(conn: &mut Conn, slug: &Slug) -> QueryResult<Municipality> {
    Municipality::query()
        .filter(municipalities::slug.eq(slug))
        .first(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn by_id(conn: &mut Conn, id: MunicipalityId) -> QueryResult<Municipality> {
    Municipality::query()
        .filter(municipalities::id.eq(id))
        .first(conn)
        .await
}

/// All of them, by their name in addresses.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<Municipality>> {
    Municipality::query()
        .order(municipalities::slug)
        .load(conn)
        .await
}

/// Stores a new one; a slug in use breaks `municipalities_slug_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, municipality: &Municipality) -> QueryResult<()> {
    diesel::insert_into(municipalities::table)
        .values(municipality)
        .execute(conn)
        .await?;
    Ok(())
}
