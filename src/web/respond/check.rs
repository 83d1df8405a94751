//! Everything a person has answered, once more before it is sent.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::DraftAnswers;
use crate::domain::questionnaire::draft_answers::Ready;
use crate::views::frame::Frame;
use crate::views::say::{Say, question_number};
use crate::web::cache::drafts::Trust;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::tenant::Surveyed;
use crate::web::page::summary::Summary;
use crate::web::page::{self, Around, Title, see_other};
use crate::web::state::AppState;

use super::answer_view::{AnswerView, Showing};
use super::draft::{Draft, Held};
use super::instead::Instead;
use super::steps::Step;
use super::uncounted::{self, UncountedLine};
use super::{Hidden, going_on, paths, section, start, visitor};

/// The check page.
#[derive(Serialize)]
struct Page {
    sections: Vec<SectionView>,
    uncounted: Vec<UncountedLine>,
    /// The last letters of the key it belongs to.
    mark: Option<Say>,
    summary: Summary,
    action: String,
    display: &'static str,
    hidden: Vec<Hidden>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Respond;
    const TEMPLATE: &'static str = "respond/check";

    fn title(&self) -> Title {
        Title::Before(Say::new("check-title").into())
    }

    fn around(&self) -> Around {
        Around {
            failed: !self.summary.is_empty(),
            form: true,
            ..Around::default()
        }
    }
}

#[derive(Serialize)]
struct SectionView {
    title: String,
    /// Its address; none where the draft travels in the form.
    href: Option<String>,
    /// Its number in addresses.
    number: usize,
    answers: Vec<QuestionView>,
}

/// One question with what was answered to it.
#[derive(Serialize)]
struct QuestionView {
    number: Option<Say>,
    text: String,
    answer: AnswerView,
}

/// `GET /{town}/surveys/{survey}/check`
pub async fn show(
    app: Data<AppState>,
    request: HttpRequest,
    live: Surveyed,
) -> Result<HttpResponse, Instead> {
    let live = &live.0;
    let (held, draft) = going_on::opened(&app, &request, live, None, Trust::Moment).await?;
    if held.is_kept() && !request.query_string().is_empty() {
        return Ok(see_other(&Step::Check.path(live)).finish());
    }
    Ok(write(&app, live, &held, &draft, false)?)
}

/// Writes the page; a draft with faults shows the section they are in instead. `blank`: it was sent with nothing
/// answered.
pub(super) fn write(
    app: &AppState,
    live: &LiveSurvey,
    held: &Held,
    draft: &Draft,
    blank: bool,
) -> Result<HttpResponse, Error> {
    let read = draft.answers(live);
    if let Ready::Faulty { section, .. } = read.clone().ready() {
        let faults = read.faults_in(section);
        return section::write(app, live, held, draft, section, &faults);
    }
    let page = Page::new(live, held, draft, &read, blank, held.carried(live)?);
    let mut status = HttpResponse::Ok();
    if let Some(cookie) = held.cookie(app, live) {
        status.cookie(cookie);
    }
    visitor(app, live, &draft.language, draft.display()).answer(status, &page)
}

impl Page {
    /// `slip`: what the form carries.
    fn new(
        live: &LiveSurvey,
        held: &Held,
        draft: &Draft,
        read: &DraftAnswers,
        blank: bool,
        slip: String,
    ) -> Self {
        let language = &draft.language;
        let mut sections = read.path().sections();
        let first = sections.next().unwrap_or_default();
        let first = || match held.travels() {
            true => "#change-1".to_owned(),
            false => paths::section(live, first),
        };
        let summary = match blank {
            true => Summary::of(&first(), "error-nothing-answered"),
            false => Summary::default(),
        };
        Self {
            sections: read
                .path()
                .sections()
                .filter_map(|at| section_view(live, held, read, at, language))
                .collect(),
            uncounted: uncounted::lines(live, read, language),
            mark: start::mark(draft),
            summary,
            action: paths::responses(live),
            display: draft.display().words(),
            hidden: vec![section::whose(slip)],
        }
    }
}

fn section_view(
    live: &LiveSurvey,
    held: &Held,
    read: &DraftAnswers,
    at: usize,
    language: &Language,
) -> Option<SectionView> {
    let (answers, route) = (read.answers(), read.path());
    let shown = read.section(at)?;
    let asked = (0..shown.questions.len()).filter(|q| route.asks(at, *q));
    let questions = asked.filter_map(|q| Some((q, read.question(at, q)?)));
    let questions = questions.filter(|(_, question)| question.kind.is_asked());
    let showing = Showing {
        form: &live.reader,
        answers,
        language,
    };
    let views = questions.map(|(q, question)| QuestionView {
        number: live.reader.number(at, q).map(question_number),
        text: question.text.get(language).to_owned(),
        answer: showing.answer(&question, live.reader.items_of(at, q)),
    });
    Some(SectionView {
        title: read.text(&shown.title).get(language).to_owned(),
        href: (!held.travels()).then(|| paths::section(live, at)),
        number: at + 1,
        answers: views.collect(),
    })
}
