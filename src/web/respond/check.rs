//! Everything a person has answered, once more before it is sent.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::app::App;
use crate::domain::language::Language;
use crate::domain::questionnaire::answers::Answers;
use crate::domain::questionnaire::question::Kind;
use crate::domain::questionnaire::routing;
use crate::web::error::Error;
use crate::web::known::Asked;
use crate::web::page::{respond, see_other};
use crate::web::tenant::Surveyed;

use super::answer_view::{AnswerView, Showing};
use super::draft::{Draft, Held};
use super::messages::{self, SummaryLine};
use super::{Hidden, chrome, filling, section, steps};

/// The check page.
#[derive(Serialize)]
struct Page {
    sections: Vec<SectionView>,
    errors: Vec<SummaryLine>,
    error_count: usize,
    action: String,
    display: &'static str,
    hidden: Vec<Hidden>,
}

#[derive(Serialize)]
struct SectionView {
    title: String,
    href: String,
    answers: Vec<QuestionView>,
}

/// One question with what was answered to it.
#[derive(Serialize)]
struct QuestionView {
    number: Option<usize>,
    text: String,
    answer: AnswerView,
}

/// `GET /{town}/surveys/{survey}/check`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    asked: Surveyed,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    let (held, draft) = match section::opened(&app, &request, asked, None).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    if held.by_cookie && !request.query_string().is_empty() {
        return Ok(see_other(&format!("{}/check", asked.path())).finish());
    }
    write(&app, asked, &held, &draft, false)
}

/// Writes the page; a draft with faults shows the section they are in instead. `blank`: it was sent with nothing
/// answered.
pub(super) fn write(
    app: &App,
    asked: &Asked,
    held: &Held,
    draft: &Draft,
    blank: bool,
) -> Result<HttpResponse, Error> {
    let answers = filling::readable(asked, draft);
    let route = answers.path();
    for at in route.sections() {
        if let Err(faults) = filling::checked(asked, draft, &answers, at) {
            return section::write(app, asked, held, draft, &route, at, &faults);
        }
    }
    let first = route.sections().next().unwrap_or_default();
    let errors = if blank {
        vec![messages::plain_line(
            &held.address(&steps::path(asked, first)),
            "error-nothing-answered",
        )]
    } else {
        Vec::new()
    };
    let language = &draft.language;
    let page = Page {
        sections: route
            .sections()
            .filter_map(|at| section_view(asked, held, &answers, &route, at, language))
            .collect(),
        error_count: errors.len(),
        errors,
        action: format!("{}/responses", asked.path()),
        display: draft.display().words(),
        hidden: hidden(held, draft),
    };
    let mut chrome = chrome(app, asked, language, draft.display());
    chrome.title = format!("{} {}", chrome.text(app, "check-title", 0), chrome.title);
    chrome.failed = blank;
    chrome.form = true;
    let status = if blank {
        HttpResponse::UnprocessableEntity()
    } else {
        HttpResponse::Ok()
    };
    respond(app, status, "respond/check", &chrome, &page)
}

fn hidden(held: &Held, draft: &Draft) -> Vec<Hidden> {
    let submission = Hidden {
        name: "_submission",
        value: draft.submission.to_string(),
    };
    section::hidden(held)
        .into_iter()
        .chain([submission])
        .collect()
}

fn section_view(
    asked: &Asked,
    held: &Held,
    answers: &Answers,
    route: &routing::Path,
    at: usize,
    language: &Language,
) -> Option<SectionView> {
    let shown = asked.form.questionnaire().sections.get(at)?;
    let questions = shown.questions.iter().enumerate();
    let questions =
        questions.filter(|(q, question)| route.asks(at, *q) && question.kind != Kind::Note);
    let showing = Showing {
        form: &asked.form,
        answers,
        language,
    };
    let views = questions.map(|(q, question)| QuestionView {
        number: asked.form.number(at, q),
        text: question.text.get(language).to_owned(),
        answer: showing.answer(question, asked.form.items_of(at, q)),
    });
    let href = held.address(&steps::path(asked, at));
    Some(SectionView {
        title: shown.title.get(language).to_owned(),
        href,
        answers: views.collect(),
    })
}
