//! The municipalities of the installation, for those who run it: which there are, whether they are served, and whether
//! anybody works there yet. Nothing of what is in them.

pub mod creation;
pub mod suspension;

use actix_web::HttpResponse;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::domain::permission::SeeMunicipalities;
use crate::read::municipalities::{ON_A_PAGE, listed};
use crate::storage::municipalities::Listed;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::{self, Title};

use super::Staff;

/// The address of the list.
pub(super) const PATH: &str = "/staff/municipalities";

/// The list.
#[derive(Serialize)]
struct Index {
    new: String,
    action: &'static str,
    language: String,
    query: String,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/municipalities/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("municipalities-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    slug: String,
    name: String,
    since: Datum,
    standing: Say,
    people: Datum,
    entry: Say,
    is_made_up: bool,
    /// The page that asks whether to suspend it; none where it is suspended.
    suspend: Option<String>,
    /// Where the button goes that has it served again; none where it is served.
    resume: Option<String>,
}

/// The ways to the pages before and after.
#[derive(Serialize)]
struct Pager {
    said: Say,
    previous: Option<String>,
    next: Option<String>,
}

/// `GET /staff/municipalities`: all, or those in whose name `?q=` is found, from `?page=` on.
pub async fn index(staff: Staff<SeeMunicipalities>) -> Result<HttpResponse, Error> {
    let query = staff.typed_query("q");
    let page = staff.query("page").and_then(|page| page.parse().ok());
    let page = page.unwrap_or(1_u32).max(1);
    let mut conn = staff.app.db.get().await?;
    let (rows, found) = listed(&mut conn, &query, i64::from(page) - 1).await?;
    staff.show(&Index {
        new: staff.path(&format!("{PATH}/new")),
        action: PATH,
        language: staff.language().to_string(),
        rows: rows.iter().map(|listed| row(&staff, listed)).collect(),
        pager: pager(&staff, &query, (page, found)),
        query,
    })
}

fn row(staff: &Staff<SeeMunicipalities>, listed: &Listed) -> Row {
    let date = |at| Datum::Date(staff.town.zone.day(at));
    let act = |act: &str| staff.path(&format!("{PATH}/{}/{act}", listed.slug));
    let standing = match listed.suspended_at {
        Some(since) => Say::new("municipality-suspended-since").with("day", date(since)),
        None => Say::new("municipality-is-served"),
    };
    Row {
        slug: listed.slug.to_string(),
        name: listed.name.get(staff.language()).to_owned(),
        since: date(listed.created_at),
        standing,
        people: Datum::how_many(listed.people),
        entry: Say::new(match listed.is_staffed {
            true => "municipality-staffed",
            false => "municipality-unstaffed",
        }),
        is_made_up: listed.synthetic,
        suspend: listed.suspended_at.is_none().then(|| act("suspension")),
        resume: listed.suspended_at.map(|_| act("resumption")),
    }
}

/// None where all stand on one page.
fn pager(
    staff: &Staff<SeeMunicipalities>,
    query: &str,
    (page, found): (u32, i64),
) -> Option<Pager> {
    let pages = u32::try_from((found.max(1) + ON_A_PAGE - 1) / ON_A_PAGE).unwrap_or(u32::MAX);
    let query = utf8_percent_encode(query, NON_ALPHANUMERIC);
    let to = |page: u32| format!("{}&q={query}&page={page}", staff.path(PATH));
    let pager = || Pager {
        said: Say::new("pager").with("page", page).with("pages", pages),
        previous: (page > 1).then(|| to((page - 1).min(pages))),
        next: (page < pages).then(|| to(page + 1)),
    };
    (pages > 1 || page > 1).then(pager)
}
