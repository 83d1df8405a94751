//! `/healthz` and `/readyz`: for whoever restarts processes and spreads requests. No page, no detail.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::storage::migrations;
use crate::web::state::AppState;

/// `GET /healthz`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().body("alive\n")
}

/// `GET /readyz`: the database answers and has the schema this program knows.
pub async fn ready(app: Data<AppState>) -> HttpResponse {
    let Ok(mut conn) = app.db.get().await else {
        return HttpResponse::ServiceUnavailable().body("the database cannot be reached\n");
    };
    match migrations::current(&mut conn).await {
        Ok(true) => HttpResponse::Ok().body("ready\n"),
        Ok(false) => HttpResponse::ServiceUnavailable().body("the database is not migrated\n"),
        Err(_) => HttpResponse::ServiceUnavailable().body("the database cannot be used\n"),
    }
}
