//! Where staff work.

use super::{Routes, get, post};
use crate::web::assets;
use crate::web::staff::account::{self, binding, codes, password, sessions, totp};
use crate::web::staff::deputies::{self, naming};
use crate::web::staff::motions::{self, deciding, making};
use crate::web::staff::municipalities::{self, creation, suspension};
use crate::web::staff::parts::{self, form, note, upload};
use crate::web::staff::people::{self, ending, invitation, person};
use crate::web::staff::record::{self, data, verification};
use crate::web::staff::scales::{self, adding, removing, scale};
use crate::web::staff::sign_in::{self, code, demonstration, provider};
use crate::web::staff::surveys::{self, closing, extension};
use crate::web::staff::transfers::{self, planning, preview, undoing};
use crate::web::staff::values::{self, commenting};
use crate::web::staff::work::{self, stopping};
use crate::web::staff::{administration, divisions, roles, session, set_up, settings, today};
use crate::web::staff::{bank, health, help, plans, questionnaires, results, voices};

/// Where staff have an address of their own, it leads to the desk.
pub(super) fn door(at: &mut Routes) {
    at.path("/", get(today::lead));
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
    at.path("/staff/sign-in/{town}/provider", get(provider::start));
    at.path(
        "/staff/sign-in/{town}/provider/return",
        get(provider::finish),
    );
    at.path(
        "/staff/set-up/{town}",
        get(set_up::show).post(set_up::create),
    );
    at.path("/staff/set-up/{town}/password", post(set_up::update));
    at.path("/staff/set-up/{town}/{code}", get(set_up::open));
    at.path("/staff/sign-out", post(sessions::sign_out));
}

/// The page of the day.
pub(super) fn today(at: &mut Routes) {
    at.path("/staff", get(today::enter));
    at.path("/staff/today", get(today::show));
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
    at.path("/staff/account/binding/removal", post(binding::remove));
    at.path("/staff/account/sessions", post(sessions::end_others));
    at.path("/staff/account/sessions/{session}", post(sessions::end));
}

/// Who works here, and what they may do.
pub(super) fn people(at: &mut Routes) {
    at.path("/staff/administration", get(administration::index));
    at.path("/staff/people", get(people::index));
    at.path("/staff/people/new", get(person::new).post(person::create));
    at.path(
        "/staff/people/{person}",
        get(person::edit).post(person::update),
    );
    at.path(
        "/staff/people/{person}/invitation",
        post(invitation::create),
    );
    at.path("/staff/people/{person}/sessions", post(ending::end));
    at.path(
        "/staff/people/{person}/factors",
        post(ending::remove_factors),
    );
    at.path("/staff/people/{person}/binding", post(ending::unbind));
    at.path("/staff/roles", get(roles::index));
    at.path(
        "/staff/settings",
        get(settings::show).post(settings::update),
    );
    at.path("/staff/settings/hosts", post(settings::hosts::update));
    at.path("/staff/divisions", get(divisions::index));
    at.path(
        "/staff/divisions/new",
        get(divisions::new).post(divisions::create),
    );
    at.path(
        "/staff/divisions/{division}",
        get(divisions::edit).post(divisions::update),
    );
}

/// Who decides in whose place, and whose roles become whose.
pub(super) fn movers(at: &mut Routes) {
    at.path("/staff/deputies", get(deputies::index));
    at.path("/staff/deputies/new", get(naming::new).post(naming::create));
    at.path(
        "/staff/deputies/{deputy}/ending",
        post(deputies::ending::create),
    );
    at.path(
        "/staff/transfers",
        get(transfers::index).post(planning::create),
    );
    at.path("/staff/transfers/new", get(planning::new));
    at.path("/staff/transfers/preview", get(preview::show));
    at.path("/staff/transfers/{transfer}/undoing", post(undoing::create));
}

/// Surveys, and what is done with one.
pub(super) fn surveys(at: &mut Routes) {
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

/// What is looked at: questionnaires, plans, results, and how all of it is used.
pub(super) fn lists(at: &mut Routes) {
    at.path("/staff/questionnaires", get(questionnaires::index));
    at.path("/staff/bank", get(bank::index));
    at.path("/staff/bank/{questionnaire}/{question}", get(bank::show));
    at.path(
        "/staff/questionnaires/{questionnaire}/comparison",
        get(questionnaires::comparison::show),
    );
    at.path(
        "/staff/questionnaires/{questionnaire}/comparison.docx",
        get(questionnaires::comparison::file),
    );
    at.path(
        "/staff/questionnaires/{questionnaire}/versions/{number}/sheet",
        get(questionnaires::sheet::show),
    );
    at.path(
        "/staff/questionnaires/{questionnaire}/versions/{number}/sheet.docx",
        get(questionnaires::sheet::file),
    );
    at.path(
        "/staff/questionnaires/{questionnaire}/versions/{number}/erratum",
        get(questionnaires::erratum::new).post(questionnaires::erratum::create),
    );
    at.path("/staff/plans", get(plans::index));
    at.path("/staff/results", get(results::index));
    at.path("/staff/voices", get(voices::index));
    at.path("/staff/voices/{survey}", get(voices::show));
    at.path("/staff/help", get(help::index));
}

/// Options that are worded once.
pub(super) fn scales(at: &mut Routes) {
    at.path("/staff/scales", get(scales::index));
    at.path("/staff/scales/new", get(adding::new).post(adding::create));
    at.path(
        "/staff/scales/{scale}",
        get(scale::edit).post(scale::update),
    );
    at.path("/staff/scales/{scale}/removal", post(removing::create));
}

/// What is said of values before they are published.
pub(super) fn values(at: &mut Routes) {
    at.path("/staff/values", get(values::index));
    at.path("/staff/values/{value}", get(values::show));
    at.path("/staff/values/{value}/comments", post(commenting::create));
}

/// What one person moves and a second one decides.
pub(super) fn motions(at: &mut Routes) {
    at.path("/staff/motions", get(motions::index));
    at.path("/staff/motions/{motion}", get(motions::show));
    at.path("/staff/motions/{motion}/decision", post(deciding::create));
    at.path(
        "/staff/motions/{motion}/withdrawal",
        post(deciding::withdraw),
    );
    at.path(
        "/staff/results/{report}/motions/{step}",
        get(making::new_of_figures).post(making::create_of_figures),
    );
    at.path(
        "/staff/surveys/{survey}/motions/{act}",
        get(making::new_of_survey).post(making::create_of_survey),
    );
}

/// Every part of their pages, for those who build them. A town has no use for it, and its forms do nothing: the released
/// program does not serve it.
pub(super) fn parts(at: &mut Routes) {
    if !cfg!(debug_assertions) {
        return;
    }
    at.path("/staff/parts", get(parts::index));
    at.path("/staff/parts/form", post(form::create));
    at.path("/staff/parts/upload", post(upload::create));
    at.path("/staff/parts/note", post(note::update));
    at.path("/staff/parts/work", post(parts::stop));
}

/// What was done.
pub(super) fn record(at: &mut Routes) {
    at.path("/staff/record", get(record::index));
    at.path("/staff/record.csv", post(data::create));
    at.path("/staff/record/verification", post(verification::create));
}

/// What takes long.
pub(super) fn work(at: &mut Routes) {
    at.path("/staff/work", get(work::index));
    at.path("/staff/work/{work}", get(work::show));
    at.path("/staff/work/{work}/stopping", post(stopping::create));
}

/// The desk of those who run the installation.
pub(super) fn office(at: &mut Routes) {
    at.path("/staff/municipalities", get(municipalities::index));
    at.path(
        "/staff/municipalities/new",
        get(creation::new).post(creation::create),
    );
    at.path(
        "/staff/municipalities/{municipality}/suspension",
        get(suspension::new).post(suspension::create),
    );
    at.path(
        "/staff/municipalities/{municipality}/resumption",
        post(suspension::end),
    );
    at.path("/staff/health", get(health::show));
}

/// What their pages fetch once.
pub(super) fn assets(at: &mut Routes) {
    at.path("/assets/{hash}/{name}", get(assets::show));
}
