//! A version as it is printed: the page to be printed, and the Word file for the red pen.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::SeeQuestionnaires;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::storage::questionnaire_ledger;
use crate::storage::questionnaires::{self as versions, VersionRow};
use crate::views::frame::Frame;
use crate::views::ruby;
use crate::views::say::Say;
use crate::views::sheet::Paper;
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::extract::path::VersionAt;
use crate::web::page::{self, Title};
use crate::web::staff::{Staff, paper};

use super::{PATH, numbered};

/// The page.
#[derive(Serialize)]
struct Show {
    version: Say,
    back: String,
    ways: Vec<Tongue>,
    file: String,
    language: String,
    paper: Paper,
}

/// The way to the same in another language.
#[derive(Serialize)]
struct Tongue {
    href: String,
    text: String,
    current: bool,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/questionnaires/sheet/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("sheet-title").into())
    }
}

/// The address for a version.
pub(in crate::web::staff) fn address(code: &str, number: VersionNumber) -> String {
    format!("{PATH}/{code}/versions/{number}/sheet")
}

/// `GET /staff/questionnaires/{questionnaire}/versions/{number}/sheet`: in the language `?in=`.
pub async fn show(
    staff: Staff<SeeQuestionnaires>,
    at: Path<VersionAt>,
) -> Result<HttpResponse, Error> {
    let version = version(&staff, &at).await?;
    let language = staff.shown_in(&version.document.languages);
    let own = address(at.questionnaire.as_str(), at.number);
    let way = |other: &Language| Tongue {
        href: format!("{}&in={other}", staff.path(&own)),
        text: other.own_name(),
        current: *other == language,
    };
    staff.show(&Show {
        version: numbered(version.number),
        back: staff.path(PATH),
        ways: version.document.languages.iter().map(way).collect(),
        file: format!("{}&in={language}", staff.path(&format!("{own}.docx"))),
        language: language.public_tag().to_owned(),
        paper: paper::printed(&staff, version.document, &language)?,
    })
}

/// `GET /staff/questionnaires/{questionnaire}/versions/{number}/sheet.docx`
pub async fn file(
    staff: Staff<SeeQuestionnaires>,
    at: Path<VersionAt>,
) -> Result<HttpResponse, Error> {
    let version = version(&staff, &at).await?;
    let language = staff.shown_in(&version.document.languages);
    let sheet = paper::printed(&staff, version.document, &language)?;
    let name = format!("{}-{}-sheet", at.questionnaire, at.number);
    Download::of_staff(&name, &ruby::plain(&sheet.title)).docx(&paper::document(&sheet))
}

pub(super) async fn version<P>(staff: &Staff<P>, at: &VersionAt) -> Result<VersionRow, Error> {
    let mut conn = staff.app.db.get().await?;
    let town = staff.town.id;
    let all = questionnaire_ledger::of_code(&mut conn, town, &at.questionnaire).await?;
    let found = all.iter().find(|version| version.number == at.number);
    let found = found.ok_or(Error::NotFound)?;
    Ok(versions::version(&mut conn, town, found.id).await?)
}
