//! 点検: everything that is to be put right before a draft can be frozen, each with the way to its place.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::confusable;
use crate::domain::questionnaire::review::review;
use crate::views::designing;
use crate::views::frame::Frame;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::{self, Title};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;

/// The list.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    faults: Vec<Line>,
    advice: Vec<Line>,
    freeze: Option<String>,
}

/// What was found, and where.
#[derive(Serialize)]
struct Line {
    href: String,
    place: Say,
    said: Say,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/reviewing/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("draft-review-title").into())
    }
}

/// `GET /staff/drafts/{draft}/review`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let draft = &opened.row.document;
    let (faults, advice) = found(&staff, &opened);
    staff.show(&Show {
        title: draft.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        freeze: (faults.is_empty() && opened.is_open()).then(|| opened.path(&staff, "/freezing")),
        advice,
        faults,
    })
}

/// What is to be put right, and what may be right after all.
fn found(staff: &Staff<EditQuestionnaires>, opened: &Opened) -> (Vec<Line>, Vec<Line>) {
    let (draft, language) = (&opened.row.document, staff.language());
    let faults = review(draft).into_iter().map(|one| {
        let said = designing::finding_in(&one.fault, draft, language);
        line(staff, opened, &one.path, said)
    });
    let advice = confusable::remarks(draft).into_iter().map(|one| {
        let said = designing::advice(&one.confusion);
        line(staff, opened, &one.path, said)
    });
    (faults.collect(), advice.collect())
}

/// What was found, with the way to its place.
fn line(staff: &Staff<EditQuestionnaires>, opened: &Opened, path: &str, said: Say) -> Line {
    let found = designing::place(path, &opened.row.document, staff.language());
    let of_question = path.contains("questions[");
    let (at, place) = match found {
        Some((code, place)) if of_question => (At::Question(code), place),
        Some((code, place)) => (At::Section(code), place),
        None => (At::Head, Say::new("draft-head")),
    };
    Line {
        href: format!("{}{}", opened.path(staff, ""), at.query()),
        place,
        said,
    }
}
