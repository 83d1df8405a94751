//! The questionnaires of the town: their versions, and where each is asked.

pub mod comparison;
pub mod erratum;
pub mod sheet;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::permission::{Permission, SeeQuestionnaires};
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::time::Zone;
use crate::read::listed::{self, ON_A_PAGE, Questionnaire};
use crate::storage::Conn;
use crate::storage::questionnaire_drafts::{self, DraftRow};
use crate::storage::questionnaire_ledger::{Order, Use, Version};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::list::{Head, ListView, Place};
use crate::web::page::{self, Title};

use super::{Staff, bank, drafts, files, moment, scales, surveys};

/// The address of the list.
pub(super) const PATH: &str = "/staff/questionnaires";

/// The list.
#[derive(Serialize)]
struct Index {
    /// Where one is made, and those that are being made; none for those who make none.
    new: Option<String>,
    drafts: Vec<DraftLink>,
    /// Where every question stands that was ever asked.
    bank: String,
    /// The options that are worded once.
    scales: String,
    list: ListView,
    rows: Vec<Row>,
}

/// A questionnaire that is being made.
#[derive(Serialize)]
struct DraftLink {
    href: String,
    title: String,
    changed: Say,
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
    /// What is not as in the version before; none of the first.
    difference: Option<String>,
    sheet: String,
    frozen: Say,
    files: String,
    /// Where its words are corrected; none where no survey asks it that citizens still read.
    correct: Option<String>,
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
    let makes = staff.may(Permission::EditQuestionnaires);
    let drafts = links(&staff, &mut conn, makes).await?;
    staff.show(&Index {
        new: makes.then(|| staff.path(drafts::NEW)),
        drafts,
        bank: staff.path(bank::PATH),
        scales: staff.path(scales::PATH),
        list: place.view(Vec::new(), heads(&place), (found.all, ON_A_PAGE)),
        rows: found.rows.iter().map(|one| row(&staff, one)).collect(),
    })
}

fn heads(place: &Place) -> Vec<Head> {
    let by_code = [Order::Code.word(), Order::CodeFromBehind.word()];
    let by_age = [Order::Oldest.word(), Order::Newest.word()];
    vec![
        place.head(Say::new("col-questionnaire"), by_code),
        place.head(Say::new("col-version"), by_age),
        Head::plain(Say::new("col-used-in")),
    ]
}

/// The questionnaires that are being made, for those who make them.
async fn links(
    staff: &Staff<SeeQuestionnaires>,
    conn: &mut Conn,
    makes: bool,
) -> Result<Vec<DraftLink>, Error> {
    if !makes {
        return Ok(Vec::new());
    }
    let open = questionnaire_drafts::open(conn, staff.town.id).await?;
    Ok(open.iter().map(|draft| draft_link(staff, draft)).collect())
}

fn draft_link(staff: &Staff<SeeQuestionnaires>, draft: &DraftRow) -> DraftLink {
    let at = moment::said(draft.changed_at, staff.town.zone);
    DraftLink {
        href: staff.path(&drafts::address(draft.id)),
        title: draft.document.title.get(staff.language()).to_owned(),
        changed: Say::new("draft-changed").with("at", at),
    }
}

fn row(staff: &Staff<SeeQuestionnaires>, one: &Questionnaire) -> Row {
    let versions = one.versions.iter();
    Row {
        code: one.listed.code.clone(),
        title: one.listed.title.get(staff.language()).to_owned(),
        versions: versions
            .map(|(version, uses)| VersionView {
                version: numbered(version.number),
                difference: difference(staff, &one.listed.code, version.number),
                sheet: staff.path(&sheet::address(&one.listed.code, version.number)),
                frozen: frozen(version, staff.town.zone),
                files: staff.path(&files::version::address(version.id)),
                correct: correct(staff, &one.listed.code, (version, uses)),
                uses: uses.iter().map(|used| use_view(staff, used)).collect(),
            })
            .collect(),
    }
}

/// 第2版.
pub(in crate::web::staff) fn numbered(number: VersionNumber) -> Say {
    Say::new("version-number").with("number", number.to_string())
}

fn difference(
    staff: &Staff<SeeQuestionnaires>,
    code: &str,
    number: VersionNumber,
) -> Option<String> {
    let address = staff.path(&comparison::address(code));
    (number > VersionNumber::after(None)).then(|| format!("{address}&new={number}"))
}

fn correct(
    staff: &Staff<SeeQuestionnaires>,
    code: &str,
    (version, uses): (&Version, &[Use]),
) -> Option<String> {
    let is_read = uses.iter().any(|used| used.state.is_read());
    let may = is_read && staff.may(Permission::EditQuestionnaires);
    may.then(|| staff.path(&erratum::address(code, version.number)))
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
