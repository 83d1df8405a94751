//! The surveys of the town: where each stands, how many have answered, and what can be done with it.

pub mod closing;
pub mod extension;
mod heading;
mod moving;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::SeeSurveys;
use crate::domain::survey::State;
use crate::domain::survey::stage::Stage;
use crate::read::survey::{self as records, Counted, Ledger, ON_A_PAGE};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Title, see_other};

use super::Staff;
use heading::Heading;

/// The address of the list.
pub(super) const PATH: &str = "/staff/surveys";

/// The list.
#[derive(Serialize)]
struct Index {
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/surveys/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("surveys-title").into())
    }
}

/// The surveys of one stage.
#[derive(Serialize)]
struct Tab {
    href: String,
    text: Say,
    count: Datum,
    current: bool,
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
    acts: Vec<Act>,
}

/// Something that can be done.
#[derive(Serialize)]
struct Act {
    href: String,
    text: Say,
}

/// The ways to the pages before and after.
#[derive(Serialize)]
struct Pager {
    said: Say,
    previous: Option<String>,
    next: Option<String>,
}

/// `GET /staff`: the first room.
pub async fn enter(staff: Staff<SeeSurveys>) -> HttpResponse {
    see_other(&staff.path(PATH)).finish()
}

/// `GET /staff/surveys`: narrowed down to `?stage=`, from `?page=` on.
pub async fn index(staff: Staff<SeeSurveys>) -> Result<HttpResponse, Error> {
    let stage = staff.query("stage").and_then(Stage::from_word);
    let page = staff.query("page").and_then(|page| page.parse().ok());
    let page = page.unwrap_or(1_u32).max(1);
    let mut conn = staff.app.db.get().await?;
    let ledger = records::ledger(&mut conn, staff.desk(), stage, i64::from(page) - 1).await?;
    let rows = ledger.surveys.iter();
    staff.show(&Index {
        tabs: tabs(&staff, &ledger, stage),
        pager: pager(&staff, ledger.count(stage), stage, page),
        rows: rows.map(|counted| row(&staff, counted)).collect(),
    })
}

fn tabs(staff: &Staff<SeeSurveys>, ledger: &Ledger, current: Option<Stage>) -> Vec<Tab> {
    let tab = |stage: Option<Stage>| Tab {
        href: address(staff, stage, 1),
        text: Say::new(match stage {
            None => "stage-all",
            Some(Stage::Preparing) => "stage-preparing",
            Some(Stage::Running) => "stage-running",
            Some(Stage::Over) => "stage-over",
        }),
        count: Datum::how_many(ledger.count(stage)),
        current: stage == current,
    };
    let stages = Stage::ALL.into_iter().map(Some);
    std::iter::once(None).chain(stages).map(tab).collect()
}

/// None where all stands on one page.
fn pager(staff: &Staff<SeeSurveys>, count: i64, stage: Option<Stage>, page: u32) -> Option<Pager> {
    let pages = u32::try_from((count.max(1) + ON_A_PAGE - 1) / ON_A_PAGE).unwrap_or(u32::MAX);
    let to = |page: u32| address(staff, stage, page);
    let pager = || Pager {
        said: Say::new("pager").with("page", page).with("pages", pages),
        previous: (page > 1).then(|| to((page - 1).min(pages))),
        next: (page < pages).then(|| to(page + 1)),
    };
    (pages > 1 || page > 1).then(pager)
}

fn address(staff: &Staff<SeeSurveys>, stage: Option<Stage>, page: u32) -> String {
    let stage = stage.map_or_else(String::new, |stage| format!("&stage={}", stage.word()));
    let page = match page {
        1 => String::new(),
        later => format!("&page={later}"),
    };
    format!("{}{stage}{page}", staff.path(PATH))
}

fn row(staff: &Staff<SeeSurveys>, counted: &Counted) -> Row {
    let (survey, now) = (&counted.survey, counted.now);
    let work = survey.fieldwork();
    let ways = [
        (
            work.can_extend(now),
            extension::ACT,
            Say::new("survey-extend"),
        ),
        (
            work.close_web(now).is_ok(),
            closing::ACT,
            Say::new("survey-close"),
        ),
    ];
    let open = ways.into_iter().filter(|(is_open, ..)| *is_open);
    let to = |act| staff.path(&format!("{PATH}/{}/{act}", survey.slug));
    let public = || staff.path(&format!("/{}/surveys/{}", staff.town.slug, survey.slug));
    Row {
        slug: survey.slug.to_string(),
        heading: Heading::of(staff, counted),
        href: (survey.state != State::Draft).then(public),
        year: Datum::FiscalYear(survey.fiscal_year),
        returned: counted.responses,
        asked: survey.sample_size,
        acts: open
            .map(|(_, act, text)| Act {
                href: to(act),
                text,
            })
            .collect(),
    }
}
