//! What the public reads, written once for each language and kept until its town has another edition.
//!
//! What a publication is written from is its key and the database, nothing else of a request: no invented address,
//! language, host or encoding gets in, and nobody is given what was written for somebody else. What does not stand (404)
//! is not kept, and everything together has a bound.

use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};
use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use tokio::time::timeout;

use crate::domain::ids::{EditionId, MunicipalityId};
use crate::domain::language::Language;
use crate::domain::slug::Slug;
use crate::storage::Db;
use crate::web::error::Error;
use crate::web::page::Display;

use super::editions::Editions;
use super::printed::Printed;

pub use super::printed::Issue;

/// What is kept at most: 32 MB.
const MOST_BYTES: u64 = 32_000_000;

/// About so many publications are that.
const ABOUT: usize = 1_000;

/// Each part of the memory has room for the largest publication there is.
const PARTS: usize = 4;

/// How long one who comes while a publication is written waits for it before they write their own.
const PATIENCE: Duration = Duration::from_secs(1);

/// An address of the public's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Publication {
    /// The list of municipalities.
    Towns,
    /// A town's own page.
    Home,
    /// A plan, or its indicators of one state.
    Plan(Slug, Option<&'static str>),
    /// An indicator of a plan.
    Indicator(Form, Slug, Slug),
    /// The results of a survey.
    Results(Form, String),
    /// A question of them.
    Question(String, String),
}

/// In which form something is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// For people.
    Page,
    /// For offices.
    Csv,
    /// For programs.
    Json,
}

/// All that a publication is written from, beside the database.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Whose it is.
    pub town: MunicipalityId,
    /// Which.
    pub publication: Publication,
    /// Its language.
    pub language: Language,
    /// How it is shown.
    pub display: Display,
}

/// The publications that somebody has read.
pub struct Publications {
    kept: Cache<Key, Arc<Printed>, Weight>,
    /// The editions they are of.
    pub editions: Editions,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Printed>> for Weight {
    fn weight(&self, _: &Key, printed: &Arc<Printed>) -> u64 {
        printed.weight()
    }
}

impl Publications {
    /// Nothing was read yet.
    ///
    /// # Errors
    /// When its bounds make no sense: a fault of the program.
    pub fn new(db: Db) -> anyhow::Result<Self> {
        let mut options = OptionsBuilder::new();
        options
            .estimated_items_capacity(ABOUT)
            .weight_capacity(MOST_BYTES)
            .shards(PARTS);
        let options = options.build()?;
        let hasher = DefaultHashBuilder::default();
        Ok(Self {
            kept: Cache::with_options(options, Weight, hasher, Default::default()),
            editions: Editions::new(db),
        })
    }

    /// How many are kept, and what they occupy, in bytes.
    #[must_use]
    pub fn held(&self) -> (usize, u64) {
        (self.kept.len(), self.kept.weight())
    }

    /// A copy of a publication; `write` writes it where there is none of this edition. Of many who come at once, one writes.
    ///
    /// # Errors
    /// When the edition cannot be looked up; what `write` fails with.
    pub async fn copy(
        &self,
        request: &HttpRequest,
        key: Key,
        write: impl AsyncFnOnce() -> Result<Issue, Error>,
    ) -> Result<HttpResponse, Error> {
        let edition = self.editions.of(key.town).await?;
        let print = async || Ok::<_, Error>(Arc::new(Printed::new(edition, write().await?)?));
        if let Some(printed) = self.current(&key, edition) {
            return Ok(printed.copy(request));
        }
        let printed = match timeout(PATIENCE, self.kept.get_value_or_guard_async(&key)).await {
            Ok(Ok(printed)) if printed.is_of(edition) => printed,
            Ok(Err(place)) => {
                let printed = print().await?;
                // Another edition took its place meanwhile: then it is given out this once.
                let _ = place.insert(printed.clone());
                printed
            }
            Ok(Ok(_)) | Err(_) => print().await?,
        };
        Ok(printed.copy(request))
    }

    /// What is kept of this edition; what is of another one goes.
    fn current(&self, key: &Key, edition: Option<EditionId>) -> Option<Arc<Printed>> {
        let printed = self.kept.get(key)?;
        if printed.is_of(edition) {
            return Some(printed);
        }
        self.kept.remove_if(key, |kept| !kept.is_of(edition));
        None
    }
}
