//! Every URL of the program, grouped by door: the table of contents.

use actix_web::web::{ServiceConfig, get, post, resource};

use super::public::{data, home, indicator, plan};
use super::respond::{check, key, receipt, response, section, start};
use super::{Door, health, metrics};

/// The routes of a door.
pub(super) fn configure(config: &mut ServiceConfig, door: Door) {
    config
        .route("/healthz", get().to(health::alive))
        .route("/readyz", get().to(health::ready));
    if door == Door::Metrics {
        config.route("/metrics", get().to(metrics::show));
    }
    if matches!(door, Door::Public | Door::Both) {
        public(config);
    }
}

fn public(config: &mut ServiceConfig) {
    config
        .route("/", get().to(home::index))
        .route("/{town}", get().to(home::show))
        .service(
            resource("/{town}/a")
                .route(get().to(key::new))
                .route(post().to(key::create)),
        )
        .route("/{town}/a/{key}", get().to(key::show))
        .route("/{town}/surveys/{survey}", get().to(start::show))
        .route("/{town}/surveys/{survey}/draft", post().to(start::create))
        .service(
            resource("/{town}/surveys/{survey}/sections/{section}")
                .route(get().to(section::show))
                .route(post().to(section::update)),
        )
        .route("/{town}/surveys/{survey}/check", get().to(check::show))
        .route(
            "/{town}/surveys/{survey}/responses",
            post().to(response::create),
        )
        .route(
            "/{town}/surveys/{survey}/receipts/{receipt}",
            get().to(receipt::show),
        )
        .route("/{town}/plans/{plan}", get().to(plan::show))
        .route(
            "/{town}/plans/{plan}/indicators/{indicator}.csv",
            get().to(data::csv),
        )
        .route(
            "/{town}/plans/{plan}/indicators/{indicator}.json",
            get().to(data::json),
        )
        .route(
            "/{town}/plans/{plan}/indicators/{indicator}",
            get().to(indicator::show),
        );
}
