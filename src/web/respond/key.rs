//! Keys: the short code on a letter, typed or scanned, opens its survey.

use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::language::Language;
use crate::domain::survey::State;
use crate::domain::token::Key;
use crate::domain::token::draft::DraftToken;
use crate::storage::{invitations, surveys};
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::cookies::Cookies;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::extract::form::Form;
use crate::web::extract::path::KeyAt;
use crate::web::extract::tenant::Tenant;
use crate::web::middleware::same_origin;
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::page::{
    self, Around, Display, Title, Visitor, asked_language, chosen_language, shipped,
};
use crate::web::state::AppState;
use crate::web::town::Town;

use super::draft::Held;
use super::jar::Jar;
use super::notice::{self, Notice};
use super::slip::Slip;
use super::{one_page, paths, start, steps};

#[derive(Serialize)]
struct Page {
    action: String,
    display: &'static str,
    form: FormView,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/key";

    fn title(&self) -> Title {
        Title::Alone(Say::new("key-title"))
    }

    fn around(&self) -> Around {
        Around::of_form(&self.form)
    }
}

/// The cookie that tells a browser which keeps cookies from one that keeps none.
const PROBE: &str = "kept";

/// `GET /{town}/a`: the field for the key.
pub async fn new(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let display = Display::of_request(&request);
    write(
        &app,
        &town.0,
        (&language, display),
        FormView::blank(&["key"]),
    )
}

/// The page of the field.
fn write(
    app: &AppState,
    town: &Town,
    (language, display): (&Language, Display),
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut response = HttpResponse::Ok();
    response.cookie(probe(app, town));
    let page = Page {
        action: paths::keys(town),
        display: display.words(),
        form,
    };
    Visitor::new(app, town, language, display, &shipped()).answer(response, &page)
}

/// Only what was typed on our own page comes with it.
fn probe(app: &AppState, town: &Town) -> Cookie<'static> {
    let mut probe = Cookies::of_citizens(app).kept(PROBE, "1".to_owned(), paths::keys(town));
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
    let language = chosen_language(&request, &shipped(), &form.fields.lang);
    let display = Display::read(&form.fields.display);
    let opening = Opening {
        app: &app,
        request: &request,
        town: &town.0,
        keeps_cookies: Cookies::of_citizens(&app)
            .read(&request, || PROBE.to_owned())
            .is_some(),
    };
    let opened = match form.read(|fields| key(&fields.key)) {
        Ok(key) => opening.open(&key, &language, display).await?,
        Err(again) => return write(&app, &town.0, (&language, display), again),
    };
    opened.map_or_else(
        || write(&app, &town.0, (&language, display), form.refused(unknown())),
        Ok,
    )
}

/// `GET /{town}/a/{key}`: a scanned key. The address with the key is left at once, and looking at it stores nothing. A
/// link on another site's page is no letter: whoever follows it is asked for the key of their own.
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    town: Tenant,
    at: Path<KeyAt>,
) -> Result<HttpResponse, Error> {
    let language = asked_language(&request, &shipped());
    let display = Display::of_request(&request);
    let write = |form| write(&app, &town.0, (&language, display), form);
    if same_origin::is_foreign(&request) {
        return write(FormView::blank(&["key"]));
    }
    let opening = Opening {
        app: &app,
        request: &request,
        town: &town.0,
        keeps_cookies: true,
    };
    let opened = match key(&at.key) {
        Ok(key) => opening.open(&key, &language, display).await?,
        Err(why) => return write(tried(&at.key, why)),
    };
    opened.map_or_else(|| write(tried(&at.key, unknown())), Ok)
}

/// The field with the key of an address, and why it opens nothing.
fn tried(key: &str, why: FieldErrors) -> FormView {
    let typed = key.chars().take(SHOWN).collect();
    FormView::new([("key".to_owned(), typed)], why)
}

/// So many characters of an address are shown again as a key.
const SHOWN: usize = 40;

/// A key as it was typed.
fn key(typed: &str) -> Result<Key, FieldErrors> {
    Key::read(typed).map_err(|_| FieldErrors::of("key", Say::new("key-wrong")))
}

/// There is no such key.
fn unknown() -> FieldErrors {
    FieldErrors::of("key", Say::new("key-unknown"))
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
    /// The page the key leads to; none where there is no such key.
    async fn open(
        &self,
        key: &Key,
        language: &Language,
        display: Display,
    ) -> Result<Option<HttpResponse>, Error> {
        let household = ClientAddress::of(self.request).household();
        let throttle = &self.app.throttle;
        let turn = throttle.turn(self.request, household, self.town.id).await?;
        let Some((live, used)) = self.find(key).await? else {
            turn.wrong().await?;
            return Ok(None);
        };
        turn.right().await?;
        let notice = match (used, live.accepts(live.now())) {
            (true, _) => Notice::AlreadyAnswered,
            (false, Err(refusal)) => Notice::Refused(refusal),
            (false, Ok(())) => {
                let begun = self.begin(&live, key, language, display).await;
                return begun.map(Some);
            }
        };
        notice::page(self.app, &live, language, display, notice).map(Some)
    }

    /// The survey the key belongs to, the running one first, and whether the key was used.
    async fn find(&self, key: &Key) -> Result<Option<(Arc<LiveSurvey>, bool)>, Error> {
        let mut conn = self.app.db.get().await?;
        let town = self.town.id;
        let mut all = surveys::list_for_keys(&mut conn, town).await?;
        all.retain(|(_, _, state, anonymity)| anonymity.needs_key() && *state != State::Draft);
        all.sort_by_key(|(_, _, state, _)| !matches!(state, State::Open | State::Scheduled));
        for (survey, slug, ..) in all {
            let hash = key.hash(&self.app.secret, town, survey);
            if let Some(invitation) = invitations::by_key(&mut conn, town, survey, hash).await? {
                drop(conn);
                let live = self.app.cache.survey(self.town, slug.as_str()).await?;
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
            let first = paths::tried(live, language, display);
            return Ok(steps::redirect(self.app, live, &held, &first));
        }
        if live.is_one_page() {
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
