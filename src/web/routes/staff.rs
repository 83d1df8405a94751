//! Where staff work.

use super::{Routes, get};
use crate::web::assets;
use crate::web::staff::surveys::{self, closing, extension};

/// Where staff have an address of their own, it leads to the desk.
pub(super) fn door(at: &mut Routes) {
    at.path("/", get(surveys::enter));
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
