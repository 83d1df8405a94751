//! What a browser keeps of one survey: the slips of its drafts, sealed in one cookie that is gone when the browser is
//! closed. Two letters of a family on one device are two of them.
//!
//! Only what this program has just made for this browser gets in here: a slip of somebody who begins or has presented
//! a key. What came in an address or with another page's form never does, so that nobody goes on in a draft somebody
//! else can read. Over https the cookie's name keeps other hosts and plain connections from setting it (`__Host-`).

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use crate::domain::token::draft::DraftToken;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::state::AppState;

use super::slip::{Place, Slip};
use super::{old_slip, paths, sealed};

/// More drafts at once are not kept: the one that was opened first is left to its page.
const MOST: usize = 3;

/// Slips, the current one first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jar(Vec<Slip>);

impl Jar {
    /// What the browser of a request keeps.
    #[must_use]
    pub fn of_request(app: &AppState, request: &HttpRequest, live: &LiveSurvey) -> Self {
        let cookie = brought(request, || named(app, &name(live)));
        let slips = cookie.and_then(|cookie| sealed::open(&live.slips, cookie.value()));
        Self(slips.unwrap_or_default())
    }

    /// The slip the browser goes on with where no form says which.
    #[must_use]
    pub fn current(&self) -> Option<&Slip> {
        self.0.first()
    }

    /// The slip of a draft, if the browser keeps it.
    #[must_use]
    pub fn of(&self, token: &DraftToken) -> Option<&Slip> {
        self.0.iter().find(|slip| slip.token == *token)
    }

    /// The slip is in it, and the one to go on with. What nobody has written into is left to its page.
    pub fn put_first(&mut self, slip: &Slip) {
        self.take_out(&slip.token);
        self.0
            .retain(|other| other.key.is_some() || other.answers == Place::Database);
        self.0.insert(0, light(slip));
        self.0.truncate(MOST);
    }

    /// The slip in place of what was known of its draft.
    pub fn renew(&mut self, slip: &Slip) {
        if let Some(known) = self.0.iter_mut().find(|known| known.token == slip.token) {
            *known = light(slip);
        }
    }

    /// The draft is sent.
    pub fn take_out(&mut self, token: &DraftToken) {
        self.0.retain(|slip| slip.token != *token);
    }

    /// The cookie that keeps it until the browser is closed; with nothing in it, the one that lets it be forgotten.
    #[must_use]
    pub fn cookie(&self, app: &AppState, live: &LiveSurvey) -> Cookie<'static> {
        // Also where a key is opened: another letter is put beside what is there, not in its place.
        let town = paths::town(&live.town);
        if self.0.is_empty() {
            return forgotten(app, name(live), town);
        }
        let sealed = sealed::seal(&live.slips, &self.0);
        kept(app, name(live), sealed, town)
    }
}

/// A slip as a cookie has room for it.
fn light(slip: &Slip) -> Slip {
    let mut light = slip.clone();
    if matches!(light.answers, Place::Here(_)) {
        light.answers = Place::Nowhere;
    }
    light
}

/// A draft that a former version let the browser keep by its bare token.
#[must_use]
pub fn old(request: &HttpRequest, live: &LiveSurvey) -> Option<Slip> {
    old_slip::of_token(brought(request, || name(live))?.value())
}

/// The cookie that lets the browser forget all drafts of a survey.
#[must_use]
pub fn forget(app: &AppState, live: &LiveSurvey) -> Cookie<'static> {
    Jar::default().cookie(app, live)
}

/// The value of one of our cookies.
#[must_use]
pub fn read(
    app: &AppState,
    request: &HttpRequest,
    name: impl FnOnce() -> String,
) -> Option<String> {
    let cookie = brought(request, || named(app, &name()))?;
    Some(cookie.value().to_owned())
}

/// The cookie of a name. Most visitors come with none at all: for them no name is made.
fn brought(request: &HttpRequest, name: impl FnOnce() -> String) -> Option<Cookie<'static>> {
    let any = request.headers().contains_key(header::COOKIE);
    any.then(|| request.cookie(&name())).flatten()
}

/// A cookie of the pages under `path` that is gone when the browser is closed.
#[must_use]
pub fn kept(app: &AppState, name: String, value: String, path: String) -> Cookie<'static> {
    let secure = app.config.is_secure();
    let path = if secure { "/".to_owned() } else { path };
    Cookie::build(named(app, &name), value)
        .path(path)
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .finish()
}

/// The same cookie, removed.
#[must_use]
pub fn forgotten(app: &AppState, name: String, path: String) -> Cookie<'static> {
    let mut cookie = kept(app, name, String::new(), path);
    cookie.make_removal();
    cookie
}

/// Over https no other host and no plain connection can set a cookie of this name.
fn named(app: &AppState, name: &str) -> String {
    if app.config.is_secure() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// One cookie a survey, so that two surveys do not meet.
fn name(live: &LiveSurvey) -> String {
    format!("draft-{}", live.survey.id.0.simple())
}
