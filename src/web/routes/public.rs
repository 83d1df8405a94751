//! What the public sees.

use super::{Routes, get};
use crate::web::public::{data, home, indicator, plan, results};

/// The towns, and each town's own page.
pub(super) fn towns(at: &mut Routes) {
    at.path("/", get(home::index));
    at.path("/{town}", get(home::show));
}

/// What is published of surveys.
pub(super) fn results(at: &mut Routes) {
    at.path(
        "/{town}/surveys/{survey}/results.csv",
        get(results::data::csv),
    );
    at.path(
        "/{town}/surveys/{survey}/results.json",
        get(results::data::json),
    );
    at.path("/{town}/surveys/{survey}/results", get(results::show));
    at.path(
        "/{town}/surveys/{survey}/results/{question}",
        get(results::question),
    );
}

/// What is published of plans.
pub(super) fn plans(at: &mut Routes) {
    at.path("/{town}/plans/{plan}", get(plan::show));
    at.path(
        "/{town}/plans/{plan}/indicators/{indicator}.csv",
        get(data::csv),
    );
    at.path(
        "/{town}/plans/{plan}/indicators/{indicator}.json",
        get(data::json),
    );
    at.path(
        "/{town}/plans/{plan}/indicators/{indicator}",
        get(indicator::show),
    );
}
