//! 点検: everything that is to be put right before a draft can be frozen, each with the way to its place.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::advice::advice;
use crate::domain::questionnaire::bank::{Entry, missed};
use crate::domain::questionnaire::confusable;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::review::review;
use crate::read::fed::{Consequences, Felt};
use crate::storage::surveys;
use crate::views::designing;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::{self, Title};
use crate::web::staff::{Staff, bank};

use super::editor::At;
use super::{Opened, continuing};

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
    let people = surveys::people(&mut *staff.app.db.get().await?, staff.town.id).await?;
    let consequences = opened.consequences(&staff).await?;
    let (faults, mut advice) = found(&staff, &opened, &consequences, people);
    advice.extend(banked(&staff, &opened).await?);
    staff.show(&Show {
        title: draft.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        freeze: (faults.is_empty() && opened.is_open()).then(|| opened.path(&staff, "/freezing")),
        advice,
        faults,
    })
}

/// What is to be put right, and what may be right after all.
fn found(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    consequences: &Consequences,
    people: Option<u64>,
) -> (Vec<Line>, Vec<Line>) {
    let (draft, language) = (&opened.row.document, staff.language());
    let undecided = consequences.undecided(&opened.row.judged);
    let undecided = undecided.map(|one| undecided_line(staff, opened, one));
    let faults = review(draft).into_iter().map(|one| {
        let said = designing::finding_in(&one.fault, draft, language);
        line(staff, opened, &one.path, said)
    });
    let lost = consequences.lost.iter().map(|(item, fed)| {
        let said = Say::new("series-lost").with("item", item.as_str());
        line(
            staff,
            opened,
            "",
            said.with("indicator", continuing::indicator(fed)),
        )
    });
    let thoughts = advice(draft, people, &staff.app.hosts_of(&staff.town))
        .into_iter()
        .map(|one| {
            let said = designing::thought(&one.what, draft, language);
            let path = one.question.map(|code| path_of(draft, &code));
            line(staff, opened, &path.unwrap_or_default(), said)
        });
    let advice = confusable::remarks(draft).into_iter().map(|one| {
        let said = designing::advice(&one.confusion);
        line(staff, opened, &one.path, said)
    });
    (
        faults.chain(undecided).collect(),
        advice.chain(lost).chain(thoughts).collect(),
    )
}

/// A change that an indicator feels and of which nothing is said yet.
fn undecided_line(staff: &Staff<EditQuestionnaires>, opened: &Opened, one: &Felt) -> Line {
    let path = path_of(&opened.row.document, &one.changed.question);
    let indicators = one.fed.iter().map(continuing::indicator);
    let said = Say::new("series-undecided");
    let between = Say::new("detail-and");
    line(
        staff,
        opened,
        &path,
        said.with("indicators", Wording::several(indicators, between)),
    )
}

/// The place of a question, as the review says places.
fn path_of(draft: &Questionnaire, code: &Code) -> String {
    let section = At::Question(code.clone()).section(draft);
    let questions = draft.sections.get(section).map(|one| one.questions.iter());
    let position = questions.and_then(|mut all| all.position(|one| one.code == *code));
    let position = position.unwrap_or_default();
    format!("sections[{section}].questions[{position}]")
}

/// What was done otherwise before.
async fn banked(staff: &Staff<EditQuestionnaires>, opened: &Opened) -> Result<Vec<Line>, Error> {
    let mut conn = staff.app.db.get().await?;
    let (bank, uses) = bank::known(staff, &mut conn).await?;
    drop(conn);
    let feeds = |entry: &Entry| !uses.indicators(entry).is_empty();
    let missed = missed(&opened.row.document, &bank, feeds).into_iter();
    let lines = missed.map(|one| {
        let said = designing::missed(&one, staff.language());
        line(staff, opened, &one.path, said)
    });
    Ok(lines.collect())
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
