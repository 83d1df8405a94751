//! 正誤: where the words of a version begin to be corrected while surveys ask it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::storage::errata;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::VersionAt;
use crate::web::page::parts::Confirmation;
use crate::web::page::{self, Title};
use crate::web::staff::done::Done;
use crate::web::staff::{Staff, drafts};
use crate::workflows::correcting;
use crate::workflows::designing::DesignError;

use super::{PATH, numbered, sheet};

/// The page that says what may be corrected.
#[derive(Serialize)]
struct New {
    title: String,
    version: Say,
    confirmation: Confirmation,
    action: String,
    back: String,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/questionnaires/erratum/new";

    fn title(&self) -> Title {
        Title::Before(Say::new("erratum-title").into())
    }
}

/// The address for a version.
pub(super) fn address(code: &str, number: VersionNumber) -> String {
    format!("{PATH}/{code}/versions/{number}/erratum")
}

/// `GET /staff/questionnaires/{questionnaire}/versions/{number}/erratum`
pub async fn new(
    staff: Staff<EditQuestionnaires>,
    at: Path<VersionAt>,
) -> Result<HttpResponse, Error> {
    let version = sheet::version(&staff, &at).await?;
    let mut conn = staff.app.db.get().await?;
    let asking = errata::asking(&mut conn, staff.town.id, version.id).await?;
    if asking.is_empty() {
        return Ok(staff.see(PATH, Done::VersionNotAsked));
    }
    let language = staff.language();
    let asking = asking.iter();
    let asked = asking.map(|(_, title)| asked_by(title.get(language)));
    let rest = ["erratum-words", "erratum-answers"].map(Say::new);
    staff.show(&New {
        title: version.document.title.get(language).to_owned(),
        version: numbered(version.number),
        confirmation: Confirmation {
            happens: asked.chain(rest).collect(),
            back: Say::new("erratum-back"),
        },
        action: staff.path(&address(at.questionnaire.as_str(), at.number)),
        back: staff.path(PATH),
    })
}

/// `POST /staff/questionnaires/{questionnaire}/versions/{number}/erratum`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<VersionAt>,
) -> Result<HttpResponse, Error> {
    let version = sheet::version(&staff, &at).await?.id;
    let begun = staff
        .write(async move |at| correcting::begin(at.tx, at.actor, version).await)
        .await?;
    match begun {
        Ok(draft) => Ok(staff.see(&drafts::address(draft), Done::DraftBegun)),
        Err(DesignError::NotAsked) => Ok(staff.see(PATH, Done::VersionNotAsked)),
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(why) => Err(Error::fault(why)),
    }
}

/// A survey that goes on with the corrected words.
pub(in crate::web::staff) fn asked_by(survey: &str) -> Say {
    Say::new("erratum-survey").with("survey", survey)
}
