//! A draft at the door: where its token travels, what it holds, how it is loaded and kept.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::questionnaire::DraftAnswers;
use crate::domain::questionnaire::draft_answers::Typed;
use crate::domain::time::Timestamp;
use crate::domain::token::Key;
use crate::domain::token::draft::DraftToken;
use crate::storage::drafts;
use crate::web::error::Error;
use crate::web::known::Asked;
use crate::web::page::{Display, query};

/// What a person has told so far. Encrypted under a token only that person holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Draft {
    /// The id its response will have; drawn when the draft began, so that a form sent twice is one response.
    pub submission: SubmissionId,
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
}

/// A token with the way it came.
#[derive(Debug, Clone)]
pub struct Held {
    /// The token.
    pub token: DraftToken,
    /// Whether the browser keeps it: then it need not stand in addresses.
    pub by_cookie: bool,
    /// What the browser keeps instead: since the page was made, somebody opened another draft on this device.
    pub other: Option<DraftToken>,
}

impl Draft {
    /// A draft with nothing in it.
    #[must_use]
    pub fn new(
        submission: SubmissionId,
        key: Option<&Key>,
        language: &Language,
        begun_at: Timestamp,
    ) -> Self {
        Self {
            submission,
            key: key.map(ToString::to_string),
            language: language.clone(),
            display: String::new(),
            begun_at,
            typed: Typed::new(),
        }
    }

    /// How pages are shown.
    #[must_use]
    pub fn display(&self) -> Display {
        Display::read(&self.display)
    }

    /// What was typed, read against its questionnaire.
    #[must_use]
    pub fn answers(&self, asked: &Asked) -> DraftAnswers {
        DraftAnswers::of_draft(&asked.form, &self.typed)
    }

    /// Takes a language the questionnaire is offered in; any other is passed over.
    pub fn speak(&mut self, asked: &Asked, tag: &str) {
        let offered = &asked.form.questionnaire().languages;
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
    /// The token of a request: in the form or address, or kept by the browser. A form says whose draft it is, so that
    /// what is typed into it never gets into another one.
    #[must_use]
    pub fn of_request(request: &HttpRequest, asked: &Asked, in_form: Option<&str>) -> Option<Self> {
        let kept = request
            .cookie(&cookie_name(asked))
            .and_then(|cookie| DraftToken::read(cookie.value()).ok());
        let carried = in_form
            .or(query(request, "t"))
            .and_then(|text| DraftToken::read(text).ok());
        let by_cookie = carried.is_none() || carried == kept;
        let other = kept.clone().filter(|_| !by_cookie);
        let token = carried.or(kept)?;
        Some(Self {
            token,
            by_cookie,
            other,
        })
    }

    /// A token that came with this request and is kept by nobody yet.
    #[must_use]
    pub fn new(token: DraftToken) -> Self {
        Self {
            token,
            by_cookie: false,
            other: None,
        }
    }

    /// `path`, with the token where the browser does not keep it.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        if self.by_cookie {
            path.to_owned()
        } else {
            format!("{path}?t={}", self.token)
        }
    }

    /// The cookie that keeps it until the browser is closed.
    #[must_use]
    pub fn cookie(&self, app: &App, asked: &Asked) -> Cookie<'static> {
        kept(cookie_name(asked), self.token.to_string(), app, asked)
    }

    /// The draft it opens, if there is one.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn load(&self, app: &App, asked: &Asked) -> Result<Option<Draft>, Error> {
        let mut conn = app.db.get().await?;
        let (of, survey) = (asked.town.id, asked.survey.id);
        let Some(sealed) = drafts::by_token(&mut conn, of, survey, self.token.hash(survey)).await?
        else {
            return Ok(None);
        };
        let content = self.token.open(survey, &sealed).map_err(Error::fault)?;
        Ok(serde_json::from_slice(&content).ok())
    }

    /// Keeps the draft.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn save(&self, app: &App, asked: &Asked, draft: &Draft) -> Result<(), Error> {
        let content = serde_json::to_vec(draft).map_err(Error::fault)?;
        let survey = asked.survey.id;
        let sealed = self.token.seal(survey, rand::random(), &content);
        let mut conn = app.db.get().await?;
        let today = asked.town.zone.day(asked.now());
        Ok(drafts::save(
            &mut conn,
            asked.town.id,
            survey,
            self.token.hash(survey),
            &sealed,
            today,
        )
        .await?)
    }
}

/// The cookie that lets the browser forget the draft.
#[must_use]
pub fn forget(asked: &Asked) -> Cookie<'static> {
    forgotten(cookie_name(asked), asked)
}

/// A cookie of one survey that is gone when the browser is closed.
pub(super) fn kept(name: String, value: String, app: &App, asked: &Asked) -> Cookie<'static> {
    Cookie::build(name, value)
        .path(asked.path())
        .http_only(true)
        .secure(app.config.is_secure())
        .same_site(SameSite::Lax)
        .finish()
}

/// The same cookie, removed.
pub(super) fn forgotten(name: String, asked: &Asked) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, "")
        .path(asked.path())
        .http_only(true)
        .finish();
    cookie.make_removal();
    cookie
}

/// One cookie a survey, so that two surveys do not meet.
fn cookie_name(asked: &Asked) -> String {
    format!("draft-{}", asked.survey.id.0.simple())
}
