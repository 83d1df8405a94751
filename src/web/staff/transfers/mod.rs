//! 人事異動: whose roles become whose on which day, what was made, and what could not be.

pub mod planning;
pub mod preview;
pub mod undoing;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::ids::TransferId;
use crate::domain::permission::MovePeople;
use crate::domain::transfer::{Hindrance, State};
use crate::read::listed::ON_A_PAGE;
use crate::read::transfers as records;
use crate::storage::transfers::TransferRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::{Badge, Tone};
use crate::web::page::{self, Title};

use super::Staff;
use super::told::Told;

/// The address of the list, and where one is planned.
pub(super) const PATH: &str = "/staff/transfers";

/// What its address narrows it down by.
const STATE: &str = "state";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
    new: String,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/transfers/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("transfers-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    id: String,
    on: Datum,
    giver: Wording,
    receiver: Wording,
    state: Badge,
    /// Why it could not be made on its day.
    hindrance: Option<Say>,
    /// Where it is given up while it is planned.
    undo: Option<String>,
}

/// `GET /staff/transfers`: those of `?state=`.
pub async fn index(staff: Staff<MovePeople>) -> Result<HttpResponse, Error> {
    let state = staff.narrowed(STATE, State::from_word)?;
    let place = staff
        .place(PATH)
        .saying(STATE, state.map_or("", State::word));
    let mut conn = staff.app.db.get().await?;
    let found = records::list(&mut conn, staff.desk(), state).await?;
    let told = Told::to(&staff, &found.names);
    let counts = (
        i64::try_from(found.rows.len()).unwrap_or(i64::MAX),
        ON_A_PAGE,
    );
    let shown = place.cut(&found.rows, ON_A_PAGE).iter();
    staff.show(&Index {
        rows: shown.map(|one| row(&staff, &told, one)).collect(),
        list: place.view(tabs(&place), heads(), counts),
        new: staff.path(planning::PATH),
    })
}

fn tabs(place: &Place) -> Vec<Tab> {
    place.tabs(STATE, State::ALL.map(|state| (state.word(), named(state))))
}

fn heads() -> Vec<Head> {
    Head::plains([
        "transfer-on",
        "transfer-from",
        "transfer-to",
        "col-survey-state",
        "col-survey-acts",
    ])
}

fn row(staff: &Staff<MovePeople>, told: &Told<'_>, row: &TransferRow) -> Row {
    let is_planned = row.state == State::Planned;
    Row {
        id: row.id.to_string(),
        on: Datum::Date(row.on_day),
        giver: told.person(row.from_id),
        receiver: told.person(row.to_id),
        state: badge(row),
        hindrance: row.hindrance.map(hindered),
        undo: is_planned.then(|| staff.path(&address(row.id))),
    }
}

fn address(transfer: TransferId) -> String {
    format!("{PATH}/{transfer}/undoing")
}

/// Why one cannot be made.
pub(super) fn hindered(why: Hindrance) -> Say {
    Say::new(format!("transfer-hindrance-{}", why.word()))
}

/// Where one stands, in words.
fn named(state: State) -> Say {
    Say::new(format!("transfer-state-{}", state.word()))
}

fn badge(row: &TransferRow) -> Badge {
    match (row.state, row.hindrance) {
        (State::Planned, Some(_)) => Badge::new(Tone::Bad, Say::new("transfer-not-made")),
        (State::Planned, None) => Badge::new(Tone::Warn, named(row.state)),
        (State::Done, _) => Badge::new(Tone::Good, named(row.state)),
        (State::Undone, _) => Badge::new(Tone::Quiet, named(row.state)),
    }
}
