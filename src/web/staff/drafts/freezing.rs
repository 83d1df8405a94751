//! 版の確定: a draft becomes the next version of its questionnaire.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::DraftAt;
use crate::web::page::parts::Confirmation;
use crate::web::page::{self, Around, Title, see_other};
use crate::web::staff::done::Done;
use crate::web::staff::{Staff, questionnaires};
use crate::workflows::designing::{self, DesignError};
use crate::workflows::freezing::FreezeError;

use super::corrected::Corrected;
use super::fields::Fields;
use super::{Opened, address};

/// The page that asks once more.
#[derive(Serialize)]
struct New {
    heading: Say,
    title: String,
    confirmation: Confirmation,
    action: String,
    seen: i32,
    back: String,
}

impl page::Page for New {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/freezing/new";

    fn title(&self) -> Title {
        Title::Before(self.heading.clone().into())
    }

    fn around(&self) -> Around {
        Around::default()
    }
}

/// `GET /staff/drafts/{draft}/freezing`: what has faults is looked through first.
pub async fn new(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let document = &opened.row.document;
    let consequences = opened.consequences(&staff).await?;
    if !opened.is_open() || opened.faults(&consequences) > 0 {
        return Ok(see_other(&opened.path(&staff, "/review")).finish());
    }
    let (heading, confirmation) = match Corrected::of(&staff, &opened).await? {
        Some(corrected) => ("erratum-freeze-title", corrected.confirmation(&staff)),
        None => ("draft-freeze-title", confirmation(document)),
    };
    staff.show(&New {
        heading: Say::new(heading),
        title: document.title.get(staff.language()).to_owned(),
        confirmation,
        action: opened.path(&staff, "/freezing"),
        seen: opened.row.revision,
        back: opened.path(&staff, ""),
    })
}

fn confirmation(document: &Questionnaire) -> Confirmation {
    let asked = document.questions().filter(|one| one.kind.is_asked());
    let count =
        |key: &'static str, count: usize| Say::new(key).with("count", Datum::how_many(count));
    Confirmation {
        happens: vec![
            count("draft-freeze-questions", asked.count()),
            count("draft-freeze-languages", document.languages.len()),
            Say::new("draft-freeze-survey"),
        ],
        back: Say::new("draft-freeze-back"),
    }
}

/// `POST /staff/drafts/{draft}/freezing`
pub async fn create(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let (fields, draft) = (Fields::of(form)?, at.draft);
    let (seen, is_erratum) = (fields.seen, Opened::of(&staff, draft).await?.row.is_erratum);
    let frozen = staff
        .write(async move |at| designing::freeze(at.tx, at.actor, draft, seen).await)
        .await?;
    match frozen {
        Ok(_) if is_erratum => Ok(staff.see(questionnaires::PATH, Done::DraftCorrected)),
        Ok(_) => Ok(staff.see(questionnaires::PATH, Done::DraftFrozen)),
        Err(DesignError::Database(error) | DesignError::Freeze(FreezeError::Database(error))) => {
            Err(error.into())
        }
        Err(DesignError::Freeze(_) | DesignError::Undecided) => {
            Ok(staff.see(&format!("{}/review", address(draft)), Done::DraftFaulty))
        }
        Err(DesignError::Unchanged) => Ok(staff.see(&address(draft), Done::DraftUnchanged)),
        Err(DesignError::NotAsked) => Ok(staff.see(&address(draft), Done::VersionNotAsked)),
        Err(DesignError::NoRevision) => Ok(staff.see(&address(draft), Done::DraftMoved)),
        Err(_) => Ok(staff.see(&address(draft), Done::DraftClosed)),
    }
}
