//! What the doors remember for a moment, so that ten thousand visitors of one page do not ask the database ten
//! thousand times: towns and surveys for a second, versions and pictures (which never change) for good. So long a
//! suspension may go unnoticed by citizens.
//!
//! Nothing is decided from it that the intake does not decide again by the database's clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::web::Bytes;

use crate::domain::ids::{MunicipalityId, TrialId, VersionId};
use crate::domain::questionnaire::limits::PICTURE_BYTES;
use crate::domain::questionnaire::picture::{Format, PictureHash};
use crate::domain::questionnaire::{Layout, Reader};
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::domain::survey::{Mode, Refusal, State};
use crate::domain::time::Timestamp;
use crate::domain::token::slip_key::SlipKey;
use crate::storage::surveys::Survey;
use crate::storage::{Conn, Db, clock, municipalities, pictures, questionnaires, surveys, trials};
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::cache::pages::PageCache;
use crate::web::error::Error;
use crate::web::town::Town;

use super::facts::Facts;
use super::memory::Memory;
use super::trial;

/// How long a row is trusted.
const FRESH: Duration = Duration::from_secs(1);

/// More than this many different addresses are never remembered at once.
const MOST: usize = 10_000;

/// The same of pictures, which are large: 10 MB.
const MOST_PICTURES: usize = 10_000_000 / PICTURE_BYTES;

/// Rows by their address.
pub struct SurveyCache {
    /// Where rows are read that are not remembered.
    db: Db,
    /// What the keys of slips are made of.
    secret: Secret,
    towns: Memory<String, Arc<Town>>,
    towns_by_id: Memory<MunicipalityId, Arc<Town>>,
    live: Memory<(MunicipalityId, String), Arc<LiveSurvey>>,
    readers: Memory<(MunicipalityId, VersionId), Reader>,
    told: Memory<(MunicipalityId, VersionId, Facts), Reader>,
    pictures: Memory<(MunicipalityId, PictureHash), Picture>,
}

/// A picture as it is given out.
#[derive(Clone)]
pub struct Picture {
    /// What it is.
    pub format: Format,
    /// The file.
    pub bytes: Bytes,
}

/// A survey somebody asked for, as it was a moment ago.
pub struct LiveSurvey {
    /// Whose it is.
    pub town: Arc<Town>,
    /// The survey.
    pub survey: Survey,
    /// The trial that it really is; none: a survey.
    pub trial: Option<TrialId>,
    /// What it asks, ready to be shown and read.
    pub reader: Reader,
    /// Pages of it that are the same for everybody, as long as the row stays as it is.
    pub pages: Arc<PageCache>,
    /// What seals what its forms carry.
    pub slips: SlipKey,
    /// The database's time when it was read.
    read_at: Timestamp,
    since: Instant,
}

impl LiveSurvey {
    /// The address of its first page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}/surveys/{}", self.town.slug, self.survey.slug)
    }

    /// The database's time, carried on by this process for the second the row is trusted.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.read_at + chrono::Duration::from_std(self.since.elapsed()).unwrap_or_default()
    }

    /// Whether everything is asked on one page.
    #[must_use]
    pub fn is_one_page(&self) -> bool {
        self.reader.questionnaire().layout == Layout::OnePage
    }

    /// How long it takes, and how many questions there are.
    #[must_use]
    pub fn facts(&self) -> Say {
        let minutes = self.reader.questionnaire().minutes;
        let say = Say::new("facts").with("minutes", minutes);
        say.with("questions", self.reader.question_count())
    }

    /// Whether its pages say the same as those of another row of it. A trial is written anew meanwhile.
    fn is_as(&self, other: &Self) -> bool {
        let is_one = self.trial.is_none() && other.trial.is_none();
        is_one && self.survey == other.survey && self.town == other.town
    }

    /// Until when answers are taken.
    #[must_use]
    pub fn until(&self) -> Option<Say> {
        Some(Say::new("until").with("date", self.closes()?))
    }

    /// The day or moment answers are no longer taken.
    #[must_use]
    pub fn closes(&self) -> Option<Datum> {
        let ends = self.survey.web_closes_at?;
        Some(Datum::until(ends, self.town.zone))
    }

    /// Whether an answer begun at `begun_at` would be taken now. The intake decides; this only saves people the way.
    ///
    /// # Errors
    /// The [`Refusal`] the page says.
    pub fn accepts(&self, begun_at: Timestamp) -> Result<(), Refusal> {
        self.survey
            .fieldwork()
            .accepts(Mode::Web, begun_at, self.now(), self.town.zone)
            .map(|_| ())
    }
}

impl SurveyCache {
    /// Nothing is remembered yet.
    #[must_use]
    pub fn new(db: Db, secret: Secret) -> Self {
        Self {
            db,
            secret,
            towns: Memory::of(MOST),
            towns_by_id: Memory::of(MOST),
            live: Memory::of(MOST),
            readers: Memory::of(MOST),
            told: Memory::of(MOST),
            pictures: Memory::of(MOST_PICTURES),
        }
    }

    /// The municipality with this name in addresses.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn town(&self, slug: &str) -> Result<Arc<Town>, Error> {
        if let Some(town) = self.towns.fresh(&slug.to_owned(), Some(FRESH)) {
            return Ok(town);
        }
        let mut conn = self.db.get().await?;
        let town = Arc::new(Town::load(&mut conn, slug).await?);
        self.towns.keep(slug.to_owned(), town.clone());
        Ok(town)
    }

    /// The municipality with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn town_of(&self, id: MunicipalityId) -> Result<Arc<Town>, Error> {
        if let Some(town) = self.towns_by_id.fresh(&id, Some(FRESH)) {
            return Ok(town);
        }
        let mut conn = self.db.get().await?;
        let town = Arc::new(Town::from(municipalities::by_id(&mut conn, id).await?));
        self.towns_by_id.keep(id, town.clone());
        Ok(town)
    }

    /// The survey with this name.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the town has none, or it is a draft.
    pub async fn survey(&self, town: &Arc<Town>, slug: &str) -> Result<Arc<LiveSurvey>, Error> {
        let key = (town.id, slug.to_owned());
        if let Some(live) = self.live.fresh(&key, Some(FRESH)) {
            return Ok(live);
        }
        let mut live = self.survey_anew(town, slug).await?;
        if let Some(former) = self
            .live
            .fresh(&key, None)
            .filter(|former| former.is_as(&live))
        {
            live.pages = former.pages.clone();
        }
        let live = Arc::new(live);
        self.live.keep(key, live.clone());
        Ok(live)
    }

    /// The same as the database has it now.
    ///
    /// # Errors
    /// As [`Self::survey`].
    pub async fn survey_anew(&self, town: &Arc<Town>, slug: &str) -> Result<LiveSurvey, Error> {
        let mut conn = self.db.get().await?;
        match Slug::trial(slug) {
            Some(trial) => self.trial(&mut conn, town, trial).await,
            None => self.row(&mut conn, town, slug).await,
        }
    }

    async fn row(
        &self,
        conn: &mut Conn,
        town: &Arc<Town>,
        slug: &str,
    ) -> Result<LiveSurvey, Error> {
        let name = Slug::parse(slug).map_err(|_| Error::NotFound)?;
        let survey = surveys::by_slug(conn, town.id, &name).await?;
        if survey.state == State::Draft {
            return Err(Error::NotFound);
        }
        let read_at = clock::now(conn).await?;
        let reader = self.reader(conn, town.id, survey.version_id).await?;
        let reader = self.told(reader, town, &survey);
        Ok(self.live(town, survey, reader, read_at))
    }

    /// A draft on trial, as the survey that it might become.
    async fn trial(
        &self,
        conn: &mut Conn,
        town: &Arc<Town>,
        id: TrialId,
    ) -> Result<LiveSurvey, Error> {
        let row = trials::by_id(conn, town.id, id).await?;
        let read_at = clock::now(conn).await?;
        let survey = trial::survey(&row);
        let reader = self.told(Reader::new(row.document), town, &survey);
        Ok(LiveSurvey {
            trial: Some(id),
            ..self.live(town, survey, reader, read_at)
        })
    }

    fn live(
        &self,
        town: &Arc<Town>,
        survey: Survey,
        reader: Reader,
        read_at: Timestamp,
    ) -> LiveSurvey {
        LiveSurvey {
            town: town.clone(),
            slips: SlipKey::of(&self.secret, survey.id),
            trial: None,
            survey,
            reader,
            pages: Arc::default(),
            read_at,
            since: Instant::now(),
        }
    }

    /// The picture with this hash.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the town has none.
    pub async fn picture(&self, town: MunicipalityId, hash: PictureHash) -> Result<Picture, Error> {
        if let Some(picture) = self.pictures.fresh(&(town, hash), None) {
            return Ok(picture);
        }
        let mut conn = self.db.get().await?;
        let image = pictures::image(&mut conn, town, hash).await?;
        let picture = Picture {
            format: image.format,
            bytes: image.bytes.into(),
        };
        self.pictures.keep((town, hash), picture.clone());
        Ok(picture)
    }

    /// The questionnaire with the facts of the survey in its texts, prepared once for each that says the same.
    fn told(&self, reader: Reader, town: &Town, survey: &Survey) -> Reader {
        if !reader.names_facts() {
            return reader;
        }
        let facts = Facts::of(town, survey, &reader.questionnaire().languages);
        let key = (town.id, survey.version_id, facts);
        if let Some(told) = self.told.fresh(&key, None) {
            return told;
        }
        let told = reader.with_facts(|fact, language| key.2.get(fact, language));
        self.told.keep(key, told.clone());
        told
    }

    async fn reader(
        &self,
        conn: &mut Conn,
        municipality: MunicipalityId,
        version: VersionId,
    ) -> Result<Reader, Error> {
        if let Some(reader) = self.readers.fresh(&(municipality, version), None) {
            return Ok(reader);
        }
        let reader = Reader::new(
            questionnaires::version(conn, municipality, version)
                .await?
                .document,
        );
        self.readers.keep((municipality, version), reader.clone());
        Ok(reader)
    }
}
