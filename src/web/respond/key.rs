//! Keys: the short code on a letter, typed or scanned, opens its survey.

use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::survey::State;
use crate::domain::token::Key;
use crate::domain::token::draft::DraftToken;
use crate::storage::{invitations, surveys};
use crate::views::say::Say;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::tenant::{Tenant, Town};
use crate::web::middleware::same_origin;
use crate::web::page::{Chrome, Display, asked_language, chosen_language, query, respond, shipped};
use crate::web::state::AppState;

use super::draft::Held;
use super::jar::{self, Jar};
use super::messages::Summary;
use super::notice::{self, Notice};
use super::slip::Slip;
use super::{one_page, start, steps};

#[derive(Serialize)]
struct Page {
    action: String,
    display: &'static str,
    key: String,
    failure: Option<Say>,
    summary: Summary,
}

/// The address where keys are typed: short, it is printed on letters.
#[must_use]
pub fn path(town: &str) -> String {
    format!("/{town}/a")
}

/// Ends the address of a first page that a key has led to: a browser that comes there without the key keeps no cookie.
pub(super) const TRIED: &str = "&tried";

/// The cookie that tells a browser which keeps cookies from one that keeps none.
const PROBE: &str = "kept";

/// `GET /{town}/a`: the field for the key.
pub async fn new(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let display = Display::read(query(&request, "display").unwrap_or_default());
    write(&app, &town.0, &language, display, "", None)
}

/// Only what was typed on our own page comes with it.
fn probe(app: &AppState, town: &Town) -> Cookie<'static> {
    let mut probe = jar::kept(app, PROBE.to_owned(), "1".to_owned(), path(&town.slug));
    probe.set_same_site(SameSite::Strict);
    probe
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
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let Form(fields) = form;
    let language = chosen_language(&request, &shipped(), &fields.lang);
    let opening = Opening {
        app: &app,
        request: &request,
        town: &town.0,
        keeps_cookies: jar::read(&app, &request, || PROBE.to_owned()).is_some(),
    };
    opening
        .open(&fields.key, &language, Display::read(&fields.display))
        .await
}

/// `GET /{town}/a/{key}`: a scanned key. The address with the key is left at once, and looking at it stores nothing. A
/// link on another site's page is no letter: whoever follows it is asked for the key of their own.
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let display = Display::read(query(&request, "display").unwrap_or_default());
    if same_origin::is_foreign(&request) {
        return write(&app, &town.0, &language, display, "", None);
    }
    let opening = Opening {
        app: &app,
        request: &request,
        town: &town.0,
        keeps_cookies: true,
    };
    opening.open(&at.1, &language, display).await
}

/// Somebody with a key at a town's door.
struct Opening<'a> {
    app: &'a AppState,
    request: &'a HttpRequest,
    town: &'a Arc<Town>,
    /// Whether the browser is known to keep cookies, or may be sent on to try.
    keeps_cookies: bool,
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
        let turn = throttle.turn(self.app, self.request, self.town.id).await?;
        let Some((live, used)) = self.find(&key).await? else {
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
            return notice::page(self.app, &live, language, display, Notice::AlreadyAnswered);
        }
        if let Err(refusal) = live.accepts(live.now()) {
            return notice::page(self.app, &live, language, display, Notice::Refused(refusal));
        }
        self.begin(&live, &key, language, display).await
    }

    /// The survey the key belongs to, the running one first, and whether the key was used.
    async fn find(&self, key: &Key) -> Result<Option<(Arc<LiveSurvey>, bool)>, Error> {
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
                let live = self
                    .app
                    .cache
                    .survey(self.app, self.town, survey.slug.as_str())
                    .await?;
                return Ok(Some((live, invitation.used)));
            }
        }
        Ok(None)
    }

    /// Opens the draft that belongs to the key: the same on every device, so that one can go on where one stopped. A
    /// browser that keeps no cookie gets the first page at once, and what was typed so far travels in its form.
    async fn begin(
        &self,
        live: &LiveSurvey,
        key: &Key,
        language: &Language,
        display: Display,
    ) -> Result<HttpResponse, Error> {
        let mut held = self.held(live, key, language, display);
        let draft = held.of_key(self.app, live).await?;
        if self.keeps_cookies {
            held.hand_out();
            let words = display.words();
            let first = format!("{}?lang={language}&display={words}{TRIED}", live.path());
            return Ok(steps::redirect(self.app, live, &held, &first));
        }
        if live.reader.questionnaire().layout == Layout::OnePage {
            let (app, held) = (self.app, Some(&held));
            return one_page::fresh(app, self.request, live, language, display, held);
        }
        start::write(self.app, live, &held, &draft)
    }

    /// The slip of the key's draft: the one this browser keeps, so that a form sent twice is one response, or a new one.
    fn held(&self, live: &LiveSurvey, key: &Key, language: &Language, display: Display) -> Held {
        let token = DraftToken::of_key(&self.app.secret, live.survey.id, key);
        let jar = Jar::of_request(self.app, self.request, live);
        let slip = jar.of(&token).cloned().unwrap_or_else(|| {
            let (key, language) = (Some(key.to_string()), language.clone());
            let mut slip = Slip::new(token, key, language, live.now());
            display.words().clone_into(&mut slip.display);
            slip
        });
        Held::new(slip, jar)
    }
}

fn write(
    app: &AppState,
    town: &Town,
    language: &Language,
    display: Display,
    typed: &str,
    failure: Option<&'static str>,
) -> Result<HttpResponse, Error> {
    let mut chrome = Chrome::new(app, town, language, display, &shipped());
    chrome.entitle(Say::new("key-title"));
    chrome.failed = failure.is_some();
    let mut status = if failure.is_some() {
        HttpResponse::UnprocessableEntity()
    } else {
        HttpResponse::Ok()
    };
    status.cookie(probe(app, town));
    let page = Page {
        action: path(&town.slug),
        display: display.words(),
        key: typed.chars().take(40).collect(),
        failure: failure.map(Say::new),
        summary: failure.map_or_else(Summary::default, |message| Summary::of("#key", message)),
    };
    respond(app, status, "respond/key", &chrome, &page)
}
