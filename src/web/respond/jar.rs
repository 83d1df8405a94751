//! What a browser keeps of one survey: the slips of its drafts, sealed in one cookie that is gone when the browser is
//! closed. Two letters of a family on one device are two of them.
//!
//! Only what this program has just made for this browser gets in here: a slip of somebody who begins or has presented
//! a key. What came in an address or with another page's form never does, so that nobody goes on in a draft somebody
//! else can read. Over https the cookie's name keeps other hosts and plain connections from setting it (`__Host-`).

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;

use crate::domain::token::draft::DraftToken;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::cookies::{self, Cookies};
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
        let cookie = cookies::brought(request, || Cookies::of_citizens(app).named(&name(live)));
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
            return Cookies::of_citizens(app).forgotten(&name(live), town);
        }
        let sealed = sealed::seal(&live.slips, &self.0);
        Cookies::of_citizens(app).kept(&name(live), sealed, town)
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
    old_slip::of_token(cookies::brought(request, || name(live))?.value())
}

/// The cookie that lets the browser forget all drafts of a survey.
#[must_use]
pub fn forget(app: &AppState, live: &LiveSurvey) -> Cookie<'static> {
    Jar::default().cookie(app, live)
}

/// One cookie a survey, so that two surveys do not meet.
fn name(live: &LiveSurvey) -> String {
    format!("draft-{}", live.survey.id.0.simple())
}
