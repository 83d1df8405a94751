//! One section on the screen: showing it, keeping what was typed, going on and back.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use crate::app::App;
use crate::domain::questionnaire::question::Question;
use crate::domain::questionnaire::{AnswerError, Raw, routing};
use crate::web::copies::{self, Which};
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;
use crate::web::page::{Chrome, original, respond, see_other};
use crate::web::tenant::Surveyed;

use super::draft::{Draft, Held};
use super::filling::{choose, keep, readable, typed_in};
use super::kinds::{self, Kind};
use super::messages::{self, SummaryLine};
use super::questions::{QuestionView, Writing};
use super::steps::{Go, instead, newly_asked, path, place, target};
use super::{Hidden, chrome};

const SECTION: &str = "respond/section";

/// A section's page.
#[derive(Serialize)]
struct Page {
    progress: Progress,
    section: Heading,
    questions: Vec<QuestionView>,
    errors: Vec<SummaryLine>,
    error_count: usize,
    action: String,
    display: &'static str,
    hidden: Vec<Hidden>,
    pause: &'static str,
}

/// How far the person is, in pages.
#[derive(Serialize)]
struct Progress {
    current: usize,
    total: usize,
}

#[derive(Serialize)]
struct Heading {
    title: String,
    note: Option<String>,
}

/// `GET /{town}/surveys/{survey}/sections/{section}`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    asked: Surveyed,
    at: Path<(String, String, String)>,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    let section = place(asked, &at.2)?;
    let (held, draft) = match opened(&app, &request, asked, None).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    if held.by_cookie && !request.query_string().is_empty() {
        return Ok(see_other(&path(asked, section)).finish());
    }
    let answers = readable(asked, &draft);
    let route = answers.path();
    if let Some(instead) = instead(&answers, &route, section) {
        return Ok(see_other(&held.address(&path(asked, instead))).finish());
    }
    if !held.by_cookie || typed_in(asked, &draft, section) {
        return write(&app, asked, &held, &draft, &route, section, &[]);
    }
    let which = Which {
        kind: copies::Kind::Section(section, route.clone()),
        language: draft.language.clone(),
        display: draft.display(),
    };
    let write = || {
        let page = Page::new(asked, &held, &draft, &route, section, &[])?;
        original(&app, SECTION, &page.chrome(&app, asked, &draft), &page)
    };
    Ok(asked.copies.get(which, write)?.copy(&request, ""))
}

/// `POST /{town}/surveys/{survey}/sections/{section}`: keeps what was typed, whatever it is, and goes where the
/// button says. Faults hold the person on the page only on the way forward.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    asked: Surveyed,
    at: Path<(String, String, String)>,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let asked = &asked.0;
    let section = place(asked, &at.2)?;
    let (held, mut draft) = match opened(&app, &request, asked, form.one("_t")?).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let go = Go::read(&form)?;
    let before = readable(asked, &draft);
    if let Some(instead) = instead(&before, &before.path(), section) {
        return Ok(see_other(&held.address(&path(asked, instead))).finish());
    }
    let fields = form.without(&["_go", "_t", "_display"]);
    let sent: Raw<'_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let read = before.read_section(section, &sent);
    keep(asked, &mut draft, section, fields.clone());
    if let Go::Language(tag) = &go {
        choose(asked, &mut draft, tag);
    }
    held.save(&app, asked, &draft).await?;
    let route = readable(asked, &draft).path();
    match (go, read) {
        (Go::Next | Go::Send, Err(faults)) => {
            write(&app, asked, &held, &draft, &route, section, &faults)
        }
        (Go::Next, _) if let Some(opened) = newly_asked(asked, &before.path(), &route, section) => {
            let here = held.address(&path(asked, section));
            Ok(see_other(&format!("{here}#{opened}")).finish())
        }
        (go, _) => Ok(see_other(&held.address(&target(asked, &route, section, &go))).finish()),
    }
}

/// The draft a request holds, or the page that says why it cannot be gone on with.
pub(super) async fn opened(
    app: &App,
    request: &HttpRequest,
    asked: &Asked,
    in_form: Option<&str>,
) -> Result<Result<(Held, Draft), HttpResponse>, Error> {
    let languages = &asked.form.questionnaire().languages;
    let language = crate::web::page::asked_language(request, languages);
    let Some(held) = Held::of_request(request, asked, in_form) else {
        return Ok(Err(kinds::page(
            app,
            asked,
            &language,
            crate::web::page::Display::default(),
            Kind::Lost,
        )?));
    };
    let Some(draft) = held.load(app, asked).await? else {
        return Ok(Err(kinds::page(
            app,
            asked,
            &language,
            crate::web::page::Display::default(),
            Kind::Lost,
        )?));
    };
    if let Err(refusal) = asked.accepts(draft.begun_at) {
        return Ok(Err(kinds::page(
            app,
            asked,
            &draft.language,
            draft.display(),
            Kind::Refused(refusal),
        )?));
    }
    Ok(Ok((held, draft)))
}

/// Writes the page of a section, with its faults if it has any.
pub(super) fn write(
    app: &App,
    asked: &Asked,
    held: &Held,
    draft: &Draft,
    route: &routing::Path,
    section: usize,
    faults: &[AnswerError],
) -> Result<HttpResponse, Error> {
    let page = Page::new(asked, held, draft, route, section, faults)?;
    let chrome = page.chrome(app, asked, draft);
    respond(app, status(faults), SECTION, &chrome, &page)
}

/// 422 for a page that comes back with faults.
pub(super) fn status(faults: &[AnswerError]) -> HttpResponseBuilder {
    HttpResponse::build(if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    })
}

impl Page {
    /// The frame around it.
    fn chrome(&self, app: &App, asked: &Asked, draft: &Draft) -> Chrome {
        let mut chrome = chrome(app, asked, &draft.language, draft.display());
        chrome.title = format!("{} {}", self.section.title, chrome.title);
        chrome.failed = self.error_count > 0;
        chrome.form = true;
        chrome
    }

    fn new(
        asked: &Asked,
        held: &Held,
        draft: &Draft,
        route: &routing::Path,
        section: usize,
        faults: &[AnswerError],
    ) -> Result<Self, Error> {
        let language = &draft.language;
        let shown = asked
            .form
            .questionnaire()
            .sections
            .get(section)
            .ok_or(Error::NotFound)?;
        let (wrong, errors) = messages::messages(&asked.form, faults);
        let writing = Writing {
            language,
            typed: &draft.typed,
            wrong: &wrong,
        };
        let questions = shown
            .questions
            .iter()
            .enumerate()
            .filter(|(at, _)| route.asks(section, *at));
        let current = route.sections().filter(|before| *before <= section).count();
        Ok(Self {
            progress: Progress {
                current,
                total: route.sections().count(),
            },
            section: Heading {
                title: shown.title.get(language).to_owned(),
                note: shown
                    .note
                    .as_ref()
                    .map(|note| note.get(language).to_owned()),
            },
            questions: views(asked, section, questions, writing),
            error_count: errors.len(),
            errors,
            action: path(asked, section),
            display: draft.display().words(),
            hidden: hidden(held),
            pause: if draft.key.is_some() { "key" } else { "open" },
        })
    }
}

/// Questions of a section with their printed numbers.
pub(super) fn views<'q>(
    asked: &Asked,
    section: usize,
    questions: impl Iterator<Item = (usize, &'q Question)>,
    writing: Writing<'_>,
) -> Vec<QuestionView> {
    let number = |at| asked.form.number(section, at);
    questions
        .map(|(at, question)| QuestionView::new(question, number(at), writing))
        .collect()
}

/// The token, where the browser does not keep it.
pub(super) fn hidden(held: &Held) -> Vec<Hidden> {
    let token = (!held.by_cookie).then(|| Hidden {
        name: "_t",
        value: held.token.to_string(),
    });
    token.into_iter().collect()
}
