//! Keys: the short code on a letter, typed or scanned, opens its survey.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::app::App;
use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::survey::State;
use crate::domain::token::Key;
use crate::domain::token::draft::DraftToken;
use crate::storage::{invitations, surveys};
use crate::web::client::ClientAddress;
use crate::web::error::Error;
use crate::web::form::Form;
use crate::web::known::Asked;
use crate::web::page::{
    Chrome, Display, asked_language, chosen_language, query, respond, see_other, shipped,
};
use crate::web::tenant::{Tenant, Town};

use super::draft::{Draft, Held};
use super::kinds::{self, Kind};

#[derive(Serialize)]
struct Page {
    action: String,
    display: &'static str,
    key: String,
    failure: Option<&'static str>,
    errors: Vec<super::messages::SummaryLine>,
    error_count: usize,
}

/// The address where keys are typed: short, it is printed on letters.
#[must_use]
pub fn path(town: &str) -> String {
    format!("/{town}/a")
}

/// `GET /{town}/a`: the field for the key.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    town: Tenant,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let display = Display::read(query(&request, "display").unwrap_or_default());
    write(&app, &town.0, &language, display, "", None)
}

/// The fields of the key form. A key is short; whatever is longer was not typed from a letter.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[validate(length(max = 200))]
    key: String,
    #[serde(default, rename = "_lang")]
    lang: String,
    #[serde(default, rename = "_display")]
    display: String,
}

/// `POST /{town}/a`: a typed key.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    client: ClientAddress,
    town: Tenant,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let Form(fields) = form;
    let language = chosen_language(&request, &shipped(), &fields.lang);
    let opening = Opening {
        app: &app,
        town: &town.0,
        client,
    };
    opening
        .open(&fields.key, &language, Display::read(&fields.display))
        .await
}

/// `GET /{town}/a/{key}`: a scanned key. The address with the key is left at once.
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    client: ClientAddress,
    town: Tenant,
    at: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let display = Display::read(query(&request, "display").unwrap_or_default());
    let opening = Opening {
        app: &app,
        town: &town.0,
        client,
    };
    opening.open(&at.1, &language, display).await
}

/// Somebody with a key at a town's door.
struct Opening<'a> {
    app: &'a App,
    town: &'a Arc<Town>,
    client: ClientAddress,
}

impl Opening<'_> {
    async fn open(
        &self,
        typed: &str,
        language: &Language,
        display: Display,
    ) -> Result<HttpResponse, Error> {
        let Ok(key) = Key::read(typed) else {
            return write(
                self.app,
                self.town,
                language,
                display,
                typed,
                Some("key-wrong"),
            );
        };
        let throttle = &self.app.throttle;
        let turn = throttle.turn(self.app, self.client, self.town.id).await?;
        let Some((asked, used)) = self.find(&key).await? else {
            turn.wrong(self.app).await?;
            return write(
                self.app,
                self.town,
                language,
                display,
                typed,
                Some("key-unknown"),
            );
        };
        turn.right(self.app).await?;
        if used {
            return kinds::page(self.app, &asked, language, display, Kind::AlreadyAnswered);
        }
        if let Err(refusal) = asked.accepts(asked.now()) {
            return kinds::page(self.app, &asked, language, display, Kind::Refused(refusal));
        }
        self.begin(&asked, &key, language, display).await
    }

    /// The survey the key belongs to, the running one first, and whether the key was used.
    async fn find(&self, key: &Key) -> Result<Option<(Arc<Asked>, bool)>, Error> {
        let mut conn = self.app.db.get().await?;
        let mut all = surveys::list(&mut conn, self.town.id).await?;
        all.retain(|survey| survey.anonymity.needs_key() && survey.state != State::Draft);
        all.sort_by_key(|survey| !matches!(survey.state, State::Open | State::Scheduled));
        for survey in all {
            let hash = key.hash(&self.app.secret, self.town.id, survey.id);
            if let Some(invitation) =
                invitations::by_key(&mut conn, self.town.id, survey.id, hash).await?
            {
                drop(conn);
                let asked = self
                    .app
                    .known
                    .survey(self.app, self.town, survey.slug.as_str())
                    .await?;
                return Ok(Some((asked, invitation.used)));
            }
        }
        Ok(None)
    }

    /// Opens the draft that belongs to the key: the same on every device, so that one can go on where one stopped.
    async fn begin(
        &self,
        asked: &Asked,
        key: &Key,
        language: &Language,
        display: Display,
    ) -> Result<HttpResponse, Error> {
        let token = DraftToken::of_key(&self.app.secret, asked.survey.id, key);
        let held = Held::new(token);
        if held.load(self.app, asked).await?.is_none() {
            let submission = SubmissionId(uuid::Uuid::new_v4());
            let mut draft = Draft::new(submission, Some(key), language, asked.now());
            display.words().clone_into(&mut draft.display);
            held.save(self.app, asked, &draft).await?;
        }
        let first = format!(
            "{}?lang={language}&display={}&t={}",
            asked.path(),
            display.words(),
            held.token
        );
        Ok(see_other(&first)
            .cookie(held.cookie(self.app, asked))
            .finish())
    }
}

fn write(
    app: &App,
    town: &Town,
    language: &Language,
    display: Display,
    typed: &str,
    failure: Option<&'static str>,
) -> Result<HttpResponse, Error> {
    let mut chrome = Chrome::new(app, town, language, display, &shipped());
    chrome.entitle(app, "key-title");
    chrome.failed = failure.is_some();
    let status = if failure.is_some() {
        HttpResponse::UnprocessableEntity()
    } else {
        HttpResponse::Ok()
    };
    let page = Page {
        action: path(&town.slug),
        display: display.words(),
        key: typed.chars().take(40).collect(),
        failure,
        errors: failure
            .map(|message| super::messages::plain_line("#key", message))
            .into_iter()
            .collect(),
        error_count: usize::from(failure.is_some()),
    };
    respond(app, status, "respond/key", &chrome, &page)
}
