//! 代決: who decides in whose place, and until when.

pub mod ending;
pub mod naming;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::deputy::State;
use crate::domain::ids::DeputyId;
use crate::domain::permission::{Permission, SeeToday};
use crate::read::deputies as records;
use crate::read::listed::ON_A_PAGE;
use crate::storage::deputies::DeputyRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::{Badge, Tone};
use crate::web::page::{self, Title};

use super::Staff;
use super::told::Told;

/// The address of the list.
pub(super) const PATH: &str = "/staff/deputies";

/// What its address narrows it down by.
const STATE: &str = "state";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
    /// Where somebody is named; none for those who have nobody to name.
    new: Option<String>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/deputies/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("deputies-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    id: String,
    person: Wording,
    deputy: Wording,
    days: Say,
    /// Why; for those whom it concerns.
    reason: Option<String>,
    state: Badge,
    /// Where it is ended at once, by whoever may.
    end: Option<String>,
}

/// `GET /staff/deputies`: those of `?state=`. Whoever moves or decides sees whom to turn to; everybody else, what they
/// have a part in.
pub async fn index(staff: Staff<SeeToday>) -> Result<HttpResponse, Error> {
    let state = staff.narrowed(STATE, State::from_word)?;
    let place = staff
        .place(PATH)
        .saying(STATE, state.map_or("", State::word));
    let own = (!staff.may(Permission::SeeMotions)).then_some(staff.who.person);
    let mut conn = staff.app.db.get().await?;
    let asked = (state, staff.who.today);
    let found = records::list(&mut conn, staff.desk(), asked, own).await?;
    let told = Told::to(&staff, &found.names);
    let counts = (
        i64::try_from(found.rows.len()).unwrap_or(i64::MAX),
        ON_A_PAGE,
    );
    let shown = place.cut(&found.rows, ON_A_PAGE).iter();
    staff.show(&Index {
        rows: shown.map(|one| row(&staff, &told, one)).collect(),
        list: place.view(tabs(&place), heads(), counts),
        new: staff
            .may(Permission::NameDeputy)
            .then(|| staff.path(naming::PATH)),
    })
}

fn tabs(place: &Place) -> Vec<Tab> {
    place.tabs(STATE, State::ALL.map(|state| (state.word(), named(state))))
}

fn heads() -> Vec<Head> {
    Head::plains([
        "col-deputy-of",
        "col-deputy",
        "col-deputy-days",
        "col-survey-state",
        "col-survey-acts",
    ])
}

fn row(staff: &Staff<SeeToday>, told: &Told<'_>, row: &DeputyRow) -> Row {
    let state = row.state(staff.who.today);
    let looks_after_all = staff.may(Permission::EditPeople);
    let is_own = row.person_id == staff.who.person;
    let ends = staff.may(Permission::EndDeputy) && (is_own || looks_after_all);
    let goes_on = matches!(state, State::Running | State::Coming);
    let knows_why = is_own || looks_after_all || row.deputy_id == staff.who.person;
    Row {
        id: row.id.to_string(),
        person: told.person(row.person_id),
        deputy: told.person(row.deputy_id),
        days: days(row),
        reason: knows_why.then(|| row.reason.clone()),
        state: badge(state),
        end: (goes_on && ends).then(|| staff.path(&address(row.id))),
    }
}

fn days(row: &DeputyRow) -> Say {
    Say::new("deputy-days")
        .with("from", Datum::Date(row.from_day))
        .with("until", Datum::Date(row.until_day))
}

fn address(deputy: DeputyId) -> String {
    format!("{PATH}/{deputy}/ending")
}

/// Where it stands, in words.
fn named(state: State) -> Say {
    Say::new(format!("deputy-state-{}", state.word()))
}

fn badge(state: State) -> Badge {
    let tone = match state {
        State::Running => Tone::Good,
        State::Coming => Tone::Warn,
        State::Over | State::Ended => Tone::Quiet,
    };
    Badge::new(tone, named(state))
}
