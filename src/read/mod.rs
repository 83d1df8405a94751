//! What is put together from several tables to be shown. Changes nothing.
//!
//! Who looks is a type, made where a request comes in, and what it may see is what it can be asked for: [`Public`] is
//! given published values and releases. Of reports, which hold small numbers (M-12), it has no way to ask. What only
//! staff see asks for the [`Desk`] they sit at.
//!
//! What belongs here: one function for each thing a page shows, over a connection. What does not: words, addresses.

pub mod bank;
pub mod comments;
pub mod deputies;
pub mod fed;
pub mod health;
pub mod indicator;
pub mod inquiries;
pub mod listed;
pub mod motions;
pub mod municipalities;
pub mod names;
pub mod people;
pub mod plan;
pub mod record;
pub mod scales;
pub mod series;
pub mod survey;
pub mod town;
pub mod transfers;
pub mod voices;
pub mod work;

use crate::domain::ids::{IndicatorId, MunicipalityId, SurveyId};
use crate::storage::releases::{self, ReleaseRow};
use crate::storage::values::{self, ValueRow};
use crate::storage::{Conn, QueryResult};

/// Somebody who looks at what a municipality keeps.
pub trait Sees {
    /// Whose it is: nobody looks at two municipalities at once.
    fn municipality(&self) -> MunicipalityId;

    /// The value of each year that they see of these indicators.
    fn values(
        &self,
        conn: &mut Conn,
        indicators: &[IndicatorId],
    ) -> impl Future<Output = QueryResult<Vec<ValueRow>>>;

    /// The figures of a survey that they see; none before there are any.
    fn release(
        &self,
        conn: &mut Conn,
        survey: SurveyId,
    ) -> impl Future<Output = QueryResult<Option<ReleaseRow>>>;
}

/// Everybody.
#[derive(Debug, Clone, Copy)]
pub struct Public(MunicipalityId);

/// Staff, at the desk of their town.
#[derive(Debug, Clone, Copy)]
pub struct Desk(MunicipalityId);

impl Desk {
    /// Of a municipality.
    #[must_use]
    pub fn of(municipality: MunicipalityId) -> Self {
        Self(municipality)
    }

    pub(crate) fn municipality(self) -> MunicipalityId {
        self.0
    }
}

impl Public {
    /// Everybody who looks at a municipality.
    #[must_use]
    pub fn of(municipality: MunicipalityId) -> Self {
        Self(municipality)
    }
}

impl Sees for Public {
    fn municipality(&self) -> MunicipalityId {
        self.0
    }

    async fn values(
        &self,
        conn: &mut Conn,
        indicators: &[IndicatorId],
    ) -> QueryResult<Vec<ValueRow>> {
        values::list_published(conn, self.0, indicators).await
    }

    async fn release(&self, conn: &mut Conn, survey: SurveyId) -> QueryResult<Option<ReleaseRow>> {
        releases::current(conn, self.0, survey).await
    }
}
