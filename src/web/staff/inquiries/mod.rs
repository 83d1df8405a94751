//! 庁内照会: what divisions are asked about questionnaires that are being made. Whoever makes them sees all of it and is led
//! to the draft, everybody else what they are asked.

pub mod comment;
pub mod commenting;
pub mod inquiry;
pub(super) mod writing;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::ids::InquiryId;
use crate::domain::permission::{AnswerInquiries, Permission};
use crate::read::inquiries as records;
use crate::read::listed::ON_A_PAGE;
use crate::storage::inquiries::Listed;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView};
use crate::web::page::parts::{Badge, Tone};
use crate::web::page::{self, Title};

use super::{Staff, drafts};

/// Where they are.
pub(super) const PATH: &str = "/staff/inquiries";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    state: Badge,
    until: Datum,
    comments: Say,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/inquiries/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("inquiries-title").into())
    }
}

/// `GET /staff/inquiries`, from `?page=` on.
pub async fn index(staff: Staff<AnswerInquiries>) -> Result<HttpResponse, Error> {
    let makes = staff.may(Permission::EditQuestionnaires);
    let whose = (!makes).then_some(staff.who.person);
    let place = staff.place(PATH);
    let mut conn = staff.app.db.get().await?;
    let found = records::list(&mut conn, staff.desk(), whose, place.page()).await?;
    drop(conn);
    let heads = Head::plains([
        "col-inquiry",
        "col-inquiry-state",
        "col-inquiry-until",
        "col-inquiry-comments",
    ]);
    let rows = found.rows.iter().map(|one| row(&staff, one, makes));
    staff.show(&Index {
        rows: rows.collect(),
        list: place.view(Vec::new(), heads, (found.all, ON_A_PAGE)),
    })
}

fn row(staff: &Staff<AnswerInquiries>, one: &Listed, makes: bool) -> Row {
    let href = match makes {
        true => drafts::inquiry::address(one.draft_id),
        false => address(one.id),
    };
    Row {
        href: staff.path(&href),
        title: one.title.get(staff.language()).to_owned(),
        state: match () {
            () if one.is_closed => Badge::new(Tone::Quiet, Say::new("inquiry-closed")),
            () if one.until_day < staff.who.today => {
                Badge::new(Tone::Warn, Say::new("inquiry-over"))
            }
            () => Badge::new(Tone::Good, Say::new("inquiry-open")),
        },
        until: Datum::Date(one.until_day),
        comments: Say::new("inquiry-comments-count")
            .with("count", Datum::how_many(one.comments))
            .with("unanswered", Datum::how_many(one.unanswered)),
    }
}

/// The page of an inquiry for those who are asked, in no language yet.
pub(super) fn address(id: InquiryId) -> String {
    format!("{PATH}/{id}")
}
