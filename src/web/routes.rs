//! Every URL of the program, grouped by door: the table of contents. Each address is one resource, so that a wrong
//! method is told the right ones.

use actix_web::web::{ServiceConfig, get, post, resource};

use super::public::{data, home, indicator, plan, results};
use super::respond::{check, key, receipt, response, section, start};
use super::{Door, health, metrics};

/// The routes of a door.
pub(super) fn configure(config: &mut ServiceConfig, door: Door) {
    config
        .service(resource("/healthz").route(get().to(health::alive)))
        .service(resource("/readyz").route(get().to(health::ready)));
    if door == Door::Metrics {
        config.service(resource("/metrics").route(get().to(metrics::show)));
    }
    if matches!(door, Door::Public | Door::Both) {
        public(config);
    }
}

/// They are tried in this order: what is asked most comes first.
fn public(config: &mut ServiceConfig) {
    surveys(config);
    config
        .service(
            resource("/{town}/a")
                .route(get().to(key::new))
                .route(post().to(key::create)),
        )
        .service(resource("/{town}/a/{key}").route(get().to(key::show)))
        .service(resource("/").route(get().to(home::index)))
        .service(resource("/{town}").route(get().to(home::show)));
    results(config);
    plans(config);
}

/// Where citizens answer.
fn surveys(config: &mut ServiceConfig) {
    config
        .service(
            resource("/{town}/surveys/{survey}/sections/{section}")
                .route(get().to(section::show))
                .route(post().to(section::update)),
        )
        .service(resource("/{town}/surveys/{survey}/responses").route(post().to(response::create)))
        .service(resource("/{town}/surveys/{survey}").route(get().to(start::show)))
        .service(resource("/{town}/surveys/{survey}/draft").route(post().to(start::create)))
        .service(resource("/{town}/surveys/{survey}/check").route(get().to(check::show)))
        .service(
            resource("/{town}/surveys/{survey}/receipts/{receipt}").route(get().to(receipt::show)),
        );
}

/// What is published of surveys.
fn results(config: &mut ServiceConfig) {
    config
        .service(
            resource("/{town}/surveys/{survey}/results.csv").route(get().to(results::data::csv)),
        )
        .service(
            resource("/{town}/surveys/{survey}/results.json").route(get().to(results::data::json)),
        )
        .service(resource("/{town}/surveys/{survey}/results").route(get().to(results::show)))
        .service(
            resource("/{town}/surveys/{survey}/results/{question}")
                .route(get().to(results::question)),
        );
}

/// What is published of plans.
fn plans(config: &mut ServiceConfig) {
    config
        .service(resource("/{town}/plans/{plan}").route(get().to(plan::show)))
        .service(
            resource("/{town}/plans/{plan}/indicators/{indicator}.csv").route(get().to(data::csv)),
        )
        .service(
            resource("/{town}/plans/{plan}/indicators/{indicator}.json")
                .route(get().to(data::json)),
        )
        .service(
            resource("/{town}/plans/{plan}/indicators/{indicator}")
                .route(get().to(indicator::show)),
        );
}
