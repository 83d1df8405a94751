//! Where citizens answer. What is asked most comes first.

use super::{Routes, get, post};
use crate::web::respond::{check, key, picture, receipt, response, section, start, trial};

/// A survey, page by page.
pub(super) fn surveys(at: &mut Routes) {
    at.path(
        "/{town}/surveys/{survey}/sections/{section}",
        get(section::show).post(section::update),
    );
    at.path("/{town}/surveys/{survey}/responses", post(response::create));
    at.path("/{town}/surveys/{survey}", get(start::show));
    at.path("/{town}/surveys/{survey}/draft", post(start::create));
    at.path("/{town}/surveys/{survey}/check", get(check::show));
    at.path(
        "/{town}/surveys/{survey}/notes",
        get(trial::show).post(trial::update),
    );
    at.path(
        "/{town}/surveys/{survey}/receipts/{receipt}",
        get(receipt::show),
    );
}

/// What their pages show beside words.
pub(super) fn pictures(at: &mut Routes) {
    at.path("/{town}/pictures/{hash}", get(picture::show));
}

/// The key on a letter.
pub(super) fn keys(at: &mut Routes) {
    at.path("/{town}/a", get(key::new).post(key::create));
    at.path("/{town}/a/{key}", get(key::show));
}
