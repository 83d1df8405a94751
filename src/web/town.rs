//! A municipality as its visitors meet it: what is remembered of it, handlers get and frames show.

use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest};

use crate::domain::ids::MunicipalityId;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::domain::time::Zone;
use crate::storage::Conn;
use crate::storage::municipalities::{self, Contact};

use super::error::Error;

/// One municipality.
#[derive(Debug, Clone)]
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
}

impl Town {
    /// The town with this name in addresses.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn load(conn: &mut Conn, slug: &str) -> Result<Self, Error> {
        let name = Slug::parse(slug).map_err(|_| Error::NotFound)?;
        let row = municipalities::by_slug(conn, &name).await?;
        Ok(Self {
            id: row.id,
            slug: slug.to_owned(),
            name: row.name,
            contact: row.contact,
            zone: row.time_zone,
            synthetic: row.synthetic,
        })
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
        })
    }

    /// The town a request was found to belong to, for pages written after its handler has failed.
    #[must_use]
    pub fn of_request(request: &HttpRequest) -> Option<Arc<Self>> {
        request.extensions().get::<Arc<Self>>().cloned()
    }
}
