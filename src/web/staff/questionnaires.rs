//! The questionnaires of the town: their versions, and where each is asked.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{Permission, SeeQuestionnaires};
use crate::domain::time::Zone;
use crate::read::listed::{self, ON_A_PAGE, Questionnaire};
use crate::storage::questionnaire_ledger::{Order, Use, Version};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView};
use crate::web::page::{self, Title};

use super::{Staff, surveys};

/// The address of the list.
pub(super) const PATH: &str = "/staff/questionnaires";

/// The list.
#[derive(Serialize)]
struct Index {
    list: ListView,
    rows: Vec<Row>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/questionnaires/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("questionnaires-title").into())
    }
}

#[derive(Serialize)]
struct Row {
    code: String,
    title: String,
    versions: Vec<VersionView>,
}

/// A version and the surveys that ask it.
#[derive(Serialize)]
struct VersionView {
    version: Say,
    frozen: Say,
    uses: Vec<UseView>,
}

#[derive(Serialize)]
struct UseView {
    /// None for those who see no surveys.
    href: Option<String>,
    title: String,
}

/// `GET /staff/questionnaires`: those searched for by `?q=`, by `?order=`, from `?page=` on.
pub async fn index(staff: Staff<SeeQuestionnaires>) -> Result<HttpResponse, Error> {
    let (search, order) = (staff.searched(), staff.one_of("order", Order::from_word)?);
    let place = staff
        .place(PATH)
        .searched(&search)
        .ordered(order.word(), Order::default().word());
    let mut conn = staff.app.db.get().await?;
    let found = listed::questionnaires(&mut conn, staff.desk(), &search, order, place.page());
    let found = found.await?;
    let by_code = [Order::Code.word(), Order::CodeFromBehind.word()];
    let by_age = [Order::Oldest.word(), Order::Newest.word()];
    let heads = vec![
        place.head(Say::new("col-questionnaire"), by_code),
        place.head(Say::new("col-version"), by_age),
        Head::plain(Say::new("col-used-in")),
    ];
    staff.show(&Index {
        list: place.view(Vec::new(), heads, (found.all, ON_A_PAGE)),
        rows: found.rows.iter().map(|one| row(&staff, one)).collect(),
    })
}

fn row(staff: &Staff<SeeQuestionnaires>, one: &Questionnaire) -> Row {
    let versions = one.versions.iter();
    Row {
        code: one.listed.code.clone(),
        title: one.listed.title.get(staff.language()).to_owned(),
        versions: versions
            .map(|(version, uses)| VersionView {
                version: Say::new("version-number").with("number", version.number.to_string()),
                frozen: frozen(version, staff.town.zone),
                uses: uses.iter().map(|used| use_view(staff, used)).collect(),
            })
            .collect(),
    }
}

fn frozen(version: &Version, zone: Zone) -> Say {
    Say::new("version-frozen").with("date", Datum::Date(zone.day(version.frozen_at)))
}

fn use_view(staff: &Staff<SeeQuestionnaires>, used: &Use) -> UseView {
    let may = staff.may(Permission::SeeSurveys);
    UseView {
        href: may.then(|| format!("{}&q={}", staff.path(surveys::PATH), used.slug)),
        title: used.title.get(staff.language()).to_owned(),
    }
}
