//! Whether the installation is well, for those who run it: what `kocho doctor` and the monitoring know, in words. Nothing
//! of what is in a town.

use actix_web::HttpResponse;
use chrono::Duration;
use serde::Serialize;

use crate::app::LITTLE_SPACE;
use crate::domain::permission::SeeMunicipalities;
use crate::read::health::{Condition, condition};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::Staff;

/// Its address.
pub(super) const PATH: &str = "/staff/health";

/// A backup older than that needs a look.
const OLD: Duration = Duration::days(7);

/// Seconds of a minute, an hour and a day.
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The page.
#[derive(Serialize)]
struct Show {
    summary: Say,
    findings: Vec<Finding>,
    version: &'static str,
    running: Say,
}

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    what: Say,
    is_well: bool,
    said: Say,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/health/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("health-title").into())
    }
}

/// `GET /staff/health`
pub async fn show(staff: Staff<SeeMunicipalities>) -> Result<HttpResponse, Error> {
    let condition = condition(&mut *staff.app.db.get().await?).await?;
    let findings = vec![
        database(&condition),
        durability(&condition),
        schema(&condition),
        disk(&staff),
        mail(staff.app.mailer.answers().await),
        jobs(&condition),
        logs(&condition),
        bugs(&staff),
        backup(&staff),
    ];
    let ill = findings.iter().filter(|finding| !finding.is_well).count();
    staff.show(&Show {
        summary: match ill {
            0 => Say::new("health-all-well"),
            ill => Say::new("health-ill").with("count", ill),
        },
        findings,
        version: env!("CARGO_PKG_VERSION"),
        running: running(staff.app.since.elapsed().as_secs()),
    })
}

fn finding(what: &'static str, is_well: bool, said: Say) -> Finding {
    Finding {
        what: Say::new(what),
        is_well,
        said,
    }
}

fn database(condition: &Condition) -> Finding {
    let key = match condition.has_checksums {
        true => "health-database-checked",
        false => "health-database-unchecked",
    };
    let said = Say::new(key).with("version", condition.server.as_str());
    finding("health-database", condition.has_checksums, said)
}

fn durability(condition: &Condition) -> Finding {
    let said = match condition.unsafe_settings.as_slice() {
        [] => Say::new("health-durable"),
        off => Say::new("health-not-durable").with("settings", off.join(", ")),
    };
    finding(
        "health-durability",
        condition.unsafe_settings.is_empty(),
        said,
    )
}

fn schema(condition: &Condition) -> Finding {
    let said = Say::new(match condition.is_migrated {
        true => "health-schema-current",
        false => "health-schema-missing",
    });
    finding("health-schema", condition.is_migrated, said)
}

fn disk(staff: &Staff<SeeMunicipalities>) -> Finding {
    let free = staff.app.free_space().unwrap_or_default();
    let megabytes = Datum::how_many(free >> 20);
    let said = Say::new("health-disk-free").with("megabytes", megabytes);
    finding("health-disk", free >= LITTLE_SPACE, said)
}

fn mail(answers: Option<bool>) -> Finding {
    let said = Say::new(match answers {
        None => "health-mail-files",
        Some(true) => "health-mail-answers",
        Some(false) => "health-mail-silent",
    });
    finding("health-mail", answers != Some(false), said)
}

fn jobs(condition: &Condition) -> Finding {
    let said = Say::new("health-jobs-said")
        .with("waiting", Datum::how_many(condition.waiting))
        .with("given", Datum::how_many(condition.given_up));
    finding("health-jobs", condition.given_up == 0, said)
}

fn logs(condition: &Condition) -> Finding {
    let said = match condition.faulty_logs.as_slice() {
        [] => Say::new("health-logs-whole").with("count", Datum::how_many(condition.logs)),
        faulty => Say::new("health-logs-faulty").with("logs", faulty.join(", ")),
    };
    finding("health-logs", condition.faulty_logs.is_empty(), said)
}

fn bugs(staff: &Staff<SeeMunicipalities>) -> Finding {
    let count = staff.app.metrics.panics.get();
    let said = Say::new("health-bugs-said").with("count", Datum::how_many(count));
    finding("health-bugs", count == 0, said)
}

fn backup(staff: &Staff<SeeMunicipalities>) -> Finding {
    let last = staff.app.last_backup();
    let is_fresh = last.is_some_and(|at| staff.who.now - at < OLD);
    let said = match last {
        Some(at) => Say::new("health-backup-at").with("at", Datum::moment(at, staff.town.zone)),
        None => Say::new("health-backup-unknown"),
    };
    finding("health-backup", is_fresh, said)
}

/// How long this node has been answering.
fn running(seconds: u64) -> Say {
    Say::new("health-running")
        .with("days", seconds / DAY)
        .with("hours", seconds % DAY / HOUR)
        .with("minutes", seconds % HOUR / MINUTE)
}
