//! Browsers somebody has signed in with before. Whoever comes with one of them is not held up by strangers who try the
//! same name from elsewhere: strangers cannot lock a person out.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::ids::{MunicipalityId, PersonId};
use crate::web::cookies::Cookies;
use crate::web::state::AppState;

/// What the cookie is called.
const NAME: &str = "staff-known";

/// The addresses it is sent to.
const PATH: &str = "/staff/sign-in";

/// How long a browser is known.
const DAYS: i64 = 180;

/// A PC at a counter is shared by so many.
const MOST: usize = 8;

/// Whether anybody has signed in with this browser before.
pub(super) fn is_anybodys(app: &AppState, request: &HttpRequest) -> bool {
    let kept = Cookies::of_staff(app).read(request, || NAME.to_owned());
    kept.is_some()
}

/// Whether somebody has signed in with this browser before.
pub(super) fn is_known(
    app: &AppState,
    request: &HttpRequest,
    town: MunicipalityId,
    person: PersonId,
) -> bool {
    let marks = marks(town, person);
    let mut hashes = app.keys.hashes("known browser", &marks).into_iter();
    let kept = Cookies::of_staff(app)
        .read(request, || NAME.to_owned())
        .unwrap_or_default();
    hashes.any(|hash| kept.split('.').any(|known| known == written(&hash)))
}

/// The browser knows one more person, the last one first.
pub(super) fn with(
    app: &AppState,
    request: &HttpRequest,
    town: MunicipalityId,
    person: PersonId,
) -> Cookie<'static> {
    let own = written(&app.keys.hash("known browser", &marks(town, person)));
    let kept = Cookies::of_staff(app)
        .read(request, || NAME.to_owned())
        .unwrap_or_default();
    let others = kept
        .split('.')
        .filter(|known| !known.is_empty() && *known != own);
    let all: Vec<&str> = std::iter::once(own.as_str())
        .chain(others)
        .take(MOST)
        .collect();
    let mut cookie = Cookies::of_staff(app).kept(NAME, all.join("."), PATH.to_owned());
    cookie.set_max_age(Duration::days(DAYS));
    cookie
}

fn marks(town: MunicipalityId, person: PersonId) -> Vec<u8> {
    [town.0.as_bytes().as_slice(), person.0.as_bytes()].concat()
}

fn written(hash: &[u8; 32]) -> String {
    let (half, _) = hash.split_at(16);
    URL_SAFE_NO_PAD.encode(half)
}
