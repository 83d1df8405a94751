//! The reports of the town's surveys: of how many responses each was computed, and where it stands.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::motion::Act;
use crate::domain::permission::{Permission, SeeResults};
use crate::domain::plan::value::State;
use crate::domain::report::Stage;
use crate::read::listed::{self, ON_A_PAGE};
use crate::storage::report_ledger::{Listed, Order};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::{Badge, Link, Tone};
use crate::web::page::{self, Title};

use super::{Staff, motions};

/// The address of the list.
pub(super) const PATH: &str = "/staff/results";

/// What its address narrows it down by.
const STATE: &str = "state";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
    /// What was moved, where one may see it.
    motions: Option<String>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/results/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("results-of-surveys").into())
    }
}

#[derive(Serialize)]
struct Row {
    title: String,
    year: Datum,
    /// Its number, and how complete the responses were.
    report: Say,
    state: Badge,
    responses: Say,
    computed: Datum,
    /// The figures that everybody sees.
    href: Option<String>,
    /// What can be moved.
    acts: Vec<Link>,
}

/// `GET /staff/results`: those searched for by `?q=`, narrowed down by `?state=`, by `?order=`, from `?page=` on.
pub async fn index(staff: Staff<SeeResults>) -> Result<HttpResponse, Error> {
    let (search, order) = (staff.searched(), staff.one_of("order", Order::from_word)?);
    let state = staff.narrowed(STATE, State::from_word)?;
    let place = staff
        .place(PATH)
        .searched(&search)
        .ordered(order.word(), Order::default().word());
    let place = place.saying(STATE, state.map_or("", State::word));
    let mut conn = staff.app.db.get().await?;
    let asked = (&search, state);
    let found = listed::reports(&mut conn, staff.desk(), asked, order, place.page()).await?;
    staff.show(&Index {
        list: place.view(tabs(&place), heads(&place), (found.all, ON_A_PAGE)),
        rows: found.rows.iter().map(|one| row(&staff, one)).collect(),
        motions: staff
            .may(Permission::SeeMotions)
            .then(|| staff.path(motions::PATH)),
    })
}

fn tabs(place: &Place) -> Vec<Tab> {
    place.tabs(STATE, State::ALL.map(|state| (state.word(), named(state))))
}

fn heads(place: &Place) -> Vec<Head> {
    let by_age = [Order::Oldest.word(), Order::Newest.word()];
    vec![
        Head::plain(Say::new("col-survey-name")),
        Head::plain(Say::new("col-report")),
        Head::plain(Say::new("col-survey-state")),
        Head::plain(Say::new("col-counted")),
        place.head(Say::new("col-computed"), by_age),
        Head::plain(Say::new("col-survey-acts")),
    ]
}

fn row(staff: &Staff<SeeResults>, report: &Listed) -> Row {
    let path = format!("/{}/surveys/{}/results", staff.town.slug, report.survey);
    let stage = Say::new(match report.stage {
        Stage::Provisional => "report-stage-provisional",
        Stage::Final => "report-stage-final",
    });
    Row {
        title: report.title.get(staff.language()).to_owned(),
        year: Datum::FiscalYear(report.fiscal_year),
        report: Say::new("report-number")
            .with("number", report.number.to_string())
            .with("stage", stage),
        state: badge(report.state),
        responses: Say::new("survey-responses").with("count", Datum::how_many(report.responses)),
        computed: Datum::Date(staff.town.zone.day(report.computed_at)),
        href: (report.state == State::Published).then(|| staff.path(&path)),
        acts: acts(staff, report),
    }
}

/// What can be moved of figures that stand there.
fn acts(staff: &Staff<SeeResults>, report: &Listed) -> Vec<Link> {
    let open: &[Act] = match report.state {
        _ if !staff.may(Permission::MakeMotions) => &[],
        State::Final => &[Act::Approval, Act::Withdrawal],
        State::Approved => &[Act::Publication, Act::Withdrawal],
        State::Published => &[Act::Withdrawal],
        State::Provisional | State::Withdrawn => &[],
    };
    let link = |act: &Act| Link {
        href: staff.path(&format!("{PATH}/{}/motions/{}", report.id, act.word())),
        text: motions::act(*act),
    };
    open.iter().map(link).collect()
}

/// Where a figure stands.
fn named(state: State) -> Say {
    Say::new(match state {
        State::Provisional => "figure-provisional",
        State::Final => "figure-final",
        State::Approved => "figure-approved",
        State::Published => "figure-published",
        State::Withdrawn => "figure-withdrawn",
    })
}

/// The same as a badge.
pub(super) fn badge(state: State) -> Badge {
    let tone = match state {
        State::Provisional | State::Final => Tone::Warn,
        State::Approved | State::Published => Tone::Good,
        State::Withdrawn => Tone::Bad,
    };
    Badge::new(tone, named(state))
}
