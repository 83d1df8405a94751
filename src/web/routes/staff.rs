//! Where staff work.

use super::{Routes, get, post};
use crate::web::assets;
use crate::web::staff::account::{self, codes, password, sessions, totp};
use crate::web::staff::sign_in::{self, code, demonstration};
use crate::web::staff::surveys::{self, closing, extension};
use crate::web::staff::{session, set_up};

/// Where staff have an address of their own, it leads to the desk.
pub(super) fn door(at: &mut Routes) {
    at.path("/", get(surveys::enter));
}

/// Coming in and going out.
pub(super) fn doors(at: &mut Routes) {
    at.path("/staff/sign-in", get(sign_in::index));
    at.path(
        "/staff/sign-in/{town}",
        get(sign_in::show).post(sign_in::create),
    );
    at.path("/staff/sign-in/{town}/code", post(code::create));
    at.path(
        "/staff/sign-in/{town}/demonstration",
        post(demonstration::create),
    );
    at.path(
        "/staff/set-up/{town}",
        get(set_up::show).post(set_up::create),
    );
    at.path("/staff/set-up/{town}/password", post(set_up::update));
    at.path("/staff/set-up/{town}/{code}", get(set_up::open));
    at.path("/staff/sign-out", post(sessions::sign_out));
}

/// One's own account.
pub(super) fn account(at: &mut Routes) {
    at.path("/staff/session", get(session::show));
    at.path("/staff/account", get(account::show));
    at.path(
        "/staff/account/password",
        get(password::edit).post(password::update),
    );
    at.path("/staff/account/second-factor", get(account::choose));
    at.path("/staff/account/totp", get(totp::new).post(totp::create));
    at.path("/staff/account/totp/removal", post(totp::remove));
    at.path("/staff/account/codes", post(codes::create));
    at.path("/staff/account/codes/removal", post(codes::remove));
    at.path("/staff/account/sessions", post(sessions::end_others));
    at.path("/staff/account/sessions/{session}", post(sessions::end));
}

/// Surveys, and what is done with one.
pub(super) fn surveys(at: &mut Routes) {
    at.path("/staff", get(surveys::enter));
    at.path("/staff/surveys", get(surveys::index));
    at.path(
        "/staff/surveys/{survey}/extension",
        get(extension::new).post(extension::create),
    );
    at.path(
        "/staff/surveys/{survey}/closing",
        get(closing::new).post(closing::create),
    );
}

/// What their pages fetch once.
pub(super) fn assets(at: &mut Routes) {
    at.path("/assets/{hash}/{name}", get(assets::show));
}
