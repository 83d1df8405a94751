//! 起案と決裁: what one person has moved, and what a second one decides.

pub mod deciding;
pub mod making;
mod motion;
mod refused;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::MotionId;
use crate::domain::motion::{Act, State};
use crate::domain::permission::{Grant, SeeMotions};
use crate::read::listed::ON_A_PAGE;
use crate::read::motions as records;
use crate::storage::motions::MotionRow;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::path::MotionAt;
use crate::web::page::form::FormView;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::{Badge, Tone};
use crate::web::page::{self, Title};

use super::Staff;
use super::told::Told;

/// The address of the list.
pub(super) const PATH: &str = "/staff/motions";

/// What its address narrows it down by.
const STATE: &str = "state";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/motions/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("motions-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    href: String,
    act: Say,
    thing: Wording,
    reason: String,
    moved: Say,
    state: Badge,
}

/// `GET /staff/motions`: those of `?state=`, from `?page=` on.
pub async fn index(staff: Staff<SeeMotions>) -> Result<HttpResponse, Error> {
    let state = staff.narrowed(STATE, State::from_word)?;
    let place = staff
        .place(PATH)
        .saying(STATE, state.map_or("", State::word));
    let mut conn = staff.app.db.get().await?;
    let found = records::page(&mut conn, staff.desk(), state, place.page()).await?;
    let told = Told::to(&staff, &found.names);
    let rows = found.rows.iter();
    staff.show(&Index {
        list: place.view(tabs(&place), heads(), (found.all, ON_A_PAGE)),
        rows: rows.map(|motion| row(&staff, &told, motion)).collect(),
    })
}

/// `GET /staff/motions/{motion}`
pub async fn show(staff: Staff<SeeMotions>, at: Path<MotionAt>) -> Result<HttpResponse, Error> {
    motion::show(&staff, at.motion, FormView::blank(&[])).await
}

/// The page of a motion, in no language yet.
pub(super) fn address(motion: MotionId) -> String {
    format!("{PATH}/{motion}")
}

fn tabs(place: &Place) -> Vec<Tab> {
    place.tabs(STATE, State::ALL.map(|state| (state.word(), named(state))))
}

fn heads() -> Vec<Head> {
    Head::plains([
        "col-motion",
        "col-motion-reason",
        "col-moved",
        "col-survey-state",
    ])
}

fn row<P: Grant>(staff: &Staff<P>, told: &Told<'_>, motion: &MotionRow) -> Row {
    Row {
        href: staff.path(&address(motion.id)),
        act: act(motion.motion.act()),
        thing: told.thing(motion.motion.thing()),
        reason: motion.reason.clone(),
        moved: Say::new("motion-moved")
            .with("who", told.person(motion.moved_by))
            .with("at", told.moment(motion.moved_at)),
        state: badge(motion.state),
    }
}

/// What is to be done, in words.
pub(super) fn act(act: Act) -> Say {
    Say::new(format!("motion-{}", act.word()))
}

/// Where a motion stands.
fn named(state: State) -> Say {
    Say::new(format!("motion-state-{}", state.word()))
}

/// The same as a badge.
fn badge(state: State) -> Badge {
    let tone = match state {
        State::Waiting => Tone::Warn,
        State::Accepted => Tone::Good,
        State::Refused => Tone::Bad,
        State::Withdrawn => Tone::Quiet,
    };
    Badge::new(tone, named(state))
}
