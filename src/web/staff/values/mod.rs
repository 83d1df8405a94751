//! Values before they are published, and what the divisions that own their indicators say of them. Whoever is there for a
//! division sees its own; everybody else who sees results sees all.

pub mod commenting;
pub(super) mod value;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::event::thing::Thing;
use crate::domain::ids::{DivisionId, ValueId};
use crate::domain::permission::{Grant, Permission, SeeResults};
use crate::domain::plan::value::Provenance;
use crate::domain::words::words;
use crate::read::comments::{self as records, Awaiting};
use crate::read::listed::ON_A_PAGE;
use crate::storage::comments::Wanted;
use crate::storage::values::ValueRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::numbers::number;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::path::ValueAt;
use crate::web::page::form::FormView;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::Badge;
use crate::web::page::{self, Title};

use super::told::Told;
use super::{Staff, results};

/// The address of the list.
pub(super) const PATH: &str = "/staff/values";

/// What its address narrows it down by.
const COMMENTS: &str = "comments";

words! {
    /// What was said of a value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Comments {
        /// Nothing.
        None = "none",
    }
}

/// The list.
#[derive(Serialize)]
struct Index {
    lead: Say,
    list: ListView,
    rows: Vec<Row>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/values/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("values-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    href: String,
    indicator: Wording,
    report: Option<Wording>,
    value: Wording,
    state: Badge,
    comments: Say,
}

/// `GET /staff/values`: those of `?comments=`, from `?page=` on.
pub async fn index(staff: Staff<SeeResults>) -> Result<HttpResponse, Error> {
    let silent = staff.narrowed(COMMENTS, Comments::from_word)?;
    let place = staff
        .place(PATH)
        .saying(COMMENTS, silent.map_or("", Comments::word));
    let wanted = Wanted {
        division: own(&staff),
        is_silent: silent.is_some(),
    };
    let mut conn = staff.app.db.get().await?;
    let (found, names) = records::awaiting(&mut conn, staff.desk(), wanted, place.page()).await?;
    let told = Told::to(&staff, &names);
    staff.show(&Index {
        lead: Say::new(match wanted.division {
            Some(_) => "values-lead-own",
            None => "values-lead",
        }),
        list: place.view(tabs(&place), heads(), (found.all, ON_A_PAGE)),
        rows: found
            .rows
            .iter()
            .map(|one| row(&staff, &told, one))
            .collect(),
    })
}

/// `GET /staff/values/{value}`
pub async fn show(staff: Staff<SeeResults>, at: Path<ValueAt>) -> Result<HttpResponse, Error> {
    value::show(&staff, at.value, FormView::blank(&["said"])).await
}

/// The division whose indicators alone they see; none: they see all.
fn own<P: Grant>(staff: &Staff<P>) -> Option<DivisionId> {
    let is_bound = staff.may(Permission::CommentValues) && !staff.may(Permission::SeeSurveys);
    staff.who.division.filter(|_| is_bound)
}

/// The page of a value, in no language yet.
pub(super) fn address(value: ValueId) -> String {
    format!("{PATH}/{value}")
}

fn tabs(place: &Place) -> Vec<Tab> {
    vec![
        place.tab((COMMENTS, ""), Say::new("stage-all"), None),
        place.tab(
            (COMMENTS, Comments::None.word()),
            Say::new("values-silent"),
            None,
        ),
    ]
}

fn heads() -> Vec<Head> {
    Head::plains([
        "col-indicator-name",
        "col-value",
        "col-survey-state",
        "col-comments",
    ])
}

fn row(staff: &Staff<SeeResults>, told: &Told<'_>, one: &Awaiting) -> Row {
    let value = &one.value;
    Row {
        href: staff.path(&address(value.id)),
        indicator: told.thing(Thing::Indicator(value.indicator_id)),
        report: value
            .report_id
            .map(|report| told.thing(Thing::Report(report))),
        value: printed(value),
        state: results::badge(value.state),
        comments: comments(one.comments),
    }
}

/// How many comments there are.
pub(super) fn comments(count: i64) -> Say {
    match count {
        0 => Say::new("comments-none"),
        count => Say::new("comments-count").with("count", Datum::how_many(count)),
    }
}

/// A value with its unit, its margin and its year.
pub(super) fn printed(value: &ValueRow) -> Wording {
    let document = &value.document;
    let unit = document.unit.as_deref().unwrap_or_default();
    let shown = format!("{}{unit}", number(document.shown));
    let margin = match &document.provenance {
        Provenance::Survey(measured) => measured.figure.precision.shown.clone(),
        Provenance::Typed { .. } => None,
    };
    let key = match margin {
        Some(_) => "value-with-margin",
        None => "value-of-year",
    };
    Say::new(key)
        .with("value", shown)
        .with("margin", margin.unwrap_or_default())
        .with("year", Datum::FiscalYear(value.fiscal_year))
        .into()
}
