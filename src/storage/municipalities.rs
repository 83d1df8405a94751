//! Municipalities, the tenants.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Jsonb, Nullable, Text as SqlText, Timestamptz};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::schema::municipalities;
use super::{Conn, QueryResult};
use crate::domain::hosts::Hosts;
use crate::domain::ids::MunicipalityId;
use crate::domain::role::{OF_A_TOWN, OF_THE_OFFICE, Role};
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::{Timestamp, Zone};

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
    /// Whether it is the desk of those who run the installation, and no municipality for anybody else.
    pub is_office: bool,
    /// Since when nobody is served.
    pub suspended_at: Option<Timestamp>,
    /// Whether administrators and approvers need a second factor.
    pub second_factor: bool,
    /// Whose pages its texts may lead to.
    pub linked_hosts: Hosts,
}

impl Municipality {
    /// One that is served, has nothing made up, and whose deciding people need a second factor.
    #[must_use]
    pub fn new(slug: Slug, name: Text, contact: Contact, time_zone: Zone) -> Self {
        Self {
            id: MunicipalityId(Uuid::now_v7()),
            slug,
            name,
            contact,
            time_zone,
            synthetic: false,
            is_office: false,
            suspended_at: None,
            second_factor: true,
            linked_hosts: Hosts::default(),
        }
    }

    /// Whether people who work at it may have a role.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.roles().contains(&role)
    }

    /// The roles that people who work at it may have.
    #[must_use]
    pub fn roles(&self) -> &'static [Role] {
        roles_at(self.is_office)
    }

    /// Who gives roles in it.
    #[must_use]
    pub fn ruled_by(&self) -> Role {
        match self.is_office {
            true => Role::Operator,
            false => Role::Administrator,
        }
    }
}

/// The roles of a municipality, or of the office.
#[must_use]
pub fn roles_at(is_office: bool) -> &'static [Role] {
    match is_office {
        true => &OF_THE_OFFICE,
        false => &OF_A_TOWN,
    }
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

/// All of them, by their name in addresses, suspended ones too; the desk of those who run the installation is none.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<Municipality>> {
    Municipality::query()
        .filter(municipalities::is_office.eq(false))
        .order(municipalities::slug)
        .load(conn)
        .await
}

/// One as those who run the installation see it: nothing of what is in it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listed {
    /// Its name in addresses.
    #[diesel(sql_type = SqlText)]
    pub slug: Slug,
    /// Its name.
    #[diesel(sql_type = Jsonb)]
    pub name: Text,
    /// Whether it is a demonstration.
    #[diesel(sql_type = Bool)]
    pub synthetic: bool,
    /// Since when there is one.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Timestamp,
    /// Since when nobody is served.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub suspended_at: Option<Timestamp>,
    /// How many members of staff there are whose last day is not over.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// Whether any of them can sign in: a password was chosen.
    #[diesel(sql_type = Bool)]
    pub is_staffed: bool,
    /// How many are found in all.
    #[diesel(sql_type = BigInt)]
    pub found: i64,
}

/// One page of those whose name, in any language or in addresses, has a text in it: so many from so many on.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    text: &str,
    (from, most): (i64, i64),
) -> QueryResult<Vec<Listed>> {
    diesel::sql_query(
        "select m.slug, m.name, m.synthetic, m.created_at, m.suspended_at, count(p.id) as people, \
         coalesce(bool_or(p.password is not null), false) as is_staffed, count(*) over () as found \
         from municipalities m left join people p on p.municipality_id = m.id \
         and (p.until is null or p.until >= (clock_timestamp() at time zone m.time_zone)::date) \
         where not m.is_office and (strpos(m.slug, lower($1)) > 0 or exists (select from jsonb_each_text(m.name) as named \
         where strpos(lower(normalize(named.value, nfkc)), lower($1)) > 0)) \
         group by m.id order by m.slug offset $2 limit $3",
    )
    .bind::<SqlText, _>(text)
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await
}

/// All of them and the desk of those who run the installation: whoever keeps a log.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut Conn) -> QueryResult<Vec<Municipality>> {
    Municipality::query()
        .order(municipalities::slug)
        .load(conn)
        .await
}

/// The desk of those who run the installation; none until it is set up.
///
/// # Errors
/// When the database fails.
pub async fn office(conn: &mut Conn) -> QueryResult<Option<Municipality>> {
    Municipality::query()
        .filter(municipalities::is_office.eq(true))
        .first(conn)
        .await
        .optional()
}

/// Whether a municipality is served from now on; whether it was otherwise before.
///
/// # Errors
/// When the database fails.
pub async fn suspend(
    conn: &mut Conn,
    id: MunicipalityId,
    since: Option<Timestamp>,
) -> QueryResult<bool> {
    let changed = diesel::update(municipalities::table)
        .filter(municipalities::id.eq(id))
        .filter(municipalities::suspended_at.is_null().eq(since.is_some()))
        .set(municipalities::suspended_at.eq(since))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Whether administrators and approvers need a second factor from now on; whether it was otherwise before.
///
/// # Errors
/// When the database fails.
pub async fn set_second_factor(
    conn: &mut Conn,
    id: MunicipalityId,
    is_required: bool,
) -> QueryResult<bool> {
    let changed = diesel::update(municipalities::table)
        .filter(municipalities::id.eq(id))
        .filter(municipalities::second_factor.ne(is_required))
        .set(municipalities::second_factor.eq(is_required))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Locks one until the transaction ends, against others that change it.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn lock(tx: &mut Conn, id: MunicipalityId) -> QueryResult<Municipality> {
    Municipality::query()
        .filter(municipalities::id.eq(id))
        .for_no_key_update()
        .first(tx)
        .await
}

/// Whose pages the texts of one may lead to from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_linked_hosts(
    tx: &mut Conn,
    id: MunicipalityId,
    hosts: &Hosts,
) -> QueryResult<usize> {
    diesel::update(municipalities::table)
        .filter(municipalities::id.eq(id))
        .set(municipalities::linked_hosts.eq(hosts))
        .execute(tx)
        .await
}

/// Stores a new one; a slug in use breaks `municipalities_slug_key`, the office's `municipalities_office_check`.
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
