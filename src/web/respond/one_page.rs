//! A short questionnaire on one page: no draft, everything is sent at once and comes back when something is wrong.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::app::App;
use crate::domain::ids::SubmissionId;
use crate::domain::language::Language;
use crate::domain::questionnaire::AnswerError;
use crate::domain::questionnaire::Answers;
use crate::domain::questionnaire::Raw;
use crate::web::copies::{GAP, Kind, Original, Which};
use crate::web::error::Error;
use crate::web::form::Pairs;
use crate::web::known::Asked;
use crate::web::page::{self, Display, chosen_language, respond};

use super::draft::Draft;
use super::messages::{self, SummaryLine};
use super::questions::{Messages, QuestionView, Typed, Writing};
use super::response::Sending;
use super::slip::{self, Slip};
use super::steps::Go;
use super::{Hidden, chrome, section, start};

#[derive(Serialize)]
struct Page {
    title: String,
    purpose: String,
    minutes: u16,
    count: usize,
    until: Option<String>,
    anonymity: &'static str,
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
    questions: Vec<QuestionView>,
}

const ONE_PAGE: &str = "respond/one_page";

/// The page with nothing typed yet: a copy of the one everybody gets, with a slip of its own. `draft` holds the key
/// of a survey that needs one.
pub(super) fn fresh(
    app: &App,
    request: &HttpRequest,
    asked: &Asked,
    language: &Language,
    display: Display,
    draft: Option<&Draft>,
) -> Result<HttpResponse, Error> {
    let submission = draft.map_or_else(
        || SubmissionId(uuid::Builder::from_random_bytes(rand::random()).into_uuid()),
        |draft| draft.submission,
    );
    let key = draft.and_then(|draft| draft.key.clone());
    let begun_at = draft.map_or_else(|| asked.now(), |draft| draft.begun_at);
    let slip = Slip {
        submission,
        begun_at,
        key,
    };
    let showing = Showing {
        app,
        asked,
        language,
        display,
        slip: &slip,
    };
    let which = Which {
        kind: Kind::OnePage,
        language: language.clone(),
        display,
    };
    let original = asked.copies.get(which, || showing.original())?;
    Ok(original.copy(request, &slip.signed(&app.secret, asked.survey.id)))
}

/// A form that was sent: refused kindly with everything still there, or handed in.
pub(super) async fn send(
    app: &App,
    request: &HttpRequest,
    asked: &Asked,
    form: Pairs,
) -> Result<HttpResponse, Error> {
    let slip = form
        .one(slip::FIELD)?
        .and_then(|text| Slip::read(&app.secret, asked.survey.id, text))
        .ok_or(Error::BadRequest)?;
    let go = Go::read(&form)?;
    let language = wanted(request, asked, &form, &go)?;
    let display = Display::read(form.one("_display")?.unwrap_or_default());
    let fields = form.without(&[slip::FIELD, "_go", "_lang", "_display"]);
    let showing = Showing {
        app,
        asked,
        language: &language,
        display,
        slip: &slip,
    };
    if let Go::Language(_) = go {
        return showing.write(StatusCode::OK, &typed(asked, &fields), &[], false);
    }
    let raw: Raw<'_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    match Answers::read(&asked.form, &raw) {
        Err(faults) => showing.write(refused, &typed(asked, &fields), &faults, false),
        Ok(answers) if answers.is_blank() => {
            showing.write(refused, &typed(asked, &fields), &[], true)
        }
        Ok(answers) => showing.sending().send(app, &answers).await,
    }
}

/// The language of the page that comes back: the button's, else the form's, else the browser's.
fn wanted(request: &HttpRequest, asked: &Asked, form: &Pairs, go: &Go) -> Result<Language, Error> {
    let tag = match go {
        Go::Language(tag) => tag.as_str(),
        _ => form.one("_lang")?.unwrap_or_default(),
    };
    Ok(chosen_language(
        request,
        &asked.form.questionnaire().languages,
        tag,
    ))
}

/// The fields that belong to the questionnaire, to be shown again.
fn typed(asked: &Asked, fields: &[(String, String)]) -> Typed {
    let mut typed = Typed::new();
    for (name, value) in fields
        .iter()
        .filter(|(name, _)| asked.form.item(name).is_some())
    {
        typed.entry(name.clone()).or_default().push(value.clone());
    }
    typed
}

/// One page for one person.
struct Showing<'a> {
    app: &'a App,
    asked: &'a Asked,
    language: &'a Language,
    display: Display,
    slip: &'a Slip,
}

impl<'a> Showing<'a> {
    fn sending(&self) -> Sending<'a> {
        Sending {
            asked: self.asked,
            submission: self.slip.submission,
            key: self.slip.key.as_deref(),
            draft: None,
            again: None,
            begun_at: self.slip.begun_at,
            language: self.language,
            display: self.display,
        }
    }

    /// What all copies are made from: nothing typed, a gap for the slip.
    fn original(&self) -> Result<Original, Error> {
        let writing = Writing {
            language: self.language,
            typed: &Typed::new(),
            wrong: &Messages::new(),
        };
        let mut chrome = chrome(self.app, self.asked, self.language, self.display);
        chrome.form = true;
        let page = self.page(writing, Vec::new(), GAP.to_owned());
        page::original(self.app, ONE_PAGE, &chrome, &page)
    }

    fn write(
        &self,
        status: StatusCode,
        typed: &Typed,
        faults: &[AnswerError],
        blank: bool,
    ) -> Result<HttpResponse, Error> {
        let (wrong, mut errors) = messages::messages(&self.asked.form, faults);
        if blank {
            errors.push(messages::plain_line("#answers", "error-nothing-answered"));
        }
        let mut chrome = chrome(self.app, self.asked, self.language, self.display);
        chrome.failed = !errors.is_empty();
        chrome.form = true;
        let writing = Writing {
            language: self.language,
            typed,
            wrong: &wrong,
        };
        let signed = self.slip.signed(&self.app.secret, self.asked.survey.id);
        let page = self.page(writing, errors, signed);
        let status = HttpResponse::build(status);
        respond(self.app, status, ONE_PAGE, &chrome, &page)
    }

    fn page(&self, writing: Writing<'_>, errors: Vec<SummaryLine>, signed: String) -> Page {
        let (asked, language) = (self.asked, self.language);
        let questionnaire = asked.form.questionnaire();
        let sections = questionnaire
            .sections
            .iter()
            .enumerate()
            .map(|(at, section)| SectionView {
                title: section.title.get(language).to_owned(),
                questions: section::views(asked, at, section.questions.iter().enumerate(), writing),
            });
        let slip = Hidden {
            name: slip::FIELD,
            value: signed,
        };
        let language_kept = Hidden {
            name: "_lang",
            value: language.to_string(),
        };
        Page {
            title: asked.survey.title.get(language).to_owned(),
            purpose: questionnaire.purpose.get(language).to_owned(),
            minutes: questionnaire.minutes,
            count: start::questions(asked),
            until: start::until(asked, language),
            anonymity: start::promise(asked.survey.anonymity),
            sections: sections.collect(),
            error_count: errors.len(),
            errors,
            action: format!("{}/responses", asked.path()),
            display: self.display.words(),
            hidden: vec![slip, language_kept],
        }
    }
}
