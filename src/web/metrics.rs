//! `/metrics`, on an address of its own.

use std::fmt::Write;

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::domain::job::Job;
use crate::storage::jobs;
use crate::web::state::AppState;

/// `GET /metrics`
pub async fn show(app: Data<AppState>) -> HttpResponse {
    app.metrics.holding(app.bodies.bytes());
    let Ok(mut text) = app.metrics.text() else {
        return HttpResponse::InternalServerError().finish();
    };
    text.push_str(&queue(&app).await.unwrap_or_default());
    text.push_str(&pool(&app));
    text.push_str(&passwords(&app));
    text.push_str(&memory(&app));
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(text)
}

/// The hashes of passwords: how many, and the time they took without any waiting.
fn passwords(app: &AppState) -> String {
    let (hashes, took) = app.hashing.computed();
    format!(
        "# HELP kocho_passwords_total Passwords hashed or checked.\n# TYPE kocho_passwords_total counter\n\
         kocho_passwords_total {hashes}\n\
         # HELP kocho_passwords_seconds_total Seconds spent on hashing them.\n\
         # TYPE kocho_passwords_seconds_total counter\nkocho_passwords_seconds_total {}\n",
        took.as_secs_f64()
    )
}

/// The pages' connections to the database.
fn pool(app: &AppState) -> String {
    let pool = app.db.status();
    let mut text = String::new();
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
    text
}

/// What this node keeps of pages and drafts, in entries and bytes.
fn memory(app: &AppState) -> String {
    let mut text = String::new();
    for (name, help, (entries, bytes)) in [
        (
            "publications",
            "Publications that are kept as they were written.",
            app.publications.held(),
        ),
        (
            "drafts",
            "Rows of drafts that are kept, sealed.",
            app.drafts.held(),
        ),
    ] {
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "# HELP kocho_{name}_kept {help}\n# TYPE kocho_{name}_kept gauge\nkocho_{name}_kept {entries}\n\
             # HELP kocho_{name}_kept_bytes Bytes they take.\n# TYPE kocho_{name}_kept_bytes gauge\n\
             kocho_{name}_kept_bytes {bytes}\n"
        );
    }
    text
}

/// The queue; nothing while the database cannot be asked, which its own metrics tell.
async fn queue(app: &AppState) -> Option<String> {
    let mut conn = app.db.get().await.ok()?;
    let (waiting, _) = jobs::count(&mut conn).await.ok()?;
    let given_up = jobs::list_given_up(&mut conn).await.ok()?;
    let mut text = format!(
        "# HELP kocho_jobs_waiting Jobs that wait or run.\n# TYPE kocho_jobs_waiting gauge\nkocho_jobs_waiting {waiting}\n\
         # HELP kocho_jobs_given_up Jobs that were given up: a person has to look.\n# TYPE kocho_jobs_given_up gauge\n"
    );
    for kind in Job::WORDS {
        let count = given_up.iter().filter(|one| one.job.word() == kind).count();
        // Writing into a String cannot fail.
        let _ = writeln!(text, "kocho_jobs_given_up{{job=\"{kind}\"}} {count}");
    }
    Some(text)
}
