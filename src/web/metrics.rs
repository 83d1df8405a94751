//! `/metrics`, on an address of its own.

use std::fmt::Write;

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::app::App;

/// `GET /metrics`
pub async fn show(app: Data<App>) -> HttpResponse {
    let Ok(mut text) = app.metrics.text() else {
        return HttpResponse::InternalServerError().finish();
    };
    let pool = app.db.status();
    for (name, help, value) in [
        ("connections", "Connections to the database.", pool.size),
        (
            "connections_idle",
            "Connections that wait for work.",
            pool.available,
        ),
        (
            "connections_wanted",
            "Requests that wait for a connection.",
            pool.waiting,
        ),
    ] {
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "# HELP kocho_database_{name} {help}\n# TYPE kocho_database_{name} gauge\nkocho_database_{name} {value}\n"
        );
    }
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(text)
}
