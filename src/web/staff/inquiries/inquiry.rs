//! An inquiry as those see it who are asked: the questionnaire question by question, with what was said of each and a form
//! to say something. The questionnaire itself is changed by nobody here.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::event::thing::Thing;
use crate::domain::ids::{DivisionId, InquiryId};
use crate::domain::inquiry::{Standing, is_asked};
use crate::domain::language::Language;
use crate::domain::permission::{AnswerInquiries, Permission};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::{Questionnaire, Reader, Section as Written};
use crate::read::inquiries::{self as records, Inquired};
use crate::storage::inquiries::InquiryRow;
use crate::storage::inquiry_comments::CommentRow;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::views::sheet::{Paper, PaperQuestion, PaperSection};
use crate::web::error::Error;
use crate::web::extract::path::InquiryAt;
use crate::web::page::form::FormView;
use crate::web::page::parts::Fact;
use crate::web::page::{self, Around, Title};
use crate::web::staff::told::Told;
use crate::web::staff::{Staff, paper};

use super::comment::{Comment, place};
use super::writing::Writing;
use super::{PATH, address};

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    message: String,
    facts: Vec<Fact>,
    /// Why nothing is said here; none where one may.
    silence: Option<Say>,
    language: String,
    sections: Vec<Section>,
    /// What was said of questions that are not there any more.
    gone: Vec<Gone>,
    whole: Asked,
    back: String,
    #[serde(skip)]
    switch: String,
    form: FormView,
}

/// Questions under one heading.
#[derive(Serialize)]
struct Section {
    title: String,
    questions: Vec<Question>,
}

/// A question as it is printed, with what was said of it.
#[derive(Serialize)]
struct Question {
    paper: PaperQuestion,
    asked: Asked,
}

/// What was said of something, and the form to say more.
#[derive(Serialize)]
struct Asked {
    row: String,
    comments: Vec<Comment>,
    writing: Option<Writing>,
}

/// What was said of a question that is not there any more.
#[derive(Serialize)]
struct Gone {
    place: Wording,
    comments: Vec<Comment>,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/inquiries/inquiry/show";

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

/// `GET /staff/inquiries/{inquiry}`
pub async fn show(
    staff: Staff<AnswerInquiries>,
    at: Path<InquiryAt>,
) -> Result<HttpResponse, Error> {
    page(&staff, at.inquiry, FormView::blank(&[])).await
}

/// Where a question stands on the page.
pub(super) fn row(about: &str) -> String {
    match about {
        "" => "whole".to_owned(),
        code => format!("question-{code}"),
    }
}

/// The page as it stands.
///
/// # Errors
/// [`Error::NotFound`] where the town has no such inquiry, [`Error::Forbidden`] where somebody else is asked.
pub(super) async fn page(
    staff: &Staff<AnswerInquiries>,
    id: InquiryId,
    form: FormView,
) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let (row, draft, found) = records::one(&mut conn, staff.desk(), id).await?;
    drop(conn);
    let is_asked = is_admitted(staff, &row, &found)?;
    let standing = row.term(&draft, staff.town.zone).standing(staff.who.today);
    let silence = silence(is_asked, standing);
    let told = Told::to(staff, &found.names);
    let document = draft.document;
    let language = language(&document.languages, staff.language());
    let laid = Laid {
        staff,
        told: &told,
        comments: &found.comments,
        action: staff.path(&format!("{}/comments", address(id))),
        own: address(id),
        is_open: silence.is_none(),
        form: &form,
    };
    let printed = paper::printed(staff, document.clone(), &language)?;
    let reader = Reader::new(document);
    staff.show(&Show {
        title: reader
            .questionnaire()
            .title
            .get(staff.language())
            .to_owned(),
        message: row.message.clone(),
        facts: facts(&told, &row, &found),
        silence,
        language: language.public_tag().to_owned(),
        sections: laid.sections(reader.questionnaire(), printed),
        gone: laid.gone(&reader),
        whole: laid.asked(None),
        back: staff.path(PATH),
        switch: address(id),
        form,
    })
}

/// Whether they are asked; whoever makes questionnaires comes in all the same.
fn is_admitted(
    staff: &Staff<AnswerInquiries>,
    row: &InquiryRow,
    found: &Inquired,
) -> Result<bool, Error> {
    let asked: Vec<DivisionId> = found.asked.iter().map(|one| one.division_id).collect();
    match is_asked(staff.who.division, &asked, row.is_for_all) {
        false if !staff.may(Permission::EditQuestionnaires) => Err(Error::Forbidden),
        is_asked => Ok(is_asked),
    }
}

/// Why one says nothing; none where one may.
fn silence(is_asked: bool, standing: Standing) -> Option<Say> {
    let why = match standing {
        Standing::Closed => "inquiry-is-closed",
        Standing::Over => "inquiry-is-over",
        Standing::Open if !is_asked => "inquiry-not-asked",
        Standing::Open => return None,
    };
    Some(Say::new(why))
}

/// The one its reader is best served with.
fn language(offered: &[Language], wanted: &Language) -> Language {
    let best = wanted.lookup(offered).or(offered.first());
    best.cloned().unwrap_or_else(Language::japanese)
}

/// Until when who asks whom.
pub(in crate::web::staff) fn facts(
    told: &Told<'_>,
    row: &InquiryRow,
    found: &Inquired,
) -> Vec<Fact> {
    let fact = |term: &'static str, value: Wording| Fact {
        term: Say::new(term),
        value,
    };
    let asked = found.asked.iter();
    let asked = asked.map(|one| told.thing(Thing::Division(one.division_id)));
    let asked: Vec<Wording> = asked.collect();
    vec![
        fact("inquiry-until", Datum::Date(row.until_day).into()),
        fact("inquiry-who", told.person(row.person_id)),
        fact(
            "inquiry-asked",
            Wording::several(asked, Say::new("detail-and")),
        ),
    ]
}

/// What each question is laid out with.
struct Laid<'a> {
    staff: &'a Staff<AnswerInquiries>,
    told: &'a Told<'a>,
    comments: &'a [CommentRow],
    action: String,
    own: String,
    is_open: bool,
    form: &'a FormView,
}

impl Laid<'_> {
    fn sections(&self, document: &Questionnaire, paper: Paper) -> Vec<Section> {
        let sections = document.sections.iter().zip(paper.sections);
        let section = |(own, printed): (&Written, PaperSection)| Section {
            title: printed.title,
            questions: self.questions(own, printed.questions),
        };
        sections.map(section).collect()
    }

    fn questions(&self, section: &Written, printed: Vec<PaperQuestion>) -> Vec<Question> {
        let questions = section.questions.iter().zip(printed);
        let questions = questions.map(|(own, paper)| Question {
            paper,
            asked: self.asked(Some(&own.code)),
        });
        questions.collect()
    }

    fn asked(&self, question: Option<&Code>) -> Asked {
        let about = question.map_or("", Code::as_str);
        Asked {
            row: row(about),
            comments: self.said(|one| one.question.as_ref() == question),
            writing: Writing::about(about, &self.action, (self.is_open, self.form)),
        }
    }

    fn gone(&self, reader: &Reader) -> Vec<Gone> {
        let document = reader.questionnaire();
        let mut codes: Vec<&Code> = self
            .comments
            .iter()
            .filter_map(|one| one.question.as_ref())
            .filter(|code| document.question(code).is_none())
            .collect();
        codes.sort();
        codes.dedup();
        let gone = codes.into_iter().map(|code| Gone {
            place: place(reader, Some(code), self.told),
            comments: self.said(|one| one.question.as_ref() == Some(code)),
        });
        gone.collect()
    }

    fn said(&self, is_there: impl Fn(&CommentRow) -> bool) -> Vec<Comment> {
        let there = self.comments.iter().filter(|one| is_there(one));
        let comment = |row: &CommentRow| {
            let mut comment = Comment::of(self.told, row);
            let is_own = row.person_id == self.staff.who.person && comment.answer.is_none();
            let end = format!("{}/comments/{}/withdrawal", self.own, row.id);
            comment.withdrawal = is_own.then(|| self.staff.path(&end));
            comment
        };
        there.map(comment).collect()
    }
}
