//! 履歴: everything that was done with a draft, newest first, and the way back to any of it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::actor::Who;
use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::apply;
use crate::domain::questionnaire::acts::history::Way;
use crate::read::names::{self, Names};
use crate::storage::questionnaire_drafts::{self as drafts, RevisionRow};
use crate::views::designing as words;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::form::Pairs;
use crate::web::extract::path::{DraftAt, DraftRevisionAt};
use crate::web::page::{self, Title};
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::web::staff::told::Told;
use crate::workflows::designing::{self, DesignError};

use super::fields::Fields;
use super::{Opened, address};

/// The list.
#[derive(Serialize)]
struct Index {
    title: String,
    back: String,
    rows: Vec<Row>,
    is_open: bool,
    seen: i32,
    /// The way back to what the draft was begun as.
    begun: Row,
}

#[derive(Serialize)]
struct Row {
    number: Say,
    acts: Vec<Say>,
    who: Wording,
    at: Wording,
    restore: Option<String>,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/history/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("draft-history-title").into())
    }
}

/// `GET /staff/drafts/{draft}/history`
pub async fn index(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let (revisions, names) = done(&staff, at.draft).await?;
    let told = Told::to(&staff, &names);
    let restore = |number: i32| {
        let is_other = opened.is_open() && number != opened.row.revision;
        is_other.then(|| opened.path(&staff, &format!("/history/{number}")))
    };
    let rows = rows(&told, &opened, &revisions, &restore)?;
    staff.show(&Index {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        rows,
        is_open: opened.is_open(),
        seen: opened.row.revision,
        begun: begun(&told, &opened, restore(0)),
    })
}

/// The draft as it was begun.
fn begun(told: &Told<'_>, opened: &Opened, restore: Option<String>) -> Row {
    Row {
        number: Say::new("draft-revision").with("number", "0"),
        acts: vec![Say::new("draft-begun")],
        who: "".into(),
        at: told.moment(opened.row.created_at),
        restore,
    }
}

/// What was done with a draft, and what those are called who did it.
async fn done(
    staff: &Staff<EditQuestionnaires>,
    draft: QuestionnaireDraftId,
) -> Result<(Vec<RevisionRow>, Names), Error> {
    let mut conn = staff.app.db.get().await?;
    let revisions = drafts::revisions_after(&mut conn, staff.town.id, draft, 0).await?;
    let logins = revisions.iter().filter_map(|revision| match &revision.who {
        Who::Staff(login) => Some(login.clone()),
        _ => None,
    });
    let names = names::of_staff(&mut conn, staff.desk(), logins.collect()).await?;
    Ok((revisions, names))
}

/// Each revision in words, newest first: an act is told of the draft as it was before.
fn rows(
    told: &Told<'_>,
    opened: &Opened,
    revisions: &[RevisionRow],
    restore: &impl Fn(i32) -> Option<String>,
) -> Result<Vec<Row>, Error> {
    let mut document = opened.row.document.clone();
    let mut rows = Vec::with_capacity(revisions.len());
    for revision in revisions.iter().rev() {
        let before = apply(&document, &revision.undo).map_err(Error::fault)?;
        document = before.draft;
        let mut acts = words::act(&revision.act, &document, told.language);
        match revision.way {
            Way::Done => {}
            Way::Undone => acts.insert(0, Say::new("draft-undone")),
            Way::Redone => acts.insert(0, Say::new("draft-redone")),
        }
        rows.push(Row {
            number: Say::new("draft-revision").with("number", revision.number.to_string()),
            acts,
            who: told.who(Some(&revision.who)).into(),
            at: told.moment(revision.at),
            restore: restore(revision.number),
        });
    }
    Ok(rows)
}

/// `POST /staff/drafts/{draft}/history/{number}`: the draft becomes what it was then.
pub async fn restore(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftRevisionAt>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    Fields::of(form)?;
    let (draft, number) = (at.draft, at.number);
    let restored = staff
        .write(async move |at| designing::restore(at.tx, at.actor, draft, number).await)
        .await?;
    let done = match restored {
        Ok(_) => Done::DraftRestored,
        Err(DesignError::Database(error)) => return Err(error.into()),
        Err(DesignError::NoRevision) => return Err(Error::NotFound),
        Err(_) => Done::DraftClosed,
    };
    Ok(staff.see(&address(draft), done))
}
