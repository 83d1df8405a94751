//! Every URL of the program, grouped by door: the table of contents.

use actix_web::web::{ServiceConfig, get};

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

fn public(_config: &mut ServiceConfig) {}
