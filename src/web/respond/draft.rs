//! A draft at the door: what it holds, how it is found and kept.
//!
//! | the browser | what was typed lies | a page leads to the next one |
//! |---|---|---|
//! | keeps the draft's slip ([`super::jar`]) | in the database | by its address: POST → 303 → GET |
//! | keeps none, or there is no room in the database | in the slip of the form | as the answer to the form |
//!
//! Nothing is stored before a question is answered, and into the database only what the browser's own cookie opens:
//! whoever opens an address or sends a form that somebody else made never types into a draft the other can read.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use serde::{Deserialize, Serialize};

use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::questionnaire::DraftAnswers;
use crate::domain::questionnaire::draft_answers::{self, Typed};
use crate::domain::questionnaire::order::OrderSeed;
use crate::domain::time::Timestamp;
use crate::domain::token::Key;
use crate::storage::invitations;
use crate::web::cache::drafts::Trust;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::page::Display;
use crate::web::state::AppState;

use super::jar::{self, Jar};
use super::row::{Row, Saved};
use super::slip::{Place, Slip};

/// What a person has told so far. Encrypted under a token only that person holds, or made of the key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Draft {
    /// The id of a draft that was begun when ids were drawn beforehand; now they are made of what only the browser has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<SubmissionId>,
    /// The key on the letter, where the survey needs one.
    pub key: Option<String>,
    /// The language chosen.
    pub language: Language,
    /// How pages are shown: see [`Display::words`].
    pub display: String,
    /// When it began, by the database's clock.
    pub begun_at: Timestamp,
    /// Fields as typed.
    pub typed: Typed,
    /// What is drawn for this person is made of it; none where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<OrderSeed>,
}

/// A draft's slip with the way it came.
#[derive(Debug, Clone)]
pub struct Held {
    /// The slip.
    pub slip: Slip,
    /// What the browser keeps.
    jar: Jar,
    /// Whether that is what it kept before.
    known: Jar,
    /// What was found in its row.
    found: Option<Saved>,
}

/// What became of keeping a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept, in the database or in the slip.
    Yes,
    /// Its key was used meanwhile, on another device or on paper.
    KeyUsed,
    /// It was sent or forgotten meanwhile.
    Gone,
    /// Another tab saved it meanwhile: that is kept, and this is not.
    Other,
}

impl Draft {
    /// A draft with nothing in it, as a slip says it was begun.
    fn of_slip(slip: &Slip, typed: Typed, live: &LiveSurvey) -> Self {
        Self {
            seed: slip.seed(&live.reader),
            submission: slip.given,
            key: slip.key.clone(),
            language: slip.language.clone(),
            display: slip.display.clone(),
            begun_at: slip.begun_at,
            typed,
        }
    }

    /// How pages are shown.
    #[must_use]
    pub fn display(&self) -> Display {
        Display::read(&self.display)
    }

    /// What was typed, read against its questionnaire.
    #[must_use]
    pub fn answers(&self, live: &LiveSurvey) -> DraftAnswers {
        DraftAnswers::of_draft(&live.reader, &self.typed, self.seed)
    }

    /// Whether anything was answered.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        !draft_answers::is_blank(&self.typed)
    }

    /// Takes a language the questionnaire is offered in; any other is passed over.
    pub fn speak(&mut self, live: &LiveSurvey, tag: &str) {
        let offered = &live.reader.questionnaire().languages;
        if let Some(language) = offered.iter().find(|offer| offer.tag() == tag) {
            self.language = language.clone();
        }
    }

    /// What tells the draft from another one on the same device, for whoever holds the letter: the last letters of
    /// its key.
    #[must_use]
    pub fn mark(&self) -> Option<&str> {
        self.key.as_deref()?.rsplit('-').next()
    }
}

impl Held {
    /// The slip of a request: of its form, else the one the browser keeps. A form says whose draft it is, so that
    /// what is typed into it never gets into another one; one that cannot be read is nobody's. An address says
    /// nothing.
    #[must_use]
    pub fn of_request(
        app: &AppState,
        request: &HttpRequest,
        live: &LiveSurvey,
        in_form: Option<&str>,
    ) -> Option<Self> {
        let jar = Jar::of_request(app, request, live);
        let slip = match in_form.filter(|text| !text.is_empty()) {
            Some(text) => Slip::read(&live.slips, text),
            None => jar.current().cloned().or_else(|| jar::old(request, live)),
        };
        Some(Self::new(slip?, jar))
    }

    /// A slip beside what the browser keeps.
    #[must_use]
    pub fn new(mut slip: Slip, jar: Jar) -> Self {
        let kept = jar.of(&slip.token).map(|kept| &kept.answers);
        if slip.answers == Place::Nowhere && kept == Some(&Place::Database) {
            slip.answers = Place::Database;
        }
        Self {
            slip,
            known: jar.clone(),
            jar,
            found: None,
        }
    }

    /// Lets the browser keep the slip, to go on with from now on: it belongs to whoever begins here, or presented the
    /// key.
    pub fn hand_out(&mut self) {
        self.jar.put_first(&self.slip);
    }

    /// Whether the browser keeps the slip.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.jar.of(&self.slip.token).is_some()
    }

    /// Whether the draft travels in the forms: there is no address that shows it.
    #[must_use]
    pub fn travels(&self) -> bool {
        !self.is_kept() || matches!(self.slip.answers, Place::Here(_))
    }

    /// What the browser goes on with instead: since the page was made, somebody opened another draft on this device.
    #[must_use]
    pub fn other(&self) -> Option<Self> {
        let current = self.jar.current().filter(|_| self.is_kept())?;
        let other = current.token != self.slip.token;
        other.then(|| Self::new(current.clone(), self.jar.clone()))
    }

    /// The value of the form's field that says whose draft it is.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when it holds more than a form can.
    pub fn carried(&self, live: &LiveSurvey) -> Result<String, Error> {
        self.slip.carried(&live.slips)
    }

    /// The cookie that keeps what is new in the jar; none when nothing is.
    #[must_use]
    pub fn cookie(&self, app: &AppState, live: &LiveSurvey) -> Option<Cookie<'static>> {
        (self.jar != self.known).then(|| self.jar.cookie(app, live))
    }

    /// The cookie after the draft was sent: the browser forgets it, and nothing else.
    #[must_use]
    pub fn farewell(&self, app: &AppState, live: &LiveSurvey) -> Option<Cookie<'static>> {
        let mut jar = self.jar.clone();
        jar.take_out(&self.slip.token);
        (jar != self.known).then(|| jar.cookie(app, live))
    }

    /// The draft it opens, as far as what this node knows of it is trusted; none when it was sent or forgotten.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn load(
        &mut self,
        app: &AppState,
        live: &LiveSurvey,
        trust: Trust,
    ) -> Result<Option<Draft>, Error> {
        let may_lie_there = self.is_kept() || self.slip.answers == Place::Database;
        let row = Row::of(app, live, &self.slip);
        if may_lie_there && let Some((draft, found)) = row.read(trust).await? {
            let draft = Draft {
                seed: draft.seed.or_else(|| self.slip.seed(&live.reader)),
                ..draft
            };
            self.found = Some(found);
            self.slip.answers = Place::Database;
            self.note(&draft);
            return Ok(Some(draft));
        }
        Ok(match &self.slip.answers {
            Place::Nowhere => Some(Draft::of_slip(&self.slip, Typed::new(), live)),
            Place::Here(typed) => Some(Draft::of_slip(&self.slip, typed.clone(), live)),
            Place::Database => None,
        })
    }

    /// The draft of a key that was presented: begun before, here or on another device, or new.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn of_key(&mut self, app: &AppState, live: &LiveSurvey) -> Result<Draft, Error> {
        self.slip.answers = Place::Database;
        if let Some(draft) = self.load(app, live, Trust::Nothing).await? {
            return Ok(draft);
        }
        self.slip.answers = Place::Nowhere;
        Ok(Draft::of_slip(&self.slip, Typed::new(), live))
    }

    /// Whether its key was used: then its draft went with the response, wherever that came from.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn is_spent(&self, app: &AppState, live: &LiveSurvey) -> Result<bool, Error> {
        let Some(Ok(key)) = self.slip.key.as_deref().map(Key::read) else {
            return Ok(false);
        };
        let (municipality, survey) = (live.town.id, live.survey.id);
        let key = key.hash(&app.secret, municipality, survey);
        let mut conn = app.db.get().await?;
        let invitation = invitations::by_key(&mut conn, municipality, survey, key).await?;
        Ok(invitation.is_some_and(|invitation| invitation.used))
    }

    /// The slip says what the draft says.
    fn note(&mut self, draft: &Draft) {
        self.slip.given = draft.submission;
        self.slip.key.clone_from(&draft.key);
        self.slip.language.clone_from(&draft.language);
        self.slip.display.clone_from(&draft.display);
        self.slip.begun_at = draft.begun_at;
    }

    /// Keeps the draft, as much of it as its questionnaire can hold: in the database where this browser alone opens
    /// it and there is room, else in the slip.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn save(
        &mut self,
        app: &AppState,
        live: &LiveSurvey,
        from: ClientAddress,
        draft: &Draft,
    ) -> Result<Kept, Error> {
        self.note(draft);
        let typed = draft_answers::bounded(&live.reader, &draft.typed);
        let (kept, place) = if !self.is_kept() {
            (Kept::Yes, Place::Here(typed))
        } else if self.found.is_some() || draft.is_begun() {
            let draft = Draft {
                typed,
                ..draft.clone()
            };
            let row = Row::of(app, live, &self.slip);
            row.keep(from, draft, self.found).await?
        } else {
            (Kept::Yes, Place::Nowhere)
        };
        self.slip.answers = place;
        self.jar.renew(&self.slip);
        Ok(kept)
    }
}
