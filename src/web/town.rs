//! A municipality as its visitors meet it: what is remembered of it, handlers get and frames show.

use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest};

use crate::domain::hosts::Hosts;
use crate::domain::ids::MunicipalityId;
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::storage::Conn;
use crate::storage::municipalities::{self, Contact, Municipality};

use super::error::Error;

/// One municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Its id: what every query below is made with.
    pub id: MunicipalityId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: Text,
    /// Whom to call.
    pub contact: Contact,
    /// Where its days begin and end.
    pub zone: Zone,
    /// Whether all its data are made up.
    pub synthetic: bool,
    /// Whether it is the desk of those who run the installation.
    pub is_office: bool,
    /// Whether nobody is served.
    pub is_suspended: bool,
    /// Whose pages its texts may lead to.
    pub linked_hosts: Hosts,
}

impl From<Municipality> for Town {
    fn from(row: Municipality) -> Self {
        Self {
            id: row.id,
            slug: row.slug.to_string(),
            name: row.name,
            contact: row.contact,
            zone: row.time_zone,
            synthetic: row.synthetic,
            is_office: row.is_office,
            is_suspended: row.suspended_at.is_some(),
            linked_hosts: row.linked_hosts,
        }
    }
}

impl Town {
    /// The town with this name in addresses.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn load(conn: &mut Conn, slug: &str) -> Result<Self, Error> {
        let name = Slug::parse(slug).map_err(|_| Error::NotFound)?;
        Ok(municipalities::by_slug(conn, &name).await?.into())
    }

    /// The roles that people who work at it may have.
    #[must_use]
    pub fn roles(&self) -> &'static [Role] {
        municipalities::roles_at(self.is_office)
    }

    /// The town as citizens and the public meet it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is the desk of those who run the installation, [`Error::Suspended`] where nobody is
    /// served.
    pub fn served(self: Arc<Self>) -> Result<Arc<Self>, Error> {
        match (self.is_office, self.is_suspended) {
            (true, _) => Err(Error::NotFound),
            (false, true) => Err(Error::Suspended),
            (false, false) => Ok(self),
        }
    }

    /// Stands in the frame of pages that belong to no town.
    #[must_use]
    pub fn nobody() -> Arc<Self> {
        Arc::new(Self {
            id: MunicipalityId(uuid::Uuid::nil()),
            slug: String::new(),
            name: Text::japanese("広聴 Kocho"),
            contact: Contact {
                division: Text::default(),
                telephone: String::new(),
                hours: Text::default(),
            },
            zone: Zone::TOKYO,
            synthetic: false,
            is_office: false,
            is_suspended: false,
            linked_hosts: Hosts::default(),
        })
    }

    /// The town a request was found to belong to, for pages written after its handler has failed.
    #[must_use]
    pub fn of_request(request: &HttpRequest) -> Option<Arc<Self>> {
        request.extensions().get::<Arc<Self>>().cloned()
    }
}
