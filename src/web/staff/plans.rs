//! The indicators of the town's plans: whether a question gives each its values, and the newest one, whatever its state.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{Permission, SeePlans};
use crate::read::listed::{self, Indicator, ON_A_PAGE};
use crate::storage::indicator_ledger::{Binding, Order};
use crate::storage::values::ValueRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::numbers::number;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::{Badge, Tone};
use crate::web::page::{self, Title};

use super::{Staff, results, values};

/// The address of the list.
pub(super) const PATH: &str = "/staff/plans";

/// What its address narrows it down by.
const BINDING: &str = "binding";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
    /// What is to be published, where one may see it.
    values: Option<String>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/plans/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("plans-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    name: String,
    slug: String,
    plan: String,
    /// Its page for everybody.
    href: String,
    binding: Badge,
    latest: Option<Latest>,
}

/// The newest value.
#[derive(Serialize)]
struct Latest {
    shown: String,
    year: Datum,
    state: Badge,
}

/// `GET /staff/plans`: those searched for by `?q=`, narrowed down by `?binding=`, by `?order=`, from `?page=` on.
pub async fn index(staff: Staff<SeePlans>) -> Result<HttpResponse, Error> {
    let (search, order) = (staff.searched(), staff.one_of("order", Order::from_word)?);
    let binding = staff.narrowed(BINDING, Binding::from_word)?;
    let place = place(&staff, order, binding).searched(&search);
    let mut conn = staff.app.db.get().await?;
    let asked = (&search, binding);
    let found = listed::indicators(&mut conn, staff.desk(), asked, order, place.page()).await?;
    staff.show(&Index {
        list: place.view(tabs(&place), heads(&place), (found.all, ON_A_PAGE)),
        rows: found.rows.iter().map(|one| row(&staff, one)).collect(),
        values: staff
            .may(Permission::SeeResults)
            .then(|| staff.path(values::PATH)),
    })
}

fn place(staff: &Staff<SeePlans>, order: Order, binding: Option<Binding>) -> Place {
    let place = staff
        .place(PATH)
        .ordered(order.word(), Order::default().word());
    place.saying(BINDING, binding.map_or("", Binding::word))
}

fn tabs(place: &Place) -> Vec<Tab> {
    let tab = |word: &str, text| place.tab((BINDING, word), Say::new(text), None);
    vec![
        tab("", "binding-any"),
        tab(Binding::Bound.word(), "binding-bound"),
        tab(Binding::Unbound.word(), "binding-unbound"),
    ]
}

fn heads(place: &Place) -> Vec<Head> {
    let by_name = [Order::Name.word(), Order::NameFromBehind.word()];
    vec![
        place.head(Say::new("col-indicator-name"), by_name),
        Head::plain(Say::new("col-plan")),
        Head::plain(Say::new("col-binding")),
        Head::plain(Say::new("col-newest")),
    ]
}

fn row(staff: &Staff<SeePlans>, one: &Indicator) -> Row {
    let listed = &one.listed;
    let path = format!(
        "/{}/plans/{}/indicators/{}",
        staff.town.slug, listed.plan, listed.slug
    );
    Row {
        name: listed.name.clone(),
        slug: listed.slug.to_string(),
        plan: listed.heading.name.clone(),
        href: staff.path(&path),
        binding: match listed.is_bound {
            true => Badge::new(Tone::Good, Say::new("binding-bound")),
            false => Badge::new(Tone::Quiet, Say::new("binding-unbound")),
        },
        latest: one.value.as_ref().map(latest),
    }
}

fn latest(value: &ValueRow) -> Latest {
    let unit = value.document.unit.as_deref().unwrap_or_default();
    Latest {
        shown: format!("{}{unit}", number(value.document.shown)),
        year: Datum::FiscalYear(value.fiscal_year),
        state: results::badge(value.state),
    }
}
