//! Doing what a form says, and what comes of it: the page again, a fault at a field, or two versions side by side where
//! somebody else changed the same meanwhile.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::{Act, Refused};
use crate::storage::questionnaire_drafts::{self as drafts, RevisionRow};
use crate::views::designing as words;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::page::form::FieldErrors;
use crate::web::page::{self, Around, Title, see_other};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::designing::{self, Acted, DesignError};

use super::editor::{At, filled};
use super::fields::Fields;
use super::{Opened, address};

/// The page with both versions.
#[derive(Serialize)]
struct Meeting {
    mine: Vec<Version>,
    theirs: Vec<Version>,
    /// Where mine is sent again, on top of theirs.
    action: String,
    seen: i32,
    typed: Vec<Typed>,
    /// Where theirs stays.
    back: String,
}

/// What somebody did, and the text they wrote.
#[derive(Serialize)]
struct Version {
    act: Say,
    text: Option<String>,
}

/// A field that travels along.
#[derive(Serialize)]
struct Typed {
    name: String,
    value: String,
}

impl page::Page for Meeting {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/meeting/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("draft-meeting-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.back.clone()),
            ..Around::default()
        }
    }
}

/// Does an act, and leads to what was changed.
pub(super) async fn answer(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    fields: &Fields,
    act: Act,
) -> Result<HttpResponse, Error> {
    answer_with(staff, opened, (here, ""), fields, act).await
}

/// The same; the address it leads to says something more.
pub(super) async fn answer_with(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    (here, more): (&At, &str),
    fields: &Fields,
    act: Act,
) -> Result<HttpResponse, Error> {
    let path = format!("{}{}{more}", opened.path(staff, ""), here.query());
    answer_to(staff, opened, (here, path), fields, act).await
}

/// The same; it leads to another page.
pub(super) async fn answer_to(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    (here, path): (&At, String),
    fields: &Fields,
    act: Act,
) -> Result<HttpResponse, Error> {
    let (draft, seen, wanted) = (opened.row.id, fields.seen, act.clone());
    let done = staff
        .write(async move |at| designing::act(at.tx, at.actor, draft, seen, &wanted).await)
        .await?;
    settle(staff, opened, (here, path), fields, (&act, done)).await
}

/// What comes of an act that was tried.
pub(super) async fn settle(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    (here, path): (&At, String),
    fields: &Fields,
    (act, done): (&Act, Result<Acted, DesignError>),
) -> Result<HttpResponse, Error> {
    match done {
        Ok(Acted::Done(_) | Acted::Nothing) => Ok(see_other(&path).finish()),
        Ok(Acted::Meets(numbers)) => meet(staff, opened, fields, (act, &numbers)).await,
        Err(DesignError::Database(error)) => Err(error.into()),
        Err(DesignError::Refused(why)) => refuse(staff, opened, here, fields, &why).await,
        Err(_) => Ok(staff.see(&address(opened.row.id), Done::DraftClosed)),
    }
}

async fn refuse(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    fields: &Fields,
    why: &Refused,
) -> Result<HttpResponse, Error> {
    let say = match why {
        Refused::Gone(_) => Say::new("draft-refused-gone"),
        Refused::Taken(code) => Say::new("draft-refused-taken").with("code", code.as_str()),
        Refused::NotWords => Say::new("draft-refused-erratum"),
        Refused::TooMany => Say::new("draft-refused-many"),
        Refused::TooLong(length) => {
            Say::new("draft-refused-long").with("length", length.to_string())
        }
    };
    let field = match here {
        At::Head | At::Section(_) => "title",
        At::Question(_) | At::Adding(_) => "text",
    };
    let wrong = FieldErrors::of(field, say);
    // A button that stands by itself sends nothing of the form that is shown again.
    let form = match fields.sent(field) {
        Some(_) => fields.refused(wrong),
        None => filled(opened, here).and_wrong(wrong),
    };
    super::page(staff, opened, here, form).await
}

async fn meet(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    fields: &Fields,
    (act, numbers): (&Act, &[i32]),
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (town, draft) = (staff.town.id, opened.row.id);
    let since = drafts::revisions_after(&mut conn, town, draft, fields.seen).await?;
    drop(conn);
    let base = designing::before(&opened.row.document, &since).map_err(Error::fault)?;
    let met = since.iter().filter(|one| numbers.contains(&one.number));
    let said = |act: &Act| versions(act, &base, staff.language());
    staff.show(&Meeting {
        mine: said(act),
        theirs: met.flat_map(|one: &RevisionRow| said(&one.act)).collect(),
        action: staff.request().uri().to_string(),
        seen: opened.row.revision,
        typed: fields
            .all()
            .map(|(name, value)| Typed {
                name: name.clone(),
                value: value.clone(),
            })
            .collect(),
        back: opened.path(staff, ""),
    })
}

fn versions(act: &Act, base: &Questionnaire, language: &Language) -> Vec<Version> {
    let parts = act.parts().into_iter().flat_map(|part| {
        let text = match part {
            Act::Write { text, .. } => text.clone(),
            _ => None,
        };
        let said = words::act(part, base, language).into_iter();
        said.map(move |act| Version {
            act,
            text: text.clone(),
        })
    });
    parts.collect()
}
