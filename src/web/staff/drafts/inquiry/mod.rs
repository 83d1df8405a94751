//! 庁内照会 about a draft, as whoever makes it sees it: asking divisions, and answering what they say.

pub mod answering;
pub mod beginning;
pub mod closing;
pub mod extending;

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::Code;
use crate::read::inquiries::{self as records, Inquired};
use crate::storage::inquiry_comments::CommentRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::form::FormView;
use crate::web::page::parts::Fact;
use crate::web::page::{self, Around, Title};
use crate::web::staff::Staff;
use crate::web::staff::inquiries::comment::{Comment, place};
use crate::web::staff::inquiries::writing::Writing;
use crate::web::staff::inquiries::{self, inquiry};
use crate::web::staff::told::Told;

use super::editor::At;
use super::{Opened, Way};
use beginning::Beginning;

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    now: Option<Now>,
    /// The form that asks; none where divisions are asked already, or the draft does not change any more.
    begin: Option<Beginning>,
    unanswered: Option<Say>,
    places: Vec<Place>,
    #[serde(skip)]
    switch: String,
    form: FormView,
}

/// The one that is not closed.
#[derive(Serialize)]
struct Now {
    message: String,
    facts: Vec<Fact>,
    is_over: bool,
    reading: String,
    extension: String,
    closing: String,
}

/// What was said of one thing.
#[derive(Serialize)]
pub(super) struct Place {
    pub(super) way: Way,
    pub(super) comments: Vec<Comment>,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/inquiry/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("inquiry-title").into())
    }

    fn around(&self) -> Around {
        Around {
            switch: Some(self.switch.clone()),
            ..Around::of_form(&self.form)
        }
    }
}

/// The address of the page, in no language yet.
pub(in crate::web::staff) fn address(draft: QuestionnaireDraftId) -> String {
    format!("{}/inquiry", super::address(draft))
}

/// `GET /staff/drafts/{draft}/inquiry`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    page(&staff, at.draft, FormView::blank(&[])).await
}

/// The page as it stands.
async fn page(
    staff: &Staff<EditQuestionnaires>,
    draft: QuestionnaireDraftId,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(staff, draft).await?;
    let mut conn = staff.app.db.get().await?;
    let found = records::of_draft(&mut conn, staff.desk(), draft).await?;
    let is_asked = found.inquiries.iter().any(|one| one.closed_at.is_none());
    let form = form.and_blank(&["message", "until", "longer", "divisions"]);
    let begin = match opened.is_open() && !is_asked {
        true => Some(Beginning::of(&mut conn, staff, draft, &form).await?),
        false => None,
    };
    drop(conn);
    let told = Told::to(staff, &found.names);
    let unanswered = found.comments.iter().filter(|one| one.answer.is_none());
    let unanswered = unanswered.count();
    staff.show(&Show {
        title: opened.row.document.title.get(staff.language()).to_owned(),
        back: opened.path(staff, ""),
        now: now(staff, &opened, &told, &found),
        begin,
        unanswered: (unanswered > 0)
            .then(|| Say::new("inquiry-unanswered").with("count", Datum::how_many(unanswered))),
        places: places(staff, &opened, &told, &found.comments, Some(&form)),
        switch: address(draft),
        form,
    })
}

fn now(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    told: &Told<'_>,
    found: &Inquired,
) -> Option<Now> {
    let newest = found.inquiries.first();
    let row = newest.filter(|one| one.closed_at.is_none() && opened.is_open())?;
    Some(Now {
        message: row.message.clone(),
        facts: inquiry::facts(told, row, found),
        is_over: row.until_day < staff.who.today,
        reading: staff.path(&inquiries::address(row.id)),
        extension: opened.path(staff, "/inquiry/extension"),
        closing: opened.path(staff, "/inquiry/closing"),
    })
}

/// What was said, in the order of the questionnaire, of the whole last; with forms to answer in where there is one.
pub(super) fn places(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    told: &Told<'_>,
    comments: &[CommentRow],
    form: Option<&FormView>,
) -> Vec<Place> {
    let (document, action) = (&opened.row.document, opened.path(staff, "/inquiry/answers"));
    let reader = Reader::new(document.clone());
    let rank = |code: Option<&Code>| {
        let mut questions = document.questions();
        let found = questions.position(|one| Some(&one.code) == code);
        (found.unwrap_or(usize::MAX), code.is_none(), code.cloned())
    };
    let mut about: Vec<Option<&Code>> = comments.iter().map(|one| one.question.as_ref()).collect();
    about.sort_by_key(|code| rank(*code));
    about.dedup();
    let place = |code: Option<&Code>| {
        let there = comments.iter().filter(|one| one.question.as_ref() == code);
        let comment = |row: &CommentRow| {
            let mut comment = Comment::of(told, row);
            let about = row.id.to_string();
            let is_open = comment.answer.is_none();
            comment.writing =
                form.and_then(|form| Writing::about(&about, &action, (is_open, form)));
            comment
        };
        Place {
            way: way(staff, opened, code, place(&reader, code, told)),
            comments: there.map(comment).collect(),
        }
    };
    about.into_iter().map(place).collect()
}

/// The way to a question in the designer.
fn way(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    code: Option<&Code>,
    text: Wording,
) -> Way {
    let at = code.map_or(At::Head, |code| At::Question(code.clone()));
    Way {
        href: format!("{}{}", opened.path(staff, ""), at.query()),
        text,
        current: false,
    }
}
