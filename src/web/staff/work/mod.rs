//! Long work of the town: how far each is, what came of it. A page of one looks again by itself while it goes on.

pub mod stopping;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::WorkId;
use crate::domain::permission::{Grant, Permission, SeeAdministration};
use crate::domain::time::Zone;
use crate::domain::work::{Kind, Outcome, State};
use crate::read::work::{self as records, Asked};
use crate::storage::works::WorkRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::path::WorkAt;
use crate::web::page::{self, Around, Title};

use super::{Staff, moment, record, who};

/// The address of the list.
pub(super) const PATH: &str = "/staff/work";

/// How many seconds pass until the page of a work that goes on looks again, where no script does.
const AGAIN: u32 = 3;

/// The list.
#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/work/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("works-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    href: String,
    #[serde(flatten)]
    facts: Facts,
}

/// What is done, for whom, and where it stands.
#[derive(Serialize)]
struct Facts {
    text: Say,
    asked: Say,
    state: Say,
    /// What came of it.
    outcome: Option<Say>,
}

/// One work.
#[derive(Serialize)]
struct Show {
    #[serde(flatten)]
    facts: Facts,
    progress: Option<Progress>,
    /// Whether it goes on.
    running: bool,
    /// Where the button leads that asks it to stop.
    stop: Option<String>,
    /// That it was asked to, and has not seen it yet.
    stopping: bool,
    again: String,
    back: String,
    back_text: Say,
}

#[derive(Serialize)]
struct Progress {
    done: i64,
    total: i64,
    said: Say,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/work/show";

    fn title(&self) -> Title {
        Title::Before(self.facts.text.clone().into())
    }

    fn around(&self) -> Around {
        Around {
            again: self.running.then_some(AGAIN),
            ..Around::default()
        }
    }
}

/// `GET /staff/work`: of the kinds they may ask for.
pub async fn index(staff: Staff<SeeAdministration>) -> Result<HttpResponse, Error> {
    let kinds = Kind::ALL.into_iter();
    let kinds: Vec<Kind> = kinds.filter(|kind| staff.may(kind.permission())).collect();
    let mut conn = staff.app.db.get().await?;
    let works = records::list(&mut conn, staff.desk(), &kinds).await?;
    let row = |asked: &Asked| Row {
        href: address(&staff, asked.work.id),
        facts: Facts::of(asked, staff.town.zone),
    };
    let rows = works.iter().map(row).collect();
    staff.show(&Index { rows })
}

/// `GET /staff/work/{work}`
pub async fn show(
    staff: Staff<SeeAdministration>,
    at: Path<WorkAt>,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let asked = records::one(&mut conn, staff.desk(), at.work).await?;
    let work = &asked.work;
    if !staff.may(work.kind.permission()) {
        return Err(Error::NotFound);
    }
    let running = work.state.is_under_way();
    let stops = running && !work.is_stopped && staff.may(Permission::StopWork);
    let stop = || staff.path(&format!("{PATH}/{}/{}", work.id, stopping::ACT));
    let (back, back_text) = room(work.kind);
    staff.show(&Show {
        facts: Facts::of(&asked, staff.town.zone),
        progress: progress(work),
        running,
        stop: stops.then(stop),
        stopping: running && work.is_stopped,
        again: address(&staff, work.id),
        back: staff.path(back),
        back_text,
    })
}

/// The page of a work.
pub(super) fn address<P: Grant>(staff: &Staff<P>, work: WorkId) -> String {
    staff.path(&format!("{PATH}/{work}"))
}

impl Facts {
    fn of(asked: &Asked, zone: Zone) -> Self {
        let work = &asked.work;
        let by = who::said(Some(&work.who), asked.name.as_deref());
        let when = moment::said(work.asked_at, zone);
        Self {
            text: Say::new(format!("work-{}", work.kind.word())),
            asked: Say::new("work-asked").with("who", by).with("at", when),
            state: state(work.state),
            outcome: work.outcome.as_ref().map(outcome),
        }
    }
}

fn state(state: State) -> Say {
    Say::new(match state {
        State::Waiting => "work-state-waiting",
        State::Running => "work-state-running",
        State::Finished => "work-state-finished",
        State::Stopped => "work-state-stopped",
        State::Failed => "work-state-failed",
    })
}

fn outcome(outcome: &Outcome) -> Say {
    let Outcome::RecordVerified {
        entries,
        first_fault,
    } = outcome;
    let entries = Wording::from(Datum::how_many(*entries));
    match first_fault {
        None => Say::new("work-record-whole").with("entries", entries),
        Some(number) => Say::new("work-record-faulty")
            .with("entries", entries)
            .with("number", Datum::how_many(*number)),
    }
}

/// How far it is; none before that is known.
fn progress(work: &WorkRow) -> Option<Progress> {
    let total = work.total.filter(|total| *total > 0)?;
    let done = work.done;
    let said = Say::new("work-progress")
        .with("done", Datum::how_many(done))
        .with("total", Datum::how_many(total));
    (work.state == State::Running).then_some(Progress { done, total, said })
}

/// Where one came from.
fn room(kind: Kind) -> (&'static str, Say) {
    match kind {
        Kind::VerifyRecord => (record::PATH, Say::new("work-back-record")),
    }
}
