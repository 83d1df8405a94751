//! The row of a draft. Those of trials lie beside those of surveys (`storage::trial_drafts`, `storage::drafts`): here is
//! the one place that knows it, so that whoever tries a questionnaire goes the very way citizens go.

use std::sync::Arc;

use crate::domain::ids::{MunicipalityId, SurveyId, TrialId};
use crate::domain::time::Day;
use crate::domain::token::{DraftHash, Key, NetworkHash, Receipt};
use crate::storage::drafts::{self, Begun, DraftRow};
use crate::storage::trial_drafts::{self, TrialDraftRow};
use crate::storage::{self, Conn, QueryResult};
use crate::web::cache::drafts::Trust;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::state::AppState;
use crate::workflows::trying;

use super::draft::{Draft, Kept};
use super::slip::{Place, Slip};

/// The row a slip finds and opens.
pub(super) struct Row<'a> {
    app: &'a AppState,
    live: &'a LiveSurvey,
    slip: &'a Slip,
    town: MunicipalityId,
    survey: SurveyId,
    token: DraftHash,
}

/// Tells one saving of a draft from every other: its first bytes are drawn anew with each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Saved([u8; 24]);

impl Saved {
    fn of(sealed: &[u8]) -> Option<Self> {
        sealed.first_chunk().copied().map(Self)
    }
}

impl<'a> Row<'a> {
    /// That of a slip.
    pub(super) fn of(app: &'a AppState, live: &'a LiveSurvey, slip: &'a Slip) -> Self {
        let (town, survey) = (live.town.id, live.survey.id);
        let token = slip.token.hash(survey);
        Self {
            app,
            live,
            slip,
            town,
            survey,
            token,
        }
    }

    /// The draft that lies there, and what tells it from what is saved later; none when it was sent or forgotten.
    pub(super) async fn read(&self, trust: Trust) -> Result<Option<(Draft, Saved)>, Error> {
        let known = self.app.drafts.row(self.survey, self.token, trust);
        // Where the browser knows of a row, another node has begun it since.
        let is_begun = self.slip.answers == Place::Database;
        let sealed = match known.filter(|row| row.is_some() || !is_begun) {
            Some(known) => known,
            None => self.look_up().await?,
        };
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        let content = self.slip.token.open(self.survey, &sealed);
        let content = content.map_err(Error::fault)?;
        let draft = serde_json::from_slice(&content).ok();
        Ok(draft.zip(Saved::of(&sealed)))
    }

    async fn look_up(&self) -> Result<Option<Arc<[u8]>>, Error> {
        let sealed = self.sealed(&mut *self.app.db.get().await?).await?;
        let sealed = sealed.map(Arc::from);
        self.know(sealed.clone());
        Ok(sealed)
    }

    /// What lies there now, as far as this node knows. Of trials nothing is known: another one has the same draft.
    fn know(&self, sealed: Option<Arc<[u8]>>) {
        if self.live.trial.is_none() {
            self.app.drafts.keep(self.survey, self.token, sealed);
        }
    }

    /// What this node knows may be wrong.
    fn forget(&self) {
        self.app.drafts.forget(self.survey, self.token);
    }

    async fn sealed(&self, conn: &mut Conn) -> QueryResult<Option<Vec<u8>>> {
        let (town, token) = (self.town, self.token);
        match self.live.trial {
            Some(trial) => trial_drafts::by_token(conn, (town, trial), token).await,
            None => drafts::by_token(conn, town, self.survey, token).await,
        }
    }

    /// Keeps a draft, where there is room; `before`: what was found in its row, if there was one.
    pub(super) async fn keep(
        &self,
        from: ClientAddress,
        draft: Draft,
        before: Option<Saved>,
    ) -> Result<(Kept, Place), Error> {
        let content = serde_json::to_vec(&draft).map_err(Error::fault)?;
        let sealed = self.slip.token.seal(self.survey, rand::random(), &content);
        // However this ends: what was known is not what lies there any more.
        self.forget();
        let (kept, place) = self.put(from, draft, &sealed, before).await?;
        if (kept, &place) == (Kept::Yes, &Place::Database) {
            self.know(Some(sealed.into()));
        }
        Ok((kept, place))
    }

    async fn put(
        &self,
        from: ClientAddress,
        draft: Draft,
        sealed: &[u8],
        before: Option<Saved>,
    ) -> Result<(Kept, Place), Error> {
        let mut conn = self.app.db.get().await?;
        if let Some(before) = before.filter(|_| draft.key.is_some()) {
            let kept = self.update(&mut conn, sealed, before).await?;
            return Ok((kept, Place::Database));
        }
        if let Some(key) = draft.key.as_deref() {
            return self.begin_of_key(&mut conn, sealed, key).await;
        }
        let room = self.app.room.has(&mut conn, sealed.len()).await?;
        let kept = match (before, room) {
            (Some(before), true) => Some(self.update(&mut conn, sealed, before).await?),
            (None, true) => self.begin(&mut conn, from, sealed).await?,
            (Some(_), false) => {
                self.delete(&mut conn).await?;
                None
            }
            (None, false) => None,
        };
        let lies_there = kept.map(|kept| (kept, Place::Database));
        Ok(lies_there.unwrap_or((Kept::Yes, Place::Here(draft.typed))))
    }

    fn today(&self) -> Day {
        self.live.town.zone.day(self.live.now())
    }

    fn of_survey<'c>(&self, content: &'c [u8]) -> DraftRow<'c> {
        DraftRow {
            municipality: self.town,
            survey: self.survey,
            token: self.token,
            content,
            saved_on: self.today(),
        }
    }

    /// In place of what was found before, and of nothing else: another tab may have saved meanwhile.
    async fn update(&self, conn: &mut Conn, content: &[u8], before: Saved) -> QueryResult<Kept> {
        let updated = match self.live.trial {
            Some(trial) => {
                let draft = (self.token, content, self.today());
                trial_drafts::update(conn, (self.town, trial), draft, &before.0).await?
            }
            None => drafts::save(conn, &self.of_survey(content), &before.0).await?,
        };
        if updated {
            return Ok(Kept::Yes);
        }
        Ok(match self.sealed(conn).await? {
            Some(_) => Kept::Other,
            None => Kept::Gone,
        })
    }

    async fn delete(&self, conn: &mut Conn) -> QueryResult<usize> {
        match self.live.trial {
            Some(trial) => trial_drafts::delete(conn, (self.town, trial), self.token).await,
            None => drafts::delete(conn, self.town, self.survey, self.token).await,
        }
    }

    /// Trials have no keys.
    async fn begin_of_key(
        &self,
        conn: &mut Conn,
        content: &[u8],
        key: &str,
    ) -> Result<(Kept, Place), Error> {
        let Ok(key) = Key::read(key) else {
            return Ok((Kept::KeyUsed, Place::Nowhere));
        };
        let key = key.hash(&self.app.secret, self.town, self.survey);
        let inserted = drafts::insert_of_key(conn, &self.of_survey(content), key).await?;
        if inserted {
            return Ok((Kept::Yes, Place::Database));
        }
        Ok(match self.sealed(conn).await? {
            Some(_) => (Kept::Other, Place::Database),
            None => (Kept::KeyUsed, Place::Nowhere),
        })
    }

    /// None where its network has begun enough.
    async fn begin(
        &self,
        conn: &mut Conn,
        from: ClientAddress,
        content: &[u8],
    ) -> QueryResult<Option<Kept>> {
        let (secret, household) = (&self.app.secret, from.household());
        let network = NetworkHash::of(secret, self.survey, self.today(), household);
        let begun = match self.live.trial {
            Some(trial) => self.begin_on_trial(conn, trial, network, content).await?,
            None => self.begin_of_survey(conn, network, content).await?,
        };
        Ok(match begun {
            Begun::Yes => Some(Kept::Yes),
            Begun::Enough => None,
            Begun::Sent => Some(Kept::Gone),
            Begun::Before => Some(Kept::Other),
        })
    }

    async fn begin_of_survey(
        &self,
        conn: &mut Conn,
        network: NetworkHash,
        content: &[u8],
    ) -> QueryResult<Begun> {
        let (secret, survey) = (&self.app.secret, self.survey);
        let response = Receipt::of(secret, survey, self.slip.submission(survey));
        let receipt = response.hash(secret, survey);
        let most = self.app.config.drafts.per_network;
        drafts::insert_open(conn, &self.of_survey(content), receipt, network, most).await
    }

    async fn begin_on_trial(
        &self,
        conn: &mut Conn,
        trial: TrialId,
        network: NetworkHash,
        content: &[u8],
    ) -> QueryResult<Begun> {
        let draft = TrialDraftRow {
            municipality_id: self.town,
            trial_id: trial,
            token_hash: self.token,
            content,
            saved_on: self.today(),
            network,
        };
        let response = self.slip.submission(self.survey);
        let most = self.app.config.drafts.per_network;
        let begin = async |tx: &mut Conn| trying::begin_draft(tx, &draft, response, most).await;
        storage::transaction(conn, begin).await
    }
}
