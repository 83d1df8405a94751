//! The surveys of the town: where each stands, how many have answered, and what can be done with it.

pub mod closing;
pub mod extension;
pub(super) mod heading;
pub(super) mod moving;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::motion::Act;
use crate::domain::permission::Permission::{self, MakeMotions, MoveSurveys};
use crate::domain::permission::SeeSurveys;
use crate::domain::survey::State;
use crate::domain::survey::stage::Stage;
use crate::read::survey::{self as records, Counted, Ledger, ON_A_PAGE};
use crate::storage::ledger::Order;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::Link;
use crate::web::page::{self, Title};

use super::{Staff, motions};
use heading::Heading;

/// The address of the list.
pub(super) const PATH: &str = "/staff/surveys";

/// What its address narrows it down by.
const STAGE: &str = "stage";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/surveys/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("surveys-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    slug: String,
    #[serde(flatten)]
    heading: Heading,
    /// The page of the survey, where citizens can see it.
    href: Option<String>,
    year: Datum,
    returned: i64,
    asked: Option<i32>,
    acts: Vec<Link>,
}

/// `GET /staff/surveys`: those searched for by `?q=`, narrowed down to `?stage=`, by `?order=`, from `?page=` on.
pub async fn index(staff: Staff<SeeSurveys>) -> Result<HttpResponse, Error> {
    let (search, order) = (staff.searched(), staff.one_of("order", Order::from_word)?);
    let stage = staff.narrowed(STAGE, Stage::from_word)?;
    let place = staff
        .place(PATH)
        .searched(&search)
        .ordered(order.word(), Order::default().word());
    let place = place.saying(STAGE, stage.map_or("", Stage::word));
    let mut conn = staff.app.db.get().await?;
    let asked = (&search, stage);
    let ledger = records::ledger(&mut conn, staff.desk(), asked, order, place.page()).await?;
    let rows = ledger.surveys.iter();
    let (tabs, heads) = (tabs(&place, &ledger), heads(&place));
    staff.show(&Index {
        list: place.view(tabs, heads, (ledger.count(stage), ON_A_PAGE)),
        rows: rows.map(|counted| row(&staff, counted)).collect(),
    })
}

fn tabs(place: &Place, ledger: &Ledger) -> Vec<Tab> {
    let tab = |stage: Option<Stage>| {
        let text = Say::new(match stage {
            None => "stage-all",
            Some(Stage::Preparing) => "stage-preparing",
            Some(Stage::Running) => "stage-running",
            Some(Stage::Over) => "stage-over",
        });
        let word = stage.map_or("", Stage::word);
        place.tab((STAGE, word), text, Some(ledger.count(stage)))
    };
    let stages = Stage::ALL.into_iter().map(Some);
    std::iter::once(None).chain(stages).map(tab).collect()
}

fn heads(place: &Place) -> Vec<Head> {
    let by_year = [Order::Oldest.word(), Order::Newest.word()];
    let by_deadline = [Order::Deadline.word(), Order::LatestDeadline.word()];
    vec![
        place.head(Say::new("col-survey-name"), by_year),
        Head::plain(Say::new("col-survey-state")),
        place.head(Say::new("col-survey-period"), by_deadline),
        Head::plain(Say::new("col-survey-responses")),
        Head::plain(Say::new("col-survey-acts")),
    ]
}

fn row(staff: &Staff<SeeSurveys>, counted: &Counted) -> Row {
    let survey = &counted.survey;
    let public = || staff.public_path(&format!("/{}/surveys/{}", staff.town.slug, survey.slug));
    Row {
        slug: survey.slug.to_string(),
        heading: Heading::of(staff, counted),
        href: (survey.state != State::Draft).then(public),
        year: Datum::FiscalYear(survey.fiscal_year),
        returned: counted.responses,
        asked: survey.sample_size,
        acts: acts(staff, counted),
    }
}

/// What can be done with it at once, and what is moved for a second person to decide.
fn acts(staff: &Staff<SeeSurveys>, counted: &Counted) -> Vec<Link> {
    let (survey, now) = (&counted.survey, counted.now);
    let work = survey.fieldwork();
    let moves = |act: Act| (format!("motions/{}", act.word()), motions::act(act));
    let own = |act: &str, text| (act.to_owned(), Say::new(text));
    let is_closed = work.state == State::EntryClosed;
    let ways = [
        (
            work.can_extend(now),
            own(extension::ACT, "survey-extend"),
            MoveSurveys,
        ),
        (
            work.close_web(now).is_ok(),
            own(closing::ACT, "survey-close"),
            MoveSurveys,
        ),
        (is_closed, moves(Act::Reopening), MakeMotions),
        (work.cancel().is_ok(), moves(Act::Cancellation), MakeMotions),
    ];
    let open = ways
        .into_iter()
        .filter(|(is_open, _, needed)| *is_open && staff.may(*needed));
    let link = |(_, (act, text), _): (bool, (String, Say), Permission)| Link {
        href: staff.path(&format!("{PATH}/{}/{act}", survey.slug)),
        text,
    };
    open.map(link).collect()
}
