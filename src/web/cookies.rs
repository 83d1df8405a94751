//! Cookies of ours: what guards them, and what they are called.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use crate::web::state::AppState;

/// The value of one of our cookies. Most visitors come with none at all: for them no name is made.
#[must_use]
pub fn read(
    app: &AppState,
    request: &HttpRequest,
    name: impl FnOnce() -> String,
) -> Option<String> {
    let cookie = brought(request, || named(app, &name()))?;
    Some(cookie.value().to_owned())
}

/// The cookie of a name as it was sent.
#[must_use]
pub fn brought(request: &HttpRequest, name: impl FnOnce() -> String) -> Option<Cookie<'static>> {
    let any = request.headers().contains_key(header::COOKIE);
    any.then(|| request.cookie(&name())).flatten()
}

/// A cookie of the pages under `path` that is gone when the browser is closed.
#[must_use]
pub fn kept(app: &AppState, name: &str, value: String, path: String) -> Cookie<'static> {
    let secure = app.config.is_secure();
    let path = if secure { "/".to_owned() } else { path };
    Cookie::build(named(app, name), value)
        .path(path)
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .finish()
}

/// The same cookie, removed.
#[must_use]
pub fn forgotten(app: &AppState, name: &str, path: String) -> Cookie<'static> {
    let mut cookie = kept(app, name, String::new(), path);
    cookie.make_removal();
    cookie
}

/// Over https no other host and no plain connection can set a cookie of this name.
#[must_use]
pub fn named(app: &AppState, name: &str) -> String {
    if app.config.is_secure() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}
