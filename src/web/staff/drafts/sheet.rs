//! A draft as it is printed: the page to be printed, and the Word file for the red pen.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::views::frame::Frame;
use crate::views::ruby;
use crate::views::say::Say;
use crate::views::sheet::Paper;
use crate::web::download::Download;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::{self, Title};
use crate::web::staff::{Staff, paper};

use super::{Opened, Way, address};

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    ways: Vec<Way>,
    file: String,
    language: String,
    paper: Paper,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/sheet/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("sheet-title").into())
    }
}

/// `GET /staff/drafts/{draft}/sheet`: in the language `?in=`.
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let own = staff.path(&format!("{}/sheet", address(opened.row.id)));
    let way = |language: &Language| Way {
        href: format!("{own}&in={language}"),
        text: language.own_name().into(),
        current: *language == opened.language,
    };
    staff.show(&Show {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        ways: opened.row.document.languages.iter().map(way).collect(),
        file: opened.path(&staff, "/sheet.docx"),
        language: opened.language.public_tag().to_owned(),
        paper: paper::printed(&staff, opened.row.document.clone(), &opened.language)?,
    })
}

/// `GET /staff/drafts/{draft}/sheet.docx`
pub async fn file(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let sheet = paper::printed(&staff, opened.row.document.clone(), &opened.language)?;
    let name = format!("{}-sheet", opened.row.document.code);
    Download::of_staff(&name, &ruby::plain(&sheet.title)).docx(&paper::document(&sheet))
}
