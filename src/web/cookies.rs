//! Cookies of ours: what guards them, and what they are called.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use crate::config::Side;
use crate::web::state::AppState;

/// The cookies of those who see one side: over https no other host and no plain connection can set one of their names.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    is_secure: bool,
}

/// The cookie of a name as it was sent. Most visitors come with none at all: for them no name is made.
#[must_use]
pub fn brought(request: &HttpRequest, name: impl FnOnce() -> String) -> Option<Cookie<'static>> {
    let any = request.headers().contains_key(header::COOKIE);
    any.then(|| request.cookie(&name())).flatten()
}

impl Cookies {
    /// Of citizens.
    #[must_use]
    pub fn of_citizens(app: &AppState) -> Self {
        let is_secure = app.config.is_secure(Side::Public);
        Self { is_secure }
    }

    /// Of staff.
    #[must_use]
    pub fn of_staff(app: &AppState) -> Self {
        let is_secure = app.config.is_secure(Side::Staff);
        Self { is_secure }
    }

    /// The value of one.
    #[must_use]
    pub fn read(self, request: &HttpRequest, name: impl FnOnce() -> String) -> Option<String> {
        let cookie = brought(request, || self.named(&name()))?;
        Some(cookie.value().to_owned())
    }

    /// One for the pages under `path` that is gone when the browser is closed.
    #[must_use]
    pub fn kept(self, name: &str, value: String, path: String) -> Cookie<'static> {
        let path = if self.is_secure { "/".to_owned() } else { path };
        Cookie::build(self.named(name), value)
            .path(path)
            .http_only(true)
            .secure(self.is_secure)
            .same_site(SameSite::Lax)
            .finish()
    }

    /// The same cookie, removed.
    #[must_use]
    pub fn forgotten(self, name: &str, path: String) -> Cookie<'static> {
        let mut cookie = self.kept(name, String::new(), path);
        cookie.make_removal();
        cookie
    }

    /// What one is called.
    #[must_use]
    pub fn named(self, name: &str) -> String {
        match self.is_secure {
            true => format!("__Host-{name}"),
            false => name.to_owned(),
        }
    }
}
